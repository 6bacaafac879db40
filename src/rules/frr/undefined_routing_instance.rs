//! `undefined-routing-instance`.

use super::undefined;
use crate::host::Host;
use crate::host::routing::NameKind;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// An interface is to take part in an instance of IS-IS or OpenFabric that nothing makes.
    ///
    /// `ip router isis NAME` and `ipv6 router isis NAME` in an interface name the instance that
    /// `router isis NAME` makes. Under another name the interface waits for an instance that
    /// never comes: no adjacency forms, and FRR says nothing. OpenFabric is alike.
    ///
    /// Silent where a line that is not understood here, or a script that calls vtysh, has the
    /// name.
    ///
    /// Source: isisd/isis_circuit.c and fabricd of FRR.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// interface ix0
    ///  ip router isis r1
    /// router isis edge
    ///  net 49.0000.0000.0000.0001.00
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// interface ix0
    ///  ip router isis edge
    /// router isis edge
    ///  net 49.0000.0000.0000.0001.00
    /// ```
    "undefined-routing-instance", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    undefined::check(host, |kind| matches!(kind, NameKind::Instance(_)), report);
}
