//! Rules about hosts that are checked together.

pub mod jail_address_filtered;
pub mod jail_address_not_announced;
pub mod jail_address_rejected_by_peer;
mod permit;
pub mod proxy_arp_mismatch;
pub mod static_route_shadows_bgp;

use std::collections::BTreeSet;

use crate::finding::{Finding, Severity};
use crate::policy::{Decider, Entry};
use crate::text::Place;

/// Mistakes that stop every address alike: a session without a filter, a list that is not
/// defined. Each is told once, at the first address that it stops.
#[derive(Debug, Default)]
struct SharedMistakes {
    told: BTreeSet<Place>,
}

impl SharedMistakes {
    /// Whether this decision is to be told, `severity` being that of the finding. Where another
    /// neighbor gets the address, a session without a filter is left alone: such is every
    /// session that carries another family only.
    fn is_new(&mut self, severity: Severity, decider: &Decider) -> bool {
        match decider.entry {
            Entry::NoPolicy if severity == Severity::Info => false,
            _ if !is_shared(decider) => true,
            _ => self.told.insert(decider.place),
        }
    }
}

fn is_shared(decider: &Decider) -> bool {
    matches!(decider.entry, Entry::NoPolicy | Entry::Undefined)
}

/// Says that other addresses do not fare better, where that is so.
fn with_others(finding: Finding, decider: &Decider) -> Finding {
    if is_shared(decider) {
        finding.note("this stops every other address on this way, too")
    } else {
        finding
    }
}

/// The list or, where none decided, the filter in which a route would have to be permitted.
fn where_to_permit(decider: &Decider) -> String {
    match decider.entry {
        Entry::NoPolicy => "a filter for this neighbor and direction".to_owned(),
        Entry::Undefined => format!("{}, once it is defined", decider.list),
        _ if decider.list.is_empty() => "the session".to_owned(),
        _ => decider.list.clone(),
    }
}
