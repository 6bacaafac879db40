//! `inherit-with-address`.

use crate::finding::{Finding, Fix};
use crate::host::{Host, HostJail};
use crate::rules::jail_edits::{is_own, remove_parameter};
use crate::rules::words::jails;
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// A jail is to have all addresses of the host, or none, and is limited to some.
    ///
    /// `ip4.addr` implies `ip4 = new`, and the kernel looks at it after `ip4`: beside it neither
    /// `ip4 = inherit` nor `ip4 = disable` does anything. The jail has the addresses that it
    /// names and no other. The same holds for `ip6` and `ip6.addr`.
    ///
    /// Told where both stand in the jail's own block. Silent where a wildcard or a global says
    /// `inherit` and the jail names addresses, for that is what it gets; silent for jails with
    /// `vnet`, of which `vnet-with-address` tells.
    ///
    /// Source: sys/kern/kern_jail.c, kern_jail_set.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     ip4 = inherit;
    ///     ip4.addr = "em0|192.0.2.10/24";
    /// }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// ip4 = inherit;
    /// web {
    ///     path = "/jails/web";
    ///     ip4.addr = "em0|192.0.2.10/24";
    /// }
    /// mail {
    ///     path = "/jails/mail";
    ///     ip6 = inherit;
    /// }
    /// ```
    "inherit-with-address", Warning, Host(check)
}

/// What says which addresses a jail has, and what names them.
const FAMILIES: [(&str, &str); 2] = [("ip4", "ip4.addr"), ("ip6", "ip6.addr")];

fn check(host: &Host, report: &mut Report) {
    for jail in &host.jails {
        // Of `vnet = inherit` the kernel says the same as of `vnet = new`.
        if jail.jail.parameter("vnet").is_some() || jail.doubtful {
            continue;
        }
        for (mode, addresses) in FAMILIES {
            if let Some(lost) = lost(jail, mode, addresses) {
                report.add(render(host, jail, &lost, report));
            }
        }
    }
}

/// A mode that does not count.
struct Lost<'h> {
    mode: &'static str,
    says: &'h str,
    place: Place,
    addresses: &'static str,
    named: Place,
}

fn lost<'h>(jail: &'h HostJail, mode: &'static str, addresses: &'static str) -> Option<Lost<'h>> {
    let parameter = jail.jail.parameter(mode)?;
    let says = jail.jail.last(mode)?.text.as_str();
    let named = jail.jail.values(addresses).first()?;
    let both_own = is_own(jail, parameter.place) && is_own(jail, named.place);
    let is_lost = matches!(says, "inherit" | "disable") && !named.text.is_empty();
    (both_own && is_lost).then_some(Lost {
        mode,
        says,
        place: parameter.place,
        addresses,
        named: named.place,
    })
}

fn render(host: &Host, jail: &HostJail, lost: &Lost<'_>, report: &Report) -> Finding {
    let Lost {
        mode,
        says,
        addresses,
        ..
    } = lost;
    let names = [jail.name().to_owned()];
    let message = format!(
        "{mode} = {says} has no effect beside {addresses}: {} has the addresses that it names and \
         no other",
        jails(&names)
    );
    let finding = report
        .finding(lost.place, message)
        .note(format!(
            "leave out one of the two: {mode} = {says} or {addresses}"
        ))
        .related(lost.named, "the jail is limited to these");
    match remove_parameter(host, lost.place) {
        // Nothing changes by it.
        Some(edit) => finding.fix(Fix::safe(format!("remove {mode} = {says}"), vec![edit])),
        None => finding,
    }
}
