//! `unknown-dependency`.

use super::jail_words::{fails, quoted, replace_value};
use crate::finding::{Finding, Fix};
use crate::host::jails::{DefectKind, JailDefect};
use crate::host::{Host, HostJail};
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A jail depends on one that the file does not have.
    ///
    /// jail(8) looks for the jails of `depend` in the file that it was given and in what that
    /// includes, and does not start a jail whose dependency is not there. Where rc.d/jail reads
    /// one file of /etc/jail.conf.d for each jail, no jail can depend on one of another file.
    ///
    /// Source: usr.sbin/jail/state.c.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// db { path = "/jails/db"; }
    /// web { path = "/jails/web"; depend = "bd"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// db { path = "/jails/db"; }
    /// web { path = "/jails/web"; depend = "db"; }
    /// ```
    "unknown-dependency", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.jail_defects {
        if let DefectKind::UnknownDependency { name, near } = &defect.kind {
            report.add(render(host, defect, name, near.as_deref(), report));
        }
    }
}

fn render(
    host: &Host,
    defect: &JailDefect,
    name: &str,
    near: Option<&str>,
    report: &Report,
) -> Finding {
    let message = format!(
        "there is no jail {} to depend on in this file: {}",
        quoted(name),
        fails(host, defect)
    );
    let finding = report.finding(defect.place, message);
    let has = |wanted: &str| host.jails.iter().find(|jail| jail.name() == wanted);
    if let Some(other) = has(name) {
        return finding
            .note("jail(8) reads one file: put both jails into it, or let it include the other")
            .related(other.jail.place, format!("jail {name} is in another file"));
    }
    let words: Vec<&str> = name
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() > 1 && words.iter().all(|word| has(word).is_some()) {
        return finding.note("several jails are several values, with commas between them");
    }
    let Some(near) = near else {
        return finding;
    };
    let place = has(near).map(|jail: &HostJail| jail.jail.place);
    let finding = match place {
        Some(place) => finding.related(place, format!("jail {near} is here")),
        None => finding,
    };
    match replace_value(host, defect.place, name, near) {
        Some(edit) => finding.fix(Fix::not_safe(format!("write {near}"), vec![edit])),
        None => finding,
    }
}
