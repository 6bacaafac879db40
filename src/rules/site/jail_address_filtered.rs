//! `jail-address-filtered`.

use std::collections::BTreeSet;

use super::permit::Permits;
use super::{SharedMistakes, where_to_permit, with_others};
use crate::finding::{Finding, Fix, Severity};
use crate::rules::{Report, declare_rule};
use crate::site::{Journey, Site, SiteAddress, Step, StepKind};

declare_rule! {
    /// A jail address is stopped by the host's own outbound filter.
    ///
    /// Whatever originates the address, the distribute-list, prefix-list, filter-list or
    /// route-map towards the neighbor denies it, or has no entry for it and so denies it too.
    /// The finding stands at the address; the entry that decides is related.
    ///
    /// A warning where no neighbor is sent the address; told as info where one neighbor is and
    /// another is not, which may well be meant. Silent where the files do not decide.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.210/32
    ///   neighbor 192.168.50.1 prefix-list router_out out
    ///  exit-address-family
    /// ip prefix-list router_out seq 5 permit 203.0.113.192/28 ge 32
    /// ```
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.210"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.210/32
    ///   neighbor 192.168.50.1 prefix-list router_out out
    ///  exit-address-family
    /// ip prefix-list router_out seq 5 permit 203.0.113.192/27 ge 32
    /// ```
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.210"; }
    /// ```
    "jail-address-filtered", Warning, Site(check)
}

fn check(site: &Site, report: &mut Report) {
    let mut permits = Permits::default();
    let mut shared = SharedMistakes::default();
    for (index, _) in site.indexed() {
        for address in site.announced_addresses(index) {
            let journeys = site.journeys(address);
            let mut stopped: Vec<_> = journeys
                .iter()
                .filter_map(|journey| Some((journey, journey.stopped_at(StepKind::Filter)?)))
                .collect();
            let severity = if stopped.len() == journeys.len() {
                Severity::Warning
            } else {
                Severity::Info
            };
            stopped.retain(|(_, step)| {
                let decider = step.decider.as_ref();
                decider.is_some_and(|decider| shared.is_new(address.host, severity, decider))
            });
            if let Some(finding) = render(severity, address, &stopped, report) {
                report.add(permit_all(site, &stopped, &mut permits, finding));
            }
        }
    }
}

fn render(
    severity: Severity,
    at: SiteAddress<'_>,
    stopped: &[(&Journey, &Step)],
    report: &Report,
) -> Option<Finding> {
    let (journey, step) = stopped.first()?;
    let decider = step.decider.as_ref()?;
    let (jail, address) = (at.jail, at.element.address);
    let message = match severity {
        Severity::Info => format!(
            "{address} will not be announced to {}: {decider}",
            journey.neighbor.peer
        ),
        _ => format!("{address} will not be announced: {decider}"),
    };
    let mut finding = report
        .finding_at(severity, at.element.place, message)
        .note(format!(
            "jail {} is up, and nobody beyond {} learns the way to it",
            jail.name(),
            journey.neighbor.peer
        ))
        .note(format!("permit {address} in {}", where_to_permit(decider)));
    finding = with_others(finding, decider);
    for (_, step) in stopped {
        if let Some(decider) = &step.decider {
            finding = finding.related(decider.place, decider.to_string());
        }
    }
    Some(finding)
}

/// The finding with its fix: an entry in each list that stops the address, if that can be done.
fn permit_all(
    site: &Site,
    stopped: &[(&Journey, &Step)],
    permits: &mut Permits,
    finding: Finding,
) -> Finding {
    let mut edits = Vec::new();
    let mut entries = Vec::new();
    let mut asked = BTreeSet::new();
    for (journey, step) in stopped {
        let list = step
            .decider
            .as_ref()
            .map(|decider| (&decider.list, decider.place));
        if !asked.insert(list) {
            continue;
        }
        let Some(permit) = permits.permit(site, journey, step) else {
            return finding;
        };
        entries.push(permit.entry);
        edits.push(permit.edit);
    }
    let titles: Vec<_> = entries
        .iter()
        .map(|entry| {
            format!(
                "permit {} in {} at seq {}",
                entry.prefix, entry.list, entry.seq
            )
        })
        .collect();
    let finding = entries.iter().fold(finding, |finding, entry| {
        finding.note(format!(
            "on the running router: vtysh -c 'configure terminal' -c '{entry}'"
        ))
    });
    finding.fix(Fix::not_safe(titles.join(" and "), edits))
}
