//! Lines that lead into a block or out of one.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{opt, value};

use super::line;
use crate::syntax::frr::command::Command;
use crate::syntax::frr::node::Node;
use crate::syntax::frr::words::{Parsed, Words, ignore_tail, kw, kws, tail, word};

/// Where `words` lead out of `node` to.
pub(super) fn leaves(words: Words<'_>, node: Node) -> Option<Node> {
    let only = words.first()?;
    line(word)(words).ok()?;
    let parent = node.parent();
    let named =
        |full: &str, abbreviates: usize| only.len() >= abbreviates && full.starts_with(only);
    if only == "exit" {
        return Some(parent.unwrap_or(Node::Enable));
    }
    if named("quit", 1) {
        // The blocks of SRv6 leave the whole of it by `quit`.
        return Some(match parent {
            Some(Node::SegmentRouting | Node::Srv6 | Node::Srv6Locators | Node::Srv6Formats)
                if node != Node::SrTrafficEng =>
            {
                Node::Config
            }
            parent => parent.unwrap_or(Node::Enable),
        });
    }
    let (word, to) = leaving_word(node)?;
    named(word, "exit-".len()).then_some(to)
}

fn leaving_word(node: Node) -> Option<(&'static str, Node)> {
    Some(match node {
        node if node.is_bgp_family() => ("exit-address-family", Node::Bgp),
        Node::LdpIpv4 | Node::LdpIpv6 => ("exit-address-family", Node::Ldp),
        Node::Vrf => ("exit-vrf", Node::Config),
        Node::BgpEvpnVni => ("exit-vni", Node::BgpEvpn),
        Node::BgpVrfPolicy => ("exit-vrf-policy", Node::Bgp),
        Node::BgpVncDefaults | Node::BgpVncNve | Node::BgpVncL2 => ("exit-vnc", Node::Bgp),
        Node::LinkParams => ("exit-link-params", Node::Interface),
        _ => return None,
    })
}

/// The block that a command with arguments opens.
pub(super) fn entered_by(command: &Command) -> Option<Node> {
    match command {
        Command::RouterBgp(_) => Some(Node::Bgp),
        Command::RouteMap(_) => Some(Node::RouteMap),
        Command::Interface(_) => Some(Node::Interface),
        Command::Vrf(_) => Some(Node::Vrf),
        _ => None,
    }
}

/// The block that `words` open in `node`, where nothing but that matters.
pub(super) fn enters(words: Words<'_>, node: Node) -> Option<Node> {
    let found = match node {
        Node::Enable => line(value(
            Node::Config,
            (kw("configure"), opt(kw("terminal")), opt(kw("file-lock"))),
        ))(words),
        Node::Config => alt((line(router), line(top))).parse(words),
        Node::Bgp => in_bgp(words),
        _ => inner(words, node),
    };
    found.ok().map(|(_, node)| node)
}

fn router(words: Words<'_>) -> Parsed<'_, Node> {
    let (words, ()) = kw("router")(words)?;
    alt((
        value(Node::Babel, kw("babel")),
        value(Node::Eigrp, (kw("eigrp"), tail)),
        value(Node::Isis, (kw("isis"), tail)),
        value(Node::Openfabric, (kw("openfabric"), tail)),
        value(Node::Ospf, (exactly("ospf"), ignore_tail)),
        value(Node::Ospf6, (exactly("ospf6"), ignore_tail)),
        value(Node::Pim, (exactly("pim"), ignore_tail)),
        value(Node::Pim6, (exactly("pim6"), ignore_tail)),
        value(Node::Rip, (exactly("rip"), ignore_tail)),
        value(Node::Ripng, (kw("ripng"), ignore_tail)),
    ))
    .parse(words)
}

fn top(words: Words<'_>) -> Parsed<'_, Node> {
    alt((
        value(Node::Bfd, kw("bfd")),
        value(Node::KeyChain, (kws(&["key", "chain"]), word)),
        value(Node::LdpL2vpn, (kw("l2vpn"), word, kws(&["type", "vpls"]))),
        value(Node::Vty, kws(&["line", "vty"])),
        value(Node::Ldp, kws(&["mpls", "ldp"])),
        value(Node::NexthopGroup, (kw("nexthop-group"), word)),
        value(Node::PbrMap, (kw("pbr-map"), word, kw("seq"), word)),
        value(Node::Pw, (kw("pseudowire"), word)),
        value(Node::Rpki, kw("rpki")),
        value(Node::SegmentRouting, kw("segment-routing")),
    ))
    .parse(words)
}

fn in_bgp(words: Words<'_>) -> Parsed<'_, Node> {
    alt((
        line(family),
        line(value(Node::Bmp, (kws(&["bmp", "targets"]), word))),
        line(value(Node::BgpSrv6, kws(&["segment-routing", "srv6"]))),
        line(value(Node::BgpVncDefaults, kws(&["vnc", "defaults"]))),
        line(value(Node::BgpVncL2, (kws(&["vnc", "l2-group"]), word))),
        line(value(Node::BgpVncNve, (kws(&["vnc", "nve-group"]), word))),
        line(value(Node::BgpVrfPolicy, (kw("vrf-policy"), word))),
    ))
    .parse(words)
}

fn family(words: Words<'_>) -> Parsed<'_, Node> {
    let (words, ()) = kw("address-family")(words)?;
    alt((v4_family, v6_family, other_family)).parse(words)
}

fn v4_family(words: Words<'_>) -> Parsed<'_, Node> {
    let (words, ()) = exactly("ipv4")(words)?;
    let (words, found) = opt(alt((
        value(Node::BgpIpv4Unicast, kw("unicast")),
        value(Node::BgpIpv4Multicast, kw("multicast")),
        value(Node::BgpIpv4LabeledUnicast, kw("labeled-unicast")),
        value(Node::BgpVpnv4, kw("vpn")),
        value(Node::BgpIpv4Flowspec, kw("flowspec")),
    )))
    .parse(words)?;
    Ok((words, found.unwrap_or(Node::BgpIpv4Unicast)))
}

fn v6_family(words: Words<'_>) -> Parsed<'_, Node> {
    let (words, ()) = exactly("ipv6")(words)?;
    let (words, found) = opt(alt((
        value(Node::BgpIpv6, kw("unicast")),
        value(Node::BgpIpv6Multicast, kw("multicast")),
        value(Node::BgpIpv6LabeledUnicast, kw("labeled-unicast")),
        value(Node::BgpVpnv6, kw("vpn")),
        value(Node::BgpIpv6Flowspec, kw("flowspec")),
    )))
    .parse(words)?;
    Ok((words, found.unwrap_or(Node::BgpIpv6)))
}

fn other_family(words: Words<'_>) -> Parsed<'_, Node> {
    alt((
        value(Node::BgpEvpn, kws(&["l2vpn", "evpn"])),
        value(
            Node::BgpLinkState,
            (kw("link-state"), opt(kw("link-state"))),
        ),
    ))
    .parse(words)
}

/// The blocks inside the blocks of other protocols.
fn inner(words: Words<'_>, node: Node) -> Parsed<'_, Node> {
    let one = |keyword, to| move |words| line(value(to, kw(keyword)))(words);
    let named = |keyword, to| move |words| line(value(to, (kw(keyword), tail)))(words);
    match node {
        Node::Bfd => alt((
            named("peer", Node::BfdPeer),
            named("profile", Node::BfdProfile),
        ))
        .parse(words),
        Node::BgpEvpn => named("vni", Node::BgpEvpnVni)(words),
        Node::Interface => one("link-params", Node::LinkParams)(words),
        Node::Isis => alt((
            named("flex-algo", Node::IsisFlexAlgo),
            line(value(Node::IsisSrv6, kws(&["segment-routing", "srv6"]))),
        ))
        .parse(words),
        Node::IsisSrv6 => one("node-msd", Node::IsisSrv6NodeMsd)(words),
        Node::KeyChain => line(value(Node::KeyChainKey, (kw("key"), number_word)))(words),
        Node::KeyChainKey => line(value(Node::KeyChain, (kws(&["key", "chain"]), word)))(words),
        Node::Ldp => alt((
            line(value(Node::LdpIpv4, kws(&["address-family", "ipv4"]))),
            line(value(Node::LdpIpv6, kws(&["address-family", "ipv6"]))),
        ))
        .parse(words),
        Node::LdpIpv4 => line(value(Node::LdpIpv4Interface, (kw("interface"), word)))(words),
        Node::LdpIpv6 => line(value(Node::LdpIpv6Interface, (kw("interface"), word)))(words),
        Node::LdpL2vpn => line(value(
            Node::LdpPseudowire,
            (kws(&["member", "pseudowire"]), word),
        ))(words),
        Node::LinkParams => line(value(Node::Interface, kws(&["no", "enable"])))(words),
        Node::Vrf => one("rpki", Node::RpkiVrf)(words),
        _ => in_segment_routing(words, node),
    }
}

fn in_segment_routing(words: Words<'_>, node: Node) -> Parsed<'_, Node> {
    let one = |keyword, to| move |words| line(value(to, kw(keyword)))(words);
    let named = |keyword, to| move |words| line(value(to, (kw(keyword), word)))(words);
    match node {
        Node::SegmentRouting => alt((
            one("srv6", Node::Srv6),
            one("traffic-eng", Node::SrTrafficEng),
        ))
        .parse(words),
        Node::SrTrafficEng => alt((
            one("pcep", Node::SrtePcep),
            line(value(
                Node::SrtePolicy,
                (kws(&["policy", "color"]), word, kw("endpoint"), word),
            )),
            named("segment-list", Node::SrteSegmentList),
        ))
        .parse(words),
        Node::SrtePcep => alt((
            one("pcc", Node::SrtePcepPcc),
            line(value(Node::SrtePcepPcePeer, (exactly("pce"), word))),
            named("pce-config", Node::SrtePcepPceConfig),
        ))
        .parse(words),
        Node::SrtePolicy => line(value(
            Node::SrteCandidateDyn,
            (
                kws(&["candidate-path", "preference"]),
                word,
                kw("name"),
                word,
                kw("dynamic"),
            ),
        ))(words),
        Node::Srv6 => alt((
            one("encapsulation", Node::Srv6Encap),
            one("formats", Node::Srv6Formats),
            one("locators", Node::Srv6Locators),
            one("static-sids", Node::Srv6Sids),
        ))
        .parse(words),
        Node::Srv6Formats => {
            let (words, ()) = kw("format")(words)?;
            alt((
                one("uncompressed-f4024", Node::Srv6FormatUncompressedF4024),
                one("usid-f3216", Node::Srv6FormatUsidF3216),
                one("usid-f4816", Node::Srv6FormatUsidF4816),
            ))
            .parse(words)
        }
        Node::Srv6Locators => named("locator", Node::Srv6Locator)(words),
        _ => Err(nom::Err::Error(())),
    }
}

fn number_word(words: Words<'_>) -> Parsed<'_, ()> {
    let number = words
        .first()
        .is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    if number {
        word(words).map(|(rest, _)| (rest, ()))
    } else {
        Err(nom::Err::Error(()))
    }
}

fn exactly<'a>(keyword: &'static str) -> impl Fn(Words<'a>) -> Parsed<'a, ()> {
    move |words| {
        if words.first() == Some(keyword) {
            word(words).map(|(rest, _)| (rest, ()))
        } else {
            Err(nom::Err::Error(()))
        }
    }
}
