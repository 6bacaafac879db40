//! Policy: a route run through filters, in FRR's order. Three-valued: what the files do not
//! decide is perhaps, never a guess.
//!
//! Knows no jails and no hosts: a route is all that is asked about.

mod alike;
mod by_prefix;
mod community;
mod lists;
mod matching;
mod pattern;
mod permission;
mod route;
mod route_map;
mod setting;
mod verdict;

#[cfg(test)]
mod tests;

pub use alike::OutboundPolicy;
pub use by_prefix::sends_every_prefix;
pub use permission::{Beside, NewEntry, permission};
pub use route::{Attribute, Route, RouteSource};
pub use verdict::{Decider, Entry, Outcome, Verdict};

use crate::host::routing::{Family, FilterRef, Filters, Lists, Named, Neighbor, PeerKind, Speaker};
use crate::syntax::frr::{Direction, FilterKind};
use crate::text::Place;
use crate::vocabulary::{LOCAL_AS, NO_ADVERTISE, NO_EXPORT};
use matching::{Context, Purpose};

/// What a filter makes of a route: whether it passes, and what it is like then.
#[derive(Clone, Debug)]
pub struct Passed {
    /// Whether it passes.
    pub verdict: Verdict,
    /// What it is like if it does, in so far as the files say.
    pub route: Route,
}

/// Whether `neighbor`'s outbound filters let `route` out. Whether the family is active and the
/// session up is for the caller to ask; a default route by `default-originate` passes by all
/// of this.
#[must_use]
pub fn outbound(lists: &Lists, speaker: &Speaker, neighbor: &Neighbor, route: &Route) -> Verdict {
    send(lists, speaker, neighbor, route).verdict
}

/// Whether `neighbor`'s inbound filters let `route` in.
#[must_use]
pub fn inbound(lists: &Lists, speaker: &Speaker, neighbor: &Neighbor, route: &Route) -> Verdict {
    receive(lists, speaker, neighbor, route).verdict
}

/// What the route-map `name` makes of `route` where it comes into the table.
#[must_use]
pub fn route_map(lists: &Lists, name: &str, route: &Route) -> Verdict {
    map_at_origin(lists, None, name, None, route).verdict
}

/// A route that a `network`, `redistribute` or `aggregate-address` with this route-map brings
/// into the table of `speaker`, and what it is like there.
#[must_use]
pub fn originate(lists: &Lists, speaker: &Speaker, map: Option<&Named>, route: &Route) -> Passed {
    match map {
        Some(map) => {
            let preference = Some(speaker.local_preference);
            map_at_origin(lists, preference, &map.name, Some(map.place), route)
        }
        None => Passed {
            verdict: Verdict::UNFILTERED,
            route: route.clone(),
        },
    }
}

fn map_at_origin(
    lists: &Lists,
    local_preference: Option<u32>,
    name: &str,
    named_at: Option<Place>,
    route: &Route,
) -> Passed {
    let purpose = match route.source {
        RouteSource::Network => Purpose::Network,
        RouteSource::Redistributed(_) => Purpose::Redistribution,
        RouteSource::Aggregate => Purpose::Aggregate,
        RouteSource::Received(_) => Purpose::Inbound,
    };
    let context = Context {
        lists,
        purpose,
        local_preference,
    };
    let applied = route_map::apply(context, name, named_at, route);
    Passed {
        verdict: applied.verdict,
        route: applied.route,
    }
}

/// `route` on its way out to `neighbor`, as the other side gets to see it.
#[must_use]
pub fn send(lists: &Lists, speaker: &Speaker, neighbor: &Neighbor, route: &Route) -> Passed {
    let kept_back = communities_keep(speaker, neighbor, route);
    let mut passed = filtered(lists, speaker, neighbor, route, Direction::Out);
    let family = neighbor.families.get(Family::of_prefix(route.prefix));
    let doubt = match kept_back {
        Outcome::Yes => {
            passed.verdict =
                Verdict::new(Outcome::No, bare(neighbor, Entry::Community, Outcome::No));
            false
        }
        Outcome::Perhaps => true,
        Outcome::No => family.conditional,
    };
    if doubt && passed.verdict.outcome == Outcome::Yes {
        let run_time = bare(neighbor, Entry::RunTime, Outcome::Perhaps);
        passed.verdict = Verdict::new(Outcome::Perhaps, run_time);
    }
    // A next hop that the filters did not set is the router's own or not, by the subnet.
    if passed.route.next_hop == route.next_hop {
        passed.route.next_hop = Attribute::Unknown;
    }
    passed.route = on_the_wire(speaker, neighbor, passed.route);
    passed
}

/// `route` on its way in from `neighbor`.
#[must_use]
pub fn receive(lists: &Lists, speaker: &Speaker, neighbor: &Neighbor, route: &Route) -> Passed {
    let mut passed = filtered(lists, speaker, neighbor, route, Direction::In);
    let own = neighbor.shown_as(speaker);
    let looped = route
        .as_path
        .known()
        .is_some_and(|path| path.contains(&own) || path.contains(&speaker.as_number));
    if looped {
        let family = neighbor.families.get(Family::of_prefix(route.prefix));
        let outcome = if family.allowas_in {
            Outcome::Perhaps
        } else {
            Outcome::No
        };
        if passed.verdict.outcome != Outcome::No {
            passed.verdict = Verdict::new(outcome, bare(neighbor, Entry::AsLoop, outcome));
        }
    }
    passed
}

fn bare(neighbor: &Neighbor, entry: Entry, outcome: Outcome) -> Decider {
    Decider {
        place: neighbor.place,
        list: String::new(),
        kind: None,
        entry,
        outcome,
    }
}

/// Whether communities that the route has from its origin keep it from the neighbor.
fn communities_keep(speaker: &Speaker, neighbor: &Neighbor, route: &Route) -> Outcome {
    let Some(own) = route.communities.known() else {
        return match route.source {
            RouteSource::Received(_) => Outcome::No,
            _ => Outcome::Perhaps,
        };
    };
    if own.contains(&NO_ADVERTISE) {
        return Outcome::Yes;
    }
    let inside = own.contains(&NO_EXPORT) || own.contains(&LOCAL_AS);
    match neighbor.kind(speaker) {
        _ if !inside => Outcome::No,
        Some(PeerKind::Ebgp) => Outcome::Yes,
        Some(PeerKind::Ibgp) => Outcome::No,
        None => Outcome::Perhaps,
    }
}

/// The neighbor's filters of a direction, one after the other; each must permit.
fn filtered(
    lists: &Lists,
    speaker: &Speaker,
    neighbor: &Neighbor,
    route: &Route,
    direction: Direction,
) -> Passed {
    let family = Family::of_prefix(route.prefix);
    let filters = neighbor.families.get(family).filters(direction);
    if filters.is_empty() {
        return Passed {
            verdict: without_policy(speaker, neighbor),
            route: route.clone(),
        };
    }
    let purpose = match direction {
        Direction::In => Purpose::Inbound,
        Direction::Out => Purpose::Outbound,
    };
    let context = Context {
        lists,
        purpose,
        local_preference: Some(speaker.local_preference),
    };
    each(context, filters, family, route)
}

fn each(context: Context<'_>, filters: &Filters, family: Family, route: &Route) -> Passed {
    let mut passed = Passed {
        verdict: Verdict::UNFILTERED,
        route: route.clone(),
    };
    for filter in filters.iter() {
        let next = ask(context, filter, family, passed.route);
        passed.route = next.route;
        match (passed.verdict.outcome, next.verdict.outcome) {
            (_, Outcome::No) => {
                passed.verdict = next.verdict;
                return passed;
            }
            (Outcome::Perhaps, _) => {}
            (_, _) => passed.verdict = next.verdict,
        }
    }
    passed
}

fn ask(context: Context<'_>, filter: &FilterRef, family: Family, route: Route) -> Passed {
    let lists = context.lists;
    let name = &filter.name;
    let verdict = match filter.kind {
        FilterKind::DistributeList => lists
            .access_list(family, name)
            .map(|list| lists::access_list(name, list, route.prefix)),
        FilterKind::PrefixList => lists
            .prefix_list(family, name)
            .map(|list| lists::prefix_list(name, list, route.prefix)),
        FilterKind::FilterList => lists
            .as_path_lists
            .get(name)
            .map(|list| lists::as_path_list(name, list, &route.as_path)),
        FilterKind::RouteMap => {
            let applied = route_map::apply(context, name, Some(filter.place), &route);
            return Passed {
                verdict: applied.verdict,
                route: applied.route,
            };
        }
    };
    let undefined = || {
        let decider = Decider {
            place: filter.place,
            list: name.clone(),
            kind: Some(filter.kind),
            entry: Entry::Undefined,
            outcome: Outcome::No,
        };
        Verdict::new(Outcome::No, decider)
    };
    Passed {
        verdict: verdict.unwrap_or_else(undefined),
        route,
    }
}

/// A session without filters: nothing passes over eBGP where a policy is required.
fn without_policy(speaker: &Speaker, neighbor: &Neighbor) -> Verdict {
    let outcome = match neighbor.kind(speaker) {
        _ if !speaker.ebgp_requires_policy => Outcome::Yes,
        Some(PeerKind::Ibgp) => Outcome::Yes,
        Some(PeerKind::Ebgp) => Outcome::No,
        None => Outcome::Perhaps,
    };
    match outcome {
        Outcome::Yes => Verdict::UNFILTERED,
        outcome => Verdict::new(outcome, bare(neighbor, Entry::NoPolicy, outcome)),
    }
}

/// The route as the other side gets it.
fn on_the_wire(speaker: &Speaker, neighbor: &Neighbor, mut route: Route) -> Route {
    let family = neighbor.families.get(Family::of_prefix(route.prefix));
    match neighbor.kind(speaker) {
        Some(PeerKind::Ebgp) => {
            route.local_preference = Attribute::Known(None);
            if let Attribute::Known(path) = &mut route.as_path {
                path.insert(0, speaker.as_number);
            }
            let plain = neighbor.local_as.is_none() && !speaker.confederation;
            if !plain || family.as_override || family.route_server_client {
                route.as_path = Attribute::Unknown;
            }
            if matches!(route.source, RouteSource::Received(_)) {
                route.med = Attribute::Unknown;
            }
        }
        Some(PeerKind::Ibgp) => {
            if route.local_preference == Attribute::Known(None) {
                route.local_preference = Attribute::Known(Some(speaker.local_preference));
            }
        }
        None => {
            route.local_preference = Attribute::Unknown;
            route.as_path = Attribute::Unknown;
        }
    }
    if family.changes_attributes {
        route.as_path = Attribute::Unknown;
        route.next_hop = Attribute::Unknown;
        route.med = Attribute::Unknown;
    }
    if !family.sends_communities {
        route.communities = Attribute::Known(Default::default());
    }
    if family.next_hop_self {
        route.next_hop = Attribute::Unknown;
    }
    route.interface = Attribute::Known(None);
    route.tag = Attribute::Unknown;
    route.source = RouteSource::Received(None);
    route
}
