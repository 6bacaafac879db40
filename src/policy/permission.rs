//! What would have to be written for a route to pass: one more entry in a prefix-list.

use std::collections::BTreeSet;
use std::fmt;

use ipnet::IpNet;

use super::Decider;
use crate::host::routing::{Family, Lists, PrefixEntry, PrefixList};
use crate::syntax::frr::{Action, FilterKind, ListWord, Match};
use crate::text::Place;

/// An entry of a prefix-list that is not there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// The list's family.
    pub family: Family,
    /// The list's name.
    pub list: String,
    /// The entry's number.
    pub seq: u32,
    /// What it permits: this prefix, neither longer nor shorter ones.
    pub prefix: IpNet,
    /// Where its line goes.
    pub at: Beside,
}

/// Where a line goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Above the line here: the entry that decides now.
    Before(Place),
    /// Below the line here: the last of its list.
    After(Place),
}

impl fmt::Display for NewEntry {
    /// The command, as FRR takes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ip = match self.family {
            Family::Ipv4Unicast => "ip",
            Family::Ipv6Unicast => "ipv6",
        };
        let Self {
            list, seq, prefix, ..
        } = self;
        write!(f, "{ip} prefix-list {list} seq {seq} permit {prefix}")
    }
}

/// The entry with which a route of `prefix`, refused by `decider`, `passes`. `is_taken` says
/// which numbers of a list are promised to other new entries. `None` where one more entry of a
/// prefix-list does not help, or there is no number for it.
pub fn permission(
    lists: &Lists,
    decider: &Decider,
    prefix: IpNet,
    is_taken: impl Fn(&str, u32) -> bool,
    passes: impl Fn(&Lists) -> bool,
) -> Option<NewEntry> {
    let family = Family::of_prefix(prefix);
    let names = lists_asked(lists, decider);
    let mut entries = names.iter().filter_map(|name| {
        let list = lists.prefix_list(family, name)?;
        new_entry(list, family, name, prefix, |seq| is_taken(name, seq))
    });
    entries.find(|entry| passes(&with(lists, entry)))
}

/// The prefix-lists that may let the route through: the neighbor's own, or those of a
/// route-map's permitting entries.
fn lists_asked(lists: &Lists, decider: &Decider) -> Vec<String> {
    match decider.kind {
        Some(FilterKind::PrefixList) => vec![decider.list.clone()],
        Some(FilterKind::RouteMap) => {
            let entries = lists.route_maps.get(&decider.list).into_iter().flatten();
            let permitting = entries.filter(|entry| entry.action == Action::Permit);
            let mut seen = BTreeSet::new();
            permitting
                .flat_map(|entry| &entry.matches)
                .filter_map(|clause| prefix_list_of(&clause.clause))
                .filter(|name| seen.insert((*name).clone()))
                .cloned()
                .collect()
        }
        _ => Vec::new(),
    }
}

fn prefix_list_of(clause: &Match<String>) -> Option<&String> {
    match clause {
        Match::Address(_, ListWord::Prefix(name)) => Some(name),
        _ => None,
    }
}

/// The entry before the one that denies the prefix, or after the last if none is about it.
fn new_entry(
    list: &PrefixList,
    family: Family,
    name: &str,
    prefix: IpNet,
    is_taken: impl Fn(u32) -> bool,
) -> Option<NewEntry> {
    let asked = |entry: &PrefixEntry| entry.is_valid() && entry.matches(prefix);
    let decides = list.entries.iter().position(asked);
    let (seq, at) = match decides {
        Some(index) => {
            let denies = list.entries.get(index)?;
            if denies.action == Action::Permit {
                return None;
            }
            let before = index.checked_sub(1).and_then(|i| list.entries.get(i));
            let first = before.map_or(1, |entry| entry.seq + 1);
            let seq = (first..denies.seq).find(|seq| !is_taken(*seq))?;
            (seq, Beside::Before(denies.place))
        }
        None => {
            let last = list.entries.last();
            let round = last.map_or(0, |entry| entry.seq) / STEP;
            let mut seqs = (round + 1..=u32::MAX / STEP).map(|step| step * STEP);
            let seq = seqs.find(|seq| !is_taken(*seq))?;
            (
                seq,
                Beside::After(last.map_or(list.place, |entry| entry.place)),
            )
        }
    };
    Some(NewEntry {
        family,
        list: name.to_owned(),
        seq,
        prefix,
        at,
    })
}

/// The distance of numbers that FRR gives entries by itself.
const STEP: u32 = 5;

/// The lists as a route of the new entry's prefix finds them. The entry is the first of its list
/// that is about that prefix, so the others need not be copied.
fn with(lists: &Lists, new: &NewEntry) -> Lists {
    let mut lists = lists.clone();
    let list = lists.prefix_lists.get_mut(&(new.family, new.list.clone()));
    if let Some(list) = list {
        let (Beside::Before(place) | Beside::After(place)) = new.at;
        let entry = PrefixEntry {
            seq: new.seq,
            action: Action::Permit,
            prefix: Some(new.prefix),
            ge: None,
            le: None,
            place,
        };
        list.entries = vec![entry].into();
    }
    lists
}
