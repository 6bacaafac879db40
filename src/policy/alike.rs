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
