//! `include-without-match`.

use super::jail_words::on_releases;
use crate::files::Layout;
use crate::finding::{Finding, Severity};
use crate::host::Host;
use crate::host::jails::{DefectKind, JailDefect};
use crate::rules::{Report, declare_rule};
use crate::vocabulary::FreebsdRelease;

declare_rule! {
    /// An `.include` of jail.conf brings nothing in.
    ///
    /// A file that is named without wildcards must be there, or jail(8) starts no jail at all; a
    /// pattern may match nothing, which is told at info. Files that include each other in a
    /// circle, or deeper than 32 files, end in `maximum include depth exceeded`.
    ///
    /// `.include` came with FreeBSD 14.0. Before, it is read as a parameter, which is unknown,
    /// so that no jail starts; where the release is not known, that is told at info.
    ///
    /// Whether a file is there can be said of a folder with `etc/jail.conf` and the like below
    /// it; the rule is silent about files in one folder without FreeBSD's paths, and about files
    /// given one by one.
    ///
    /// Source: usr.sbin/jail/config.c.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// .include "/etc/jail.defaults.conf";
    /// media { path = "/jails/media"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf cellblock.toml
    /// [hosts.host]
    /// freebsd = "14.2"
    /// ```
    /// ```conf host/etc/jail.conf
    /// .include "/etc/jail.defaults.conf";
    /// media { path = "/jails/media"; }
    /// ```
    /// ```conf host/etc/jail.defaults.conf
    /// mount.devfs;
    /// ```
    "include-without-match", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    // What holds on some releases only is said once.
    let mut told = false;
    for defect in &host.jail_defects {
        let finding = match &defect.kind {
            DefectKind::IncludeStatement if told => None,
            DefectKind::IncludeStatement => {
                told = host.freebsd.known().is_none();
                statement(host, defect, report)
            }
            DefectKind::IncludeWithoutMatch { pattern } => {
                without_match(host, defect, pattern, report)
            }
            DefectKind::IncludeLoop => {
                let message =
                    "this file includes itself, directly or through others: no jail starts";
                Some(report.finding(defect.place, message))
            }
            DefectKind::IncludeTooDeep => {
                let message = "files include each other deeper than 32 files: no jail starts";
                Some(report.finding(defect.place, message))
            }
            _ => None,
        };
        if let Some(finding) = finding {
            report.add(finding);
        }
    }
}

fn statement(host: &Host, defect: &JailDefect, report: &Report) -> Option<Finding> {
    let unknown = |release: FreebsdRelease| release.major < 14;
    let message = ".include came with FreeBSD 14.0 and is an unknown parameter before: no jail \
                   starts";
    let where_ = (Severity::Error, defect.place);
    let finding = on_releases(host, report, where_, unknown, message.to_owned())?;
    Some(finding.note(
        "before, rc.d/jail reads /etc/jail.conf.d/NAME.conf for each NAME of jail_list (13.0)",
    ))
}

fn without_match(
    host: &Host,
    defect: &JailDefect,
    pattern: &str,
    report: &Report,
) -> Option<Finding> {
    // What lies above the host's folder, or where its files lie at all, is not known.
    if host.layout != Layout::Root || pattern.contains("..") || pattern.is_empty() {
        return None;
    }
    if pattern.contains(['*', '?', '[']) {
        let message = format!("no file matches {pattern}, so nothing is included");
        return Some(report.finding_at(Severity::Info, defect.place, message));
    }
    let message = format!("there is no file {pattern} on this host: no jail starts");
    let finding = report.finding(defect.place, message);
    Some(finding.note("a missing file is an error unless its name has a wildcard"))
}
