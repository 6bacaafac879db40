//! Commands of `router bgp` and of its address families.

use ipnet::{IpNet, Ipv4Net};
use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt, value};
use nom::sequence::{preceded, terminated};

use super::top::{classful, masked_net};
use super::{line, neighbor, or_missing};
use crate::syntax::frr::command::{AggregateLine, BgpLine, Command, NetworkLine, RedistributeLine};
use crate::syntax::frr::kinds::{IpVersion, Protocol};
use crate::syntax::frr::words::{
    Arg, Parsed, Words, any_net, end, ignore_tail, ipv4, ipv4_net, ipv6_net, kw, kws, number,
    one_of, word,
};
use crate::text::Span;

/// Directly in `router bgp`; the old spellings of ipv4 unicast's commands are known here too.
pub(super) fn router(words: Words<'_>, no: bool) -> Parsed<'_, Command> {
    alt((
        |words| neighbor::of_router(words, no),
        neighbor::of_family,
        map(|words| whole(words, no), Command::Bgp),
        map(timers, Command::Bgp),
        originating,
    ))
    .parse(words)
}

/// `timers bgp`, keepalive and hold time.
fn timers(words: Words<'_>) -> Parsed<'_, BgpLine> {
    line(map(
        preceded(
            (kws(&["timers", "bgp"]), number(0, 65535)),
            number(0, 65535),
        ),
        BgpLine::HoldTime,
    ))(words)
}

/// In an address family.
pub(super) fn family(words: Words<'_>) -> Parsed<'_, Command> {
    alt((neighbor::of_family, originating)).parse(words)
}

fn whole(words: Words<'_>, no: bool) -> Parsed<'_, BgpLine> {
    let (words, ()) = kw("bgp")(words)?;
    let confederation = alt((kw("identifier"), kw("peers")));
    alt((
        line(map(
            preceded(kw("router-id"), or_missing(no, ipv4)),
            BgpLine::RouterId,
        )),
        line(value(
            BgpLine::EbgpRequiresPolicy,
            kw("ebgp-requires-policy"),
        )),
        line(value(
            BgpLine::ImportCheck,
            kws(&["network", "import-check"]),
        )),
        line(preceded(kw("default"), one_of(DEFAULTS))),
        line(map(
            preceded(
                kws(&["default", "local-preference"]),
                or_missing(no, number(0, u32::MAX)),
            ),
            BgpLine::DefaultLocalPreference,
        )),
        line(map(
            (
                preceded(kws(&["listen", "range"]), any_net),
                preceded(kw("peer-group"), word),
            ),
            |(range, group)| BgpLine::ListenRange(range, group),
        )),
        value(
            BgpLine::Confederation,
            (kw("confederation"), confederation, ignore_tail),
        ),
    ))
    .parse(words)
}

const DEFAULTS: &[(&str, BgpLine)] = &[
    ("ipv4-unicast", BgpLine::DefaultFamily(IpVersion::V4)),
    ("ipv6-unicast", BgpLine::DefaultFamily(IpVersion::V6)),
    ("ipv4-flowspec", BgpLine::DefaultOtherFamily),
    ("ipv4-labeled-unicast", BgpLine::DefaultOtherFamily),
    ("ipv4-multicast", BgpLine::DefaultOtherFamily),
    ("ipv4-vpn", BgpLine::DefaultOtherFamily),
    ("ipv6-flowspec", BgpLine::DefaultOtherFamily),
    ("ipv6-labeled-unicast", BgpLine::DefaultOtherFamily),
    ("ipv6-multicast", BgpLine::DefaultOtherFamily),
    ("ipv6-vpn", BgpLine::DefaultOtherFamily),
    ("l2vpn-evpn", BgpLine::DefaultOtherFamily),
    ("shutdown", BgpLine::DefaultShutdown),
];

fn originating(words: Words<'_>) -> Parsed<'_, Command> {
    alt((
        map(network, Command::Network),
        map(redistribute, Command::Redistribute),
        map(aggregate, Command::Aggregate),
    ))
    .parse(words)
}

fn network(words: Words<'_>) -> Parsed<'_, NetworkLine> {
    let (words, ()) = kw("network")(words)?;
    let (mut words, prefix) = alt((ipv4_net, ipv6_net, mask_form, classful)).parse(words)?;
    let mut network = NetworkLine {
        prefix,
        route_map: None,
        backdoor: false,
    };
    loop {
        if let Ok((rest, map)) = preceded(kw("route-map"), word).parse(words) {
            (words, network.route_map) = (rest, Some(map));
        } else if let Ok((rest, ())) = kw("backdoor")(words) {
            (words, network.backdoor) = (rest, true);
        } else if let Ok((rest, _)) = (kw("label-index"), word).parse(words) {
            words = rest;
        } else {
            let (words, ()) = end(words)?;
            return Ok((words, network));
        }
    }
}

/// `A.B.C.D mask A.B.C.D`.
fn mask_form(words: Words<'_>) -> Parsed<'_, Arg<IpNet>> {
    let (rest, address) = ipv4(words)?;
    let (rest, mask) = preceded(kw("mask"), ipv4).parse(rest)?;
    let value = address.value.zip(mask.value).and_then(|(address, mask)| {
        let length = u8::try_from(mask.to_bits().leading_ones()).ok()?;
        Ipv4Net::new(address, length).ok()
    });
    let net = Arg {
        value: value.map(IpNet::V4),
        span: address.span.to(mask.span),
    };
    Ok((rest, net))
}

fn redistribute(words: Words<'_>) -> Parsed<'_, RedistributeLine> {
    let (words, ()) = kw("redistribute")(words)?;
    let (_, protocol_word) = word(words)?;
    let (mut words, protocol) = alt((
        terminated(one_of(NUMBERED), number(1, 65535)),
        one_of(PROTOCOLS),
    ))
    .parse(words)?;
    let mut line = RedistributeLine {
        protocol,
        word: protocol_word,
        route_map: None,
        metric: None,
    };
    loop {
        if let Ok((rest, map)) = preceded(kw("route-map"), word).parse(words) {
            (words, line.route_map) = (rest, Some(map));
        } else if let Ok((rest, metric)) = preceded(kw("metric"), number(0, u32::MAX)).parse(words)
        {
            (words, line.metric) = (rest, Some(metric));
        } else {
            let (words, ()) = end(words)?;
            return Ok((words, line));
        }
    }
}

/// What `redistribute` and `match source-protocol` know.
pub(super) const PROTOCOLS: &[(&str, Protocol)] = &[
    ("kernel", Protocol::Kernel),
    ("connected", Protocol::Connected),
    ("local", Protocol::Local),
    ("static", Protocol::Static),
    ("bgp", Protocol::Bgp),
    ("rip", Protocol::Other),
    ("ripng", Protocol::Other),
    ("ospf", Protocol::Other),
    ("ospf6", Protocol::Other),
    ("isis", Protocol::Other),
    ("eigrp", Protocol::Other),
    ("nhrp", Protocol::Other),
    ("vnc", Protocol::Other),
    ("vnc-direct", Protocol::Other),
    ("babel", Protocol::Other),
    ("openfabric", Protocol::Other),
];

const NUMBERED: &[(&str, Protocol)] = &[
    ("ospf", Protocol::Other),
    ("table", Protocol::Other),
    ("table-direct", Protocol::Other),
];

fn aggregate(words: Words<'_>) -> Parsed<'_, AggregateLine> {
    let (words, ()) = kw("aggregate-address")(words)?;
    let (mut words, prefix) = alt((ipv4_net, ipv6_net, masked_net)).parse(words)?;
    let mut line = AggregateLine {
        prefix,
        summary_only: false,
        route_map: None,
        suppress_map: None,
    };
    while end(words).is_err() {
        let (rest, option) = aggregate_option(words)?;
        words = rest;
        match option {
            AggregateOption::SummaryOnly => line.summary_only = true,
            AggregateOption::RouteMap(map) => line.route_map = Some(map),
            AggregateOption::SuppressMap(map) => line.suppress_map = Some(map),
            AggregateOption::Other => {}
        }
    }
    Ok((words, line))
}

#[derive(Clone, Copy)]
enum AggregateOption {
    SummaryOnly,
    RouteMap(Span),
    SuppressMap(Span),
    Other,
}

fn aggregate_option(words: Words<'_>) -> Parsed<'_, AggregateOption> {
    alt((
        value(AggregateOption::SummaryOnly, kw("summary-only")),
        map(preceded(kw("route-map"), word), AggregateOption::RouteMap),
        map(
            preceded(kw("suppress-map"), word),
            AggregateOption::SuppressMap,
        ),
        value(AggregateOption::Other, kw("as-set")),
        value(AggregateOption::Other, kw("matching-MED-only")),
        value(AggregateOption::Other, (kw("origin"), opt(word))),
    ))
    .parse(words)
}
