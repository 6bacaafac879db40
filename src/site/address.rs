//! A jail's address as one of the site's.

use std::sync::{Arc, OnceLock};

use super::Site;
use super::journey::Way;
use super::peers::HostIndex;
use super::privacy::Blocks;
use crate::host::jails::JailAddress;
use crate::host::{Host, HostJail};

/// A jail's address and where in the site it is.
#[derive(Clone, Copy, Debug)]
pub struct SiteAddress<'a> {
    /// Which host.
    pub index: HostIndex,
    /// The host.
    pub host: &'a Host,
    /// The jail.
    pub jail: &'a HostJail,
    /// The address.
    pub element: &'a JailAddress,
    /// Which one it is among the host's.
    position: usize,
}

/// What is known of the ways of each of a host's jail addresses. Several rules ask for them.
#[derive(Debug, Default)]
pub(super) struct KnownWays {
    by_position: Vec<Known>,
}

#[derive(Debug)]
struct Known {
    is_announced: bool,
    ways: OnceLock<Arc<[Way]>>,
}

impl KnownWays {
    pub(super) fn of(host: &Host, blocks: &Blocks) -> Self {
        let known = host.jail_addresses().map(|(_, element)| Known {
            is_announced: !blocks.is_private(element.address) && !host.is_on_link(element),
            ways: OnceLock::new(),
        });
        Self {
            by_position: known.collect(),
        }
    }

    /// The ways of `address`, found out the first time.
    pub(super) fn get(
        &self,
        address: SiteAddress<'_>,
        find: impl FnOnce() -> Vec<Way>,
    ) -> Arc<[Way]> {
        match self.by_position.get(address.position) {
            Some(known) => Arc::clone(known.ways.get_or_init(|| find().into())),
            None => find().into(),
        }
    }
}

impl Site {
    /// The addresses that the jails of a host take from its interfaces.
    pub fn jail_addresses(&self, index: HostIndex) -> impl Iterator<Item = SiteAddress<'_>> {
        let hosts = self.host(index).into_iter();
        hosts.flat_map(move |host| {
            let addresses = host.jail_addresses().enumerate();
            addresses.map(move |(position, (jail, element))| SiteAddress {
                index,
                host,
                jail,
                element,
                position,
            })
        })
    }

    /// The jail addresses of a host that can only be reached if the host announces them: public
    /// and on no network that is connected to their interface.
    pub fn announced_addresses(&self, index: HostIndex) -> impl Iterator<Item = SiteAddress<'_>> {
        let known = self.ways.get(index.0);
        self.jail_addresses(index).filter(move |address| {
            let own = known.and_then(|known| known.by_position.get(address.position));
            own.is_some_and(|own| own.is_announced)
        })
    }
}
