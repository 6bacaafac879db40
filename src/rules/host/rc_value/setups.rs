//! `ifconfig_IF` and its kin.

use super::aliases;
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::interfaces::{
    Family, OtherRole, Renamed, Role, Setup, WordDefect, WordDefectKind,
};
use crate::host::rc::{RcVariable, variable_suffix};
use crate::rules::Report;
use crate::text::Place;

pub(super) fn check(host: &Host, report: &mut Report) {
    for setup in host.interfaces.setups.iter().filter(|setup| setup.known) {
        if let Some(finding) = aliases::of_ipv6(host, setup, report) {
            report.add(finding);
            continue;
        }
        if setup.role != Role::Create {
            for defect in &setup.arguments.defects {
                report.add(refused(setup, defect, report));
            }
        }
        let finding = match setup.role {
            Role::Alias(number) => alias(host, setup, number, report),
            Role::Ipv6 => ipv6(host, setup, report),
            Role::Aliases => aliases::without_family(host, setup, report),
            Role::Rest if setup.variable.ends_with("_alias") => Some(unnumbered(setup, report)),
            _ => None,
        };
        if let Some(finding) = finding {
            report.add(finding);
        }
    }
    for renamed in &host.interfaces.made.renamed {
        if let Some(finding) = old_name(host, renamed, report) {
            report.add(finding);
        }
    }
    for variable in host.rc.with_prefix("vlans_").filter(|list| list.known) {
        vlans(host, variable, report);
    }
}

/// A word that ifconfig(8) does not take; it then does nothing of all that is asked.
fn refused(setup: &Setup, defect: &WordDefect, report: &Report) -> Finding {
    let word = &defect.text;
    let (severity, what) = match defect.kind {
        WordDefectKind::NotAnAddress(Some(Family::Inet)) => {
            (Severity::Error, format!("`{word}` is no IPv4 address"))
        }
        WordDefectKind::NotAnAddress(Some(Family::Inet6)) => {
            (Severity::Error, format!("`{word}` is no IPv6 address"))
        }
        WordDefectKind::NotAnAddress(None) => (Severity::Error, format!("`{word}` is no address")),
        WordDefectKind::BadLength => {
            let length = word
                .split_once('/')
                .map_or(word.as_str(), |(_, length)| length);
            (Severity::Error, format!("`{length}` is no prefix length"))
        }
        WordDefectKind::BadMask => (
            Severity::Error,
            format!("`{word}` is no netmask: its ones do not come first"),
        ),
        WordDefectKind::BadPrefixlen => (Severity::Error, format!("`{word}` is no prefix length")),
        WordDefectKind::BadFib => (Severity::Error, format!("`{word}` is no number of a FIB")),
        WordDefectKind::NothingFollows => (
            Severity::Error,
            format!("nothing follows `{word}`, which takes a value"),
        ),
        WordDefectKind::Misspelled(_) => (
            Severity::Warning,
            format!("`{word}` is no word of ifconfig(8)"),
        ),
    };
    let message = format!(
        "{what}: ifconfig(8) refuses all of {}, and {} is not set up",
        setup.variable, setup.interface
    );
    let finding = report.finding_at(severity, defect.place, message);
    match defect.kind {
        WordDefectKind::Misspelled(meant) => {
            let finding = finding.note(format!("was `{meant}` meant?"));
            if defect.place == setup.value_place && setup.first != *word {
                return finding;
            }
            let edit = Edit::replace(defect.place, meant);
            finding.fix(Fix::not_safe(format!("write {meant}"), vec![edit]))
        }
        _ => finding,
    }
}

/// network.subr looks at the first word of an alias.
fn alias(host: &Host, setup: &Setup, number: u32, report: &Report) -> Option<Finding> {
    let name = &setup.variable;
    if setup.first.is_empty() {
        return empty_alias(host, setup, number, report);
    }
    if matches!(setup.first.as_str(), "inet" | "inet6" | "link" | "ether") {
        return None;
    }
    let bare = setup.arguments.addresses.first();
    let bare = bare.filter(|address| address.text == setup.first);
    let is_inet = bare.is_some_and(|address| address.networks.iter().any(|n| n.addr().is_ipv4()));
    let fix = |family: &str| insert(host, setup, family);
    if is_inet {
        let message = format!("{name} does not begin with inet: rc complains at boot");
        let finding = report.finding_at(Severity::Info, setup.place, message);
        return Some(finding.fix(fix("inet")));
    }
    if !setup.arguments.defects.is_empty() {
        return None;
    }
    let message = format!(
        "{name} begins with `{}` instead of inet, inet6, link or ether: rc passes it over",
        setup.first
    );
    let finding = report.finding(setup.place, message);
    let is_inet6 = bare.is_some_and(|address| !address.networks.is_empty());
    Some(finding.fix(fix("inet6").filter(|_| is_inet6)))
}

/// The list of aliases ends at an empty one.
fn empty_alias(host: &Host, setup: &Setup, number: u32, report: &Report) -> Option<Finding> {
    let setups = host.interfaces.setups.iter();
    let lost: Vec<&Setup> = setups
        .filter(|other| other.interface == setup.interface && !other.first.is_empty())
        .filter(|other| matches!(other.role, Role::Alias(later) if later > number))
        .collect();
    let first = lost.first()?;
    let message = format!(
        "{} is empty, which ends the list: {} and what follows is not set up",
        setup.variable, first.variable
    );
    let mut finding = report.finding(setup.place, message);
    for other in &lost {
        finding = finding.related(other.place, "this comes after the end");
    }
    let removable = host.rc.get(&setup.variable).and_then(|v| v.removable);
    Some(match removable {
        Some(place) => finding.fix(Fix::not_safe(
            format!("remove {}", setup.variable),
            vec![Edit::remove(place)],
        )),
        None => finding,
    })
}

fn ipv6(host: &Host, setup: &Setup, report: &Report) -> Option<Finding> {
    let first = setup.first.as_str();
    let is_off = ["no", "none", ""]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(first));
    let is_old = !setup.variable.starts_with("ifconfig_");
    if first == "inet6" || is_off || is_old || !setup.arguments.defects.is_empty() {
        return None;
    }
    let message = format!(
        "{} begins with `{first}` instead of inet6: rc does not set up IPv6 on {} by it",
        setup.variable, setup.interface
    );
    let finding = report.finding(setup.place, message);
    let belongs = first.contains(':') || first == "accept_rtadv";
    Some(finding.fix(insert(host, setup, "inet6").filter(|_| belongs)))
}

/// `family` before the value, where the value is written out.
fn insert(host: &Host, setup: &Setup, family: &str) -> Option<Fix> {
    let variable = host.rc.get(&setup.variable)?;
    let place = variable.value_place;
    let is_bare = variable.place.span.end == place.span.end;
    // Without quotes a second word would be a command.
    (variable.literal && !is_bare).then(|| {
        let edit = Edit::insert(place.file, place.span.start, format!("{family} "));
        Fix::safe(format!("begin with {family}"), vec![edit])
    })
}

fn unnumbered(setup: &Setup, report: &Report) -> Finding {
    let message = format!(
        "nothing reads {}: an alias has a number, such as {}0",
        setup.variable, setup.variable
    );
    report.finding(setup.place, message)
}

/// A variable under the name that its interface has lost.
fn old_name(host: &Host, renamed: &Renamed, report: &Report) -> Option<Finding> {
    let suffix = variable_suffix(&renamed.new);
    let others = &host.interfaces.made.renamed;
    // Two interfaces may change their names.
    let is_name_again = others
        .iter()
        .any(|r| variable_suffix(&r.new) == renamed.old);
    if suffix == renamed.old || is_name_again {
        return None;
    }
    let main = format!("ifconfig_{}", renamed.old);
    let mut setups = host.interfaces.setups.iter();
    let setup = setups.find(|setup| {
        let rest = setup.variable.strip_prefix(&main);
        let is_of_it = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'));
        is_of_it && setup.interface == renamed.new && setup.role != Role::Create
    })?;
    let rest = setup.variable.strip_prefix(&main).unwrap_or_default();
    let message = format!(
        "nothing reads {}: the interface is called {} by then",
        setup.variable, renamed.new
    );
    let right = format!("ifconfig_{suffix}{rest}");
    let finding = report
        .finding(setup.place, message)
        .note(format!("write {right}"))
        .related(renamed.place, "it is renamed here");
    if host.rc.get(&right).is_some() {
        return Some(finding);
    }
    let edit = Edit::replace(setup.name_place, right.as_str());
    Some(finding.fix(Fix::not_safe(format!("write {right}"), vec![edit])))
}

/// A VLAN with a name of its own needs its number.
fn vlans(host: &Host, list: &RcVariable, report: &mut Report) {
    for (word, place) in list.words() {
        if word.bytes().all(|b| b.is_ascii_digit()) {
            if word
                .parse::<u16>()
                .is_ok_and(|tag| (1..4095).contains(&tag))
            {
                continue;
            }
            let message = format!("VLAN {word} does not exist: they go from 1 to 4094");
            report.add(report.finding_at(Severity::Error, place, message));
            continue;
        }
        if word.contains('.') || !host.rc.is_complete() {
            continue;
        }
        let suffix = variable_suffix(&word);
        let variable = format!("create_args_{suffix}");
        if has_tag(host, &variable) {
            continue;
        }
        let message = format!(
            "{word} of {} gets no VLAN number: it is not created",
            list.name
        );
        let finding = report
            .finding(place, message)
            .note(format!("set {variable}=\"vlan 10\" with the VLAN's number"));
        report.add(match misplaced_tag(host, &suffix) {
            Some(place) => finding.related(place, "this comes too late, after the creation"),
            None => finding,
        });
    }
}

fn has_tag(host: &Host, variable: &str) -> bool {
    let mut setups = host.interfaces.setups.iter();
    setups
        .find(|setup| setup.variable == variable)
        .is_some_and(|setup| setup.arguments.has_vlan || !setup.known)
}

fn misplaced_tag(host: &Host, suffix: &str) -> Option<Place> {
    let variable = format!("ifconfig_{suffix}");
    let mut setups = host.interfaces.setups.iter();
    let setup = setups.find(|setup| setup.variable == variable)?;
    let has_parent = setup.arguments.of_role(OtherRole::Parent).next().is_some();
    (setup.arguments.has_vlan || has_parent).then_some(setup.place)
}
