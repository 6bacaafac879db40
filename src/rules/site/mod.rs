//! Rules about hosts that are checked together.

pub mod jail_address_filtered;
pub mod jail_address_not_announced;
pub mod jail_address_rejected_by_peer;
mod permit;
pub mod proxy_arp_mismatch;
pub mod static_route_shadows_bgp;

use crate::policy::{Decider, Entry};

/// The list or, where none decided, the filter in which a route would have to be permitted.
fn where_to_permit(decider: &Decider) -> String {
    match decider.entry {
        Entry::NoPolicy => "a filter for this neighbor and direction".to_owned(),
        Entry::Undefined => format!("{}, once it is defined", decider.list),
        _ if decider.list.is_empty() => "the session".to_owned(),
        _ => decider.list.clone(),
    }
}
