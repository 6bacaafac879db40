//! route(8): `add`, `delete` and `change`, in a command or as rc.conf's `route_NAME`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::text::Place;

use super::super::Fib;
use super::super::word::Word;

/// A change of the routing tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// What is done.
    pub verb: RouteVerb,
    /// In which FIBs.
    pub fibs: RouteFibs,
    /// Whether it is an IPv6 route: it says so, or its addresses are.
    pub ipv6: bool,
    /// Where to.
    pub destination: Destination,
    /// Where the destination is written.
    pub destination_place: Option<Place>,
    /// By which way; `None` if there is none given.
    pub gateway: Option<Gateway>,
    /// Where the gateway is written.
    pub gateway_place: Option<Place>,
}

/// What is done with a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteVerb {
    /// `add`
    Add,
    /// `delete`, `del`
    Delete,
    /// `change`
    Change,
}

/// The FIBs of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteFibs {
    /// None is named: that of the process, at boot FIB 0.
    Process,
    /// These, from `-fib` or setfib(1).
    Numbers(Vec<RangeInclusive<u32>>),
    /// `-fib all`
    All,
    /// Known at run time only.
    Unknown,
}

impl RouteFibs {
    /// The one FIB that it is; `None` where they are several, or not known. At boot a process is
    /// in FIB 0.
    #[must_use]
    pub fn only(&self) -> Option<u32> {
        match self {
            Self::Process => Some(0),
            Self::Numbers(ranges) => match ranges.as_slice() {
                [range] if range.start() == range.end() => Some(*range.start()),
                _ => None,
            },
            Self::All | Self::Unknown => None,
        }
    }

    /// Whether FIB `number` is among them, for a process in FIB `process`; `None` if that is not
    /// known.
    #[must_use]
    pub fn contains(&self, number: u32, process: u32) -> Option<bool> {
        match self {
            Self::Process => Some(number == process),
            Self::Numbers(ranges) => Some(ranges.iter().any(|range| range.contains(&number))),
            Self::All => Some(true),
            Self::Unknown => None,
        }
    }
}

/// Where a route leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// `default`
    Default,
    /// A network or, with the full prefix length, a host.
    Net(IpNet),
    /// A name, a network without a mask, or known at run time only.
    Unknown,
}

/// The way of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gateway {
    /// By a router.
    Address(IpAddr),
    /// Straight out of an interface: `-iface`, `-interface`.
    Interface(String),
    /// A name, or known at run time only.
    Unknown,
}

/// Reads the words of a `route` command. `None` if it changes no route.
pub(super) fn read(words: &[Word], fib: Option<Fib>) -> Option<Route> {
    let arguments: Vec<Argument<'_>> = words
        .iter()
        .map(|word| Argument {
            text: word.literal(),
            place: word.from.unwrap_or(word.place),
        })
        .collect();
    // Options before the verb: -4, -6, -n, -q, -d, -t, -v, and -j with a jail's name.
    let mut at = 0;
    let mut ipv6 = false;
    let verb = loop {
        let text = arguments.get(at)?.text?;
        at += 1;
        match text {
            "add" => break RouteVerb::Add,
            "delete" | "del" => break RouteVerb::Delete,
            "change" => break RouteVerb::Change,
            "-j" => at += 1,
            _ if text.starts_with('-') => ipv6 |= text.contains('6'),
            _ => return None,
        }
    };
    let mut route = Reader::read(verb, ipv6, arguments.get(at..)?);
    if route.fibs == RouteFibs::Process
        && let Some(fib) = fib
    {
        route.fibs = match fib.number {
            Some(number) => RouteFibs::Numbers(vec![number..=number]),
            None => RouteFibs::Unknown,
        };
    }
    Some(route)
}

/// Reads the arguments of `route add`, as rc.conf's `route_NAME` holds them.
#[must_use]
pub fn route_arguments(words: &[(String, Place)]) -> Route {
    let arguments: Vec<Argument<'_>> = words
        .iter()
        .map(|(text, place)| Argument {
            text: Some(text),
            place: *place,
        })
        .collect();
    Reader::read(RouteVerb::Add, false, &arguments)
}

#[derive(Clone, Copy)]
struct Argument<'a> {
    /// `None` if not known.
    text: Option<&'a str>,
    place: Place,
}

/// What has been read of a route's arguments.
struct Reader<'a> {
    ipv6: bool,
    kind: Kind,
    by_interface: bool,
    fibs: RouteFibs,
    /// A prefix length or mask that stands apart from the destination.
    mask: Option<Argument<'a>>,
    positional: Vec<Argument<'a>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Net,
    Host,
    Either,
}

impl<'a> Reader<'a> {
    fn read(verb: RouteVerb, ipv6: bool, arguments: &[Argument<'a>]) -> Route {
        let mut reader = Self {
            ipv6,
            kind: Kind::Either,
            by_interface: false,
            fibs: RouteFibs::Process,
            mask: None,
            positional: Vec::new(),
        };
        let mut rest = arguments.iter().copied();
        while let Some(argument) = rest.next() {
            match argument.text.and_then(|text| text.strip_prefix('-')) {
                Some(option) => reader.option(option, &mut rest),
                None => reader.positional.push(argument),
            }
        }
        reader.route(verb)
    }

    fn option(&mut self, option: &str, rest: &mut impl Iterator<Item = Argument<'a>>) {
        match option {
            "net" => self.kind = Kind::Net,
            "host" => self.kind = Kind::Host,
            "inet6" | "6" => self.ipv6 = true,
            "iface" | "interface" => self.by_interface = true,
            "fib" => self.fibs = rest.next().map_or(RouteFibs::Unknown, fibs),
            "netmask" | "prefixlen" => self.mask = rest.next(),
            "dst" | "gateway" => self.positional.extend(rest.next()),
            // The others that take a value.
            "ifa" | "ifp" | "genmask" | "mtu" | "hopcount" | "expire" | "recvpipe" | "sendpipe"
            | "ssthresh" | "rtt" | "rttvar" | "weight" => {
                rest.next();
            }
            _ => {}
        }
    }

    fn route(mut self, verb: RouteVerb) -> Route {
        let destination = self.positional.first().copied();
        let gateway = self.positional.get(1).copied();
        self.mask = self.mask.or(self.positional.get(2).copied());
        let way = gateway.map(|argument| self.gateway(argument));
        let by_ipv6 = matches!(way, Some(Gateway::Address(IpAddr::V6(_))));
        let to_ipv6 = destination.is_some_and(|d| d.text.is_some_and(|text| text.contains(':')));
        self.ipv6 |= by_ipv6 || to_ipv6;
        Route {
            verb,
            destination: destination.map_or(Destination::Unknown, |d| self.destination(d)),
            destination_place: destination.map(|argument| argument.place),
            gateway: way,
            gateway_place: gateway.map(|argument| argument.place),
            ipv6: self.ipv6,
            fibs: self.fibs,
        }
    }

    fn gateway(&self, argument: Argument<'_>) -> Gateway {
        let Some(text) = argument.text else {
            return Gateway::Unknown;
        };
        if self.by_interface {
            return Gateway::Interface(text.to_owned());
        }
        // fe80::1%em0
        let bare = text.split_once('%').map_or(text, |(address, _)| address);
        bare.parse().map_or(Gateway::Unknown, Gateway::Address)
    }

    fn destination(&self, argument: Argument<'_>) -> Destination {
        let Some(text) = argument.text else {
            return Destination::Unknown;
        };
        if text == "default" {
            return Destination::Default;
        }
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let bare = address.split_once('%').map_or(address, |(bare, _)| bare);
        let net = match bare.parse::<IpAddr>() {
            Ok(IpAddr::V4(address)) => self.net4(address, length),
            Ok(IpAddr::V6(address)) => self.net6(address, length),
            Err(_) => short_net(bare, length).map(IpNet::V4),
        };
        match net {
            Some(net) if net.prefix_len() == 0 => Destination::Default,
            Some(net) => Destination::Net(net.trunc()),
            None => Destination::Unknown,
        }
    }

    fn net4(&self, address: Ipv4Addr, length: Option<&str>) -> Option<IpNet> {
        let length = match (length, self.mask) {
            (Some(length), _) => length.parse().ok()?,
            (None, Some(mask)) => prefix_length(mask.text?)?,
            (None, None) if self.kind == Kind::Host => 32,
            (None, None) => class_length(address, self.kind)?,
        };
        Ipv4Net::new(address, length).ok().map(IpNet::V4)
    }

    fn net6(&self, address: Ipv6Addr, length: Option<&str>) -> Option<IpNet> {
        let length = match (length, self.mask) {
            (Some(length), _) => length.parse().ok()?,
            (None, Some(mask)) => mask.text?.parse().ok()?,
            // route(8) takes 64 bits for a network without a length.
            (None, None) if self.kind == Kind::Net => 64,
            (None, None) if address.is_unspecified() => 0,
            (None, None) => 128,
        };
        Ipv6Net::new(address, length).ok().map(IpNet::V6)
    }
}

/// `255.255.255.0`, `0xffffff00` or `24`.
fn prefix_length(text: &str) -> Option<u8> {
    let mask = match text.strip_prefix("0x") {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => match text.parse::<Ipv4Addr>() {
            Ok(mask) => mask.into(),
            Err(_) => return text.parse().ok(),
        },
    };
    let ones = mask.leading_ones();
    (mask.count_ones() == ones)
        .then(|| u8::try_from(ones).ok())
        .flatten()
}

/// The length of an IPv4 destination without one: a host, unless it is called a network or has
/// nothing behind the network part of its class.
fn class_length(address: Ipv4Addr, kind: Kind) -> Option<u8> {
    let first = address.octets()[0];
    let class = match first {
        0 if address.is_unspecified() => return Some(0),
        0..=127 => 8,
        128..=191 => 16,
        192..=223 => 24,
        _ => return (kind == Kind::Either).then_some(32),
    };
    let host = u32::from(address).checked_shl(class).unwrap_or(0);
    match (host, kind) {
        (0, _) => u8::try_from(class).ok(),
        (_, Kind::Net) => None,
        _ => Some(32),
    }
}

/// `10/8`, `192.168/16`: the missing bytes are zero.
fn short_net(text: &str, length: Option<&str>) -> Option<Ipv4Net> {
    let length = length?.parse().ok()?;
    let mut octets = [0_u8; 4];
    let parts = text.split('.');
    if parts.clone().count() > octets.len() {
        return None;
    }
    for (octet, part) in octets.iter_mut().zip(parts) {
        *octet = part.parse().ok()?;
    }
    Ipv4Net::new(octets.into(), length).ok()
}

/// `all`, `default`, `N`, `N-M` or a comma list of them: route(8), `-fib`.
fn fibs(argument: Argument<'_>) -> RouteFibs {
    let Some(text) = argument.text else {
        return RouteFibs::Unknown;
    };
    match text {
        "all" => return RouteFibs::All,
        "default" => return RouteFibs::Process,
        _ => {}
    }
    let range = |part: &str| -> Option<RangeInclusive<u32>> {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some(first.parse().ok()?..=last.parse().ok()?)
    };
    match text.split(',').map(range).collect() {
        Some(ranges) => RouteFibs::Numbers(ranges),
        None => RouteFibs::Unknown,
    }
}
