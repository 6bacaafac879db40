//! `frr-rejected-value`.

use crate::host::Host;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// FRR's grammar takes a line, and the daemon that it is for refuses it.
    ///
    /// `vtysh -C` sees no mistake; the daemon answers when the file is loaded, and the line is
    /// lost. Told here: a second `router bgp` with another AS number in the same VRF. "BGP is
    /// already running", says bgpd, and the lines below are tried where they do not belong.
    ///
    /// Source: runs of bgpd 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  bgp router-id 192.0.2.10
    /// router bgp 65001
    ///  network 203.0.113.192/27
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  bgp router-id 192.0.2.10
    ///  no bgp network import-check
    ///  network 203.0.113.192/27
    /// ```
    "frr-rejected-value", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for speaker in &host.routing.speakers {
        for other in &speaker.other_as {
            let own = speaker.as_number;
            let message = format!(
                "FRR refuses AS {} here: BGP runs with AS {own} already, and the lines below are lost",
                other.number
            );
            let finding = report
                .finding(other.place, message)
                .related(speaker.as_place, "the AS that runs")
                .note("one VRF has one AS; `neighbor X local-as` shows another one to a neighbor");
            report.add(finding);
        }
    }
}
