//! `version-dependent-global`.

use super::jail_words::names;
use crate::finding::{Finding, Severity};
use crate::host::Host;
use crate::host::jails::{DefectKind, JailDefect};
use crate::rules::words::{self, jails};
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// Which of a global and a jail's own value wins depends on the release.
    ///
    /// A parameter outside every block is for all jails, and what comes later in the file wins.
    /// Since FreeBSD 14.0 all globals of a file stand where the first of them stands; before,
    /// those behind a jail stay there. So where there are globals before and behind a jail, one
    /// behind it overrides the jail's own value on 12.x and 13.x, and does not on 14.0 and later.
    ///
    /// A `+=` behind the jail adds to the jail's value on 12.x and 13.x, and stands before it from
    /// 14.0 on, where a `=` of the jail drops it.
    ///
    /// A warning where the host runs 12.x or 13.x, where the jail does not get what its block
    /// says; otherwise told at info.
    ///
    /// Source: usr.sbin/jail/jailparse.y.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// exec.clean;
    /// media { path = "/jails/media"; devfs_ruleset = 5; }
    /// devfs_ruleset = 4;
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// exec.clean;
    /// devfs_ruleset = 4;
    /// media { path = "/jails/media"; devfs_ruleset = 5; }
    /// ```
    "version-dependent-global", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.jail_defects {
        if let DefectKind::VersionDependentGlobal { parameter, adds } = &defect.kind {
            report.add(render(host, defect, parameter, *adds, report));
        }
    }
}

fn render(
    host: &Host,
    defect: &JailDefect,
    parameter: &str,
    adds: bool,
    report: &Report,
) -> Finding {
    let jails = jails(&names(host, defect));
    let (severity, message) = match host.freebsd.known() {
        Some(release) if release.major < 14 && adds => (
            Severity::Warning,
            format!(
                "this {parameter} is added behind what {jails} set before it; from FreeBSD 14.0 \
                 on it comes before that"
            ),
        ),
        Some(_) if adds => (
            Severity::Info,
            format!(
                "this {parameter} comes before what {jails} set; before FreeBSD 14.0 it is added \
                 behind that"
            ),
        ),
        None if adds => (
            Severity::Info,
            format!(
                "this {parameter} is added behind what {jails} set before FreeBSD 14.0, and comes \
                 before that from then on"
            ),
        ),
        Some(release) if release.major < 14 => (
            Severity::Warning,
            format!(
                "this {parameter} overrides the one that {jails} set before it; from FreeBSD \
                 14.0 on it does not"
            ),
        ),
        Some(_) => (
            Severity::Info,
            format!(
                "this {parameter} does not override the one of {jails}; before FreeBSD 14.0 it does"
            ),
        ),
        None => (
            Severity::Info,
            format!(
                "this {parameter} overrides the one of {jails} before FreeBSD 14.0, and does not \
                 from then on"
            ),
        ),
    };
    let finding = report
        .finding_at(severity, defect.place, message)
        .note("put it before the jails: then a jail's own value wins on every release");
    let late = host.late_by_global(defect);
    let finding = match late.is_empty() {
        true => finding,
        false => finding.note(format!(
            "as it is, the network of {} is set up only behind the services",
            words::jails(&late)
        )),
    };
    match host.overridden_by_global(defect) {
        Some(first) => finding.related(first.first, "the first value, which it overrides too"),
        None => finding,
    }
}
