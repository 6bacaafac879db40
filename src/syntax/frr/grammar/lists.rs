//! Prefix-lists, access-lists, as-path and community lists.

use std::net::Ipv4Addr;

use ipnet::IpNet;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt, value};
use nom::sequence::{preceded, terminated};

use super::action;
use super::line;
use crate::syntax::frr::command::{
    AccessListLine, AccessListRule, AccessPattern, Command, CommunityKind, PatternListLine,
    PrefixListLine, PrefixListRule, Wildcard,
};
use crate::syntax::frr::kinds::IpVersion;
use crate::syntax::frr::words::{
    Arg, Parsed, Words, end, ignore_tail, ipv4, ipv4_net, ipv6_net, kw, kws, number, one_of, tail,
    word,
};

fn seq(words: Words<'_>) -> Parsed<'_, Arg<u32>> {
    preceded(kw("seq"), number(1, u32::MAX)).parse(words)
}

pub(super) fn prefix_list(words: Words<'_>, no: bool) -> Parsed<'_, Command> {
    let (words, version) = alt((
        value(IpVersion::V4, kws(&["ip", "prefix-list"])),
        value(IpVersion::V6, kws(&["ipv6", "prefix-list"])),
    ))
    .parse(words)?;
    let (words, name) = word(words)?;
    let (words, (seq, rule)) = alt((
        line((opt(seq), |words| prefix_entry(words, version))),
        line(|words| description(words, no)),
        line(|words| whole_prefix_list(words, no)),
    ))
    .parse(words)?;
    let list = PrefixListLine {
        version,
        name,
        seq,
        rule,
    };
    Ok((words, Command::PrefixList(list)))
}

fn prefix_entry(words: Words<'_>, version: IpVersion) -> Parsed<'_, PrefixListRule> {
    let (words, action) = action(words)?;
    if let Ok((words, ())) = kw("any")(words) {
        let rule = PrefixListRule::Entry {
            action,
            prefix: None,
            ge: None,
            le: None,
        };
        return Ok((words, rule));
    }
    let (mut words, prefix) = net(version)(words)?;
    let most = longest(version);
    let (mut ge, mut le) = (None, None);
    loop {
        if ge.is_none()
            && let Ok((rest, bound)) = preceded(kw("ge"), number(0, most)).parse(words)
        {
            (words, ge) = (rest, Some(bound));
        } else if le.is_none()
            && let Ok((rest, bound)) = preceded(kw("le"), number(0, most)).parse(words)
        {
            (words, le) = (rest, Some(bound));
        } else {
            break;
        }
    }
    let rule = PrefixListRule::Entry {
        action,
        prefix: Some(prefix),
        ge,
        le,
    };
    Ok((words, rule))
}

fn net<'a>(version: IpVersion) -> impl Fn(Words<'a>) -> Parsed<'a, Arg<IpNet>> {
    move |words| match version {
        IpVersion::V4 => ipv4_net(words),
        IpVersion::V6 => ipv6_net(words),
    }
}

fn longest(version: IpVersion) -> u32 {
    match version {
        IpVersion::V4 => 32,
        IpVersion::V6 => 128,
    }
}

type Numbered<R> = (Option<Arg<u32>>, R);

fn description(words: Words<'_>, no: bool) -> Parsed<'_, Numbered<PrefixListRule>> {
    let text = |words| {
        if no {
            ignore_tail(words)
        } else {
            value((), tail).parse(words)
        }
    };
    value(
        (None, PrefixListRule::Description),
        (kw("description"), text),
    )
    .parse(words)
}

fn whole_prefix_list(words: Words<'_>, no: bool) -> Parsed<'_, Numbered<PrefixListRule>> {
    if !no {
        return Err(nom::Err::Error(()));
    }
    map(opt(seq), |seq| (seq, PrefixListRule::Whole)).parse(words)
}

pub(super) fn access_list(words: Words<'_>, no: bool) -> Parsed<'_, Command> {
    let (words, version) = alt((
        value(IpVersion::V4, kw("access-list")),
        value(IpVersion::V6, kws(&["ipv6", "access-list"])),
    ))
    .parse(words)?;
    let (words, name) = word(words)?;
    let (words, (seq, rule)) = alt((
        line(map(
            (opt(seq), action, |words| pattern(words, version)),
            |(seq, action, pattern)| (seq, AccessListRule::Entry(action, pattern)),
        )),
        line(value(
            (None, AccessListRule::Remark),
            (kw("remark"), ignore_tail),
        )),
        line(|words| {
            if no {
                value((None, AccessListRule::Whole), end).parse(words)
            } else {
                Err(nom::Err::Error(()))
            }
        }),
    ))
    .parse(words)?;
    let list = AccessListLine {
        version,
        name,
        seq,
        rule,
    };
    Ok((words, Command::AccessList(Box::new(list))))
}

fn pattern(words: Words<'_>, version: IpVersion) -> Parsed<'_, AccessPattern> {
    let plain = map((net(version), opt(kw("exact-match"))), |(net, exact)| {
        AccessPattern::Prefix(net, exact.is_some())
    });
    match version {
        IpVersion::V4 => alt((
            line(plain),
            line(value(AccessPattern::Any, kw("any"))),
            line(map(
                (preceded(kw("ip"), wildcard), wildcard),
                |(from, to)| AccessPattern::Extended(from, to),
            )),
            line(map(network, AccessPattern::Network)),
        ))
        .parse(words),
        IpVersion::V6 => alt((
            line(plain),
            line(value(AccessPattern::Any, kw("any"))),
            line(value(AccessPattern::Other, tail)),
        ))
        .parse(words),
    }
}

/// `[host] A.B.C.D` or an address with its wildcard bits.
fn network(words: Words<'_>) -> Parsed<'_, Wildcard> {
    alt((
        line(map((ipv4, ipv4), |(address, ignored)| Wildcard {
            address: address.value,
            ignored: ignored.value,
        })),
        line(map(preceded(opt(kw("host")), ipv4), host)),
    ))
    .parse(words)
}

fn wildcard(words: Words<'_>) -> Parsed<'_, Wildcard> {
    alt((
        value(
            Wildcard {
                address: Some(Ipv4Addr::UNSPECIFIED),
                ignored: Some(Ipv4Addr::BROADCAST),
            },
            kw("any"),
        ),
        map(preceded(kw("host"), ipv4), host),
        map((ipv4, ipv4), |(address, ignored)| Wildcard {
            address: address.value,
            ignored: ignored.value,
        }),
    ))
    .parse(words)
}

fn host(address: Arg<Ipv4Addr>) -> Wildcard {
    Wildcard {
        address: address.value,
        ignored: Some(Ipv4Addr::UNSPECIFIED),
    }
}

/// `bgp as-path access-list`, `bgp community-list` and their kin. The old spellings that begin
/// with `ip` are read too: FRR 7.3 still has them.
pub(super) fn pattern_list(words: Words<'_>, no: bool) -> Parsed<'_, Command> {
    let bgp_or_ip = |words| alt((kw("bgp"), kw("ip"))).parse(words);
    let (words, ()) = bgp_or_ip(words)?;
    if let Ok((words, ())) = kws(&["as-path", "access-list"])(words) {
        return map(|words| patterns(words, no), Command::AsPathList).parse(words);
    }
    let (words, kind) = one_of(KINDS)(words)?;
    let (words, form) = opt(one_of(FORMS)).parse(words)?;
    let kind = match (kind, form, words.first()) {
        (CommunityKind::Standard, Some(kind), _) => kind,
        (CommunityKind::Standard, None, Some(name)) if is_expanded_number(name) => {
            CommunityKind::Expanded
        }
        (kind, _, _) => kind,
    };
    map(
        |words| patterns(words, no),
        |line| Command::CommunityList(kind, line),
    )
    .parse(words)
}

const KINDS: &[(&str, CommunityKind)] = &[
    ("community-list", CommunityKind::Standard),
    ("large-community-list", CommunityKind::Large),
    ("extcommunity-list", CommunityKind::Extended),
];

const FORMS: &[(&str, CommunityKind)] = &[
    ("standard", CommunityKind::Standard),
    ("expanded", CommunityKind::Expanded),
];

fn is_expanded_number(name: &str) -> bool {
    name.parse()
        .is_ok_and(|number: u32| (100..=500).contains(&number))
}

fn patterns(words: Words<'_>, no: bool) -> Parsed<'_, PatternListLine> {
    let number = preceded(kw("seq"), number(0, u32::MAX));
    let entry = (opt(number), action, tail);
    let (words, name) = word(words)?;
    alt((
        line(map(entry, |(seq, action, pattern)| PatternListLine {
            name,
            seq,
            entry: Some((action, pattern)),
        })),
        terminated(
            |words| {
                let whole = PatternListLine {
                    name,
                    seq: None,
                    entry: None,
                };
                if no {
                    Ok((words, whole))
                } else {
                    Err(nom::Err::Error(()))
                }
            },
            end,
        ),
    ))
    .parse(words)
}
