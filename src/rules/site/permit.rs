//! The fix of the rules about filters: an entry that permits the route, where one more entry of a
//! prefix-list is all that it takes.

use std::collections::BTreeSet;

use super::super::edits::{lines_after, lines_before, text_at};
use crate::finding::Edit;
use crate::policy::{Beside, NewEntry, Outcome, permission};
use crate::site::{HostIndex, Journey, Site, Step};

/// Entries that fixes of one rule add, each under a number of its own.
#[derive(Debug, Default)]
pub(super) struct Permits {
    taken: BTreeSet<(HostIndex, bool, String, u32)>,
}

/// An entry and the edit that adds it.
pub(super) struct Permit {
    pub entry: NewEntry,
    pub edit: Edit,
}

impl Permits {
    /// What lets the route through at a step that stops it.
    pub fn permit(&mut self, site: &Site, journey: &Journey, step: &Step) -> Option<Permit> {
        let host = site.host(step.host)?;
        let prefix = step.route.as_deref()?.prefix;
        let is_ipv4 = prefix.addr().is_ipv4();
        let key = |list: &str, seq| (step.host, is_ipv4, list.to_owned(), seq);
        let entry = permission(
            &host.routing.lists,
            step.decider.as_ref()?,
            prefix,
            |list, seq| self.taken.contains(&key(list, seq)),
            |lists| site.asked_again(journey, step, lists) == Some(Outcome::Yes),
        )?;
        let line = [entry.to_string()];
        let edit = match entry.at {
            Beside::Before(place) => lines_before(text_at(host, place)?, place, &line),
            Beside::After(place) => lines_after(text_at(host, place)?, place, &line),
        };
        self.taken.insert(key(&entry.list, entry.seq));
        Some(Permit {
            entry,
            edit: edit.beside_others(),
        })
    }
}
