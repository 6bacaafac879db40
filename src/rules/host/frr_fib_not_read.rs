//! `frr-fib-not-read`.

use crate::finding::{Edit, Fix, Severity};
use crate::host::Host;
use crate::host::daemons::FrrFib;
use crate::rules::edits::{lines_instead, remove_assignments, text_at};
use crate::rules::words::listed;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// `frr_fib` in rc.conf, which nobody reads.
    ///
    /// FRR's rc script sets its own name to that of the daemon that it starts, so rc.subr looks
    /// up `zebra_fib`, `bgpd_fib` and so on, never `frr_fib`. The daemons run in FIB 0. Where
    /// watchfrr starts them (the ports from frr9 on), `watchfrr_fib` covers them all. Silent where
    /// `frr_enable` is off.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// frr_enable="YES"
    /// frr_daemons="zebra bgpd"
    /// frr_fib="1"
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// frr_enable="YES"
    /// frr_daemons="zebra bgpd"
    /// zebra_fib="1"
    /// bgpd_fib="1"
    /// ```
    "frr-fib-not-read", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let Some(frr_fib) = &host.frr.frr_fib else {
        return;
    };
    if host.frr.enabled == Some(false) {
        return;
    }
    let number = frr_fib.number;
    if frr_fib.missed.is_empty() {
        let message = format!("frr_fib is never read; the daemons run in FIB {number} without it");
        let finding = report.finding_at(Severity::Info, frr_fib.place, message);
        let finding = finding.note("remove the line");
        let all: Vec<_> = host.rc.all_of("frr_fib").collect();
        report.add(match remove_assignments(&all) {
            Some(removed) => finding.fix(Fix::safe("remove the line", removed)),
            None => finding,
        });
        return;
    }
    let variables: Vec<_> = frr_fib
        .missed
        .iter()
        .map(|daemon| format!("{daemon}_fib=\"{number}\""))
        .collect();
    let message = format!(
        "frr_fib is never read: {} will not run in FIB {number}",
        listed(&frr_fib.missed)
    );
    let finding = report
        .finding(frr_fib.place, message)
        .note("FRR's rc script goes by the name of each daemon, so rc.subr looks for the FIB under that name")
        .note(format!("write {} instead", listed(&variables)));
    report.add(match rewrite(host, frr_fib) {
        Some(fix) => finding.fix(fix),
        None => finding,
    });
}

/// A variable for each daemon instead of the line. One that is set already gets its new value
/// where it stands. Lines that this one overrides go too: without it they would be in force.
fn rewrite(host: &Host, frr_fib: &FrrFib) -> Option<Fix> {
    let mut assignments: Vec<_> = host.rc.all_of("frr_fib").collect();
    let last = assignments.pop().filter(|last| last.known)?;
    let text = text_at(host, last.place)?;
    let number = frr_fib.number;
    let mut edits = Vec::new();
    let mut lines = Vec::new();
    for daemon in &frr_fib.missed {
        let name = format!("{daemon}_fib");
        match host.rc.get(&name) {
            Some(set) if set.literal && set.known => {
                edits.push(Edit::replace(set.value_place, number.to_string()));
            }
            Some(_) => return None,
            None => lines.push(format!("{name}=\"{number}\"")),
        }
    }
    if lines.is_empty() {
        assignments.push(last);
    } else {
        edits.push(lines_instead(text, last.place, &lines));
    }
    edits.extend(remove_assignments(&assignments)?);
    let names: Vec<_> = frr_fib.missed.iter().map(|d| format!("{d}_fib")).collect();
    let title = format!("set {} instead", listed(&names));
    Some(Fix::safe(title, edits))
}
