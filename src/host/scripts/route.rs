//! route(8)'s arguments (sbin/route/route.c).

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;

use super::{Command, Word};
use crate::text::Place;

/// What route(8) is told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Add a route.
    Add,
    /// Take one away.
    Delete,
    /// Change one.
    Change,
}

/// A route(8) command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// What it does.
    pub verb: Verb,
    /// In which FIB: `-fib`, setfib(1), else 0; `None` where that is not known.
    pub fib: Option<u32>,
    /// Where to.
    pub destination: Destination,
    /// Through what.
    pub gateway: Gateway,
    /// Where it stands.
    pub place: Place,
}

/// Where a route leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Everywhere else.
    Default {
        /// For IPv6 rather than IPv4.
        ipv6: bool,
    },
    /// To a prefix.
    Net(IpNet),
    /// Not known.
    Unknown,
}

/// Through what a route leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gateway {
    /// A gateway.
    Address(IpAddr),
    /// An interface.
    Interface(String),
    /// Not known.
    Unknown,
}

impl fmt::Display for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Interface(name) => f.write_str(name),
            Self::Unknown => f.write_str("a gateway known at run time only"),
        }
    }
}

/// A `route` command of a script.
pub(super) fn route(command: &Command, arguments: &[Word]) -> Option<Route> {
    let flags = arguments
        .iter()
        .take_while(|word| word.text.starts_with('-'))
        .count();
    let verb = match arguments.get(flags)?.text.as_str() {
        "add" => Verb::Add,
        "delete" | "del" => Verb::Delete,
        "change" => Verb::Change,
        _ => return None,
    };
    let ipv6 = arguments.iter().take(flags).any(|word| word.text == "-6");
    let rest: Vec<&str> = arguments
        .get(flags + 1..)?
        .iter()
        .map(|word| word.text.as_str())
        .collect();
    let by_setfib = match command.fib {
        Some(fib) => fib.number,
        None => Some(0),
    };
    Some(read(verb, &rest, ipv6, by_setfib, command.place))
}

/// The arguments of rc.conf's `route_NAME`.
#[must_use]
pub fn route_arguments(words: &[(String, Place)], ipv6: bool) -> Option<Route> {
    let (_, place) = words.first()?;
    let texts: Vec<&str> = words.iter().map(|(text, _)| text.as_str()).collect();
    Some(read(Verb::Add, &texts, ipv6, Some(0), *place))
}

/// What the options say; the bare words are the destination and the gateway.
struct Options<'a> {
    fib: Option<u32>,
    ipv6: bool,
    host: bool,
    interface: bool,
    length: Option<u8>,
    bare: Vec<&'a str>,
}

fn read(verb: Verb, words: &[&str], ipv6: bool, fib: Option<u32>, place: Place) -> Route {
    let options = options(words, ipv6, fib);
    let mut bare = options.bare.iter();
    let destination = bare
        .next()
        .map_or(Destination::Unknown, |text| destination(text, &options));
    let gateway = bare
        .next()
        .map_or(Gateway::Unknown, |text| match text.parse() {
            Ok(address) if !options.interface => Gateway::Address(address),
            _ if options.interface => Gateway::Interface((*text).to_owned()),
            _ => Gateway::Unknown,
        });
    Route {
        verb,
        fib: options.fib,
        destination,
        gateway,
        place,
    }
}

fn options<'a>(words: &[&'a str], ipv6: bool, fib: Option<u32>) -> Options<'a> {
    let mut options = Options {
        fib,
        ipv6,
        host: false,
        interface: false,
        length: None,
        bare: Vec::new(),
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "-fib" => options.fib = words.next().and_then(|list| list.parse().ok()),
            "-host" => options.host = true,
            "-inet6" | "-6" => options.ipv6 = true,
            "-iface" | "-interface" => options.interface = true,
            "-prefixlen" => options.length = words.next().and_then(|n| n.parse().ok()),
            "-netmask" => {
                let mask = words.next().and_then(|mask| mask.parse().ok());
                options.length = mask.and_then(|mask| ipnet::ipv4_mask_to_prefix(mask).ok());
            }
            "-mtu" | "-ifp" | "-ifa" | "-weight" | "-expire" | "-hopcount" => {
                words.next();
            }
            option if option.starts_with('-') => {}
            bare => options.bare.push(bare),
        }
    }
    options
}

fn destination(text: &str, options: &Options) -> Destination {
    let gateway_is_ipv6 = options
        .bare
        .get(1)
        .is_some_and(|gateway| gateway.contains(':'));
    if text == "default" {
        let ipv6 = options.ipv6 || gateway_is_ipv6;
        return Destination::Default { ipv6 };
    }
    if let Ok(network) = text.parse::<IpNet>() {
        return match network.prefix_len() {
            0 => Destination::Default {
                ipv6: network.addr().is_ipv6(),
            },
            _ => Destination::Net(network.trunc()),
        };
    }
    let Ok(address) = text.parse::<IpAddr>() else {
        return Destination::Unknown;
    };
    let host_length = if address.is_ipv4() { 32 } else { 128 };
    let length = if options.host {
        host_length
    } else {
        options.length.unwrap_or(host_length)
    };
    match IpNet::new(address, length) {
        Ok(network) if length == 0 => Destination::Default {
            ipv6: network.addr().is_ipv6(),
        },
        Ok(network) => Destination::Net(network.trunc()),
        Err(_) => Destination::Unknown,
    }
}
