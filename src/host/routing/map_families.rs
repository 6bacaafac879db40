//! Of which address families the routes are that a route-map is asked about.

use rustc_hash::FxHashMap;

use super::{Family, NameKind, NeighborFamily, Origination, Routing, Speaker, UsedBy};
use crate::text::Place;

/// The families whose routes a route-map sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen {
    ipv4: bool,
    ipv6: bool,
    /// Something uses the map of which the family is not known.
    other: bool,
}

impl Seen {
    fn of(family: Family) -> Self {
        Self {
            ipv4: family == Family::Ipv4Unicast,
            ipv6: family == Family::Ipv6Unicast,
            other: false,
        }
    }

    const UNKNOWN: Self = Self {
        ipv4: false,
        ipv6: false,
        other: true,
    };

    fn with(self, more: Self) -> Self {
        Self {
            ipv4: self.ipv4 || more.ipv4,
            ipv6: self.ipv6 || more.ipv6,
            other: self.other || more.other,
        }
    }

    fn only(self) -> Option<Family> {
        match self {
            Self { other: true, .. } => None,
            Self {
                ipv4: true,
                ipv6: false,
                ..
            } => Some(Family::Ipv4Unicast),
            Self {
                ipv4: false,
                ipv6: true,
                ..
            } => Some(Family::Ipv6Unicast),
            _ => None,
        }
    }
}

impl Routing {
    /// The route-maps that are asked about routes of one family alone, and that family.
    pub(super) fn maps_of_one_family(&self) -> Vec<(&str, Family)> {
        let mut seen = self.seen_directly();
        self.hand_to_called(&mut seen);
        let maps = self.lists.route_maps.keys();
        maps.filter_map(|map| Some((map.as_str(), seen.get(map.as_str())?.only()?)))
            .collect()
    }

    /// What each route-map sees by the lines that name it.
    fn seen_directly(&self) -> FxHashMap<&str, Seen> {
        let family_at: FxHashMap<Place, Family> =
            self.speakers.iter().flat_map(map_places).collect();
        let mut seen: FxHashMap<&str, Seen> = FxHashMap::default();
        for name in self
            .names
            .iter()
            .filter(|name| name.kind == NameKind::RouteMap)
        {
            let of_map = seen.entry(&name.name).or_default();
            if name.mentioned {
                *of_map = of_map.with(Seen::UNKNOWN);
            }
            let uses = name.uses.iter();
            for one in uses.filter(|one| !matches!(one.by, UsedBy::Call(_))) {
                let family = family_at.get(&one.place).copied();
                *of_map = of_map.with(family.map_or(Seen::UNKNOWN, Seen::of));
            }
        }
        seen
    }

    /// A map that is called sees what the calling one does.
    fn hand_to_called<'s>(&'s self, seen: &mut FxHashMap<&'s str, Seen>) {
        let mut changed: Vec<&str> = self.lists.route_maps.keys().map(String::as_str).collect();
        while let Some(caller) = changed.pop() {
            let of_caller = seen.get(caller).copied().unwrap_or_default();
            for entry in self.lists.route_maps.get(caller).into_iter().flatten() {
                let Some(call) = &entry.call else {
                    continue;
                };
                let called = seen.entry(&call.clause).or_default();
                let more = called.with(of_caller);
                if more != *called {
                    *called = more;
                    changed.push(&call.clause);
                }
            }
        }
    }
}

/// Where a speaker names route-maps, and for which family.
fn map_places(speaker: &Speaker) -> Vec<(Place, Family)> {
    let mut places = Vec::new();
    for family in Family::ALL {
        let of_neighbors = speaker
            .neighbors
            .iter()
            .flat_map(|neighbor| of_neighbor(neighbor.families.get(family)));
        let all = of_origination(speaker.families.get(family)).chain(of_neighbors);
        places.extend(all.map(|place| (place, family)));
    }
    places
}

fn of_origination(said: &Origination) -> impl Iterator<Item = Place> {
    let networks = said.networks.iter().map(|one| &one.route_map);
    let redistributions = said.redistributions.iter().map(|one| &one.route_map);
    let aggregates = said
        .aggregates
        .iter()
        .flat_map(|one| [&one.route_map, &one.suppress_map]);
    let maps = networks.chain(redistributions).chain(aggregates);
    maps.flatten().map(|map| map.place)
}

fn of_neighbor(own: &NeighborFamily) -> impl Iterator<Item = Place> {
    let filters = own.inbound.iter().chain(own.outbound.iter());
    let default = own.default_originate.as_ref();
    let default = default.and_then(|default| default.route_map.as_ref());
    let maps = own.unsuppress_map.iter().chain(default);
    filters
        .map(|filter| filter.place)
        .chain(maps.map(|map| map.place))
}
