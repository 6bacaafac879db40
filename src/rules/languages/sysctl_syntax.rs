//! `sysctl-syntax`.

use crate::host::HostFile;
use crate::rules::languages::report_errors;
use crate::rules::{Report, declare_rule};
use crate::syntax::Language;

declare_rule! {
    /// A line of sysctl.conf that sets nothing.
    ///
    /// sysctl(8) wants `name=value`, one a line. A line without `=` or `:` only prints the
    /// value, one with an empty value is refused, and the word `sysctl` in front of the name is
    /// part of the name.
    ///
    /// ## Bad
    ///
    /// ```conf etc/sysctl.conf
    /// net.inet.ip.forwarding 1
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/sysctl.conf
    /// net.inet.ip.forwarding=1
    /// ```
    "sysctl-syntax", Error, File(check)
}

fn check(file: &HostFile, report: &mut Report) {
    report_errors(file, Language::Sysctl, report);
}
