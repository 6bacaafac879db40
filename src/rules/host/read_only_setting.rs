//! `read-only-setting`.

use crate::finding::Severity;
use crate::host::Host;
use crate::host::settings::Standing;
use crate::rules::{Report, declare_rule};
use crate::vocabulary::{When, releases};

declare_rule! {
    /// A setting that no file can change.
    ///
    /// The kernel only reports this value: neither the loader nor sysctl(8) can set it. In
    /// sysctl.conf the line is refused at boot, in loader.conf it is ignored without a word.
    ///
    /// ## Bad
    ///
    /// ```conf etc/sysctl.conf
    /// net.my_fibnum=1
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web { exec.fib = 1; }
    /// ```
    "read-only-setting", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for setting in &host.settings.assignments {
        let Standing::ReadOnly { when } = &setting.standing else {
            continue;
        };
        let (severity, on) = match when {
            When::Always => (Severity::Warning, host.release_words()),
            When::On(some) => (Severity::Info, format!("FreeBSD {}", releases(some))),
            When::Never => continue,
        };
        let message = format!(
            "{} cannot be set: on {on} the kernel only reports it",
            setting.name
        );
        let finding = report.finding_at(severity, setting.place, message);
        report.add(finding.note("remove the line"));
    }
}
