//! Commands about a neighbor, as a whole and in an address family.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt, value};
use nom::sequence::{preceded, terminated};

use super::{line, or_missing};
use crate::syntax::frr::command::{
    Command, Direction, FilterKind, NeighborLine, NeighborSetting as Setting, RemoteAsWord,
    SendCommunity,
};
use crate::syntax::frr::words::{
    Parsed, Words, as_number, end, ignore_tail, kw, kws, number, one_of, tail, word,
};
use crate::text::Span;

/// Settings that `router bgp` knows.
pub(super) fn of_router(words: Words<'_>, no: bool) -> Parsed<'_, Command> {
    neighbor(words, |words| router_setting(words, no))
}

/// Settings that an address family knows.
pub(super) fn of_family(words: Words<'_>) -> Parsed<'_, Command> {
    neighbor(words, family_setting)
}

fn neighbor<'a>(
    words: Words<'a>,
    setting: impl Fn(Words<'a>) -> Parsed<'a, Setting>,
) -> Parsed<'a, Command> {
    let (words, ()) = kw("neighbor")(words)?;
    let (words, peer) = word(words)?;
    let (words, setting) = setting(words)?;
    Ok((words, Command::Neighbor(NeighborLine { peer, setting })))
}

fn remote_as(words: Words<'_>) -> Parsed<'_, RemoteAsWord> {
    alt((
        map(as_number, RemoteAsWord::Number),
        one_of(&[
            ("internal", RemoteAsWord::Internal),
            ("external", RemoteAsWord::External),
            ("auto", RemoteAsWord::Auto),
        ]),
    ))
    .parse(words)
}

fn interface(words: Words<'_>) -> Parsed<'_, Setting> {
    let remote = preceded(kw("remote-as"), remote_as);
    let group = preceded(kw("peer-group"), word);
    map(
        preceded(
            (kw("interface"), opt(kw("v6only"))),
            (opt(group), opt(remote)),
        ),
        |(group, remote)| Setting::Interface(remote, group),
    )
    .parse(words)
}

fn router_setting(words: Words<'_>, no: bool) -> Parsed<'_, Setting> {
    alt((
        line(map(
            preceded(kw("remote-as"), or_missing(no, remote_as)),
            |remote| remote.map_or(Setting::Whole, Setting::RemoteAs),
        )),
        line(interface),
        line(value(Setting::DefineGroup, kw("peer-group"))),
        line(map(preceded(kw("peer-group"), word), Setting::JoinGroup)),
        line(value(Setting::Shutdown, kw("shutdown"))),
        line(value(
            Setting::Shutdown,
            (kws(&["shutdown", "message"]), tail),
        )),
        line(map(
            preceded(kw("update-source"), or_missing(no, word)),
            Setting::UpdateSource,
        )),
        line(map(
            preceded(kw("ebgp-multihop"), opt(number(1, 255))),
            Setting::EbgpMultihop,
        )),
        line(map(
            preceded(kws(&["ttl-security", "hops"]), number(1, 254)),
            Setting::TtlSecurity,
        )),
        line(value(
            Setting::DisableConnectedCheck,
            alt((kw("disable-connected-check"), kw("enforce-multihop"))),
        )),
        |words| local_as(words, no),
        line(map(
            preceded(kw("password"), or_missing(no, word)),
            Setting::Password,
        )),
        line(map(
            preceded((kw("timers"), number(0, 65535)), number(0, 65535)),
            Setting::HoldTime,
        )),
        line(value(
            Setting::ExtendedNextHop,
            kws(&["capability", "extended-nexthop"]),
        )),
        line(value(Setting::ChangesAttributes, kw("oad"))),
        value(Setting::Inert, (one_of(ROUTER_INERT), ignore_tail)),
        |words| whole(words, no),
    ))
    .parse(words)
}

fn local_as(words: Words<'_>, no: bool) -> Parsed<'_, Setting> {
    let options = (
        opt(kw("no-prepend")),
        opt(kw("replace-as")),
        opt(kw("dual-as")),
    );
    let number = (as_number, options);
    line(map(
        preceded(kw("local-as"), or_missing(no, number)),
        |found| match found {
            Some((number, (_, replace, _))) => Setting::LocalAs(Some(number), replace.is_some()),
            None => Setting::LocalAs(None, false),
        },
    ))(words)
}

/// `no neighbor X`.
fn whole(words: Words<'_>, no: bool) -> Parsed<'_, Setting> {
    if no {
        value(Setting::Whole, end).parse(words)
    } else {
        Err(nom::Err::Error(()))
    }
}

fn direction(words: Words<'_>) -> Parsed<'_, Direction> {
    one_of(&[("in", Direction::In), ("out", Direction::Out)])(words)
}

fn filter<'a>(
    keyword: &'static str,
    kind: FilterKind,
) -> impl FnMut(Words<'a>) -> Parsed<'a, Setting> {
    line(map(
        preceded(kw(keyword), (word, direction)),
        move |(name, direction): (Span, Direction)| Setting::Filter(kind, name, direction),
    ))
}

fn family_setting(words: Words<'_>) -> Parsed<'_, Setting> {
    alt((
        line(value(Setting::Activate, kw("activate"))),
        filter("prefix-list", FilterKind::PrefixList),
        filter("route-map", FilterKind::RouteMap),
        filter("distribute-list", FilterKind::DistributeList),
        filter("filter-list", FilterKind::FilterList),
        line(map(
            preceded(kw("unsuppress-map"), word),
            Setting::UnsuppressMap,
        )),
        line(map(
            preceded(
                kw("default-originate"),
                opt(preceded(kw("route-map"), word)),
            ),
            Setting::DefaultOriginate,
        )),
        line(map(
            preceded(kw("next-hop-self"), opt(alt((kw("force"), kw("all"))))),
            |force| Setting::NextHopSelf(force.is_some()),
        )),
        line(value(
            Setting::RouteReflectorClient,
            kw("route-reflector-client"),
        )),
        line(value(Setting::RouteServerClient, kw("route-server-client"))),
        line(map(preceded(kw("peer-group"), word), Setting::JoinGroup)),
        terminated(value(Setting::AllowasIn, kw("allowas-in")), ignore_tail),
        line(value(Setting::AsOverride, kw("as-override"))),
        line(map(
            preceded(kw("send-community"), opt(one_of(COMMUNITIES))),
            |which| Setting::SendCommunity(which.unwrap_or(SendCommunity::Standard)),
        )),
        value(
            Setting::AdvertiseMap,
            (kw("advertise-map"), word, ignore_tail),
        ),
        value(
            Setting::ChangesAttributes,
            (
                alt((kw("remove-private-AS"), kw("attribute-unchanged"))),
                ignore_tail,
            ),
        ),
        value(Setting::Inert, (one_of(FAMILY_INERT), ignore_tail)),
    ))
    .parse(words)
}

const COMMUNITIES: &[(&str, SendCommunity)] = &[
    ("standard", SendCommunity::Standard),
    ("both", SendCommunity::All),
    ("all", SendCommunity::All),
    ("extended", SendCommunity::Others),
    ("large", SendCommunity::Others),
];

const ROUTER_INERT: &[(&str, ())] = &[
    ("advertisement-interval", ()),
    ("aigp", ()),
    ("bfd", ()),
    ("capability", ()),
    ("description", ()),
    ("disable-link-bw-encoding-ieee", ()),
    ("dont-capability-negotiate", ()),
    ("enforce-first-as", ()),
    ("extended-link-bandwidth", ()),
    ("extended-optional-parameters", ()),
    ("graceful-restart", ()),
    ("graceful-restart-disable", ()),
    ("graceful-restart-helper", ()),
    ("graceful-shutdown", ()),
    ("ip-transparent", ()),
    ("local-link-id", ()),
    ("local-role", ()),
    ("override-capability", ()),
    ("passive", ()),
    ("path-attribute", ()),
    ("port", ()),
    ("remote-link-id", ()),
    ("rpki", ()),
    ("send-nexthop-characteristics", ()),
    ("sender-as-path-loop-detection", ()),
    ("solo", ()),
    ("strict-capability-match", ()),
    ("tcp-mss", ()),
    ("timers", ()),
];

const FAMILY_INERT: &[(&str, ())] = &[
    ("addpath-rx-paths-limit", ()),
    ("addpath-tx-all-paths", ()),
    ("addpath-tx-best-selected", ()),
    ("addpath-tx-bestpath-per-AS", ()),
    ("capability", ()),
    ("dampening", ()),
    ("disable-addpath-rx", ()),
    ("encapsulation-srv6", ()),
    ("encapsulation-srv6-relax", ()),
    ("maximum-prefix", ()),
    ("maximum-prefix-out", ()),
    ("nexthop-local", ()),
    ("soft-reconfiguration", ()),
    ("soo", ()),
    ("weight", ()),
];
