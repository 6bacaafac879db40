//! Switches, numbers and routers' addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::rc::RcVariable;
use crate::rules::Report;
use crate::vocabulary::{RcKind, is_one_slip, rc_variable};

pub(super) fn check(host: &Host, report: &mut Report) {
    for variable in host.rc.variables().filter(|variable| is_text(variable)) {
        let kind = rc_variable(&variable.name).map(|known| known.kind());
        let finding = match kind {
            Some(RcKind::Bool(others)) => switch(variable, others, report),
            Some(RcKind::Int | RcKind::Fib) => number(variable, report),
            Some(RcKind::Gateway) => router(variable, report),
            _ => None,
        };
        if let Some(finding) = finding {
            report.add(finding);
        }
    }
}

/// Whether the value is known, and no byte of it is the business of `invalid-encoding`.
fn is_text(variable: &RcVariable) -> bool {
    let odd = |c: char| c.is_control() && !c.is_ascii_whitespace();
    variable.known && !variable.value.contains(odd)
}

/// rc.subr's checkyesno: neither yes nor no is a warning at every boot, and no.
fn switch(variable: &RcVariable, others: &str, report: &Report) -> Option<Finding> {
    let value = variable.value.as_str();
    let is_other = |other: &str| other.eq_ignore_ascii_case(value);
    if is_switch(value)
        || others
            .split(' ')
            .any(|other| !other.is_empty() && is_other(other))
    {
        return None;
    }
    let name = &variable.name;
    if value.trim().is_empty() {
        let message = format!("{name} is empty: rc complains at boot and takes it as no");
        let finding = report.finding_at(Severity::Info, variable.place, message);
        return Some(finding.note(format!("write {name}=\"NO\"")));
    }
    let message =
        format!("{name} is `{value}`, neither yes nor no: rc complains at boot and takes it as no");
    let finding = report
        .finding(variable.place, message)
        .note("rc takes yes, true, on, 1 and no, false, off, 0, in any case");
    let trimmed = value.trim();
    let fix = |meant: &str, safe: bool| {
        let title = format!("write {meant}");
        let edits = vec![Edit::replace(variable.value_place, meant)];
        if safe {
            Fix::safe(title, edits)
        } else {
            Fix::not_safe(title, edits)
        }
    };
    if !variable.literal {
        return Some(finding);
    }
    let meant = ["YES", "NO", "true", "false"]
        .into_iter()
        .find(|word| is_one_slip(&word.to_lowercase(), &trimmed.to_lowercase()));
    Some(match meant {
        _ if is_switch(trimmed) => finding.fix(fix(trimmed, true)),
        Some(meant) => finding.fix(fix(meant, false)),
        None => finding,
    })
}

fn is_switch(value: &str) -> bool {
    ["yes", "true", "on", "1", "no", "false", "off", "0"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(value))
}

fn number(variable: &RcVariable, report: &Report) -> Option<Finding> {
    let value = variable.value.trim();
    let digits = value.strip_prefix("0x").unwrap_or(value);
    let is_number = i64::from_str_radix(digits, 16).is_ok()
        && (value.starts_with("0x") || value.parse::<i64>().is_ok());
    if value.is_empty() || is_number {
        return None;
    }
    let name = &variable.name;
    if let Some(service) = name.strip_suffix("_fib") {
        // frr_fib is read by nobody, which is a rule of its own.
        if service == "frr" || value.eq_ignore_ascii_case("NONE") {
            return None;
        }
        let message = format!(
            "{name} is `{value}`, no number of a FIB: setfib(1) refuses it and {service} does not start"
        );
        return Some(report.finding_at(Severity::Error, variable.place, message));
    }
    if is_switch(value) {
        return None;
    }
    let message = format!("{name} is `{value}`, which is no number");
    Some(report.finding(variable.place, message))
}

/// The gateway of a default route. A name may have an address: only what can be nothing but an
/// address is judged.
fn router(variable: &RcVariable, report: &Report) -> Option<Finding> {
    let first = variable.value.split_ascii_whitespace().next()?;
    let bare = first.split_once('%').map_or(first, |(bare, _)| bare);
    let ipv6 = variable.name.starts_with("ipv6_");
    let fits = match bare.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => !ipv6,
        Ok(IpAddr::V6(_)) => ipv6,
        Err(_) => !looks_numeric(bare),
    };
    if fits {
        return None;
    }
    let family = if ipv6 { "IPv6" } else { "IPv4" };
    let message = format!(
        "{} is `{first}`, no {family} address: route(8) refuses it, and there is no default route",
        variable.name
    );
    let mut finding = report.finding_at(Severity::Error, variable.place, message);
    if let Some((address, _)) = bare.split_once('/')
        && (address.parse::<Ipv4Addr>().is_ok() || address.parse::<Ipv6Addr>().is_ok())
    {
        finding = finding.note("a router's address has no prefix length");
        if variable.literal && variable.value == first {
            let edit = Edit::replace(variable.value_place, address);
            finding = finding.fix(Fix::not_safe(format!("write {address}"), vec![edit]));
        }
    }
    Some(finding)
}

/// Whether a word can be nothing but an address.
fn looks_numeric(word: &str) -> bool {
    let ipv4 = |c: char| c.is_ascii_digit() || matches!(c, '.' | '/');
    let ipv6 = |c: char| c.is_ascii_hexdigit() || matches!(c, ':' | '.' | '/');
    // 10.1 is an address to route(8) too.
    let dots = word.matches('.').count();
    (word.chars().all(ipv4) && (dots >= 3 || word.contains('/')))
        || (word.matches(':').count() > 1 && word.chars().all(ipv6))
}
