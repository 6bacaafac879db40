//! Whether a jail's answers leave by the routing table in which its address is.

use super::jails::JailAddress;
use super::{Host, HostJail};

impl Host {
    /// Whether the jail's FIB is known to exist and none of its interfaces is or may be in it.
    #[must_use]
    pub fn is_fib_apart(&self, jail: &HostJail) -> bool {
        let Some(fib) = jail.fib.number else {
            return false;
        };
        let mut interfaces = jail.on_interfaces().map(|(_, interface)| interface);
        // What rc.conf does not say, a file that it reads may.
        let is_told = |name: &str| self.rc.is_complete() || self.interfaces.get(name).is_some();
        !jail.is_vnet()
            && !self.fibs.is_out_of_range(fib)
            && !interfaces.any(|name| !is_told(name) || self.interfaces.may_be_in(name, fib))
    }

    /// Whether the jail's FIB reaches the outside by itself: through a default route of the
    /// files, or perhaps through what FRR learns from its neighbors.
    #[must_use]
    pub fn has_own_way_out(&self, jail: &HostJail, element: &JailAddress) -> bool {
        jail.fib.number.is_some_and(|fib| {
            let by_route = self.fibs.has_default_route(fib, element.address);
            fib != 0 && (by_route || self.learns_routes_in(fib))
        })
    }
}
