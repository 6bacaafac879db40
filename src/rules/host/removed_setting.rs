//! `removed-setting`.

use crate::finding::{Edit, Fix, Severity};
use crate::host::Host;
use crate::host::settings::Standing;
use crate::rules::edits::{remove_statement, text_at};
use crate::rules::{Report, declare_rule};
use crate::vocabulary::{FreebsdRelease, SettingFile, When, releases, setting};

declare_rule! {
    /// A setting that this release no longer has.
    ///
    /// The line does nothing: the kernel does not look at the loader's variable, and sysctl(8)
    /// says `unknown oid` at the end of the boot, if at all. The page of the setting's successor
    /// tells whether the old value still means the same.
    ///
    /// Which settings are gone, since when, and what came instead is in
    /// `grammars/tables/removed-settings.tsv`. A setting that is gone is taken to stay away on
    /// every later release, those that the tables have not seen among them. Where the release is
    /// not known and only some supported releases have dropped the setting, it is told at info.
    ///
    /// ## Bad
    ///
    /// ```conf etc/sysctl.conf
    /// net.inet.ip.fastforwarding=1
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/sysctl.conf
    /// net.inet.ip.forwarding=1
    /// ```
    "removed-setting", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for assignment in &host.settings.assignments {
        let Standing::Removed { removed, when } = &assignment.standing else {
            continue;
        };
        let (severity, on) = match when {
            When::Always => (Severity::Warning, host.release_words()),
            When::On(some) => (Severity::Info, format!("FreeBSD {}", releases(some))),
            When::Never => continue,
        };
        let name = &assignment.name;
        let reader = match assignment.from {
            SettingFile::Loader => "the kernel does not look at it",
            SettingFile::Sysctl => "sysctl(8) does not find it",
        };
        let since = removed.gone;
        let message = format!("{name} is gone since FreeBSD {since}: on {on} {reader}");
        let mut finding = report.finding_at(severity, assignment.place, message);
        finding = match (removed.instead, removed.note) {
            (Some(instead), Some(note)) => {
                finding.note(format!("its place took {instead}: {note}"))
            }
            (Some(instead), None) => finding.note(format!("its place took {instead}")),
            (None, Some(note)) => finding.note(note),
            (None, None) => finding.note("remove the line"),
        };
        let text = text_at(host, assignment.place).filter(|_| *when == When::Always);
        report.add(match (text, removed.instead) {
            (Some(_), Some(instead)) if has_since(instead, host) => {
                let edit = Edit::replace(assignment.name_place, instead);
                finding.fix(Fix::not_safe(format!("write {instead}"), vec![edit]))
            }
            (Some(text), None) if removed.note.is_none_or(|note| !note.starts_with("set ")) => {
                let edit = remove_statement(text, assignment.place);
                finding.fix(Fix::safe("remove the line", vec![edit]))
            }
            _ => finding,
        });
    }
}

/// Whether the host's release surely has the setting.
fn has_since(name: &str, host: &Host) -> bool {
    let came = setting(name).and_then(|setting| setting.came_with());
    let has = |release: FreebsdRelease| came.is_none_or(|(since, _)| since <= release);
    host.freebsd.when(has) == When::Always
}
