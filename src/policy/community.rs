//! Communities (RFC 1997): their words, and lists of them.

use std::collections::BTreeSet;

use super::pattern::search;
use super::{Attribute, Outcome};
use crate::host::routing::CommunityList;
use crate::syntax::frr::{Action, CommunityKind, CommunityMode};
use crate::vocabulary::{community_value, community_word};

/// About as many as a message of 4096 bytes holds (RFC 4271, 4.1); with more nothing is said.
const MOST: usize = 1000;

/// What `set community` with these words makes of a route's communities.
pub(super) fn set(communities: &Attribute<BTreeSet<u32>>, words: &str) -> Attribute<BTreeSet<u32>> {
    let mut values = BTreeSet::new();
    let mut additive = false;
    for word in words.split_ascii_whitespace() {
        match community_value(word) {
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
    let text: Vec<String> = own.iter().map(|value| community_word(*value)).collect();
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
        let value = community_value(word)?;
        Some(had && (value == 0 || own.contains(&value)))
    });
    had.map_or(Outcome::Perhaps, Outcome::of)
}
