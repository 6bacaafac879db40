//! An address as one of the site's: a jail's, or one that no jail has.

use super::Site;
use super::peers::HostIndex;
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
    pub(super) position: usize,
}

/// An address that is asked about, a jail's or not.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) index: HostIndex,
    pub(super) host: &'a Host,
    pub(super) jail: Option<&'a HostJail>,
    pub(super) element: &'a JailAddress,
}

impl<'a> From<SiteAddress<'a>> for Asked<'a> {
    fn from(address: SiteAddress<'a>) -> Self {
        Self {
            index: address.index,
            host: address.host,
            jail: Some(address.jail),
            element: address.element,
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
}
