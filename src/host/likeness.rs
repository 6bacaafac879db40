//! Whether two hosts' files are of one machine: as it was and as it is to be, or for several
//! releases.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::Host;

impl Host {
    /// Whether the other host looks like another version of this one: they have one name, or
    /// all their own addresses in common. Two machines cannot.
    #[must_use]
    pub fn is_version_of(&self, other: &Self) -> bool {
        let name = |host: &Self| Some(host.rc.get("hostname")?.value.clone());
        let own = |host: &Self| -> BTreeSet<IpAddr> {
            let all = host.interfaces.iter().flat_map(|one| &one.addresses);
            let addresses = all.map(|own| own.network.addr());
            addresses.filter(|address| !address.is_loopback()).collect()
        };
        let (here, there) = (own(self), own(other));
        let same_name = name(self).is_some_and(|own| !own.is_empty() && Some(own) == name(other));
        same_name || (!here.is_empty() && here == there)
    }
}
