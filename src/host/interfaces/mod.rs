//! Interfaces as rc.conf sets them up: addresses and FIBs (rc.conf(5), network.subr).

mod address;
mod arguments;
mod collect;
mod made;
mod names;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;

use super::fibs::FibUse;
use super::rc::variable_suffix;
use crate::text::Place;

pub use arguments::{
    Argument, Arguments, Family, Other, OtherRole, WordDefect, WordDefectKind, WrittenAddress,
};
pub use made::{Made, Renamed};
pub use names::{Role, interface_in};

/// One interface.
#[derive(Clone, Debug)]
pub struct Interface {
    /// Its name, such as `lagg0.50`.
    pub name: String,
    /// Its FIB: the last `fib N` that rc.conf gives it, else 0.
    pub fib: u32,
    /// Whether that is certain: false where it depends on run time.
    pub fib_known: bool,
    /// Where the FIB is said, else where the interface is first named.
    pub place: Place,
    /// Addresses that rc.conf gives it.
    pub addresses: Vec<InterfaceAddress>,
    /// Whether it also gets addresses that the files do not tell, by DHCP or router
    /// advertisements.
    pub dynamic: bool,
}

/// An address of the host itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterfaceAddress {
    /// Address and prefix length.
    pub network: IpNet,
    /// Where it is set.
    pub place: Place,
}

/// A variable that sets up an interface, read.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The variable.
    pub variable: String,
    /// The interface's name.
    pub interface: String,
    /// What the variable is for.
    pub role: Role,
    /// False where the value, or whether it is set at all, depends on run time.
    pub known: bool,
    /// The whole assignment.
    pub place: Place,
    /// The variable's name.
    pub name_place: Place,
    /// The value, without quotes.
    pub value_place: Place,
    /// The first word; empty if there is none.
    pub first: String,
    /// Its words.
    pub arguments: Arguments,
}

/// The interfaces of a host.
#[derive(Clone, Debug, Default)]
pub struct Interfaces {
    list: Vec<Interface>,
    by_suffix: BTreeMap<String, usize>,
    /// The FIB of interfaces that rc.conf does not name; `None` without rc.conf.
    unnamed_fib: Option<u32>,
    changes: Vec<FibChange>,
    /// Places that ask for a FIB.
    pub fib_uses: Vec<FibUse>,
    /// The variables that set interfaces up, in the order in which network.subr runs them.
    pub setups: Vec<Setup>,
    /// Which interfaces rc.conf creates and renames.
    pub made: Made,
}

/// An `ifconfig IF fib N` of a script or a hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FibChange {
    /// The interface; `None` where it is known at run time only.
    pub interface: Option<String>,
    /// The FIB; `None` where it is known at run time only.
    pub fib: Option<u32>,
}

impl Interfaces {
    /// All of them, in the order of rc.conf.
    pub fn iter(&self) -> impl Iterator<Item = &Interface> {
        self.list.iter()
    }

    /// The interface called `name`, as rc.conf would look it up.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Interface> {
        self.by_suffix
            .get(&variable_suffix(name))
            .and_then(|index| self.list.get(*index))
    }

    /// The FIB of interface `name`: 0 where rc.conf says nothing.
    #[must_use]
    pub fn fib_of(&self, name: &str) -> u32 {
        self.get(name)
            .map_or(self.unnamed_fib.unwrap_or(0), |interface| interface.fib)
    }

    /// Whether interface `name` is in `fib`, or may be, as far as the files tell.
    #[must_use]
    pub fn may_be_in(&self, name: &str, fib: u32) -> bool {
        let by_rc = match self.get(name) {
            Some(interface) => !interface.fib_known || interface.fib == fib,
            None => self.unnamed_fib.is_none_or(|unnamed| unnamed == fib),
        };
        by_rc
            || self.changes.iter().any(|change| {
                let named = change.interface.as_deref();
                named.is_none_or(|named| named == name)
                    && change.fib.is_none_or(|number| number == fib)
            })
    }

    /// A script or a hook puts an interface into another FIB.
    pub fn change_fib(&mut self, change: FibChange) {
        self.changes.push(change);
    }

    /// The interface that has exactly this address.
    #[must_use]
    pub fn with_address(&self, address: IpAddr) -> Option<(&Interface, &InterfaceAddress)> {
        self.all_addresses()
            .find(|(_, own)| own.network.addr() == address)
    }

    /// The interface on whose network the address lies.
    #[must_use]
    pub fn on_link(&self, address: IpAddr) -> Option<(&Interface, &InterfaceAddress)> {
        self.all_addresses()
            .filter(|(_, own)| own.network.prefix_len() < own.network.max_prefix_len())
            .find(|(_, own)| own.network.contains(&address))
    }

    fn all_addresses(&self) -> impl Iterator<Item = (&Interface, &InterfaceAddress)> {
        self.list
            .iter()
            .flat_map(|interface| interface.addresses.iter().map(move |own| (interface, own)))
    }
}
