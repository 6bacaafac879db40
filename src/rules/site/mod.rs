//! Rules about hosts that are checked together.

pub mod as_path_loop;
pub mod bgp_session_mismatch;
pub mod duplicate_address_across_hosts;
pub mod duplicate_router_id;
pub mod host_route_to_upstream;
pub mod ibgp_not_reflected;
pub mod jail_address_filtered;
pub mod jail_address_not_announced;
pub mod jail_address_rejected_by_peer;
mod permit;
pub mod private_address_announced;
pub mod proxy_arp_mismatch;
pub mod redistribute_unfiltered;
pub mod static_route_shadows_bgp;
mod upstream;

use crate::host::Host;
use crate::host::routing::{Name, UsedBy};
use crate::policy::{Decider, Entry};
use crate::rules::edits::text_at;
use crate::syntax::frr::FilterKind;

/// Whether a decision is told at the address that it stops. What stops every address alike, a
/// session without a filter or a list that is not defined, is told by rules of its own.
fn is_of_address(host: &Host, decider: &Decider) -> bool {
    decider.entry != Entry::NoPolicy && !lacks_a_list(host, decider)
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

/// The list or, where none decided, the filter in which a route would have to be permitted.
fn where_to_permit(decider: &Decider) -> String {
    match decider.entry {
        Entry::NoPolicy => "a filter for this neighbor and direction".to_owned(),
        _ if decider.list.is_empty() => "the session".to_owned(),
        _ => decider.list.clone(),
    }
}
