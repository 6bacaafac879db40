//! Prefix-lists, access-lists, as-path lists, community lists and route-maps as FRR holds them
//! after it has read all lines.
//!
//! Knows no route.

use std::collections::BTreeMap;

use ipnet::IpNet;

use super::{Family, Shared};
use crate::syntax::frr::{AccessPattern, Action, CommunityKind, Match, Set};
use crate::text::Place;
use crate::vocabulary::{Candidates, FrrVersion};

/// All lists of a host. `ip` and `ipv6` lists have name spaces of their own. Clones are cheap.
#[derive(Clone, Debug)]
pub struct Lists {
    /// The FRR that runs: what a clause matches depends on it.
    pub version: Candidates<FrrVersion>,
    /// `ip prefix-list` and `ipv6 prefix-list`.
    pub prefix_lists: Shared<BTreeMap<(Family, String), PrefixList>>,
    /// `access-list` and `ipv6 access-list`.
    pub access_lists: Shared<BTreeMap<(Family, String), AccessList>>,
    /// `bgp as-path access-list`.
    pub as_path_lists: Shared<BTreeMap<String, PatternList>>,
    /// `bgp community-list` and its kin.
    pub community_lists: Shared<BTreeMap<(CommunityGroup, String), CommunityList>>,
    /// `route-map`; entries in the order of their numbers.
    pub route_maps: Shared<BTreeMap<String, Vec<RouteMapEntry>>>,
}

/// Name spaces of community lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommunityGroup {
    /// Communities (RFC 1997).
    Plain,
    /// Large communities (RFC 8092).
    Large,
    /// Extended communities (RFC 4360).
    Extended,
}

/// A prefix-list. Without entries it permits everything as a neighbor's filter, and matches
/// nothing in a route-map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrefixList {
    /// The first line about it.
    pub place: Place,
    /// The entries, in the order of their numbers.
    pub entries: Shared<Vec<PrefixEntry>>,
}

/// An entry of a prefix-list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrefixEntry {
    /// Its number.
    pub seq: u32,
    /// What it decides.
    pub action: Action,
    /// The prefix, host bits cleared; `None` is `any`.
    pub prefix: Option<IpNet>,
    /// Least length.
    pub ge: Option<u8>,
    /// Greatest length.
    pub le: Option<u8>,
    /// Its line.
    pub place: Place,
}

impl PrefixEntry {
    /// The lengths that the entry takes, as FRR means them: without bounds the prefix's own.
    #[must_use]
    pub fn lengths(&self) -> std::ops::RangeInclusive<u8> {
        let Some(prefix) = self.prefix else {
            return 0..=128;
        };
        let own = prefix.prefix_len();
        match (self.ge, self.le) {
            (None, None) => own..=own,
            (ge, le) => ge.unwrap_or(own)..=le.unwrap_or(prefix.max_prefix_len()),
        }
    }

    /// Whether FRR takes the entry: length <= ge <= le.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.prefix.is_none_or(|prefix| {
            let lengths = self.lengths();
            prefix.prefix_len() <= *lengths.start() && lengths.start() <= lengths.end()
        })
    }

    /// Whether the entry decides about `prefix`.
    #[must_use]
    pub fn matches(&self, prefix: IpNet) -> bool {
        self.prefix.is_none_or(|own| own.contains(&prefix))
            && self.lengths().contains(&prefix.prefix_len())
    }
}

/// An access-list. Without entries (a remark alone) it denies everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessList {
    /// The first line about it.
    pub place: Place,
    /// The entries, in the order of their numbers.
    pub entries: Vec<AccessEntry>,
}

/// An entry of an access-list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessEntry {
    /// Its number.
    pub seq: u32,
    /// What it decides.
    pub action: Action,
    /// What it matches.
    pub pattern: AccessPattern,
    /// Its line.
    pub place: Place,
}

/// A list of patterns over AS paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternList {
    /// The first line about it.
    pub place: Place,
    /// The entries, in the order of their numbers.
    pub entries: Vec<PatternEntry>,
}

/// An entry of a list of patterns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternEntry {
    /// Its number.
    pub seq: u32,
    /// What it decides.
    pub action: Action,
    /// The regular expression, or the communities.
    pub pattern: String,
    /// Its line.
    pub place: Place,
}

/// A community list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommunityList {
    /// The kind that its first line gave it.
    pub kind: CommunityKind,
    /// Its entries.
    pub patterns: PatternList,
}

/// What a route-map's entry is followed by when it has matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// The entry is the last word.
    Exit,
    /// The next entry is tried.
    Next,
    /// The first entry from this number on is tried.
    Goto(u32),
}

/// A clause and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause<C> {
    /// The clause.
    pub clause: C,
    /// Its line.
    pub place: Place,
}

/// An entry of a route-map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteMapEntry {
    /// Its number.
    pub seq: u32,
    /// What it decides.
    pub action: Action,
    /// The line that opened it last.
    pub place: Place,
    /// What a route must be like; all must hold.
    pub matches: Vec<Clause<Match<String>>>,
    /// What is changed in a route.
    pub sets: Vec<Clause<Set<String>>>,
    /// A route-map that may refuse the route.
    pub call: Option<Clause<String>>,
    /// What follows.
    pub flow: Flow,
}

impl Lists {
    /// No list at all.
    #[must_use]
    pub fn new(version: Candidates<FrrVersion>) -> Self {
        Self {
            version,
            prefix_lists: Shared::default(),
            access_lists: Shared::default(),
            as_path_lists: Shared::default(),
            community_lists: Shared::default(),
            route_maps: Shared::default(),
        }
    }

    /// Adds the lists of another file; what a name has already stays.
    pub(super) fn join(&mut self, other: Self) {
        fn join<K: Ord + Clone, V: Clone>(
            own: &mut Shared<BTreeMap<K, V>>,
            other: Shared<BTreeMap<K, V>>,
        ) {
            if own.is_empty() {
                *own = other;
                return;
            }
            for (name, list) in &other {
                own.entry(name.clone()).or_insert_with(|| list.clone());
            }
        }
        join(&mut self.prefix_lists, other.prefix_lists);
        join(&mut self.access_lists, other.access_lists);
        join(&mut self.as_path_lists, other.as_path_lists);
        join(&mut self.community_lists, other.community_lists);
        join(&mut self.route_maps, other.route_maps);
    }

    /// The prefix-list `name` of `family`.
    #[must_use]
    pub fn prefix_list(&self, family: Family, name: &str) -> Option<&PrefixList> {
        self.prefix_lists.get(&(family, name.to_owned()))
    }

    /// The access-list `name` of `family`.
    #[must_use]
    pub fn access_list(&self, family: Family, name: &str) -> Option<&AccessList> {
        self.access_lists.get(&(family, name.to_owned()))
    }
}
