//! Commands of the top level, and of the blocks that hold addresses and static routes.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};
use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt, value};
use nom::sequence::{preceded, terminated};

use super::{action, line, lists, or_missing};
use crate::syntax::frr::command::{
    Command, RouteMapLine, RouterBgp, StaticRouteLine, StaticTarget,
};
use crate::syntax::frr::words::{
    Arg, Parsed, Words, address_of, any_net, arg, as_number, end, ignore_tail, ipv4, ipv4_net,
    ipv6, ipv6_net, kw, kws, number, one_of, tail, word,
};
use crate::text::Span;

pub(super) fn command(words: Words<'_>, no: bool) -> Parsed<'_, Command> {
    alt((
        |words| lists::prefix_list(words, no),
        |words| lists::access_list(words, no),
        |words| lists::pattern_list(words, no),
        move |words| route_map(words, no),
        static_route,
        router_bgp,
        line(map(
            preceded(kws(&["frr", "version"]), tail),
            Command::FrrVersion,
        )),
        line(map(
            preceded(kws(&["frr", "defaults"]), tail),
            Command::FrrDefaults,
        )),
        move |words| named_block(words, no),
    ))
    .parse(words)
}

/// `interface X` and `vrf X`; undoing them means nothing to the checks.
fn named_block(words: Words<'_>, no: bool) -> Parsed<'_, Command> {
    let in_vrf = opt((kw("vrf"), word));
    let (rest, command) = alt((
        line(map(
            terminated(preceded(kw("interface"), word), in_vrf),
            Command::Interface,
        )),
        line(map(preceded(kw("vrf"), word), Command::Vrf)),
    ))
    .parse(words)?;
    Ok((rest, if no { Command::Inert } else { command }))
}

fn router_bgp(words: Words<'_>) -> Parsed<'_, Command> {
    let instance = preceded(alt((kw("view"), kw("vrf"))), word);
    let notation = (kw("as-notation"), word);
    let arguments = opt((as_number, opt(instance), opt(notation)));
    let (rest, arguments) = line(preceded(kws(&["router", "bgp"]), arguments))(words)?;
    let (as_number, instance) = match arguments {
        Some((as_number, instance, _)) => (Some(as_number), instance),
        None => (None, None),
    };
    let router = RouterBgp {
        as_number,
        instance,
    };
    Ok((rest, Command::RouterBgp(router)))
}

fn route_map(words: Words<'_>, no: bool) -> Parsed<'_, Command> {
    let entry = (action, number(1, 65535));
    let (words, ()) = kw("route-map")(words)?;
    alt((
        line(map((word, or_missing(no, entry)), |(name, entry)| {
            Command::RouteMap(RouteMapLine { name, entry })
        })),
        line(value(Command::Inert, (word, kw("optimization")))),
    ))
    .parse(words)
}

/// `ip route` and `ipv6 route`, at the top or in a VRF.
pub(super) fn static_route(words: Words<'_>) -> Parsed<'_, Command> {
    let (words, prefix) = alt((
        preceded(kws(&["ip", "route"]), alt((ipv4_net, masked_net))),
        terminated(
            preceded(kws(&["ipv6", "route"]), ipv6_net),
            opt((kw("from"), any_net)),
        ),
    ))
    .parse(words)?;
    let (words, target) = static_target(words)?;
    let (words, options) = static_options(words)?;
    let (words, ()) = end(words)?;
    let route = StaticRouteLine {
        prefix,
        target,
        tag: options.tag,
        distance: options.distance,
        vrf: options.vrf,
        table: options.table,
    };
    Ok((words, Command::StaticRoute(Box::new(route))))
}

#[derive(Clone, Copy, Default)]
struct StaticOptions {
    tag: Option<Arg<u32>>,
    distance: Option<Arg<u32>>,
    vrf: Option<Span>,
    table: Option<Arg<u32>>,
}

/// `A.B.C.D A.B.C.D`: an address and a netmask, of which the leading ones count.
pub(super) fn masked_net(words: Words<'_>) -> Parsed<'_, Arg<IpNet>> {
    map((ipv4, ipv4), |(address, mask)| Arg {
        value: address.value.zip(mask.value).and_then(|(address, mask)| {
            let length = mask.to_bits().leading_ones();
            let net = Ipv4Net::new(address, u8::try_from(length).ok()?).ok()?;
            Some(IpNet::V4(net))
        }),
        span: address.span.to(mask.span),
    })
    .parse(words)
}

fn static_target(words: Words<'_>) -> Parsed<'_, StaticTarget> {
    let gateway = alt((
        map(ipv4, |arg| widened(arg, IpAddr::V4)),
        map(ipv6, |arg| widened(arg, IpAddr::V6)),
    ));
    alt((
        value(StaticTarget::Nowhere, nowhere),
        map((gateway, opt(interface)), |(gateway, interface)| {
            StaticTarget::Gateway(gateway, interface)
        }),
        map(word, StaticTarget::Interface),
    ))
    .parse(words)
}

pub(super) fn widened<T, U>(arg: Arg<T>, to: impl Fn(T) -> U) -> Arg<U> {
    Arg {
        value: arg.value.map(to),
        span: arg.span,
    }
}

/// `Null0`, `blackhole`, `reject`; an interface's name is never an abbreviation of them.
fn nowhere(words: Words<'_>) -> Parsed<'_, ()> {
    match words.first() {
        Some("Null0" | "null0" | "blackhole" | "reject") => word(words).map(|(rest, _)| (rest, ())),
        _ => Err(nom::Err::Error(())),
    }
}

/// The second word after the prefix is an interface unless it begins an option: a distance that
/// is out of range therefore becomes one.
fn interface(words: Words<'_>) -> Parsed<'_, Span> {
    if static_option(&mut StaticOptions::default(), words).is_ok() {
        return Err(nom::Err::Error(()));
    }
    word(words)
}

fn static_options(mut words: Words<'_>) -> Parsed<'_, StaticOptions> {
    let mut options = StaticOptions::default();
    while let Ok((rest, ())) = static_option(&mut options, words) {
        words = rest;
    }
    Ok((words, options))
}

fn static_option<'a>(options: &mut StaticOptions, words: Words<'a>) -> Parsed<'a, ()> {
    if let Ok((rest, distance)) = number(1, 255)(words) {
        options.distance = Some(distance);
        return Ok((rest, ()));
    }
    if let Ok((rest, tag)) = preceded(kw("tag"), number(1, u32::MAX)).parse(words) {
        options.tag = Some(tag);
        return Ok((rest, ()));
    }
    if let Ok((rest, vrf)) = preceded(kw("vrf"), word).parse(words) {
        options.vrf = Some(vrf);
        return Ok((rest, ()));
    }
    if let Ok((rest, table)) = preceded(kw("table"), number(1, u32::MAX)).parse(words) {
        options.table = Some(table);
        return Ok((rest, ()));
    }
    alt((
        value((), (one_of(VALUED), word)),
        value((), kw("onlink")),
        value((), (kw("bfd"), ignore_tail)),
    ))
    .parse(words)
}

const VALUED: &[(&str, ())] = &[
    ("color", ()),
    ("encap-behavior", ()),
    ("label", ()),
    ("metric", ()),
    ("nexthop-vrf", ()),
    ("segments", ()),
    ("weight", ()),
];

/// `ip address` and `ipv6 address` in an interface.
pub(super) fn in_interface(words: Words<'_>) -> Parsed<'_, Command> {
    let label = || opt((kw("label"), tail));
    let peer = preceded((ipv4, kw("peer")), ipv4_net);
    alt((
        line(map(
            terminated(
                preceded(kws(&["ip", "address"]), alt((ipv4_net, peer))),
                label(),
            ),
            Command::Address,
        )),
        line(map(
            preceded(kws(&["ipv6", "address"]), ipv6_net),
            Command::Address,
        )),
    ))
    .parse(words)
}

/// An IPv4 network by its class, as `network A.B.C.D` without a mask means it.
pub(super) fn classful(words: Words<'_>) -> Parsed<'_, Arg<IpNet>> {
    arg(|text| {
        let Some(IpAddr::V4(address)) = address_of(text) else {
            return None;
        };
        let length = match address.octets()[0] {
            0 if address.is_unspecified() => 0,
            0..128 => 8,
            128..192 => 16,
            _ => 24,
        };
        Ipv4Net::new(address, length).ok().map(IpNet::V4)
    })(words)
}
