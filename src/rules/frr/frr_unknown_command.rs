//! `frr-unknown-command`.

use super::refused::{finding, node_words, refusals, severity_and_name, text};
use crate::finding::Severity;
use crate::host::Host;
use crate::host::routing::{LineDefect, Refusal};
use crate::rules::{Report, declare_rule};
use crate::syntax::frr::Verdict;

declare_rule! {
    /// FRR does not know a line and passes it over.
    ///
    /// vtysh tries a line in the node that it is in, then in the nodes around it up to the top
    /// level. What none of them knows is refused with "Unknown command" while the file is loaded;
    /// everything else takes effect, so the mistake shows only in what is missing. The finding
    /// stands at the first word that is not understood.
    ///
    /// Judged as FRR 8.4, 10.3 and 10.7 judge it; a version in between refuses what both its
    /// neighbours refuse. Where the version is not known, what only some of them refuse is info.
    /// Lines of a block that another line ended by accident are told with that line
    /// (`frr-line-leaves-block`).
    ///
    /// Source: the command listings of FRR 8.4.4, 10.3 and 10.7.1, and runs of `vtysh -C`.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65000
    ///  neighbor 192.0.2.1 desciption uplink
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.0.2.1 remote-as 65000
    ///  neighbor 192.0.2.1 description uplink
    /// ```
    "frr-unknown-command", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for alike in refusals(host, Verdict::Unknown) {
        let message = message(host, alike.defect, alike.refusal);
        report.add(finding(report, host, &alike, message));
    }
}

fn message(host: &Host, defect: &LineDefect, refusal: &Refusal) -> String {
    let (_, frr) = severity_and_name(&defect.when, Severity::Error);
    let word = text(host, refusal.word.unwrap_or(defect.place));
    match refusal.understood {
        Some(understood) => {
            let before = text(host, understood);
            format!("{frr} refuses this line: it does not know `{word}` after `{before}`")
        }
        None => {
            let node = node_words(refusal.node);
            format!("{frr} refuses this line: `{word}` is no command in {node}")
        }
    }
}
