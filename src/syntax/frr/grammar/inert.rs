//! Commands that are known by their first words and mean nothing to the checks, and the words
//! that belong to a foreign block although the top level has the same ones.

use crate::syntax::frr::node::Node;
use crate::syntax::frr::words::{Words, kw};

/// Whether a line that begins with `first` and was not understood in `node` may be that node's
/// own: it is then not to be taken for one of the top level.
pub(super) fn is_own(first: &str, node: Node) -> bool {
    let own: &[&str] = match node {
        Node::Interface => &["debug", "evpn", "mpls", "nhrp", "vrrp"],
        Node::IsisSrv6 | Node::LdpIpv4 | Node::LdpIpv6 => &["interface"],
        Node::Isis => &["hostname", "mpls", "segment-routing"],
        Node::Ospf => &["mpls", "router-id", "segment-routing"],
        Node::Ldp => &["router-id"],
        Node::LinkParams => &["enable"],
        Node::Pw => &["mpls"],
        Node::Rip => &["bfd", "route-map"],
        Node::Ripng => &["route-map"],
        Node::Rpki | Node::RpkiVrf => &["rpki"],
        Node::Vrf => &["mpls", "router-id", "rpki", "vni"],
        Node::Vty => &["exec-timeout"],
        Node::Bmp => &["bmp", "ip", "ipv6"],
        Node::BfdPeer => &["profile"],
        Node::BgpEvpnVni => &["export", "import", "rd", "route-target"],
        Node::BgpVncDefaults | Node::BgpVncNve | Node::BgpVncL2 => &["rd"],
        node if node.is_bgp_family() => &["route-map"],
        _ => &[],
    };
    own.contains(&first)
}

/// Whether the line is known in `node` by its first words.
pub(super) fn is_inert(words: Words<'_>, node: Node) -> bool {
    let (words, no) = match kw("no")(words) {
        Ok((rest, ())) if words.first() == Some("no") => (rest, true),
        _ => (words, false),
    };
    let Some(first) = words.first() else {
        return false;
    };
    let second = second_word(words);
    let known: &[&str] = match node {
        Node::Config => match first {
            "bgp" => return second.is_some_and(|word| TOP_BGP.contains(&word)),
            "ip" | "ipv6" => return second.is_some_and(|word| TOP_IP.contains(&word)),
            "mpls" => return second.is_some_and(|word| ["fec", "label", "lsp"].contains(&word)),
            _ if no && NO_TOP.contains(&first) => return true,
            _ => TOP,
        },
        Node::Bgp => match first {
            "bgp" => return second.is_some_and(|word| BGP_BGP.contains(&word)),
            _ => BGP,
        },
        Node::RouteMap => &["description"],
        Node::Interface => match first {
            "ip" | "ipv6" => return second.is_some_and(|word| INTERFACE_IP.contains(&word)),
            _ => INTERFACE,
        },
        Node::Vrf => match first {
            "ip" | "ipv6" => return second.is_some_and(|word| TOP_IP.contains(&word)),
            _ => &["netns", "router-id", "vni", "mpls"],
        },
        Node::Vty => &["access-class", "exec-timeout", "login"],
        Node::Enable => EXEC,
        node if node.is_bgp_family() => match first {
            "bgp" => return second == Some("dampening"),
            _ => FAMILY,
        },
        _ => return false,
    };
    known.contains(&first)
}

fn second_word(words: Words<'_>) -> Option<&str> {
    let (rest, _) = crate::syntax::frr::words::word(words).ok()?;
    rest.first()
}

const EXEC: &[&str] = &[
    "clear",
    "copy",
    "debug",
    "disable",
    "enable",
    "find",
    "graceful-restart",
    "list",
    "ping",
    "show",
    "terminal",
    "traceroute",
    "write",
];

const TOP: &[&str] = &[
    "affinity-map",
    "agentx",
    "allow-external-route-update",
    "banner",
    "debug",
    "domainname",
    "dump",
    "enable",
    "evpn",
    "exec-timeout",
    "fpm",
    "hostname",
    "log",
    "mac",
    "mgmt",
    "nhrp",
    "password",
    "pbr",
    "router-id",
    "service",
    "terminal",
    "username",
    "vni",
    "vrrp",
    "zebra",
];

/// Blocks that `no` undoes.
const NO_TOP: &[&str] = &[
    "bfd",
    "interface",
    "key",
    "l2vpn",
    "nexthop-group",
    "pbr-map",
    "pseudowire",
    "router",
    "rpki",
    "vrf",
];

const TOP_BGP: &[&str] = &[
    "advertisement-delay",
    "community",
    "graceful-restart",
    "graceful-restart-disable",
    "graceful-shutdown",
    "input-queue-limit",
    "ipv6-auto-ra",
    "local-mac",
    "no-rib",
    "output-queue-limit",
    "route-map",
    "send-extra-data",
    "session-dscp",
    "snmp",
    "suppress-fib-pending",
    "update-delay",
];

const TOP_IP: &[&str] = &[
    "forwarding",
    "igmp",
    "import-table",
    "mld",
    "mroute",
    "msdp",
    "multicast",
    "nht",
    "pim",
    "protocol",
    "router-id",
    "ssmpingd",
    "table",
];

const BGP: &[&str] = &[
    "advertisement-delay",
    "auto-summary",
    "bmp",
    "coalesce-time",
    "distance",
    "maximum-paths",
    "rd",
    "read-quanta",
    "rfp",
    "segment-routing",
    "sid",
    "synchronization",
    "table-map",
    "timers",
    "update-delay",
    "use-underlays-nexthop-weight",
    "vnc",
    "vrf-policy",
    "write-quanta",
];

const BGP_BGP: &[&str] = &[
    "allow-martian-nexthop",
    "always-compare-med",
    "bestpath",
    "client-to-client",
    "cluster-id",
    "conditional-advertisement",
    "dampening",
    "default",
    "default-originate",
    "deterministic-med",
    "disable-ebgp-connected-route-check",
    "enforce-first-as",
    "fast-convergence",
    "fast-external-failover",
    "graceful-restart",
    "graceful-restart-disable",
    "graceful-shutdown",
    "hard-administrative-reset",
    "ipv6-auto-ra",
    "labeled-unicast",
    "listen",
    "log-neighbor-changes",
    "long-lived-graceful-restart",
    "max-med",
    "minimum-holdtime",
    "reject-as-sets",
    "route-map",
    "route-reflector",
    "shutdown",
    "suppress-duplicates",
    "suppress-fib-pending",
    "tcp-keepalive",
];

const FAMILY: &[&str] = &[
    "advertise",
    "advertise-all-vni",
    "advertise-default-gw",
    "advertise-pip",
    "advertise-svi-ip",
    "autort",
    "default-originate",
    "distance",
    "dup-addr-detection",
    "export",
    "flooding",
    "import",
    "label",
    "mac-vrf",
    "maximum-paths",
    "nexthop",
    "rd",
    "route-map",
    "route-target",
    "rt",
    "sid",
    "table-map",
];

const INTERFACE: &[&str] = &[
    "bandwidth",
    "description",
    "link-detect",
    "multicast",
    "shutdown",
];

const INTERFACE_IP: &[&str] = &[
    "igmp",
    "mld",
    "mroute",
    "multicast",
    "nd",
    "nhrp",
    "ospf",
    "ospf6",
    "pim",
    "rip",
    "ripng",
    "router",
];
