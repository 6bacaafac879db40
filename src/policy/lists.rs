//! Prefix-lists, access-lists and as-path lists asked about a route.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

use super::pattern::search;
use super::{Attribute, Decider, Entry, Outcome, Verdict};
use crate::host::routing::{AccessList, PatternList, PrefixList};
use crate::syntax::frr::{AccessPattern, Action, FilterKind, Wildcard};
use crate::text::Place;

/// What the entries of a list say, asked one after the other until one decides.
struct Asked<'n> {
    name: &'n str,
    kind: FilterKind,
    /// Where to send a reader if no entry decides.
    end: Place,
    /// An entry that perhaps matches, and what it would do.
    open: Option<(Action, Decider)>,
}

impl<'n> Asked<'n> {
    fn new(name: &'n str, kind: FilterKind, end: Place) -> Self {
        Self {
            name,
            kind,
            end,
            open: None,
        }
    }

    fn decider(&self, place: Place, entry: Entry, outcome: Outcome) -> Decider {
        Decider {
            place,
            list: self.name.to_owned(),
            kind: Some(self.kind),
            entry,
            outcome,
        }
    }

    /// The verdict, if this entry brings it.
    fn entry(
        &mut self,
        matches: Outcome,
        action: Action,
        seq: u32,
        place: Place,
    ) -> Option<Verdict> {
        match matches {
            Outcome::No => None,
            Outcome::Yes => Some(self.verdict(action.into(), place, Entry::Seq(seq))),
            Outcome::Perhaps => {
                let decider = self.decider(place, Entry::Seq(seq), Outcome::Perhaps);
                match &self.open {
                    None => self.open = Some((action, decider)),
                    Some((before, first)) if *before != action => {
                        return Some(Verdict::new(Outcome::Perhaps, first.clone()));
                    }
                    Some(_) => {}
                }
                None
            }
        }
    }

    fn verdict(&self, outcome: Outcome, place: Place, entry: Entry) -> Verdict {
        match &self.open {
            Some((action, first)) if Outcome::from(*action) != outcome => {
                Verdict::new(Outcome::Perhaps, first.clone())
            }
            _ => Verdict::new(outcome, self.decider(place, entry, outcome)),
        }
    }

    fn end(&self) -> Verdict {
        self.verdict(Outcome::No, self.end, Entry::EndOfList)
    }
}

/// A prefix-list as a neighbor's filter: an empty one permits.
pub(super) fn prefix_list(name: &str, list: &PrefixList, prefix: IpNet) -> Verdict {
    let mut asked = Asked::new(name, FilterKind::PrefixList, list.place);
    let Some(last) = list.entries.last() else {
        return asked.verdict(Outcome::Yes, list.place, Entry::Empty);
    };
    asked.end = last.place;
    for entry in &list.entries {
        let matches = match entry.matches(prefix) {
            true if entry.is_valid() => Outcome::Yes,
            true => Outcome::Perhaps,
            false => Outcome::No,
        };
        if let Some(verdict) = asked.entry(matches, entry.action, entry.seq, entry.place) {
            return verdict;
        }
    }
    asked.end()
}

/// An access-list: an empty one denies.
pub(super) fn access_list(name: &str, list: &AccessList, prefix: IpNet) -> Verdict {
    let mut asked = Asked::new(name, FilterKind::DistributeList, list.place);
    let Some(last) = list.entries.last() else {
        return asked.verdict(Outcome::No, list.place, Entry::Empty);
    };
    asked.end = last.place;
    for entry in &list.entries {
        let matches = pattern_matches(&entry.pattern, prefix);
        if let Some(verdict) = asked.entry(matches, entry.action, entry.seq, entry.place) {
            return verdict;
        }
    }
    asked.end()
}

fn pattern_matches(pattern: &AccessPattern, prefix: IpNet) -> Outcome {
    match pattern {
        AccessPattern::Any => Outcome::Yes,
        AccessPattern::Prefix(net, exact) => match net.value.map(|net| net.trunc()) {
            Some(net) if *exact => Outcome::of(net == prefix),
            Some(net) => Outcome::of(net.contains(&prefix)),
            None => Outcome::Perhaps,
        },
        AccessPattern::Network(wildcard) => match prefix {
            IpNet::V4(net) => compare(wildcard, net.network()),
            IpNet::V6(_) => Outcome::No,
        },
        AccessPattern::Extended(source, mask) => match prefix {
            IpNet::V4(net) => compare(source, net.network()).and(compare(mask, net.netmask())),
            IpNet::V6(_) => Outcome::No,
        },
        AccessPattern::Other => Outcome::Perhaps,
    }
}

fn compare(wildcard: &Wildcard, address: Ipv4Addr) -> Outcome {
    match wildcard.address.zip(wildcard.ignored) {
        Some((own, ignored)) => {
            let differing = (own.to_bits() ^ address.to_bits()) & !ignored.to_bits();
            Outcome::of(differing == 0)
        }
        None => Outcome::Perhaps,
    }
}

/// An as-path list.
pub(super) fn as_path_list(
    name: &str,
    list: &PatternList,
    as_path: &Attribute<Vec<u32>>,
) -> Verdict {
    let mut asked = Asked::new(name, FilterKind::FilterList, list.place);
    let Some(last) = list.entries.last() else {
        return asked.verdict(Outcome::No, list.place, Entry::Empty);
    };
    asked.end = last.place;
    let text = as_path.known().map(|numbers| as_text(numbers));
    for entry in &list.entries {
        let matches = match &text {
            Some(text) => search(&entry.pattern, text),
            None if entry.pattern == ".*" => Outcome::Yes,
            None => Outcome::Perhaps,
        };
        if let Some(verdict) = asked.entry(matches, entry.action, entry.seq, entry.place) {
            return verdict;
        }
    }
    asked.end()
}

fn as_text(numbers: &[u32]) -> String {
    let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
    numbers.join(" ")
}

/// An address as a prefix of its own.
pub(super) fn host(address: IpAddr) -> IpNet {
    IpNet::from(address)
}
