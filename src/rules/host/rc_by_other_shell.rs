//! `rc-by-other-shell`.

use rustc_hash::FxHashSet;

use crate::finding::{Edit, Finding, Fix};
use crate::host::jail_commands::ForeignShell;
use crate::host::{Host, HostJail};
use crate::rules::edits::{text_at, word_once};
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// /etc/rc is run by something that is no sh(1).
    ///
    /// /etc/rc and /etc/rc.shutdown are scripts of sh(1). csh(1) stops at their first lines, and
    /// the jail is up without a single service, or goes down without stopping any.
    ///
    /// Silent about shells that understand sh(1)'s language.
    ///
    /// Source: libexec/rc/rc.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; exec.start = "/bin/csh /etc/rc"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; exec.start = "/bin/sh /etc/rc"; }
    /// ```
    "rc-by-other-shell", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let mut told: FxHashSet<Place> = FxHashSet::default();
    for jail in &host.jails {
        for found in jail.foreign_shells() {
            if told.insert(found.shell_place) {
                report.add(render(host, jail, &found, report));
            }
        }
    }
}

fn render(host: &Host, jail: &HostJail, found: &ForeignShell, report: &Report) -> Finding {
    let ForeignShell {
        shell,
        shell_place,
        script,
    } = found;
    let name = jail.name();
    let consequence = match script.as_str() {
        "/etc/rc" => format!("jail {name} starts no service"),
        _ => format!("jail {name} stops no service"),
    };
    let message = format!("{shell} cannot run {script}, a script of sh(1): {consequence}");
    let finding = report
        .finding(*shell_place, message)
        .note("run it by /bin/sh");
    let at = text_at(host, *shell_place).and_then(|text| word_once(text, *shell_place, shell));
    match at {
        Some(at) => finding.fix(Fix::safe(
            "run it by /bin/sh",
            vec![Edit::replace(at, "/bin/sh")],
        )),
        None => finding,
    }
}
