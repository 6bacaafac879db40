//! Rules about one file in its own language.

pub mod dependency_cycle;
pub mod deprecated_jail_parameter;
pub mod duplicate_jail;
pub mod include_without_match;
pub mod jail_parameter_value;
pub mod jail_syntax;
mod jail_words;
pub mod list_in_variable;
pub mod loader_syntax;
pub mod overridden_parameter;
pub mod permission_without_effect;
pub mod rc_syntax;
pub mod sysctl_syntax;
pub mod undefined_variable;
pub mod unknown_dependency;
pub mod unknown_jail_parameter;
pub mod version_dependent_global;

use super::Report;
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::HostFile;
use crate::syntax::{Language, Remedy, SyntaxError};
use crate::text::{FileId, Place};
use crate::vocabulary::{When, releases};

/// Reports the syntax errors of a file of `language`.
fn report_errors(file: &HostFile, language: Language, report: &mut Report) {
    if file.language() != language {
        return;
    }
    // `byte-order-mark` tells what becomes of the first line.
    let mark = file.source.text.as_str().starts_with('\u{feff}');
    let told = |error: &&SyntaxError| mark && error.span.start == 0;
    for error in file.tree().errors().iter().filter(|error| !told(error)) {
        if let Some(finding) = render(file, error, report) {
            report.add(finding);
        }
    }
}

fn render(file: &HostFile, error: &SyntaxError, report: &Report) -> Option<Finding> {
    let place = Place::new(file.id(), error.span);
    let mut finding = match file.freebsd.when(|release| error.is_refused_by(release)) {
        When::Never => return None,
        When::Always => report.finding(place, error.message.clone()),
        When::On(some) => report.finding_at(
            Severity::Info,
            place,
            format!("{} (on FreeBSD {})", error.message, releases(&some)),
        ),
    };
    if let Some(note) = &error.note {
        finding = finding.note(note.clone());
    }
    if let Some(remedy) = &error.remedy {
        finding = finding.fix(fix(file.id(), remedy));
    }
    Some(finding)
}

fn fix(file: FileId, remedy: &Remedy) -> Fix {
    let replacements = remedy.replacements.iter();
    let edits = replacements.map(|one| Edit::replace(Place::new(file, one.span), one.text.clone()));
    Fix {
        title: remedy.title.clone(),
        safe: remedy.certain,
        edits: edits.collect(),
    }
}
