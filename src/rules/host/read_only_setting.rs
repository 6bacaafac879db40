//! `read-only-setting`.

use crate::finding::{Fix, Severity};
use crate::host::Host;
use crate::host::settings::Standing;
use crate::rules::edits::{remove_statement, text_at};
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
        let finding = finding.note("remove the line");
        let text = text_at(host, setting.place).filter(|_| *when == When::Always);
        report.add(match text {
            Some(text) => {
                let removed = remove_statement(text, setting.place);
                finding.fix(Fix::safe("remove the line", vec![removed]))
            }
            None => finding,
        });
    }
}
