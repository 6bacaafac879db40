//! The `set` clauses of a route-map carried out on a route.

use super::{Attribute, Route, community};
use crate::host::routing::RouteMapEntry;
use crate::syntax::frr::{Set, as_number_of};

/// FRR cuts what a route-map would make longer than any path that is passed on.
const LONGEST_PATH: usize = 255;

/// What the entry makes of `route`.
pub(super) fn apply(entry: &RouteMapEntry, route: &mut Route) {
    for set in &entry.sets {
        one(&set.clause, route);
    }
}

fn one(set: &Set<String>, route: &mut Route) {
    match set {
        Set::NoCommunity => route.communities = Attribute::Known(Default::default()),
        Set::Community(words) => route.communities = community::set(&route.communities, words),
        Set::DeleteCommunities(_) => {
            if route.communities.known().is_none_or(|own| !own.is_empty()) {
                route.communities = Attribute::Unknown;
            }
        }
        Set::Metric(word) => {
            let own = route.med.known().map(|med| med.unwrap_or(0));
            route.med = changed(own, word).map(Some).into();
        }
        Set::LocalPreference(word) => {
            let own = route.local_preference.known().copied().flatten();
            route.local_preference = changed(own, word).map(Some).into();
        }
        Set::Prepend(numbers) => prepend(route, numbers),
        Set::PrependLast(times) => prepend_last(route, times.value),
        Set::ChangeAsPath => {
            if route.as_path.known().is_none_or(|path| !path.is_empty()) {
                route.as_path = Attribute::Unknown;
            }
        }
        Set::Tag(tag) => route.tag = tag.value.into(),
        Set::Origin(origin) => route.origin = Attribute::Known(*origin),
        Set::NextHop(hop) => {
            let of_family = hop
                .value
                .is_none_or(|hop| hop.is_ipv4() == route.prefix.addr().is_ipv4());
            if of_family {
                route.next_hop = hop.value.map(Some).into();
            }
        }
        Set::NextHopOther => route.next_hop = Attribute::Unknown,
        Set::LargeCommunity | Set::Table(_) | Set::Other(_) | Set::No(_) => {}
    }
}

/// `100`, or `+10` and `-10` from what there is.
fn changed(own: Option<u32>, word: &str) -> Option<u32> {
    if let Some(more) = word.strip_prefix('+') {
        return Some(own?.saturating_add(more.parse().ok()?));
    }
    if let Some(less) = word.strip_prefix('-') {
        return Some(own?.saturating_sub(less.parse().ok()?));
    }
    word.parse().ok()
}

fn prepend(route: &mut Route, numbers: &str) {
    let numbers: Option<Vec<u32>> = numbers.split_ascii_whitespace().map(as_number_of).collect();
    route.as_path = match (numbers, route.as_path.known()) {
        (Some(mut numbers), Some(path)) if numbers.len() + path.len() <= LONGEST_PATH => {
            numbers.extend(path);
            Attribute::Known(numbers)
        }
        _ => Attribute::Unknown,
    };
}

fn prepend_last(route: &mut Route, times: Option<u32>) {
    let Attribute::Known(path) = &mut route.as_path else {
        return;
    };
    let Some(first) = path.first().copied() else {
        return;
    };
    let times = times.and_then(|times| usize::try_from(times).ok());
    match times.filter(|times| times + path.len() <= LONGEST_PATH) {
        Some(times) => drop(path.splice(0..0, std::iter::repeat_n(first, times))),
        None => route.as_path = Attribute::Unknown,
    }
}
