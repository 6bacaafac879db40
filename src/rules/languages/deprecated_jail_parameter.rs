//! `deprecated-jail-parameter`.

use super::jail_words::on_releases;
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::jails::{DefectKind, JailDefect};
use crate::rules::edits::text_at;
use crate::rules::words::listed;
use crate::rules::{Report, declare_rule};
use crate::vocabulary::{FreebsdRelease, JailParameter};

declare_rule! {
    /// A jail parameter that others have replaced.
    ///
    /// `allow.sysvipc` shares the host's System V IPC with the jail, all three kinds at once.
    /// `sysvmsg`, `sysvsem` and `sysvshm` (since FreeBSD 11) say it for each kind, and `new`
    /// gives a jail its own. `allow.dying` does nothing since 15.0: a dying jail no longer stands
    /// in the way of a new one.
    ///
    /// It still works, so this is told at info.
    ///
    /// Source: jail(8).
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// db { path = "/jails/db"; allow.sysvipc; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// db { path = "/jails/db"; sysvshm = new; sysvsem = new; }
    /// ```
    "deprecated-jail-parameter", Info, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.jail_defects {
        if let DefectKind::DeprecatedParameter { parameter, bare } = &defect.kind
            && let Some(finding) = render(host, defect, *parameter, *bare, report)
        {
            report.add(finding);
        }
    }
}

fn render(
    host: &Host,
    defect: &JailDefect,
    parameter: JailParameter,
    bare: bool,
    report: &Report,
) -> Option<Finding> {
    let (since, instead) = parameter.replacement()?;
    let name = parameter.name();
    let message = match instead.as_slice() {
        [] => format!("{name} has no effect any more"),
        _ => format!("{name} is deprecated"),
    };
    let holds = |release: FreebsdRelease| since.is_none_or(|since| release >= since);
    let where_ = (Severity::Info, defect.place);
    let finding = on_releases(host, report, where_, holds, message)?;
    if instead.is_empty() {
        return Some(finding.note("leave it out"));
    }
    let names: Vec<String> = instead.iter().map(ToString::to_string).collect();
    let finding = finding.note(format!(
        "use {}: `inherit` shares the host's, `new` gives the jail its own",
        listed(&names)
    ));
    Some(finding.fix(shared_instead(host, defect, &instead, bare)))
}

/// The new parameters with what the old one meant. The statement's own semicolon ends the last.
fn shared_instead(host: &Host, defect: &JailDefect, instead: &[&str], bare: bool) -> Option<Fix> {
    let mut jails = defect
        .jails
        .iter()
        .filter_map(|index| host.jails.get(*index));
    let taken = jails.any(|jail| {
        instead
            .iter()
            .any(|name| jail.jail.parameter(name).is_some())
    });
    if taken || !bare {
        return None;
    }
    let text = text_at(host, defect.place)?;
    let between = format!(
        ";{}{}",
        text.line_break(),
        text.indent_at(defect.place.span.start)
    );
    let settings: Vec<String> = instead
        .iter()
        .map(|name| format!("{name} = inherit"))
        .collect();
    let edit = Edit::replace(defect.place, settings.join(&between));
    Some(Fix::not_safe(
        "write it with the parameters of today",
        vec![edit],
    ))
}
