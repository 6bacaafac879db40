//! Communities (RFC 1997): their words, and lists of them.

use std::collections::BTreeSet;

use super::pattern::search;
use super::{Attribute, Outcome};
use crate::host::routing::CommunityList;
use crate::syntax::frr::{Action, CommunityKind, CommunityMode};

/// Not beyond the AS.
pub(super) const NO_EXPORT: u32 = 0xffff_ff01;
/// To nobody.
pub(super) const NO_ADVERTISE: u32 = 0xffff_ff02;
/// Not beyond the AS, nor to other parts of a confederation.
pub(super) const LOCAL_AS: u32 = 0xffff_ff03;

/// About as many as a message of 4096 bytes holds (RFC 4271, 4.1); with more nothing is said.
const MOST: usize = 1000;

const WELL_KNOWN: &[(&str, u32)] = &[
    ("internet", 0),
    ("graceful-shutdown", 0xffff_0000),
    ("accept-own", 0xffff_0001),
    ("blackhole", 0xffff_029a),
    ("no-export", NO_EXPORT),
    ("no-advertise", NO_ADVERTISE),
    ("local-AS", LOCAL_AS),
    ("no-peer", 0xffff_ff04),
];

/// The value of `65000:1` or of a well-known community's name.
fn value_of(word: &str) -> Option<u32> {
    if let Some((_, value)) = WELL_KNOWN.iter().find(|(name, _)| *name == word) {
        return Some(*value);
    }
    let (high, low) = word.split_once(':')?;
    let (high, low) = (high.parse::<u16>().ok()?, low.parse::<u16>().ok()?);
    Some(u32::from(high) << 16 | u32::from(low))
}

fn word_of(value: u32) -> String {
    match WELL_KNOWN
        .iter()
        .find(|(_, known)| *known == value && value != 0)
    {
        Some((name, _)) => (*name).to_owned(),
        None => format!("{}:{}", value >> 16, value & 0xffff),
    }
}

/// What `set community` with these words makes of a route's communities.
pub(super) fn set(communities: &Attribute<BTreeSet<u32>>, words: &str) -> Attribute<BTreeSet<u32>> {
    let mut values = BTreeSet::new();
    let mut additive = false;
    for word in words.split_ascii_whitespace() {
        match value_of(word) {
            Some(value) => drop(values.insert(value)),
            None if word == "additive" => additive = true,
            None => return Attribute::Unknown,
        }
    }
    match communities {
        _ if values.len() > MOST => Attribute::Unknown,
        _ if !additive => Attribute::Known(values),
        Attribute::Known(own) if own.len() + values.len() <= MOST => {
            Attribute::Known(own.union(&values).copied().collect())
        }
        _ => Attribute::Unknown,
    }
}

/// Whether `match community` holds. `old` is whether an FRR before 9 runs, where that is known:
/// such a one lets expanded lists match a route without any community.
pub(super) fn matches(
    list: &CommunityList,
    mode: CommunityMode,
    communities: &Attribute<BTreeSet<u32>>,
    old: Option<bool>,
) -> Outcome {
    let Some(own) = communities.known() else {
        return Outcome::Perhaps;
    };
    if own.is_empty() {
        return if old == Some(false) {
            Outcome::No
        } else {
            Outcome::Perhaps
        };
    }
    if mode != CommunityMode::All {
        return Outcome::Perhaps;
    }
    let text: Vec<String> = own.iter().map(|value| word_of(*value)).collect();
    let text = text.join(" ");
    for entry in &list.patterns.entries {
        let matches = match list.kind {
            CommunityKind::Standard => all_in(&entry.pattern, own),
            CommunityKind::Expanded => search(&entry.pattern, &text),
            CommunityKind::Large | CommunityKind::Extended => Outcome::Perhaps,
        };
        match matches {
            Outcome::Yes => return Outcome::of(entry.action == Action::Permit),
            Outcome::No => {}
            Outcome::Perhaps => return Outcome::Perhaps,
        }
    }
    Outcome::No
}

/// Whether a route has all communities of a standard entry; `internet` is had by every route.
fn all_in(pattern: &str, own: &BTreeSet<u32>) -> Outcome {
    let mut words = pattern.split_ascii_whitespace();
    let had = words.try_fold(true, |had, word| {
        let value = value_of(word)?;
        Some(had && (value == 0 || own.contains(&value)))
    });
    had.map_or(Outcome::Perhaps, Outcome::of)
}
