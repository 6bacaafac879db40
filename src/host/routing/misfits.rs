//! Clauses of route-maps that ask routes of one address family for a prefix of the other.

use super::{Clause, Family, Lists, RouteMapEntry, Routing};
use crate::syntax::frr::{ListWord, Match};

/// A route-map whose clauses about prefixes are all of the other family than its routes.
#[derive(Debug)]
pub struct Misfit<'a> {
    /// The route-map.
    pub map: &'a str,
    /// The family of the routes that it is asked about.
    pub family: Family,
    /// Its clauses about prefixes, all of the other family.
    pub clauses: Vec<OfPrefixes<'a>>,
}

/// A clause about prefixes.
#[derive(Clone, Copy, Debug)]
pub struct OfPrefixes<'a> {
    /// The entry that it stands in.
    pub entry: &'a RouteMapEntry,
    /// The clause.
    pub clause: &'a Clause<Match<String>>,
    /// The family of the prefixes.
    pub family: Family,
    /// The list of them.
    pub list: &'a ListWord<String>,
}

impl Routing {
    /// The route-maps made for the other address family than the one that they are used for. A
    /// map with clauses of both families is made for both, and no misfit.
    #[must_use]
    pub fn misfits(&self) -> Vec<Misfit<'_>> {
        let maps = self.maps_of_one_family().into_iter();
        let misfits = maps.map(|(map, family)| {
            let entries = self.lists.route_maps.get(map).into_iter().flatten();
            let clauses = entries.flat_map(of_prefixes).collect();
            Misfit {
                map,
                family,
                clauses,
            }
        });
        let is_misfit = |one: &Misfit| {
            let mut clauses = one.clauses.iter();
            !one.clauses.is_empty() && clauses.all(|clause| clause.family != one.family)
        };
        misfits.filter(is_misfit).collect()
    }
}

fn of_prefixes(entry: &RouteMapEntry) -> impl Iterator<Item = OfPrefixes<'_>> {
    let clauses = entry.matches.iter();
    clauses.filter_map(move |clause| match &clause.clause {
        // bgpd passes over a bare length.
        Match::Address(_, ListWord::Length(_)) => None,
        Match::Address(version, list) => Some(OfPrefixes {
            entry,
            clause,
            family: (*version).into(),
            list,
        }),
        _ => None,
    })
}

impl OfPrefixes<'_> {
    /// Whether a list of the same name is there for a family.
    #[must_use]
    pub fn has_list(&self, lists: &Lists, family: Family) -> bool {
        match self.list {
            ListWord::Prefix(name) => lists.prefix_list(family, name).is_some(),
            ListWord::Access(name) => lists.access_list(family, name).is_some(),
            ListWord::Length(_) => false,
        }
    }
}
