//! `overridden-parameter`.

use super::jail_words::{fails, on_releases};
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::jails::{DefectKind, JailDefect, Overridden, OverriddenBy};
use crate::rules::edits::{remove_statement, text_at};
use crate::rules::{Report, declare_rule};
use crate::text::Place;
use crate::vocabulary::{FreebsdRelease, jail_parameter};

declare_rule! {
    /// A parameter is set twice in one block, and the first value is lost.
    ///
    /// `=` replaces what was there, `+=` adds to it, and a bare name leaves nothing: `ip4.addr;`
    /// drops the addresses above it. Globals are for all jails wherever they stand, so a second
    /// one further down replaces the first for the jails above as well.
    ///
    /// What a wildcard or an included file sets, a block may replace: that is left alone. The
    /// same value twice is told at info.
    ///
    /// Silent about a global behind a jail that overrides that jail's value as well:
    /// `version-dependent-global` tells of both.
    ///
    /// A variable with the name of a parameter belongs here too: 12.x takes the two for one, and
    /// later releases refuse it.
    ///
    /// Source: usr.sbin/jail/config.c.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// media {
    ///     path = "/jails/media";
    ///     ip4.addr = "em0|192.0.2.1";
    ///     ip4.addr = "em0|192.0.2.2";
    /// }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// exec.start = "/bin/sh /etc/rc";
    /// media {
    ///     path = "/jails/media";
    ///     exec.start = "/usr/local/bin/serve";
    ///     ip4.addr = "em0|192.0.2.1";
    ///     ip4.addr += "em0|192.0.2.2";
    /// }
    /// ```
    "overridden-parameter", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.jail_defects {
        let finding = match &defect.kind {
            // `version-dependent-global` tells the whole story.
            DefectKind::Overridden(_) if host.late_global_at(defect.place).is_some() => None,
            DefectKind::Overridden(overridden) => {
                Some(lost(host, defect.place, overridden, report))
            }
            DefectKind::VariableNamedAsParameter { name, other } => {
                clash(host, defect, name, *other, report)
            }
            _ => None,
        };
        if let Some(finding) = finding {
            report.add(finding);
        }
    }
}

fn lost(host: &Host, place: Place, overridden: &Overridden, report: &Report) -> Finding {
    let dollar = if overridden.variable { "$" } else { "" };
    let name = format!("{dollar}{}", overridden.name);
    let first = (overridden.first, "the first value");
    match overridden.by {
        OverriddenBy::TheSame => {
            let message = format!("{name} is set a second time, to the same");
            let finding = report.finding_at(Severity::Info, place, message);
            let finding = finding.related(first.0, "it is set here first");
            match text_at(host, place) {
                Some(text) => {
                    let edit = remove_statement(text, overridden.statement);
                    finding.fix(Fix::safe("remove the second", vec![edit]))
                }
                None => finding,
            }
        }
        OverriddenBy::Nothing => report
            .finding(
                place,
                format!("{name} without a value drops the value that it has above"),
            )
            .note("remove one of the two")
            .related(first.0, first.1),
        OverriddenBy::AnotherValue => {
            let message = format!("{name} is set a second time, and the first value is lost");
            let finding = report.finding(place, message);
            let is_list = jail_parameter(&overridden.name).is_some_and(|known| known.is_list());
            let finding = match overridden.operator {
                Some(operator) if is_list && !overridden.variable => finding
                    .note("with `+=` the second adds to the first; else remove one of the two")
                    .fix(Fix::not_safe(
                        "add to the first with +=",
                        vec![Edit::replace(operator, "+=")],
                    )),
                _ => finding.note("remove one of the two"),
            };
            finding.related(first.0, first.1)
        }
    }
}

fn clash(
    host: &Host,
    defect: &JailDefect,
    name: &str,
    other: Option<Place>,
    report: &Report,
) -> Option<Finding> {
    let message = format!(
        "`${name}` is a variable with the name of a parameter: {}",
        fails(host, defect)
    );
    let refuses = |release: FreebsdRelease| release.major >= 13;
    let where_ = (Severity::Error, defect.place);
    let finding = on_releases(host, report, where_, refuses, message)?;
    let finding = finding.note("give the variable another name");
    Some(match other {
        Some(other) => finding.related(other, format!("{name} is set here")),
        None => finding,
    })
}
