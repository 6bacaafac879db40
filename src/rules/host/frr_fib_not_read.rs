//! `frr-fib-not-read`.

use crate::finding::{Edit, Fix, Severity};
use crate::host::Host;
use crate::host::daemons::{Frr, FrrFib, Watchfrr};
use crate::rules::edits::{lines_instead, remove_assignments, text_at};
use crate::rules::words::listed;
use crate::rules::{Report, declare_rule};
use crate::vocabulary::FrrVersion;

declare_rule! {
    /// `frr_fib` in rc.conf, which nobody reads.
    ///
    /// FRR's rc script sets its own name to that of the daemon that it starts, so rc.subr looks
    /// up `zebra_fib`, `bgpd_fib` and so on, never `frr_fib`. The daemons run in FIB 0.
    ///
    /// Where watchfrr starts them (the ports from frr9 on, unless `watchfrr_enable` is off), they
    /// inherit its FIB, and the fix sets `watchfrr_fib`; else it sets the variable of each daemon.
    /// It moves daemons into another FIB and is not safe, but where the port is known to have no
    /// watchfrr and the daemons' own variables are all that counts.
    ///
    /// Silent where `frr_enable` is off.
    ///
    /// Source: the ports' rc script (net/frr10, files/frr.in), rc.subr(8).
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
    /// watchfrr_fib="1"
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
    let message = format!(
        "frr_fib is never read: {} will not run in FIB {number}",
        listed(&frr_fib.missed)
    );
    let variables = instead(&host.frr, frr_fib);
    let written: Vec<_> = variables
        .iter()
        .map(|name| format!("{name}=\"{number}\""))
        .collect();
    let finding = report
        .finding(frr_fib.place, message)
        .note("FRR's rc script goes by the name of each daemon, so rc.subr looks for the FIB under that name");
    let finding = match host.frr.watchfrr {
        Watchfrr::Off => finding.note(format!("write {} instead", listed(&written))),
        Watchfrr::Runs => finding.note(format!(
            "write {} instead: watchfrr starts the daemons, and they inherit its FIB",
            listed(&written)
        )),
        Watchfrr::RunsSinceFrr9 => finding.note(format!(
            "write {} instead: watchfrr starts the daemons, and they inherit its FIB; the ports \
             before frr9 have no watchfrr, and a variable for each daemon is needed",
            listed(&written)
        )),
    };
    report.add(finding.fix(rewrite(host, frr_fib, &variables)));
}

/// The variables that do what `frr_fib` was meant to do.
fn instead(frr: &Frr, frr_fib: &FrrFib) -> Vec<String> {
    match frr.watchfrr {
        Watchfrr::Runs | Watchfrr::RunsSinceFrr9 => vec!["watchfrr_fib".to_owned()],
        Watchfrr::Off => {
            let missed = frr_fib.missed.iter();
            missed.map(|daemon| format!("{daemon}_fib")).collect()
        }
    }
}

/// These variables instead of the line. One that is set already gets its new value where it
/// stands. Lines that this one overrides go too: without it they would be in force.
fn rewrite(host: &Host, frr_fib: &FrrFib, variables: &[String]) -> Option<Fix> {
    let mut assignments: Vec<_> = host.rc.all_of("frr_fib").collect();
    let last = assignments.pop().filter(|last| last.known)?;
    let text = text_at(host, last.place)?;
    let number = frr_fib.number;
    let mut edits = Vec::new();
    let mut lines = Vec::new();
    for name in variables {
        match host.rc.get(name) {
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
    let title = format!("set {} instead", listed(variables));
    // Only in a port without watchfrr it is sure that these variables move these daemons and no other.
    let is_older = host
        .frr_version
        .known()
        .is_some_and(|v| v < FrrVersion::new(9, 0));
    Some(Fix {
        safe: is_older,
        ..Fix::not_safe(title, edits)
    })
}
