//! Which neighbors get the same answers about routes on their way out.

use super::without_policy;
use crate::host::routing::{Family, FilterRef, Lists, Neighbor, PeerKind, Speaker};
use crate::policy::Outcome;
use crate::syntax::frr::{Direction, FilterKind};
use crate::text::Place;

/// What [`outbound`](super::outbound) goes by. For neighbors of one speaker for which this is
/// equal, every route has the same verdict, by the same line; only where a community keeps a
/// route back, the line is the neighbor's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OutboundPolicy<'a> {
    kind: Option<PeerKind>,
    /// A filter that is not defined decides by the line that names it.
    filters: Vec<(FilterKind, &'a str, Option<Place>)>,
    unsuppresses: bool,
    /// The neighbor's line, where that decides.
    own: Option<Place>,
}

impl<'a> OutboundPolicy<'a> {
    /// What holds for routes of `family` to `neighbor`.
    #[must_use]
    pub fn of(lists: &Lists, speaker: &Speaker, neighbor: &'a Neighbor, family: Family) -> Self {
        let own = neighbor.families.get(family);
        let filters = own.filters(Direction::Out);
        let unfiltered =
            filters.is_empty() && without_policy(speaker, neighbor).outcome != Outcome::Yes;
        let filters = filters.iter().map(|filter| {
            let undefined = !is_defined(lists, family, filter);
            let place = undefined.then_some(filter.place);
            (filter.kind, filter.name.as_str(), place)
        });
        Self {
            kind: neighbor.kind(speaker),
            filters: filters.collect(),
            unsuppresses: own.unsuppress_map.is_some(),
            own: (own.conditional || unfiltered).then_some(neighbor.place),
        }
    }
}

fn is_defined(lists: &Lists, family: Family, filter: &FilterRef) -> bool {
    let name = &filter.name;
    match filter.kind {
        FilterKind::DistributeList => lists.access_list(family, name).is_some(),
        FilterKind::PrefixList => lists.prefix_list(family, name).is_some(),
        FilterKind::FilterList => lists.as_path_lists.contains_key(name),
        FilterKind::RouteMap => lists.route_maps.contains_key(name),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::host::routing::{FrrSource, collect};
    use crate::policy::{Route, RouteSource, outbound};
    use crate::syntax::frr::parse;
    use crate::text::FileId;
    use crate::vocabulary::{Candidates, FrrVersion};

    /// What may be said of a neighbor `N`.
    const ABOUT: [&str; 10] = [
        "neighbor N prefix-list P out",
        "neighbor N prefix-list Q out",
        "neighbor N prefix-list undefined out",
        "neighbor N distribute-list A out",
        "neighbor N filter-list F out",
        "neighbor N route-map M out",
        "neighbor N route-map undefined out",
        "neighbor N remote-as 65100",
        "neighbor N unsuppress-map M",
        "neighbor N advertise-map M exist-map M",
    ];

    const LISTS: &str = "ip prefix-list P seq 5 permit 10.0.0.0/8 le 32\n\
        ip prefix-list Q seq 5 deny 10.0.0.0/9 le 32\nip prefix-list Q seq 10 permit any\n\
        access-list A seq 5 permit 10.128.0.0/9\nbgp as-path access-list F seq 5 permit ^$\n\
        route-map M permit 10\n match ip address prefix-list P\n set community no-export\n";

    proptest! {
        #[test]
        fn neighbors_that_are_alike_are_sent_the_same(
            lines in proptest::collection::vec((0..4usize, 0..ABOUT.len()), 0..12),
            requires_policy: bool,
        ) {
            let mut text = "router bgp 65100\n".to_owned();
            if !requires_policy {
                text.push_str(" no bgp ebgp-requires-policy\n");
            }
            for number in 0..4 {
                text.push_str(&format!(" neighbor 192.0.2.{number} remote-as 65000\n"));
            }
            for (number, about) in lines {
                let line = ABOUT[about].replace('N', &format!("192.0.2.{number}"));
                text.push_str(&format!(" {line}\n"));
            }
            text.push_str(&format!("exit\n{LISTS}"));
            let version = Candidates::Known(FrrVersion::new(10, 3));
            let routing = collect(&[FrrSource::frr_conf(FileId(0), &text, &parse(&text))], &version);
            let (lists, speaker) = (&routing.lists, &routing.speakers[0]);
            let family = Family::Ipv4Unicast;
            let policy = |one| OutboundPolicy::of(lists, speaker, one, family);
            for (at, one) in speaker.neighbors.iter().enumerate() {
                for other in &speaker.neighbors[at + 1..] {
                    if policy(one) != policy(other) {
                        continue;
                    }
                    for prefix in ["10.1.0.0/16", "10.200.0.1/32", "192.0.2.0/24"] {
                        let prefix = prefix.parse().expect("a prefix");
                        let route = Route::local(prefix, RouteSource::Network);
                        let ask = |neighbor| outbound(lists, speaker, neighbor, &route);
                        prop_assert_eq!(ask(one), ask(other), "{}", text);
                    }
                }
            }
        }
    }
}
