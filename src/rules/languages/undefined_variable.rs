//! `undefined-variable`.

use super::jail_words::fails;
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::jails::{DefectKind, JailDefect};
use crate::rules::edits::text_at;
use crate::rules::{Report, declare_rule};
use crate::text::{Place, Span};
use crate::vocabulary::{Spelling, spelled};

declare_rule! {
    /// A variable of jail.conf has no value.
    ///
    /// jail(8) puts variables in when all blocks are read, so that the order of the lines does
    /// not matter: `$x` is a variable or a parameter of the jail itself, of a wildcard that is
    /// for it, or a global one. A jail with a variable that is set nowhere does not start; the
    /// same holds for variables that refer to themselves, and for a parameter without a value
    /// (`$persist`; jail(8) of 12.x crashes there).
    ///
    /// A name without braces ends at the first character that is no letter, digit or underscore:
    /// `$host.hostname` is the variable `host`. In single quotes nothing is put in.
    ///
    /// Source: usr.sbin/jail/config.c.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// media { path = "${base}/media"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// $base = "/jails";
    /// media { path = "${base}/media"; exec.start = 'echo $HOME'; }
    /// ```
    "undefined-variable", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.jail_defects {
        let finding = match &defect.kind {
            DefectKind::UndefinedVariable {
                variable,
                without_value: true,
                ..
            } => without_value(host, defect, variable, report),
            DefectKind::UndefinedVariable { variable, near, .. } => {
                undefined(host, defect, variable, near.as_deref(), report)
            }
            DefectKind::VariableLoop { variable } => report.finding(
                defect.place,
                format!(
                    "the variable `${variable}` refers to itself: {}",
                    fails(host, defect)
                ),
            ),
            DefectKind::VariableTooDeep { variable } => report.finding_at(
                Severity::Info,
                defect.place,
                format!("`${variable}` is not looked at: its text grows beyond all measure"),
            ),
            _ => continue,
        };
        report.add(finding);
    }
}

fn without_value(host: &Host, defect: &JailDefect, variable: &str, report: &Report) -> Finding {
    let crashes = host
        .freebsd
        .known()
        .is_some_and(|release| release.major < 13);
    let message = match crashes {
        true => format!("`${variable}` has no value here, and jail(8) of 12.x crashes"),
        false => format!("`${variable}` has no value here: {}", fails(host, defect)),
    };
    let finding = report.finding(defect.place, message);
    finding.note("a bare name is on, but leaves nothing to put in")
}

fn undefined(
    host: &Host,
    defect: &JailDefect,
    variable: &str,
    near: Option<&str>,
    report: &Report,
) -> Finding {
    let message = format!(
        "the variable `${variable}` is set nowhere: {}",
        fails(host, defect)
    );
    let finding = report.finding(defect.place, message);
    if let Some((name, place)) = dotted_name(host, defect.place, variable) {
        let title = format!("write ${{{name}}}");
        return finding
            .note(format!(
                "without braces the name ends at the dot; ${{{name}}} is the parameter"
            ))
            .fix(Fix::safe(
                title.clone(),
                vec![Edit::replace(place, format!("${{{name}}}"))],
            ));
    }
    if variable.trim() != variable {
        return finding.note("blanks between the braces are part of the name");
    }
    let finding = match near {
        Some(near) => finding.note(format!("`${near}` is set")),
        None => finding,
    };
    if is_for_the_shell(host, defect) {
        let is_known = OF_THE_SHELL.contains(&variable);
        let finding = finding.note(format!(
            "a variable of the shell is written \\${variable}, or the value stands in single quotes"
        ));
        return match escaped(host, defect.place, variable) {
            Some(edit) if is_known => finding.fix(Fix::safe(
                format!("write \\${variable}, for the shell"),
                vec![edit],
            )),
            Some(edit) if near.is_none() => finding.fix(Fix::not_safe(
                format!("write \\${variable}, for the shell"),
                vec![edit],
            )),
            _ => finding,
        };
    }
    if OF_THE_SHELL.contains(&variable) {
        return finding.note("jail(8) does not know the shell's variables: write the value itself");
    }
    finding
}

/// Variables that every shell has, and nobody sets in jail.conf.
const OF_THE_SHELL: [&str; 8] = [
    "HOME", "LOGNAME", "OLDPWD", "PATH", "PWD", "SHELL", "TERM", "USER",
];

/// The reference with a backslash before its dollar sign, which leaves it to the shell.
fn escaped(host: &Host, place: Place, variable: &str) -> Option<Edit> {
    let written = text_at(host, place)?.slice(place.span);
    // Without the variable, braces outside quotes would be the grammar's.
    let is_plain = written == format!("${variable}");
    is_plain.then(|| Edit::insert(place.file, place.span.start, "\\"))
}

/// The parameter that was meant by `$host.hostname`, and the place of all of it.
fn dotted_name(host: &Host, place: Place, variable: &str) -> Option<(String, Place)> {
    let text = text_at(host, place)?;
    if text.slice(place.span) != format!("${variable}") {
        return None;
    }
    let rest = text.as_str().get(place.span.end as usize..)?;
    let end = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_'))
        .unwrap_or(rest.len());
    let more = rest.get(..end).filter(|more| more.starts_with('.'))?;
    let dots = more.match_indices('.').map(|(dot, _)| dot).skip(1);
    let mut ends: Vec<usize> = dots.chain([more.len()]).collect();
    ends.reverse();
    ends.into_iter().find_map(|end| {
        let name = format!("{variable}{}", more.get(..end)?);
        let Spelling::Plain(_) = spelled(&name) else {
            return None;
        };
        let span = Span::new(place.span.start as usize, place.span.end as usize + end);
        Some((name, Place::new(place.file, span)))
    })
}

/// Whether the reference stands in what a shell runs.
fn is_for_the_shell(host: &Host, defect: &JailDefect) -> bool {
    let first = defect
        .jails
        .first()
        .and_then(|index| host.jails.get(*index));
    let around = |value: Place| {
        value.file == defect.place.file
            && value.span.start <= defect.place.span.start
            && defect.place.span.end <= value.span.end
    };
    first.is_some_and(|jail| {
        jail.jail.parameters.iter().any(|parameter| {
            let runs = parameter.name.starts_with("exec.") || parameter.name == "command";
            runs && parameter.values.iter().any(|value| around(value.place))
        })
    })
}
