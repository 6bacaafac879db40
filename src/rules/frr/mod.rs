//! Rules about FRR's lines, lists, route-maps and the names that hold them together.

pub mod duplicate_frr_line;
pub mod exact_prefix_for_host_routes;
pub mod frr_ambiguous_command;
pub mod frr_ignored_tail;
pub mod frr_incomplete_command;
pub mod frr_line_leaves_block;
pub mod frr_not_on_freebsd;
pub mod frr_other_daemon;
pub mod frr_rejected_value;
pub mod frr_table_on_freebsd;
pub mod frr_unknown_command;
pub mod ipv6_next_hop_on_freebsd;
pub mod late_bgp_default;
pub mod late_frr_version;
pub mod match_of_other_family;
pub mod missing_ebgp_policy;
pub mod misspelled_interface;
pub mod neighbor_not_activated;
pub mod neighbor_without_remote_as;
pub mod prefix_host_bits;
pub mod prefix_list_length;
mod refused;
mod undefined;
pub mod undefined_access_list;
pub mod undefined_as_path_list;
pub mod undefined_community_list;
pub mod undefined_peer_group;
pub mod undefined_prefix_list;
pub mod undefined_route_map;
pub mod undefined_routing_instance;
pub mod unreachable_prefix_list_entry;
pub mod unused_definition;

use crate::finding::Finding;
use crate::host::Host;
use crate::host::routing::{CommunityGroup, Family, Igp, NameKind};
use crate::text::Place;
use crate::vocabulary::FrrVersion;

/// What FRR's commands call a kind of thing.
fn kind_words(kind: NameKind) -> &'static str {
    match kind {
        NameKind::PrefixList(Family::Ipv4Unicast) => "ip prefix-list",
        NameKind::PrefixList(Family::Ipv6Unicast) => "ipv6 prefix-list",
        NameKind::AccessList(Family::Ipv4Unicast) => "access-list",
        NameKind::AccessList(Family::Ipv6Unicast) => "ipv6 access-list",
        NameKind::AsPathList => "as-path access-list",
        NameKind::CommunityList(CommunityGroup::Plain) => "community-list",
        NameKind::CommunityList(CommunityGroup::Large) => "large-community-list",
        NameKind::CommunityList(CommunityGroup::Extended) => "extcommunity-list",
        NameKind::RouteMap => "route-map",
        NameKind::PeerGroup => "peer-group",
        NameKind::Instance(Igp::Isis) => "router isis",
        NameKind::Instance(Igp::Openfabric) => "router openfabric",
    }
}

/// How many related places a finding about many of them has.
const MOST_RELATED: usize = 8;

/// The finding with related places, of which those beyond the first few are only counted.
fn with_places(
    mut finding: Finding,
    places: impl ExactSizeIterator<Item = Place>,
    words: &str,
) -> Finding {
    let more = places.len().saturating_sub(MOST_RELATED);
    for place in places.take(MOST_RELATED) {
        finding = finding.related(place, words);
    }
    match more {
        0 => finding,
        more => finding.note(format!("{more} more lines like these")),
    }
}

/// Whether the file is one daemon's own, such as bgpd.conf.
fn is_of_one_daemon(host: &Host, place: Place) -> bool {
    let file = host.file(place.file);
    file.is_some_and(|file| {
        let name = file.source.file_name();
        name == "zebra.conf" || name.ends_with("d.conf")
    })
}

/// The first version that loads lists and route-maps in transactions.
const IN_GROUPS: FrrVersion = FrrVersion::new(7, 5);

/// The finding about a line that is refused, with what goes with it where vtysh loads the file.
fn with_lost_group(host: &Host, finding: Finding) -> Finding {
    let is_grouped = host
        .frr_version
        .known()
        .is_none_or(|version| version >= IN_GROUPS);
    if !is_grouped || is_of_one_daemon(host, finding.place) {
        return finding;
    }
    finding.note(
        "the lists, route-maps, interfaces and, from FRR 10 on, static routes around it, up to the \
         next line of another sort, are thrown away with it when the file is loaded",
    )
}
