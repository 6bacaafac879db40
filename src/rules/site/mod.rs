//! Rules about hosts that are checked together.

pub mod jail_address_filtered;
pub mod jail_address_not_announced;
pub mod jail_address_rejected_by_peer;
pub mod proxy_arp_mismatch;
pub mod static_route_shadows_bgp;
