//! What a word of an FRR command names: told from how the command's syntax writes it, and from
//! the keywords before it where the syntax says only `WORD`.
//!
//! Knows one line at a time, and no name.

use super::{CommunityGroup, Family, Igp, NameKind};
use crate::syntax::frr::Explained;
use crate::text::Span;
use crate::vocabulary::frr::{Node, Word, WordKind};

/// What a word may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A list, a route-map, a peer group.
    Listed(NameKind),
    /// A neighbor of BGP's, by its peer group or its interface.
    Peer,
    /// A network interface.
    Interface,
    /// A VRF.
    Vrf,
    /// A key chain.
    KeyChain,
    /// A profile of BFD's.
    BfdProfile,
}

/// A word of a line that is a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedWord {
    /// Its bytes, from the line's first one.
    pub span: Span,
    /// What it names.
    pub thing: Thing,
    /// Whether the line makes the thing, or adds to it.
    pub is_definition: bool,
}

/// The words of a line that are names.
#[must_use]
pub fn named(line: &Explained) -> Vec<NamedWord> {
    let words: Vec<&Word> = line.words.iter().map(|(_, word)| *word).collect();
    let mut found = Vec::new();
    for (index, (span, word)) in line.words.iter().enumerate() {
        let before = words.get(..index).unwrap_or_default();
        let Some(thing) = thing(line.node, before, word) else {
            continue;
        };
        let makes_group = thing == Thing::Peer && line.command.syntax == MAKES_GROUP;
        found.push(NamedWord {
            span: *span,
            thing: match makes_group {
                true => Thing::Listed(NameKind::PeerGroup),
                false => thing,
            },
            is_definition: makes_group || defines(line.node, before, thing),
        });
    }
    found
}

const MAKES_GROUP: &str = "neighbor WORD peer-group";

/// What `word` of a command of `node` names, behind the words `before` it.
#[must_use]
pub fn thing(node: Node, before: &[&Word], word: &Word) -> Option<Thing> {
    let family = || family_of(node, before);
    let last = before.last().map_or("", |word| keyword(word));
    match word.kind {
        WordKind::Variable => {}
        // Community lists may have numbers for names.
        WordKind::Range => return communities(before).map(Thing::Listed),
        _ => return None,
    }
    let listed = match word.text {
        "RMAP_NAME" | "RMAP" | "ROUTE-MAP" | "ROUTEMAP_NAME" => NameKind::RouteMap,
        "PREFIXLIST4_NAME" | "PREFIX_LIST" | "PLIST" => NameKind::PrefixList(Family::Ipv4Unicast),
        "PREFIXLIST6_NAME" => NameKind::PrefixList(Family::Ipv6Unicast),
        "PREFIXLIST_NAME" => NameKind::PrefixList(family()),
        text if text.starts_with("ACCESSLIST") && last == "prefix" => {
            NameKind::PrefixList(family())
        }
        "ACCESSLIST4_NAME" | "ACL_NAME" => NameKind::AccessList(Family::Ipv4Unicast),
        "ACCESSLIST6_NAME" => NameKind::AccessList(Family::Ipv6Unicast),
        // LDP asks these for the neighbor's identifier, which is of IPv4 in both families.
        "ACCESSLIST_NAME" if matches!(last, "to" | "from") && is_labels(before) => {
            NameKind::AccessList(Family::Ipv4Unicast)
        }
        "ACCESSLIST_NAME" => NameKind::AccessList(family()),
        "AS_PATH_FILTER_NAME" => NameKind::AsPathList,
        "COMMUNITY_LIST_NAME" => NameKind::CommunityList(CommunityGroup::Plain),
        "LCOMMUNITY_LIST_NAME" => NameKind::CommunityList(CommunityGroup::Large),
        "EXTCOMMUNITY_LIST_NAME" => NameKind::CommunityList(CommunityGroup::Extended),
        "PGNAME" => NameKind::PeerGroup,
        "IFNAME" | "INTERFACE" | "IF_OR_ADDR" => return Some(Thing::Interface),
        "KEYCHAIN_NAME" => return Some(Thing::KeyChain),
        "BFDPROF" => return Some(Thing::BfdProfile),
        "ACCESSLIST_MAC_NAME" => return None,
        _ => return by_keyword(node, before, last, family()),
    };
    Some(Thing::Listed(listed))
}

/// What a word names of which the syntax says nothing.
fn by_keyword(node: Node, before: &[&Word], last: &str, family: Family) -> Option<Thing> {
    let has = |text: &str| before.iter().any(|word| keyword(word) == text);
    let listed = match last {
        "prefix-list" | "rp-list" | "group-list" | "register-accept-list" | "oil" => {
            NameKind::PrefixList(family)
        }
        "prefix" if has("distribute-list") || has("filter-list") => NameKind::PrefixList(family),
        "access-list" if has("as-path") => NameKind::AsPathList,
        "access-list" | "distribute-list" | "access-class" => NameKind::AccessList(family),
        "filter-list" => NameKind::AsPathList,
        // Behind the prefix, in BGP and RIP.
        "" if before
            .first()
            .is_some_and(|word| keyword(word) == "distance") =>
        {
            NameKind::AccessList(family)
        }
        "route-map" | "unsuppress-map" | "suppress-map" | "table-map" | "advertise-map"
        | "exist-map" | "non-exist-map" | "call" => NameKind::RouteMap,
        "peer-group" => NameKind::PeerGroup,
        "neighbor" => return is_bgp(node).then_some(Thing::Peer),
        "peer" | "src-peer" if has("match") => return Some(Thing::Peer),
        "interface" | "update-source" | "source-interface" => return Some(Thing::Interface),
        "network" if matches!(node, Node::Rip | Node::Ripng) => return Some(Thing::Interface),
        "isis" if has("router") => NameKind::Instance(Igp::Isis),
        "openfabric" if has("router") => NameKind::Instance(Igp::Openfabric),
        "vrf" | "nexthop-vrf" | "source-vrf" => return Some(Thing::Vrf),
        "chain" if has("key") => return Some(Thing::KeyChain),
        "key-chain" | "keychain" => return Some(Thing::KeyChain),
        "profile" if has("bfd") || node == Node::Bfd => return Some(Thing::BfdProfile),
        _ => return communities(before).map(Thing::Listed),
    };
    Some(Thing::Listed(listed))
}

/// Whether a command is about LDP's labels.
fn is_labels(before: &[&Word]) -> bool {
    before.iter().any(|word| keyword(word) == "label")
}

/// The kind of community list that a word names behind `before`.
fn communities(before: &[&Word]) -> Option<NameKind> {
    let is_match = before.iter().any(|word| keyword(word) == "match");
    let mut keywords = before.iter().rev().map(|word| keyword(word));
    let last = keywords.find(|word| !matches!(*word, "standard" | "expanded"))?;
    let group = match last {
        "community-list" | "comm-list" => CommunityGroup::Plain,
        "large-community-list" | "large-comm-list" => CommunityGroup::Large,
        "extcommunity-list" | "extended-comm-list" => CommunityGroup::Extended,
        "community" if is_match => CommunityGroup::Plain,
        "large-community" if is_match => CommunityGroup::Large,
        "extcommunity" if is_match => CommunityGroup::Extended,
        _ => return None,
    };
    Some(NameKind::CommunityList(group))
}

/// Whether a command that begins so makes what it names, or adds to it.
fn defines(node: Node, before: &[&Word], thing: Thing) -> bool {
    let words: Vec<&str> = before.iter().map(|word| keyword(word)).collect();
    match (thing, words.as_slice()) {
        (Thing::Listed(NameKind::PrefixList(_)), ["ip" | "ipv6", "prefix-list"])
        | (Thing::Listed(NameKind::AccessList(_)), ["access-list"] | ["ipv6", "access-list"])
        | (Thing::Listed(NameKind::RouteMap), ["route-map"]) => node == Node::Config,
        (Thing::Listed(NameKind::AsPathList), words) => {
            words.ends_with(&["access-list"]) && words.first() != Some(&"no")
        }
        (Thing::Listed(NameKind::Instance(_)), ["router", _]) => node == Node::Config,
        (Thing::Listed(NameKind::CommunityList(_)), ["bgp", ..]) => true,
        (Thing::Vrf, ["vrf"]) | (Thing::KeyChain, ["key", "chain"]) => true,
        (Thing::BfdProfile, ["profile"]) => node == Node::Bfd,
        _ => false,
    }
}

/// The family that a list of addresses or prefixes is of.
fn family_of(node: Node, before: &[&Word]) -> Family {
    for word in before.iter().rev() {
        match keyword(word) {
            "ip" | "ipv4" => return Family::Ipv4Unicast,
            "ipv6" => return Family::Ipv6Unicast,
            _ => {}
        }
    }
    match node {
        Node::BgpIpv6
        | Node::BgpIpv6Multicast
        | Node::BgpIpv6LabeledUnicast
        | Node::BgpIpv6Flowspec
        | Node::BgpVpnv6
        | Node::LdpIpv6
        | Node::Ospf6
        | Node::Ripng
        | Node::Pim6 => Family::Ipv6Unicast,
        _ => Family::Ipv4Unicast,
    }
}

fn is_bgp(node: Node) -> bool {
    node == Node::Bgp || node.parent() == Some(Node::Bgp)
}

/// The word if it is a keyword.
#[must_use]
pub fn keyword(word: &Word) -> &'static str {
    match word.kind {
        WordKind::Keyword => word.text,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::frr::explain;
    use crate::vocabulary::frr::Listing;

    #[test]
    fn what_words_name() {
        let v4 = Family::Ipv4Unicast;
        let v6 = Family::Ipv6Unicast;
        let listed = Thing::Listed;
        let cases = [
            (
                Node::Config,
                "ip prefix-list A permit any",
                listed(NameKind::PrefixList(v4)),
                true,
            ),
            (
                Node::Config,
                "no ipv6 prefix-list A",
                listed(NameKind::PrefixList(v6)),
                false,
            ),
            (
                Node::Config,
                "access-list A permit any",
                listed(NameKind::AccessList(v4)),
                true,
            ),
            (
                Node::Config,
                "bgp as-path access-list A permit ^$",
                listed(NameKind::AsPathList),
                true,
            ),
            (
                Node::Config,
                "bgp community-list 5 permit 1:1",
                listed(NameKind::CommunityList(CommunityGroup::Plain)),
                true,
            ),
            (
                Node::Config,
                "route-map A permit 10",
                listed(NameKind::RouteMap),
                true,
            ),
            (Node::Config, "vrf A", Thing::Vrf, true),
            (Node::Config, "router bgp 65001 vrf A", Thing::Vrf, false),
            (Node::Config, "key chain A", Thing::KeyChain, true),
            (Node::Config, "interface em0", Thing::Interface, false),
            (Node::Bfd, "profile A", Thing::BfdProfile, true),
            (
                Node::Bgp,
                "neighbor A peer-group",
                listed(NameKind::PeerGroup),
                true,
            ),
            (Node::Bgp, "neighbor A remote-as 1", Thing::Peer, false),
            (
                Node::Routemap,
                "match ipv6 address prefix-list A",
                listed(NameKind::PrefixList(v6)),
                false,
            ),
            (
                Node::Routemap,
                "match ip address A",
                listed(NameKind::AccessList(v4)),
                false,
            ),
            (
                Node::Routemap,
                "match large-community A",
                listed(NameKind::CommunityList(CommunityGroup::Large)),
                false,
            ),
            (Node::Routemap, "call A", listed(NameKind::RouteMap), false),
        ];
        for listing in Listing::all() {
            for (node, line, thing, is_definition) in cases {
                let explained = explain(node, line, listing);
                let explained = explained.unwrap_or_else(|| panic!("{line} in {listing:?}"));
                let found = named(&explained);
                let found: Vec<_> = found
                    .iter()
                    .map(|one| (one.thing, one.is_definition))
                    .collect();
                assert_eq!(found, [(thing, is_definition)], "{line} in {listing:?}");
            }
        }
    }

    #[test]
    fn lists_that_others_than_bgp_use() {
        let (v4, v6) = (Family::Ipv4Unicast, Family::Ipv6Unicast);
        let (prefixes, addresses) = (NameKind::PrefixList, NameKind::AccessList);
        let labels = "label local advertise for A";
        let neighbors = "label remote accept from A";
        let hello = "discovery targeted-hello accept from A";
        let cases = [
            (Node::Interface, "ip multicast boundary oil A", prefixes(v4)),
            (Node::Interface, "ip multicast boundary A", addresses(v4)),
            (
                Node::Interface,
                "ipv6 multicast boundary oil A",
                prefixes(v6),
            ),
            (Node::Interface, "ip ospf neighbor-filter A", prefixes(v4)),
            (
                Node::Pim,
                "msdp peer 10.0.0.1 sa-filter A in",
                addresses(v4),
            ),
            (Node::LdpIpv4, labels, addresses(v4)),
            (Node::LdpIpv6, labels, addresses(v6)),
            (Node::LdpIpv6, neighbors, addresses(v4)),
            (Node::LdpIpv6, hello, addresses(v6)),
            (Node::Rip, "distance 90 10.0.0.0/8 A", addresses(v4)),
            (
                Node::BgpIpv4Unicast,
                "distance 90 10.0.0.0/8 A",
                addresses(v4),
            ),
            (Node::BgpIpv6, "distance 90 2001:db8::/32 A", addresses(v6)),
        ];
        for (node, line, kind) in cases {
            let explained = explain(node, line, Listing::newest());
            let explained = explained.unwrap_or_else(|| panic!("{line} in {node:?}"));
            let found = named(&explained);
            let found: Vec<_> = found.iter().map(|one| one.thing).collect();
            assert_eq!(found, [Thing::Listed(kind)], "{line} in {node:?}");
        }
    }

    #[test]
    fn a_filter_is_of_the_family_of_its_block() {
        let line = "neighbor 2001:db8::1 prefix-list A in";
        let explained = explain(Node::BgpIpv6, line, Listing::newest()).expect("a command");
        let expected = Thing::Listed(NameKind::PrefixList(Family::Ipv6Unicast));
        assert_eq!(
            named(&explained).first().map(|one| one.thing),
            Some(expected)
        );
    }
}
