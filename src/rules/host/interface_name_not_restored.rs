//! `interface-name-not-restored`.

use crate::finding::{Edit, Finding, Fix};
use crate::host::jail_commands::LostName;
use crate::host::{Host, HostJail};
use crate::rules::edits::{text_at, word_once};
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A jail gives an interface back under another name than it took it.
    ///
    /// A VNET jail takes the interface that `vnet.interface` names. Where `exec.start` renames it
    /// inside, `exec.stop` has to name it back: with any other name the host has it again when
    /// the jail is gone, but the next start looks for the first name and fails.
    ///
    /// Silent where a hook on the host may name or make the interface.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     vnet;
    ///     vnet.interface = "web.host";
    ///     exec.start = "ifconfig web.host name en0";
    ///     exec.stop = "ifconfig en0 name mail.host";
    /// }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     vnet;
    ///     vnet.interface = "web.host";
    ///     exec.start = "ifconfig web.host name en0";
    ///     exec.stop = "ifconfig en0 name web.host";
    /// }
    /// ```
    "interface-name-not-restored", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for jail in &host.jails {
        for lost in jail.lost_names() {
            report.add(render(host, jail, &lost, report));
        }
    }
}

fn render(host: &Host, jail: &HostJail, lost: &LostName, report: &Report) -> Finding {
    let name = jail.name();
    let LostName {
        taken,
        inside,
        given,
        given_place,
        renamed,
    } = lost;
    let message = format!(
        "jail {name} gives {taken} back as {given}: it does not start a second time, for there is \
         no {taken} any more"
    );
    let finding = report
        .finding(*given_place, message)
        .note(format!("name {inside} back to {taken}"))
        .related(*renamed, format!("{taken} becomes {inside} here"));
    let at = text_at(host, *given_place).and_then(|text| word_once(text, *given_place, given));
    match at {
        Some(at) => finding.fix(Fix::not_safe(
            format!("name it {taken}"),
            vec![Edit::replace(at, taken.as_str())],
        )),
        None => finding,
    }
}
