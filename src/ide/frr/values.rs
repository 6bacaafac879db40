//! What a value may be, in words.

use crate::vocabulary::frr::{Word, WordKind};

/// What may stand for a word of a command's syntax that is no keyword.
pub(in crate::ide) fn value_words(word: &Word) -> Option<String> {
    let words = match word.kind {
        WordKind::Keyword => return None,
        WordKind::Range => return Some(format!("a number from {} to {}", word.low, word.high)),
        WordKind::Ipv4 => "an IPv4 address",
        WordKind::Ipv4Prefix => "an IPv4 prefix",
        WordKind::Ipv6 => "an IPv6 address",
        WordKind::Ipv6Prefix => "an IPv6 prefix",
        WordKind::Mac => "an Ethernet address",
        WordKind::MacPrefix => "an Ethernet address and how many bits of it count",
        WordKind::AsNumber => {
            "the number of an AS, from 1 to 4294967295, or dotted as `high.low` (RFC 5396)"
        }
        WordKind::Variable => variable(word.text).unwrap_or(match word.repeats {
            true => "the rest of the line",
            false => "any word",
        }),
    };
    Some(words.to_owned())
}

/// What the capital letters of a syntax stand for.
fn variable(text: &str) -> Option<&'static str> {
    Some(match text {
        "IFNAME" | "INTERFACE" => "the name of an interface",
        "RMAP_NAME" | "RMAP" | "ROUTE-MAP" => "the name of a route-map",
        "PREFIXLIST4_NAME" => "the name of a prefix-list of IPv4",
        "PREFIXLIST6_NAME" => "the name of a prefix-list of IPv6",
        "PREFIXLIST_NAME" | "PREFIX_LIST" | "PLIST" => "the name of a prefix-list",
        "ACCESSLIST4_NAME" => "the name of an access-list of IPv4",
        "ACCESSLIST6_NAME" => "the name of an access-list of IPv6",
        "ACCESSLIST_NAME" | "ACL_NAME" => "the name of an access-list",
        "AS_PATH_FILTER_NAME" => "the name of a list of AS paths",
        "COMMUNITY_LIST_NAME" => "the name of a community list",
        "LCOMMUNITY_LIST_NAME" => "the name of a list of large communities",
        "EXTCOMMUNITY_LIST_NAME" => "the name of a list of extended communities",
        "PGNAME" => "the name of a peer group",
        "KEYCHAIN_NAME" => "the name of a key chain",
        "BFDPROF" => "the name of a profile of BFD",
        "VIEWVRFNAME" => "the name of a VRF or view",
        "VRFNAME" | "VRF" => "the name of a VRF",
        "REGEX" => "a regular expression",
        "AA:NN" => "a community: two numbers up to 65535, or the name of a well-known one",
        "AA:BB:CC" => "a large community: three numbers",
        "ASN:NN_OR_IP-ADDRESS:NN" => {
            "two numbers, or an IPv4 address and a number, with a colon between them"
        }
        "HH:MM:SS" => "a time of day",
        "MONTH" => "the name of a month",
        "FILE" | "FILENAME" | "PATH" => "a file",
        "HOSTNAME" | "FQDN" => "the name of a machine",
        _ => return None,
    })
}
