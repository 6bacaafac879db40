//! Names that nobody looks for: misspelled, of another release, older forms.

use std::collections::BTreeSet;

use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::rc::RcVariable;
use crate::rules::Report;
use crate::rules::edits::remove_assignments;
use crate::rules::moves::{self, Moved};
use crate::syntax::loader::{ModuleKey, module_key};
use crate::vocabulary::{
    Guesses, RcName, When, is_one_slip, nearest_rc_variable, rc_variable, releases,
};

pub(super) fn check(host: &Host, report: &mut Report) {
    let mut jails = BTreeSet::new();
    let mut services = Guesses::default();
    let mut misspellings = Guesses::default();
    for variable in host.rc.variables() {
        let known = rc_variable(&variable.name);
        if let Some(known) = known.filter(|known| !known.is_of_services()) {
            // One finding for all variables of a jail in the old form.
            let jail = known
                .subject_of(&variable.name)
                .filter(|_| known.pattern().starts_with("jail_"));
            let is_old = known.instead_of(&variable.name).is_some();
            if is_old && jail.is_some_and(|jail| !jails.insert(jail)) {
                continue;
            }
        }
        let finding = match known {
            Some(known) => of_release(host, variable, known, report)
                .or_else(|| older_form(variable, known, report))
                .or_else(|| near_service(variable, known, report, &mut services)),
            None => of_loader(host, variable, report)
                .or_else(|| misspelled(host, variable, report, &mut misspellings)),
        };
        if let Some(finding) = finding {
            report.add(finding);
        }
    }
}

fn of_release(
    host: &Host,
    variable: &RcVariable,
    known: RcName,
    report: &Report,
) -> Option<Finding> {
    // As nearly all of them.
    if known.until().is_empty() && known.since().is_none() {
        return None;
    }
    let name = &variable.name;
    let given_up = host.freebsd.when(|release| known.is_given_up_by(release));
    if given_up != When::Never {
        let message = format!("{name} is obsolete since FreeBSD {}", known.until());
        let finding = report.finding(variable.place, message);
        let Some(instead) = known.instead_of(name) else {
            return Some(finding);
        };
        let finding = finding.note(format!("use {instead}"));
        if host.rc.get(&instead).is_some() {
            return Some(finding);
        }
        let edit = Edit::replace(variable.name_place, instead.as_str());
        return Some(finding.fix(Fix::not_safe(format!("write {instead}"), vec![edit])));
    }
    let came = known.since().unwrap_or_default();
    match host.freebsd.when(|release| !known.is_read_by(release)) {
        When::Never => None,
        When::Always => {
            let message = format!(
                "{} does not read {name}: it came with FreeBSD {came}",
                host.release_words()
            );
            Some(report.finding(variable.place, message))
        }
        When::On(some) => {
            let message = format!("{name} is not read on FreeBSD {}", releases(&some));
            let finding = report.finding_at(Severity::Info, variable.place, message);
            Some(finding.note(format!("it came with FreeBSD {came}")))
        }
    }
}

fn older_form(variable: &RcVariable, known: RcName, report: &Report) -> Option<Finding> {
    let name = &variable.name;
    let instead = known.instead_of(name)?;
    let message = if instead == "jail.conf" {
        let jail = known.subject_of(name).unwrap_or("the jail");
        format!("jail {jail} is defined by variables, the form from before jail.conf")
    } else {
        format!("{name} is an older form of {instead}")
    };
    Some(report.finding_at(Severity::Info, variable.place, message))
}

/// A service of ports may have a name that is one letter away: worth a look, no more.
fn near_service(
    variable: &RcVariable,
    known: RcName,
    report: &Report,
    guesses: &mut Guesses<&'static str>,
) -> Option<Finding> {
    // Short names are near to each other by chance.
    const SHORTEST: usize = 6;
    let service = variable.name.strip_suffix("_enable")?;
    if !known.is_of_services() || service.len() < SHORTEST {
        return None;
    }
    let near = guesses.of(&variable.name, nearest_rc_variable)?;
    let message = format!(
        "no service of the base system goes by {}: was {near} meant",
        variable.name
    );
    let finding = report.finding_at(Severity::Info, variable.place, message);
    Some(finding.note("right as it is if it belongs to a port"))
}

/// `zfs_load="YES"`: the loader loads modules, and reads loader.conf.
fn of_loader(host: &Host, variable: &RcVariable, report: &Report) -> Option<Finding> {
    let name = &variable.name;
    let (module, ModuleKey::Load) = module_key(name)? else {
        return None;
    };
    let loads = variable.known && variable.value.eq_ignore_ascii_case("YES");
    if !loads || is_used(host, name) {
        return None;
    }
    let message = format!("nothing reads {name} in rc.conf: it is a variable of loader.conf");
    let finding = report
        .finding(variable.place, message)
        .note("move the line to boot/loader.conf")
        .note(format!(
            "or have rc load the module later in the boot: add {module} to kld_list"
        ));
    let fix = remove_assignments(&[variable]).and_then(|removal| {
        let moved = Moved {
            name,
            value: &variable.value,
            // It stays where it is.
            comment: None,
            removal,
        };
        moves::to_loader(host, &moved)
    });
    Some(finding.fix(fix))
}

fn misspelled(
    host: &Host,
    variable: &RcVariable,
    report: &Report,
    guesses: &mut Guesses<String>,
) -> Option<Finding> {
    let name = &variable.name;
    let meant = guesses.of(name, |name| {
        nearest_rc_variable(name)
            .map(ToOwned::to_owned)
            .or_else(|| near_prefix(name))
            .or_else(|| near_ending(name))
    })?;
    if is_used(host, name) {
        return None;
    }
    let message = format!("nothing reads {name}: {meant} was meant, as it seems");
    let edit = Edit::replace(variable.name_place, meant.as_str());
    let fix = Fix::not_safe(format!("write {meant}"), vec![edit]);
    Some(report.finding(variable.place, message).fix(fix))
}

/// `ifconfg_em0`
fn near_prefix(name: &str) -> Option<String> {
    let (prefix, rest) = name.split_once('_')?;
    let near = is_one_slip(prefix, "ifconfig");
    (near && !rest.is_empty()).then(|| format!("ifconfig_{rest}"))
}

/// `foo_eanble`
fn near_ending(name: &str) -> Option<String> {
    let (service, ending) = name.rsplit_once('_')?;
    let near = is_one_slip(ending, "enable");
    let is_word = matches!(ending, "enabled" | "enables" | "unable");
    (near && !is_word && !service.is_empty()).then(|| format!("{service}_enable"))
}

/// Whether the host's own files use the variable for something of theirs.
fn is_used(host: &Host, name: &str) -> bool {
    let forms = [format!("${name}"), format!("${{{name}")];
    host.files.iter().any(|file| {
        let text = file.source.text.as_str();
        forms.iter().any(|form| text.contains(form.as_str()))
    })
}
