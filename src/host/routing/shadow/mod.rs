//! Entries of a prefix-list that are never asked, because the entries before them take all that
//! they match: one of them alone, or several together.
//!
//! A list is a sequence of sets of (prefix, length). The sets of the entries read so far are kept
//! in a binary trie of prefixes; each node says for which lengths *every* prefix below it is
//! taken. The work is the number of entries times the depth of the trie. Knows no route-map.

mod trie;

#[cfg(test)]
mod tests;

use super::Family;
use trie::{Key, Lengths, Trie};

use super::lists::{PrefixEntry, PrefixList};
use crate::syntax::frr::Action;
use crate::text::Place;

/// An entry that is never asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shadowed {
    /// The entry.
    pub entry: PrefixEntry,
    /// The entries before it that take what it matches, the first one first; not all of them
    /// where they are very many.
    pub by: Vec<Shadowing>,
    /// Whether what the entry says is in force all the same: entries before it that decide as it
    /// does take all that it matches, and did so first.
    pub is_said_before: bool,
    /// The entry before it that says the very same, if what it says is in force.
    pub repeats: Option<Place>,
    /// Whether it is the list's last entry and matches everything.
    pub is_final_any: bool,
}

/// An entry that takes what a later one matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shadowing {
    /// Its number.
    pub seq: u32,
    /// What it decides.
    pub action: Action,
    /// Its line.
    pub place: Place,
}

/// The entries of a list of `family` that are never asked, in order. Entries that FRR refuses do
/// not count.
#[must_use]
pub fn shadowed(family: Family, list: &PrefixList) -> Vec<Shadowed> {
    let mut trie = Trie::default();
    let mut found = Vec::new();
    for (at, key, lengths) in keys(family, list) {
        match trie.takers(key, lengths) {
            Some(takers) => found.push((at, takers)),
            None => trie.insert(key, lengths, at),
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    explained(family, list, found)
}

/// Which entries take what the entries in `found` match: where those of one action do so alone,
/// the ones that did so first.
fn explained(family: Family, list: &PrefixList, found: Vec<(u32, Vec<u32>)>) -> Vec<Shadowed> {
    let (mut permits, mut denies) = (Trie::default(), Trie::default());
    let entry_at = |at: u32| list.entries.get(at as usize);
    let last = list.entries.last().map(|entry| entry.seq);
    let mut found = found.into_iter().peekable();
    let mut explained = Vec::new();
    for (at, key, lengths) in keys(family, list) {
        let Some(entry) = entry_at(at) else { continue };
        let (same, other) = match entry.action {
            Action::Permit => (&mut permits, &mut denies),
            Action::Deny => (&mut denies, &mut permits),
        };
        let Some((_, together)) = found.next_if(|(found, _)| *found == at) else {
            same.insert(key, lengths, at);
            continue;
        };
        let (alike, unlike) = (same.takers(key, lengths), other.takers(key, lengths));
        let end = |takers: &Option<Vec<u32>>| takers.as_ref().and_then(|them| them.last().copied());
        let is_said_before = match (end(&alike), end(&unlike)) {
            (Some(alike), Some(unlike)) => alike < unlike,
            (alike, _) => alike.is_some(),
        };
        let first = if is_said_before { alike } else { unlike };
        let takers = first.unwrap_or(together);
        let takers: Vec<&PrefixEntry> = takers.iter().filter_map(|at| entry_at(*at)).collect();
        let mut same = takers
            .iter()
            .filter(|one| key_of(family, one) == Some((key, lengths)));
        explained.push(Shadowed {
            entry: entry.clone(),
            repeats: same.next().filter(|_| is_said_before).map(|one| one.place),
            by: (takers.iter())
                .map(|one| Shadowing {
                    seq: one.seq,
                    action: one.action,
                    place: one.place,
                })
                .collect(),
            is_said_before,
            is_final_any: Some(entry.seq) == last && lengths == Lengths::all(family),
        });
    }
    explained
}

/// What the entries take that FRR does not refuse, with their positions.
fn keys(family: Family, list: &PrefixList) -> impl Iterator<Item = (u32, Key, Lengths)> {
    (0..).zip(&list.entries).filter_map(move |(at, entry)| {
        let (key, lengths) = key_of(family, entry)?;
        Some((at, key, lengths))
    })
}

/// The prefix and the lengths that an entry takes; `None` if FRR refuses it.
fn key_of(family: Family, entry: &PrefixEntry) -> Option<(Key, Lengths)> {
    if !entry.is_valid() {
        return None;
    }
    Some(match entry.prefix {
        Some(prefix) => (Key::of(prefix), Lengths::range(entry.lengths())),
        None => (Key { bits: 0, len: 0 }, Lengths::all(family)),
    })
}
