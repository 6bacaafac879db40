//! Commands of a route-map's entry.

use std::net::IpAddr;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt, value};
use nom::sequence::{preceded, terminated};

use super::bgp::PROTOCOLS;
use super::top::widened;
use super::{line, or_missing};
use crate::syntax::frr::clause::{
    CommunityMode, ListWord, Match, NextHopWord, OriginWord, PeerWord, Set,
};
use crate::syntax::frr::command::{Command, OnMatch};
use crate::syntax::frr::kinds::IpVersion;
use crate::syntax::frr::words::{
    Arg, Parsed, Words, address, arg, ignore_tail, ipv4, ipv6, kw, kws, number, one_of, tail, word,
};
use crate::text::Span;

pub(super) fn command(words: Words<'_>, no: bool) -> Parsed<'_, Command> {
    if no {
        return undone(words);
    }
    alt((
        map(preceded(kw("match"), clause), Command::Match),
        map(preceded(kw("set"), setting), Command::Set),
        line(map(preceded(kw("call"), word), |name| {
            Command::Call(Some(name))
        })),
        line(map(on_match, Command::OnMatch)),
    ))
    .parse(words)
}

fn undone(words: Words<'_>) -> Parsed<'_, Command> {
    alt((
        map(preceded(kw("match"), tail), |what| {
            Command::Match(Match::No(what))
        }),
        map(preceded(kw("set"), tail), |what| {
            Command::Set(Set::No(what))
        }),
        line(map(preceded(kw("call"), opt(word)), Command::Call)),
        line(map(
            preceded(kws(&["on-match", "goto"]), or_missing(true, entry)),
            |to| Command::OnMatch(OnMatch::Goto(to)),
        )),
        line(value(
            Command::OnMatch(OnMatch::Next),
            kws(&["on-match", "next"]),
        )),
        line(map(preceded(kw("continue"), opt(entry)), |to| {
            Command::OnMatch(OnMatch::Goto(to))
        })),
    ))
    .parse(words)
}

fn entry(words: Words<'_>) -> Parsed<'_, Arg<u32>> {
    number(1, 65535)(words)
}

fn on_match(words: Words<'_>) -> Parsed<'_, OnMatch> {
    alt((
        value(OnMatch::Next, kws(&["on-match", "next"])),
        map(preceded(kws(&["on-match", "goto"]), entry), |to| {
            OnMatch::Goto(Some(to))
        }),
        map(preceded(kw("continue"), entry), |to| {
            OnMatch::Goto(Some(to))
        }),
    ))
    .parse(words)
}

fn clause(words: Words<'_>) -> Parsed<'_, Match<Span>> {
    let any = || number(0, u32::MAX);
    alt((
        ip_clause,
        line(map(preceded(kw("as-path"), word), Match::AsPath)),
        line(map(
            preceded(kw("community"), (word, opt(one_of(MODES)))),
            |(name, mode)| Match::Community(name, mode.unwrap_or(CommunityMode::All)),
        )),
        terminated(
            map(preceded(kw("large-community"), word), Match::LargeCommunity),
            ignore_tail,
        ),
        terminated(
            map(preceded(kw("extcommunity"), word), Match::ExtendedCommunity),
            ignore_tail,
        ),
        line(map(preceded(kw("interface"), word), Match::Interface)),
        line(map(
            preceded(kw("local-preference"), any()),
            Match::LocalPreference,
        )),
        line(map(preceded(kw("metric"), any()), Match::Metric)),
        line(map(preceded(kw("origin"), origin), Match::Origin)),
        line(map(preceded(kw("peer"), peer), Match::Peer)),
        line(map(
            preceded(kw("probability"), number(0, 100)),
            Match::Probability,
        )),
        line(map(
            preceded(kw("source-protocol"), one_of(PROTOCOLS)),
            Match::SourceProtocol,
        )),
        line(map(preceded(kw("tag"), tag), Match::Tag)),
        terminated(map(known(MATCHES), Match::Other), ignore_tail),
    ))
    .parse(words)
}

const MODES: &[(&str, CommunityMode)] = &[
    ("exact-match", CommunityMode::Exact),
    ("any", CommunityMode::Any),
];

const MATCHES: &[(&str, ())] = &[
    ("alias", ()),
    ("as-path-count", ()),
    ("community-limit", ()),
    ("evpn", ()),
    ("extcommunity-limit", ()),
    ("mac", ()),
    ("multicast-interface", ()),
    ("multicast-source-interface", ()),
    ("rpki", ()),
    ("rpki-extcommunity", ()),
    ("script", ()),
    ("source-instance", ()),
    ("source-vrf", ()),
    ("src-peer", ()),
    ("vpn", ()),
];

/// A known second word with something after it.
fn known<'a>(names: &'static [(&'static str, ())]) -> impl FnMut(Words<'a>) -> Parsed<'a, Span> {
    move |words| {
        let (_, span) = word(words)?;
        let (rest, ()) = one_of(names)(words)?;
        Ok((rest, span))
    }
}

fn tag(words: Words<'_>) -> Parsed<'_, Arg<u32>> {
    alt((
        number(1, u32::MAX),
        arg(|text| "untagged".starts_with(text).then_some(0)),
    ))
    .parse(words)
}

fn origin(words: Words<'_>) -> Parsed<'_, OriginWord> {
    one_of(&[
        ("igp", OriginWord::Igp),
        ("egp", OriginWord::Egp),
        ("incomplete", OriginWord::Incomplete),
    ])(words)
}

fn peer(words: Words<'_>) -> Parsed<'_, PeerWord<Span>> {
    alt((
        value(PeerWord::Local, kw("local")),
        map(address, PeerWord::Address),
        map(word, PeerWord::Named),
    ))
    .parse(words)
}

fn ip_clause(words: Words<'_>) -> Parsed<'_, Match<Span>> {
    let (words, version) = one_of(&[("ip", IpVersion::V4), ("ipv6", IpVersion::V6)])(words)?;
    alt((
        line(map(preceded(kw("address"), list), |list| {
            Match::Address(version, list)
        })),
        line(map(preceded(kw("next-hop"), next_hop), |hop| {
            Match::NextHop(version, hop)
        })),
        line(map(preceded(kw("route-source"), list), Match::RouteSource)),
    ))
    .parse(words)
}

fn list(words: Words<'_>) -> Parsed<'_, ListWord<Span>> {
    alt((
        line(map(preceded(kw("prefix-list"), word), ListWord::Prefix)),
        line(map(
            preceded(kw("prefix-len"), number(0, 128)),
            ListWord::Length,
        )),
        line(map(word, ListWord::Access)),
    ))
    .parse(words)
}

fn next_hop(words: Words<'_>) -> Parsed<'_, NextHopWord<Span>> {
    alt((
        line(map(preceded(kw("address"), address), NextHopWord::Address)),
        line(value(NextHopWord::Blackhole, kws(&["type", "blackhole"]))),
        line(map(ipv6, |hop| {
            NextHopWord::Address(widened(hop, IpAddr::V6))
        })),
        map(list, NextHopWord::List),
    ))
    .parse(words)
}

fn setting(words: Words<'_>) -> Parsed<'_, Set<Span>> {
    alt((
        line(value(Set::NoCommunity, kws(&["community", "none"]))),
        map(preceded(kw("community"), tail), Set::Community),
        line(map(
            terminated(preceded(kw("comm-list"), word), kw("delete")),
            Set::DeleteCommunities,
        )),
        value(
            Set::LargeCommunity,
            (alt((kw("large-community"), kw("large-comm-list"))), tail),
        ),
        line(map(preceded(kw("metric"), word), Set::Metric)),
        line(map(
            preceded(kw("local-preference"), word),
            Set::LocalPreference,
        )),
        as_path,
        line(map(preceded(kw("tag"), tag), Set::Tag)),
        line(map(preceded(kw("origin"), origin), Set::Origin)),
        next_hop_setting,
        line(map(preceded(kw("table"), number(1, u32::MAX)), Set::Table)),
        terminated(map(known(SETS), Set::Other), ignore_tail),
    ))
    .parse(words)
}

fn as_path(words: Words<'_>) -> Parsed<'_, Set<Span>> {
    let (words, ()) = kw("as-path")(words)?;
    let (words, prepend) =
        one_of(&[("prepend", true), ("exclude", false), ("replace", false)])(words)?;
    if !prepend {
        return value(Set::ChangeAsPath, tail).parse(words);
    }
    alt((
        line(map(
            preceded(kw("last-as"), number(1, 10)),
            Set::PrependLast,
        )),
        map(tail, Set::Prepend),
    ))
    .parse(words)
}

fn next_hop_setting(words: Words<'_>) -> Parsed<'_, Set<Span>> {
    let v4 = preceded(kws(&["ip", "next-hop"]), ipv4);
    let v6 = preceded((kws(&["ipv6", "next-hop"]), kw("global")), ipv6);
    alt((
        line(map(v4, |hop| Set::NextHop(widened(hop, IpAddr::V4)))),
        line(map(v6, |hop| Set::NextHop(widened(hop, IpAddr::V6)))),
        value(Set::NextHopOther, (kws(&["ip", "next-hop"]), tail)),
        value(Set::NextHopOther, (kws(&["ipv6", "next-hop"]), tail)),
    ))
    .parse(words)
}

const SETS: &[(&str, ())] = &[
    ("aggregator", ()),
    ("aigp-metric", ()),
    ("atomic-aggregate", ()),
    ("distance", ()),
    ("evpn", ()),
    ("extcommunity", ()),
    ("extended-comm-list", ()),
    ("forwarding-address", ()),
    ("ipv4", ()),
    ("l3vpn", ()),
    ("label-index", ()),
    ("max-metric", ()),
    ("metric-type", ()),
    ("min-metric", ()),
    ("originator-id", ()),
    ("sr-te", ()),
    ("src", ()),
    ("weight", ()),
];
