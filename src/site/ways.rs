//! What is found out once of each jail address, however many rules ask.

use std::sync::{Arc, OnceLock};

use super::Site;
use super::address::SiteAddress;
use super::journey::Way;
use super::peers::HostIndex;
use super::privacy::Blocks;
use crate::host::Host;

/// What is known of each of a host's jail addresses.
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
