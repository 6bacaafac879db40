//! For which addresses a host answers ARP requests in another's place.

use std::net::IpAddr;

use super::Host;
use crate::text::Place;

/// Whether a host answers for an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArpAnswer {
    /// It does: by this entry, or for whatever it has a route to.
    Given(Option<Place>),
    /// It does for others, by entries such as this.
    Missing(Place),
    /// Some of its entries are known at run time only; this is the first.
    Unknown(Place),
}

impl Host {
    /// Whether the kernel answers ARP requests for every address that it has a route to by another
    /// interface (arp(4), `net.link.ether.inet.proxyall`; `arpproxy_all` of rc.conf sets it), or
    /// may do so.
    #[must_use]
    pub fn answers_arp_for_all(&self) -> bool {
        let setting = self.settings.intended("net.link.ether.inet.proxyall");
        let by_sysctl = setting.is_some_and(|setting| setting.value.trim() != "0");
        let variable = "arpproxy_all";
        let may_be_set = self.rc.get(variable).is_some_and(|set| !set.known);
        by_sysctl || may_be_set || self.rc.yes(variable) == Some(true)
    }

    /// Whether it answers for an address in a network of its own; `None` where no such answer is
    /// asked of it: the address is in none of its networks, or it publishes nothing at all.
    #[must_use]
    pub fn arp_answer(&self, address: IpAddr) -> Option<ArpAnswer> {
        let first = self.published_arp.first()?;
        if !address.is_ipv4() || self.interfaces.on_link(address).is_none() {
            return None;
        }
        let mut entries = self.published_arp.iter();
        if let Some(own) = entries.find(|entry| entry.address == Some(address)) {
            return Some(ArpAnswer::Given(Some(own.place)));
        }
        if self.answers_arp_for_all() {
            return Some(ArpAnswer::Given(None));
        }
        let mut entries = self.published_arp.iter();
        Some(match entries.find(|entry| entry.address.is_none()) {
            Some(unknown) => ArpAnswer::Unknown(unknown.place),
            None => ArpAnswer::Missing(first.list),
        })
    }
}
