//! `unknown-jail-parameter`.

use super::jail_words::{fails, on_releases, severity};
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::jails::{DefectKind, JailDefect};
use crate::rules::jail_edits::statement_at;
use crate::rules::words::listed;
use crate::rules::{Report, declare_rule};
use crate::text::{Place, Span};
use crate::vocabulary::{
    FreebsdRelease, Guesses, JailParameter, ValueType, When, nearest_jail_parameter,
    nearest_negation,
};

declare_rule! {
    /// A parameter that jail(8) and the kernel do not have.
    ///
    /// jail(8) asks the kernel for every parameter that is not its own, prints
    /// `unknown parameter: NAME` for what neither has, and does not start the jail. Names are
    /// told apart by case. A parameter that came with a later release than the host's is unknown
    /// there too; where the release is not known, that is told at info.
    ///
    /// In a file without any jail, whose globals are for jails to come, it is a warning.
    ///
    /// The rule knows the parameters of FreeBSD's own kernel modules, whether they are loaded or
    /// not, and accepts every member of the families that are open: `allow.mount.FS`, `env.KEY`,
    /// `mac.POLICY` and `meta.KEY`. Variables (`$name`) are no parameters. A wildcard
    /// that is for none of the file's jails is left alone, as jail(8) does.
    ///
    /// Sources: usr.sbin/jail/config.c, lib/libjail/jail.c, sys/kern/kern_jail.c.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// media { path = "/jails/media"; exec.statr = "/bin/sh /etc/rc"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// media { path = "/jails/media"; exec.start = "/bin/sh /etc/rc"; allow.mount.nullfs = 0; }
    /// ```
    "unknown-jail-parameter", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let mut guesses = Guesses::default();
    for defect in &host.jail_defects {
        let finding = match &defect.kind {
            DefectKind::UnknownParameter { name } => {
                let release = host.freebsd.known();
                let meant = guesses.of(name, |name| nearest_jail_parameter(name, release));
                Some(unknown(host, defect, (name, meant), report))
            }
            DefectKind::NewerParameter { parameter, name } => {
                newer(host, defect, *parameter, name, report)
            }
            DefectKind::UnknownFileSystem { name, near } => {
                let message = format!(
                    "FreeBSD has no file system for {name}: unless a module brings it, {}",
                    fails(host, defect)
                );
                let title = format!("write {}", near.name());
                let edit = Edit::replace(defect.place, near.name());
                let finding = report.finding_at(Severity::Warning, defect.place, message);
                Some(finding.fix(Fix::not_safe(title, vec![edit])))
            }
            _ => None,
        };
        if let Some(finding) = finding {
            report.add(finding);
        }
    }
}

/// A name that is none, and the parameter that was meant.
fn unknown(
    host: &Host,
    defect: &JailDefect,
    (name, meant): (&str, Option<JailParameter>),
    report: &Report,
) -> Finding {
    let message = format!(
        "there is no jail parameter `{name}`: {}",
        fails(host, defect)
    );
    let finding = report.finding_at(severity(defect), defect.place, message);
    if name == ".include" {
        let finding =
            finding.note("with `=` it is a parameter; an .include has none before its file");
        return match without_operator(host, defect) {
            Some(edit) if host.freebsd.known().is_some() => {
                finding.fix(Fix::safe("remove the `=`", vec![edit]))
            }
            // Older releases have no `.include`.
            Some(edit) => finding.fix(Fix::not_safe("remove the `=`", vec![edit])),
            None => finding,
        };
    }
    // What was to be off is not to be switched on.
    if let Some(off) = nearest_negation(name, host.freebsd.known()) {
        let edit = Edit::replace(defect.place, off.as_str());
        return finding
            .note("of the kernel's parameters, the last part is switched off")
            .fix(Fix::not_safe(format!("write {off}"), vec![edit]));
    }
    let Some(meant) = meant else {
        return finding
            .note("jail(8) lists what there is; a variable of your own begins with a dollar sign");
    };
    let title = format!("write {}", meant.name());
    let edits = vec![Edit::replace(defect.place, meant.name())];
    // A name that comes to life may bring an address or a FIB with it.
    let changes_routing = matches!(
        meant.value_type(),
        ValueType::Address4 | ValueType::Address6
    ) || meant.name() == "exec.fib";
    let is_clear = strsim::damerau_levenshtein(&name.to_lowercase(), meant.name()) <= 1;
    let mut jails = defect
        .jails
        .iter()
        .filter_map(|index| host.jails.get(*index));
    let is_set = jails.any(|jail| jail.jail.parameter(meant.name()).is_some());
    let fix = match is_clear && !is_set && !changes_routing {
        true => Fix::safe(title, edits),
        false => Fix::not_safe(title, edits),
    };
    finding
        .note(format!("{} is there: {}", meant.name(), meant.meaning()))
        .fix(fix)
}

fn newer(
    host: &Host,
    defect: &JailDefect,
    parameter: JailParameter,
    name: &str,
    report: &Report,
) -> Option<Finding> {
    let first = parameter.first_releases();
    let first: Vec<String> = first.iter().map(ToString::to_string).collect();
    let message = format!(
        "{name} came with FreeBSD {} and is unknown before: {}",
        listed(&first),
        fails(host, defect)
    );
    let missing = |release| !parameter.is_in(release);
    on_releases(
        host,
        report,
        (severity(defect), defect.place),
        missing,
        message,
    )
}

/// `.include "x";` for `.include = "x";`, where the release may have that.
fn without_operator(host: &Host, defect: &JailDefect) -> Option<Edit> {
    let knows = |release: FreebsdRelease| release.major >= 14;
    if host.freebsd.when(knows) == When::Never {
        return None;
    }
    let (_, parameter) = statement_at(host, defect.place)?;
    parameter.operator?;
    let between = Span {
        start: parameter.name.span.end,
        end: parameter.values.first()?.span.start,
    };
    Some(Edit::replace(Place::new(defect.place.file, between), " "))
}
