//! Rules about hosts that are checked together.

pub mod jail_address_filtered;
pub mod jail_address_not_announced;
pub mod jail_address_rejected_by_peer;
mod permit;
pub mod proxy_arp_mismatch;
pub mod static_route_shadows_bgp;

use std::collections::BTreeSet;

use crate::finding::{Finding, Severity};
use crate::host::Host;
use crate::host::routing::{Name, UsedBy};
use crate::policy::{Decider, Entry};
use crate::rules::edits::text_at;
use crate::syntax::frr::FilterKind;
use crate::text::Place;

/// Mistakes that stop every address alike: a session without a filter. Each is told once, at the
/// first address that it stops. Lists that are not defined are told by rules of their own.
#[derive(Debug, Default)]
struct SharedMistakes {
    told: BTreeSet<Place>,
}

impl SharedMistakes {
    /// Whether this decision is to be told, `severity` being that of the finding. Where another
    /// neighbor gets the address, a session without a filter is left alone: such is every
    /// session that carries another family only.
    fn is_new(&mut self, host: &Host, severity: Severity, decider: &Decider) -> bool {
        match decider.entry {
            _ if lacks_a_list(host, decider) => false,
            Entry::NoPolicy if severity == Severity::Info => false,
            _ if !is_shared(decider) => true,
            _ => self.told.insert(decider.place),
        }
    }
}

fn is_shared(decider: &Decider) -> bool {
    matches!(decider.entry, Entry::NoPolicy)
}

/// Whether a list that the files of `host` do not define has to do with the decision: it is
/// itself asked, or a clause of the route-map that decided asks for it.
fn lacks_a_list(host: &Host, decider: &Decider) -> bool {
    let asks = |name: &Name| {
        name.uses.iter().any(|one| match one.by {
            UsedBy::Match(entry) => {
                let text = text_at(host, entry.map);
                text.is_some_and(|text| text.slice(entry.map.span) == decider.list)
            }
            _ => false,
        })
    };
    match decider.kind {
        _ if decider.entry == Entry::Undefined => true,
        Some(FilterKind::RouteMap) => host.routing.names.undefined().any(asks),
        _ => false,
    }
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
        _ if decider.list.is_empty() => "the session".to_owned(),
        _ => decider.list.clone(),
    }
}
