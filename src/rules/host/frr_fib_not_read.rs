//! `frr-fib-not-read`.

use crate::finding::Severity;
use crate::host::Host;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// `frr_fib` in rc.conf, which nobody reads.
    ///
    /// FRR's rc script sets its own name to that of the daemon that it starts, so rc.subr looks
    /// up `zebra_fib`, `bgpd_fib` and so on, never `frr_fib`. The daemons run in FIB 0. Where
    /// watchfrr starts them (the ports from frr9 on), `watchfrr_fib` covers them all.
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
    let number = frr_fib.number;
    if frr_fib.missed.is_empty() {
        let message = format!("frr_fib is never read; the daemons run in FIB {number} without it");
        let finding = report.finding_at(Severity::Info, frr_fib.place, message);
        report.add(finding.note("remove the line"));
        return;
    }
    let variables: Vec<_> = frr_fib
        .missed
        .iter()
        .map(|daemon| format!("{daemon}_fib=\"{number}\""))
        .collect();
    let message = format!(
        "frr_fib is never read: {} will not run in FIB {number}",
        frr_fib.missed.join(" and ")
    );
    let finding = report
        .finding(frr_fib.place, message)
        .note("FRR's rc script goes by the name of each daemon, so rc.subr looks for the FIB under that name")
        .note(format!("write {} instead", variables.join(" and ")));
    report.add(finding);
}
