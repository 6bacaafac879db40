//! `frr-ambiguous-command`.

use super::refused::{finding, refusals, severity_and_name, text};
use crate::finding::Severity;
use crate::host::Host;
use crate::rules::{Report, declare_rule};
use crate::syntax::frr::Verdict;

declare_rule! {
    /// A line may be several commands, and FRR passes it over.
    ///
    /// Words may be cut short as long as the whole line can mean one command only. Otherwise
    /// vtysh says "Ambiguous command" while the file is loaded. With a new version a short form
    /// may become ambiguous; written out, it never does.
    ///
    /// Source: the command listings of FRR 8.4.4, 10.3 and 10.7.1, and runs of `vtysh -C`.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  address-family ipv4 unicast
    ///   redistribute o
    ///  exit-address-family
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  address-family ipv4 unicast
    ///   redistribute ospf
    ///  exit-address-family
    /// ```
    "frr-ambiguous-command", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for alike in refusals(host, Verdict::Ambiguous) {
        let (_, frr) = severity_and_name(&alike.defect.when, Severity::Error);
        let word = text(host, alike.refusal.word.unwrap_or(alike.defect.place));
        let message = format!("{frr} refuses this line: `{word}` may be several words");
        report.add(finding(report, host, &alike, message));
    }
}
