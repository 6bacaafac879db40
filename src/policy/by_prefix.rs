//! Whether what a neighbor is sent is picked by prefix at all.

use rustc_hash::FxHashSet;

use super::{Outcome, Route, RouteSource, send};
use crate::host::routing::{Family, Lists, Neighbor, Speaker};
use crate::syntax::frr::{Action, FilterKind, ListWord, Match, Protocol};

/// Prefixes of all sorts: whatever lets all of them pass does not pick by prefix.
const PROBES: [(Family, [&str; 5]); 2] = [
    (
        Family::Ipv4Unicast,
        [
            "10.77.12.0/24",
            "172.21.9.64/26",
            "192.168.213.0/30",
            "198.19.0.0/16",
            "203.0.113.77/32",
        ],
    ),
    (
        Family::Ipv6Unicast,
        [
            "fd12:3456:789a::/48",
            "2001:db8:77::/48",
            "2001:db8:1:2::/64",
            "2001:db8:9::77/128",
            "2620:4f:8000::/44",
        ],
    ),
];

/// Whether `neighbor` is sent every route that `speaker` redistributes from `protocol`, because
/// none of its filters picks by prefix. A list that denies something does pick.
#[must_use]
pub fn sends_every_prefix(
    lists: &Lists,
    speaker: &Speaker,
    neighbor: &Neighbor,
    family: Family,
    protocol: Protocol,
) -> bool {
    let filters = neighbor.families.get(family).outbound.iter();
    let mut asked = FxHashSet::default();
    let mut deny = filters.filter(|filter| match filter.kind {
        FilterKind::PrefixList => prefix_list_denies(lists, family, &filter.name),
        FilterKind::DistributeList => access_list_denies(lists, family, &filter.name),
        FilterKind::RouteMap => map_denies(lists, family, &filter.name, &mut asked),
        FilterKind::FilterList => false,
    });
    if deny.next().is_some() {
        return false;
    }
    let probes = PROBES.iter().filter(|(of, _)| *of == family);
    let mut probes = probes.flat_map(|(_, probes)| probes);
    probes.all(|probe| {
        probe.parse().is_ok_and(|prefix| {
            let route = Route::local(prefix, RouteSource::Redistributed(protocol));
            send(lists, speaker, neighbor, &route).verdict.outcome == Outcome::Yes
        })
    })
}

fn prefix_list_denies(lists: &Lists, family: Family, name: &str) -> bool {
    let list = lists.prefix_list(family, name);
    list.is_some_and(|list| {
        list.entries
            .iter()
            .any(|entry| entry.action == Action::Deny)
    })
}

fn access_list_denies(lists: &Lists, family: Family, name: &str) -> bool {
    let list = lists.access_list(family, name);
    list.is_some_and(|list| {
        list.entries
            .iter()
            .any(|entry| entry.action == Action::Deny)
    })
}

/// Whether a route-map refuses some prefixes by a list. `asked` are the maps looked at already.
fn map_denies<'l>(
    lists: &'l Lists,
    family: Family,
    name: &'l str,
    asked: &mut FxHashSet<&'l str>,
) -> bool {
    let mut open = vec![name];
    while let Some(name) = open.pop() {
        let entries = lists.route_maps.get(name).filter(|_| asked.insert(name));
        for entry in entries.into_iter().flatten() {
            let denies = entry.matches.iter().any(|clause| match &clause.clause {
                Match::Address(_, list) => {
                    entry.action == Action::Deny
                        || match list {
                            ListWord::Prefix(list) => prefix_list_denies(lists, family, list),
                            ListWord::Access(list) => access_list_denies(lists, family, list),
                            ListWord::Length(_) => false,
                        }
                }
                _ => false,
            });
            if denies {
                return true;
            }
            open.extend(entry.call.as_ref().map(|call| call.clause.as_str()));
        }
    }
    false
}
