//! `jail-parameter-value`.

use super::jail_words::{fails, names, quoted, replace_value, severity};
use crate::finding::{Finding, Fix, Severity};
use crate::host::Host;
use crate::host::jails::{DefectKind, JailDefect, ValueProblem};
use crate::rules::words::jails;
use crate::rules::{Report, declare_rule};
use crate::vocabulary::{FreebsdRelease, JailParameter, Limit};

declare_rule! {
    /// A value that a jail parameter does not take.
    ///
    /// - A boolean is bare, `true`, `false` or a decimal number; `yes` and `on` are refused.
    /// - A number is decimal: `0x10` is refused.
    /// - `vnet`, `ip4`, `host` and their like are `new`, `inherit` or, some, `disable`; bare is
    ///   `new`.
    /// - `path` is absolute, and `enforce_statfs` is 0, 1 or 2.
    /// - A parameter of one value that is given several has the last, without a word.
    /// - `no` switches off booleans and nothing else: there is no `novnet`.
    /// - `name` and `jid` of a block are what the block is called.
    /// - Some parameters the kernel only tells, such as `dying`.
    /// - An empty `ip4.addr` is a jail without IPv4 (info).
    ///
    /// The jail does not start, and the others do. What is taken and means something else is a
    /// warning. The rule is silent about values that a variable leaves open, and about addresses,
    /// which have rules of their own.
    ///
    /// Sources: usr.sbin/jail/config.c, lib/libjail/jail.c, sys/kern/kern_jail.c.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// media { path = "/jails/media"; exec.clean = yes; vnet = true; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// media { path = "/jails/media"; exec.clean = true; vnet = new; }
    /// ```
    "jail-parameter-value", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.jail_defects {
        let finding = match &defect.kind {
            DefectKind::ImpossibleValue {
                parameter,
                name,
                value,
                problem,
            } => impossible(host, defect, (*parameter, name, value), *problem, report),
            DefectKind::SeveralValues { name, count, used } => {
                let message = format!(
                    "{name} takes one value and has {count}: {} has the last, without a word",
                    jails(&names(host, defect))
                );
                report
                    .finding_at(Severity::Warning, defect.place, message)
                    .note("keep the one that is meant")
                    .related(*used, "this value is used")
            }
            DefectKind::OffWithoutSwitch { parameter, name } => {
                off(host, defect, *parameter, name, report)
            }
            DefectKind::ReadOnlyParameter { parameter } => report.finding_at(
                severity(defect),
                defect.place,
                format!(
                    "{} cannot be set, the kernel only tells it: {}",
                    parameter.name(),
                    fails(host, defect)
                ),
            ),
            DefectKind::Redefined { parameter } => redefined(host, defect, parameter, report),
            DefectKind::TooManyParameters => report.finding_at(
                Severity::Info,
                defect.place,
                "from here on jails are not looked at: there are more parameters than any host has",
            ),
            _ => continue,
        };
        report.add(finding);
    }
}

fn impossible(
    host: &Host,
    defect: &JailDefect,
    (parameter, name, value): (JailParameter, &str, &str),
    problem: ValueProblem,
    report: &Report,
) -> Finding {
    let shown = quoted(value);
    let fails = fails(host, defect);
    let finding = |message| report.finding(defect.place, message);
    let finding = match problem {
        ValueProblem::NotBoolean => finding(format!(
            "{name} is on or off, and {shown} is neither to jail(8): {fails}"
        ))
        .note("write true or false, or the bare name for true"),
        ValueProblem::NotInteger => finding(format!(
            "{name} takes a decimal number, and {shown} is none: {fails}"
        )),
        ValueProblem::NotJailsys => finding(format!(
            "{name} does not take {shown}, only {}: {fails}",
            words_of(parameter)
        )),
        ValueProblem::RefusedWord => {
            finding(format!("the kernel refuses {name} = {value}: {fails}"))
                .note(format!("it takes {}; or leave it out", words_of(parameter)))
        }
        ValueProblem::NotAbsolute => {
            finding(format!("{name} is no absolute path, {shown}: {fails}"))
        }
        ValueProblem::TooLong { bytes } => finding(format!(
            "the kernel refuses this {name}: it is longer than {bytes} bytes: {fails}"
        )),
        ValueProblem::NoAddresses => {
            let family = if name == "ip6.addr" { "IPv6" } else { "IPv4" };
            let message = format!(
                "{name} is empty: no {family} address for {}",
                jails(&names(host, defect))
            );
            report
                .finding_at(Severity::Info, defect.place, message)
                .note("give it an address, or leave the line out")
        }
        ValueProblem::OutOfRange {
            low,
            high,
            refused: true,
        } => finding(format!(
            "the kernel refuses {name} = {value}, it goes from {}: {fails}",
            range(low, high)
        )),
        ValueProblem::OutOfRange { low, high, .. } => report.finding_at(
            Severity::Warning,
            defect.place,
            format!(
                "{name} goes from {}: {value} means nothing of its own",
                range(low, high)
            ),
        ),
    };
    match meant(parameter, value, problem) {
        Some((text, safe)) => match replace_value(host, defect.place, value, &text) {
            Some(edit) => {
                let title = format!("write {text}");
                let fix = if safe { Fix::safe } else { Fix::not_safe };
                finding.fix(fix(title, vec![edit]))
            }
            None => finding,
        },
        None => finding,
    }
}

fn range(low: i64, high: i64) -> String {
    match (low, high) {
        (low, i64::MAX) => format!("{low} upwards"),
        _ => format!("{low} to {high}"),
    }
}

fn words_of(parameter: JailParameter) -> String {
    parameter.jailsys_words().replace(' ', ", ")
}

/// What was meant by a value, and whether that is plain.
fn meant(parameter: JailParameter, value: &str, problem: ValueProblem) -> Option<(String, bool)> {
    let word = value.trim().to_ascii_lowercase();
    let yes = matches!(
        word.as_str(),
        "yes" | "on" | "y" | "true" | "1" | "enable" | "enabled"
    );
    let no = matches!(word.as_str(), "no" | "off" | "n" | "false" | "0");
    match problem {
        ValueProblem::NotBoolean if yes => Some(("true".to_owned(), true)),
        ValueProblem::NotBoolean if no => Some(("false".to_owned(), true)),
        ValueProblem::NotInteger => {
            let digits = word.strip_prefix("0x");
            let number = digits.map_or_else(|| word.parse(), |hex| i64::from_str_radix(hex, 16));
            number.ok().map(|number| (number.to_string(), true))
        }
        ValueProblem::NotJailsys if yes => Some(("new".to_owned(), parameter.name() == "vnet")),
        ValueProblem::NotJailsys if no && words_of(parameter).contains("disable") => {
            Some(("disable".to_owned(), false))
        }
        _ => None,
    }
}

fn off(
    host: &Host,
    defect: &JailDefect,
    parameter: JailParameter,
    name: &str,
    report: &Report,
) -> Finding {
    let positive = parameter.name();
    // jail(8) takes any spelling of its own parameters.
    let finding = if parameter.is_of_the_program() {
        let message = format!("{name} switches nothing off: {positive} is no boolean");
        report.finding_at(Severity::Warning, defect.place, message)
    } else {
        let fails = fails(host, defect);
        let message =
            format!("there is no {name}, since {positive} is no boolean to switch off: {fails}");
        report.finding_at(severity(defect), defect.place, message)
    };
    match parameter.limit() {
        Limit::Words(words) => {
            let words = words.replace(' ', ", ");
            finding.note(format!("{positive} takes {words}; or leave it out"))
        }
        _ => finding.note("leave it out"),
    }
}

fn redefined(host: &Host, defect: &JailDefect, parameter: &str, report: &Report) -> Finding {
    let why = match parameter {
        "name" => "the block is called so already",
        _ => "it is set already",
    };
    // 12.x says so, leaves it out and goes on.
    let refuses = |release: FreebsdRelease| release.major >= 13;
    let known = host.freebsd.known().is_some_and(refuses);
    let finding = if known {
        let fails = fails(host, defect);
        let message = format!("{parameter} cannot be set here, since {why}: {fails}");
        report.finding(defect.place, message)
    } else {
        let message = format!(
            "{parameter} cannot be set here, since {why}: 12.x leaves the line out, later \
             releases do not start the jail"
        );
        report.finding_at(Severity::Warning, defect.place, message)
    };
    finding.note("the name before the brace is the jail's name, or its jid if it is a number")
}
