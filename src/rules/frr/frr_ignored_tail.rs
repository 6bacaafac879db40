//! `frr-ignored-tail`.

use super::refused::severity_and_name;
use crate::finding::{Edit, Fix, Severity};
use crate::host::Host;
use crate::host::routing::LineDefectKind;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// An `exit` at the top level ends the file: what follows is never read.
    ///
    /// FRR 10 warns of an early exit and stops there. Older versions go on in the exec mode, where
    /// every line of a configuration is refused. An `exit` too many is easily written after a
    /// block that another line has ended already. The same rule tells of a line that is longer
    /// than FRR reads at once (4095 bytes, 8191 since 10.7): its rest is read as a line of its
    /// own.
    ///
    /// Silent where nothing but comments follows.
    ///
    /// Source: runs of `vtysh -C` of FRR 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// hostname edge
    /// exit
    /// ip prefix-list jails seq 5 permit 203.0.113.192/27 ge 32
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// hostname edge
    /// ip prefix-list jails seq 5 permit 203.0.113.192/27 ge 32
    /// ```
    "frr-ignored-tail", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.routing.line_defects {
        let (severity, frr) = severity_and_name(&defect.when, Severity::Error);
        let finding = match &defect.kind {
            LineDefectKind::EndsFile { unread, ends } => {
                let message = format!(
                    "this `exit` ends the file: {frr} does not read the {unread} lines below it"
                );
                let mut finding = report.finding_at(severity, defect.place, message);
                if let Some((first, _)) = ends {
                    finding = finding.related(*first, "not read from here on");
                }
                let fix = Fix::not_safe("remove the line", vec![Edit::remove(defect.place)]);
                finding.note("there is no block here to leave").fix(fix)
            }
            LineDefectKind::TooLong { bytes } => {
                let message = format!(
                    "{frr} reads {bytes} bytes of this line and takes the rest for another line"
                );
                report.finding_at(severity, defect.place, message)
            }
            _ => continue,
        };
        report.add(finding);
    }
}
