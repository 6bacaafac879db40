//! `ifconfig_IF_aliases`, and aliases of IPv6 (libexec/rc/network.subr, ifalias_af_common).

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::finding::{Edit, Finding, Fix};
use crate::host::Host;
use crate::host::interfaces::{Role, Setup};
use crate::host::rc::variable_suffix;
use crate::rules::Report;

/// `ifconfig_em0_ipv6_alias0`: the aliases of both families are numbered in one row. To rc it is
/// an alias of an interface called `em0_ipv6`.
pub(super) fn of_ipv6(host: &Host, setup: &Setup, report: &Report) -> Option<Finding> {
    let Role::Alias(_) = setup.role else {
        return None;
    };
    let rest = setup.variable.strip_prefix("ifconfig_")?;
    let (suffix, _) = rest.rsplit_once("_ipv6_alias")?;
    let others = || host.interfaces.setups.iter();
    let is_of = |other: &&Setup, name: &str| variable_suffix(&other.interface) == name;
    let odd = format!("{suffix}_ipv6");
    let is_there = others().any(|other| is_of(&other, suffix));
    let is_odd = others().any(|other| is_of(&other, &odd) && !matches!(other.role, Role::Alias(_)));
    if !is_there || is_odd {
        return None;
    }
    let numbers = others().filter_map(|other| match other.role {
        Role::Alias(number) if is_of(&other, suffix) => Some(number),
        _ => None,
    });
    let free = numbers.max().map_or(Some(0), |last| last.checked_add(1))?;
    let right = format!("ifconfig_{suffix}_alias{free}");
    let message = format!(
        "nothing reads {}: the aliases of {suffix} are ifconfig_{suffix}_aliasN for IPv6 as well",
        setup.variable
    );
    let finding = report.finding(setup.place, message);
    let finding = finding.note(format!("write {right}=\"inet6 ...\""));
    let is_plain = setup.first == "inet6" && host.rc.get(&right).is_none();
    let fix = is_plain.then(|| {
        let edit = Edit::replace(setup.name_place, right.as_str());
        Fix::not_safe(format!("write {right}"), vec![edit])
    });
    Some(finding.fix(fix))
}

/// An address of `ifconfig_IF_aliases` without a family before it. rc passes over what comes
/// before the first family, and ifconfig(8) takes a second address for the other end of a link.
pub(super) fn without_family(host: &Host, setup: &Setup, report: &Report) -> Option<Finding> {
    let name = &setup.variable;
    let variable = host.rc.get(name)?;
    let mut family = None;
    let mut addresses = 0;
    for (word, place) in variable.words() {
        if matches!(word.as_str(), "inet" | "inet6" | "link" | "ether") {
            (family, addresses) = (Some(word), 0);
            continue;
        }
        let Some(own) = family_of(&word) else {
            // Before any family it is something that is not understood here.
            family.as_ref()?;
            continue;
        };
        addresses += 1;
        let message = match &family {
            None => format!("{name} does not begin with inet or inet6: rc passes over `{word}`"),
            // Without a length it may be the other end of a link.
            Some(_) if addresses == 2 && word.contains('/') => format!(
                "`{word}` has no {own} before it: ifconfig(8) takes it for the other end of a \
                 link, and {} does not get the address",
                setup.interface
            ),
            Some(_) => continue,
        };
        let finding = report
            .finding(place, message)
            .note("each address of the list comes with its family: inet A/M inet6 B/M");
        let fix = variable.literal.then(|| {
            let edit = Edit::insert(place.file, place.span.start, format!("{own} "));
            Fix::not_safe(format!("write {own} before it"), vec![edit])
        });
        return Some(finding.fix(fix));
    }
    None
}

fn family_of(word: &str) -> Option<&'static str> {
    let bare = word.split_once('/').map_or(word, |(address, _)| address);
    if bare.parse::<Ipv4Addr>().is_ok() {
        Some("inet")
    } else if bare.parse::<Ipv6Addr>().is_ok() {
        Some("inet6")
    } else {
        None
    }
}
