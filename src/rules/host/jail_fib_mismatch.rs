//! `jail-fib-mismatch`.

use std::collections::BTreeSet;

use crate::finding::{Edit, Finding, Fix};
use crate::host::jails::JailAddress;
use crate::host::{Host, HostJail};
use crate::rules::edits::text_at;
use crate::rules::jail_edits::at_end_of_block;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A jail runs in another FIB than the interface that has its address.
    ///
    /// `exec.fib` decides in which FIB the jail's processes look up routes; `fib N` in rc.conf's
    /// `ifconfig_IF` decides in which FIB the address has its connected route and in which one
    /// arriving packets are routed. Where they differ, requests come in by one routing table and
    /// answers leave by another: by another gateway, with a source address that does not belong
    /// there, or not at all.
    ///
    /// Silent where one of the jail's interfaces is in its FIB, and where that FIB, other than 0,
    /// has a default route of its own or FRR fills it from its neighbors; and where the files do not tell an interface's FIB: without
    /// rc.conf, with a value known at run time only, or where a script or a hook of the jail sets
    /// it.
    ///
    /// ## Bad
    ///
    /// ```conf boot/loader.conf
    /// net.fibs="2"
    /// ```
    /// ```conf etc/rc.conf
    /// vlans_ix0="50"
    /// ifconfig_ix0_50="inet 192.168.50.2/24 fib 1"
    /// ```
    /// ```conf etc/jail.conf
    /// joker {
    ///     path = "/jails/joker";
    ///     ip4.addr = "ix0.50|203.0.113.201";
    /// }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf boot/loader.conf
    /// net.fibs="2"
    /// ```
    /// ```conf etc/rc.conf
    /// vlans_ix0="50"
    /// ifconfig_ix0_50="inet 192.168.50.2/24 fib 1"
    /// ```
    /// ```conf etc/jail.conf
    /// joker {
    ///     path = "/jails/joker";
    ///     ip4.addr = "ix0.50|203.0.113.201";
    ///     exec.fib = 1;
    /// }
    /// ```
    "jail-fib-mismatch", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for jail in &host.jails {
        if !host.is_fib_apart(jail) {
            continue;
        }
        let mut seen = BTreeSet::new();
        for (element, interface) in jail.on_interfaces() {
            if seen.insert(interface) && !host.has_own_way_out(jail, element) {
                report.add(render(host, jail, element, interface, report));
            }
        }
    }
}

fn render(
    host: &Host,
    jail: &HostJail,
    element: &JailAddress,
    interface: &str,
    report: &Report,
) -> Finding {
    let name = jail.name();
    let interface_fib = host.interfaces.fib_of(interface);
    let jail_fib = jail.fib.number.unwrap_or(0);
    let message = format!(
        "jail {name} runs in FIB {jail_fib}, but its address {} is on {interface} in FIB \
         {interface_fib}: its answers leave by the wrong routing table",
        element.address
    );
    let mut finding = report
        .finding(element.place, message)
        .note(format!("add `exec.fib = {interface_fib};` to jail {name}"))
        .note(format!(
            "it holds from the next start on: service jail restart {name}"
        ));
    let mut fibs = jail
        .on_interfaces()
        .map(|(_, name)| host.interfaces.fib_of(name));
    // With interfaces in several FIBs, which of them is to be the jail's is not to be guessed.
    if fibs.all(|fib| fib == interface_fib)
        && let Some(fix) = mend(host, jail, interface_fib)
    {
        finding = finding.fix(fix);
    }
    if let Some(interface) = host.interfaces.get(interface) {
        let place = interface.place;
        finding = finding.related(
            place,
            format!("{} is in FIB {interface_fib}", interface.name),
        );
    }
    if let Some(place) = jail.fib.place {
        finding = finding.related(place, format!("jail {name} runs in FIB {jail_fib}"));
    }
    finding
}

/// The right FIB where the jail's own block sets one, else a line at the end of the block.
fn mend(host: &Host, jail: &HostJail, fib: u32) -> Option<Fix> {
    let block = jail.jail.block;
    let text = text_at(host, block)?;
    let title = format!("set exec.fib = {fib} for jail {}", jail.name());
    let edit = match jail.fib.place {
        Some(place) => {
            let own = place.file == block.file
                && block.span.start <= place.span.start
                && place.span.end <= block.span.end;
            let written = text.slice(place.span);
            let bare = written.trim_matches(['"', '\'']);
            let is_number = bare == jail.fib.number?.to_string();
            let right = written.replace(bare, &fib.to_string());
            (own && is_number).then(|| Edit::replace(place, right))?
        }
        None => at_end_of_block(host.file(block.file)?, block, &format!("exec.fib = {fib};"))?,
    };
    Some(Fix::not_safe(title, vec![edit]))
}
