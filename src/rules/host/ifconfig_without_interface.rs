//! `ifconfig-without-interface`.

use crate::finding::Finding;
use crate::host::Host;
use crate::host::ifconfig_calls::IfconfigCall;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// ifconfig is told what to do before it is told with which interface.
    ///
    /// ifconfig(8) takes its first word that is no option as the interface. In
    /// `ifconfig inet 192.0.2.1/24 em0` that is `inet`: there is no such interface, and nothing is
    /// set up.
    ///
    /// Looks at scripts and at the exec parameters of jails, also at those in a jail.conf of
    /// globals alone.
    ///
    /// Source: sbin/ifconfig/ifconfig.c.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     exec.prestart = "ifconfig inet 192.0.2.1/24 bridge0 up";
    /// }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     exec.prestart = "ifconfig bridge0 inet 192.0.2.1/24 up";
    /// }
    /// ```
    "ifconfig-without-interface", Warning, Host(check)
}

/// Words that choose an address family: no interface is called so.
const FAMILIES: [&str; 5] = ["inet", "inet6", "ether", "link", "lladdr"];

fn check(host: &Host, report: &mut Report) {
    for call in &host.ifconfig_calls.calls {
        if let Some(finding) = render(call, report) {
            report.add(finding);
        }
    }
}

fn render(call: &IfconfigCall, report: &Report) -> Option<Finding> {
    let family = call.interface.as_deref()?;
    // By itself it asks for the addresses of that family.
    if !FAMILIES.contains(&family) || call.last.is_none() {
        return None;
    }
    let message = format!("ifconfig takes `{family}` for the interface: nothing is set up");
    Some(report.finding(call.place, message).note(format!(
        "write the interface first: ifconfig IF {family} ..."
    )))
}
