//! `stale-connected-redistribution`.

use std::collections::BTreeSet;

use ipnet::IpNet;

use crate::finding::{Fix, Severity};
use crate::host::jails::JailAddress;
use crate::host::routing::{Family, Redistribution, Speaker};
use crate::host::{Host, HostJail};
use crate::policy::{self, Outcome};
use crate::rules::edits::{lines_instead, remove_statement, text_at};
use crate::rules::{Report, declare_rule};
use crate::site::connected_route;
use crate::vocabulary::{FrrVersion, When, releases};

declare_rule! {
    /// `redistribute connected` goes on announcing a jail that has stopped.
    ///
    /// When jail(8) takes an address off its interface, zebra on FreeBSD does not always notice:
    /// before FRR 7.5 it misses every removal, from 7.5 to 10.4 those of addresses with another
    /// mask than /32 (or /128). The address stays announced until zebra restarts. FRR 10.5
    /// repaired it.
    ///
    /// Either upgrade, or announce each address with a `network` statement, or let the jail's
    /// own hooks announce and withdraw it.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// frr version 7.3.1
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   redistribute connected
    ///  exit-address-family
    /// ```
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.194"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// frr version 7.3.1
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.194/32
    ///  exit-address-family
    /// ```
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.194"; }
    /// ```
    "stale-connected-redistribution", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for speaker in &host.routing.speakers {
        for family in Family::ALL {
            let connected = speaker.families.get(family).redistributions.iter();
            for line in connected.filter(|line| line.takes_interface_routes()) {
                if speaker
                    .neighbors
                    .iter()
                    .any(|n| n.families.get(family).active)
                {
                    check_line(host, speaker, family, line, report);
                }
            }
        }
    }
}

fn check_line(
    host: &Host,
    speaker: &Speaker,
    family: Family,
    line: &Redistribution,
    report: &mut Report,
) {
    let kept = |jail: &(&HostJail, &JailAddress)| {
        Family::of(jail.1.address) == family && is_redistributed(host, line, jail.1)
    };
    let addresses: Vec<_> = host.jail_addresses().filter(kept).collect();
    let mut worst: Option<(When<FrrVersion>, &HostJail, &JailAddress)> = None;
    for (jail, element) in addresses.iter().copied() {
        let when = host.frr_version.when(|version| misses(version, element));
        if worst
            .as_ref()
            .is_none_or(|(known, ..)| rank(&when) > rank(known))
        {
            worst = Some((when, jail, element));
        }
    }
    let Some((when, jail, element)) = worst else {
        return;
    };
    let (severity, version) = match &when {
        When::Never => return,
        When::Always => (Severity::Warning, host.frr_words()),
        When::On(some) => (Severity::Info, format!("FRR {}", releases(some))),
    };
    let length = element.prefix_length;
    let message = format!(
        "a stopped jail stays announced: on FreeBSD, {version} does not notice that an address \
         such as {}/{length} of jail {} has gone",
        element.address,
        jail.name()
    );
    let finding = report
        .finding_at(severity, line.place, message)
        .note("announce each jail with a network statement or, better, from its exec.poststart and exec.prestop hooks; FRR 10.5 and later need neither");
    let finding = if speaker.import_check {
        finding
    } else {
        finding.note(
            "bgp network import-check is off here: a network statement announces its prefix \
             whether the jail runs or not",
        )
    };
    report.add(match networks(host, speaker, family, line, &addresses) {
        Some(fix) => {
            let family = match family {
                Family::Ipv4Unicast => "ipv4",
                Family::Ipv6Unicast => "ipv6",
            };
            let note = format!(
                "on the running router: the network lines, then `no redistribute {}`, in vtysh \
                 below `router bgp {}` and `address-family {family} unicast`",
                line.word, speaker.as_number
            );
            finding.note(note).fix(fix)
        }
        None => finding,
    });
}

/// A network statement for each jail's prefix instead of the line. A route-map that changes
/// what passes would have to come along, and one may match what a network statement has not;
/// nor can a network statement give a metric.
fn networks(
    host: &Host,
    speaker: &Speaker,
    family: Family,
    line: &Redistribution,
    addresses: &[(&HostJail, &JailAddress)],
) -> Option<Fix> {
    let text = text_at(host, line.place)?;
    if line.metric.is_some() {
        return None;
    }
    if let Some(map) = &line.route_map {
        let entries = host.routing.lists.route_maps.get(&map.name)?;
        if entries.iter().any(|entry| !entry.sets.is_empty()) {
            return None;
        }
    }
    let there = &speaker.families.get(family).networks;
    let prefixes: BTreeSet<IpNet> = addresses
        .iter()
        .filter_map(|(_, element)| IpNet::new(element.address, element.prefix_length).ok())
        .map(|prefix| prefix.trunc())
        .filter(|prefix| !there.iter().any(|network| network.prefix == *prefix))
        .collect();
    let statements: Vec<String> = prefixes.iter().map(|p| format!("network {p}")).collect();
    let edit = if statements.is_empty() {
        remove_statement(text, line.place)
    } else {
        lines_instead(text, line.place, &statements)
    };
    let title = "announce the jails' prefixes by network statements instead";
    Some(Fix::not_safe(title, vec![edit]))
}

fn rank(when: &When<FrrVersion>) -> usize {
    match when {
        When::Never => 0,
        When::On(some) => some.len(),
        When::Always => usize::MAX,
    }
}

/// Whether zebra of this version misses the removal (FRR issues 7136, 12453 and 19657).
fn misses(version: FrrVersion, element: &JailAddress) -> bool {
    let host_length = if element.address.is_ipv4() { 32 } else { 128 };
    let before_7_5 = version < FrrVersion::new(7, 5);
    let before_10_5 = version < FrrVersion::new(10, 5);
    before_7_5 || (before_10_5 && element.prefix_length != host_length)
}

fn is_redistributed(host: &Host, line: &Redistribution, element: &JailAddress) -> bool {
    let Some(interface) = &element.interface else {
        return false;
    };
    if host.interfaces.fib_of(interface) != host.frr.intended_fib("zebra") {
        return false;
    }
    let Ok(network) = IpNet::new(element.address, element.prefix_length) else {
        return false;
    };
    let route = connected_route(network, element);
    match &line.route_map {
        Some(map) => {
            let verdict = policy::route_map(&host.routing.lists, &map.name, &route);
            verdict.outcome != Outcome::No
        }
        None => true,
    }
}
