//! `frr-incomplete-command`.

use super::refused::{finding, refusals, severity_and_name};
use crate::finding::Severity;
use crate::host::Host;
use crate::rules::{Report, declare_rule};
use crate::syntax::frr::Verdict;

declare_rule! {
    /// A line breaks off before the command is complete, and FRR passes it over.
    ///
    /// vtysh says "Command incomplete" while the file is loaded. Commands of the nodes around are
    /// not tried then.
    ///
    /// Source: the command listings of FRR 8.4.4, 10.3 and 10.7.1, and runs of `vtysh -C`.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip prefix-list jails seq 5 permit
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip prefix-list jails seq 5 permit 203.0.113.192/27 ge 32
    /// ```
    "frr-incomplete-command", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for alike in refusals(host, Verdict::Incomplete) {
        let (_, frr) = severity_and_name(&alike.defect.when, Severity::Error);
        let message = format!("{frr} refuses this line: the command is not complete");
        report.add(finding(report, host, &alike, message));
    }
}
