//! `jail-address-rejected-by-peer`.

use super::permit::{Permit, Permits};
use super::{SharedMistakes, where_to_permit, with_others};
use crate::finding::{Finding, Fix, Severity};
use crate::host::jails::JailAddress;
use crate::rules::{Report, declare_rule};
use crate::site::{Fate, Journey, Site, Step, StepKind};

declare_rule! {
    /// A jail address leaves its host, and the router at the other end throws it away.
    ///
    /// The neighbor is another host of this site, so its files tell what its inbound filters do:
    /// they deny the address. The session is up, the host shows the address as sent, and the
    /// router does not have it. The finding stands at the address; the entry that decides is
    /// related.
    ///
    /// A warning where the address arrives at no neighbor; info where another one takes it.
    ///
    /// ## Bad
    ///
    /// ```conf server:usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.201/32
    ///  exit-address-family
    /// ```
    /// ```conf server:etc/rc.conf
    /// ifconfig_ix0="inet 192.168.50.2/24"
    /// ```
    /// ```conf server:etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.201"; }
    /// ```
    /// ```conf router:etc/rc.conf
    /// ifconfig_ix1="inet 192.168.50.1/24"
    /// ```
    /// ```conf router:usr/local/etc/frr/frr.conf
    /// router bgp 65000
    ///  neighbor 192.168.50.2 remote-as 65100
    ///  address-family ipv4 unicast
    ///   neighbor 192.168.50.2 prefix-list server_in in
    ///  exit-address-family
    /// ip prefix-list server_in seq 5 permit 203.0.113.192/29 ge 32
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf server:usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.201/32
    ///  exit-address-family
    /// ```
    /// ```conf server:etc/rc.conf
    /// ifconfig_ix0="inet 192.168.50.2/24"
    /// ```
    /// ```conf server:etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.201"; }
    /// ```
    /// ```conf router:etc/rc.conf
    /// ifconfig_ix1="inet 192.168.50.1/24"
    /// ```
    /// ```conf router:usr/local/etc/frr/frr.conf
    /// router bgp 65000
    ///  neighbor 192.168.50.2 remote-as 65100
    ///  address-family ipv4 unicast
    ///   neighbor 192.168.50.2 prefix-list server_in in
    ///  exit-address-family
    /// ip prefix-list server_in seq 5 permit 203.0.113.192/28 ge 32
    /// ```
    "jail-address-rejected-by-peer", Warning, Site(check)
}

fn check(site: &Site, report: &mut Report) {
    let mut permits = Permits::default();
    let mut shared = SharedMistakes::default();
    for (index, _) in site.indexed() {
        for address in site.announced_addresses(index) {
            let journeys = site.journeys(address);
            let nowhere = journeys
                .iter()
                .all(|j| matches!(j.fate(), Fate::Stopped(_)));
            let severity = if nowhere {
                Severity::Warning
            } else {
                Severity::Info
            };
            for journey in &journeys {
                if let Some(step) = journey.stopped_at(StepKind::PeerFilter)
                    && let Some(decider) = &step.decider
                    && let Some(peer) = site.host(step.host)
                    && shared.is_new(peer, severity, decider)
                    && let Some(finding) =
                        render(site, severity, address.element, journey, step, report)
                {
                    report.add(match permits.permit(site, journey, step) {
                        Some(permit) => mended(site, step, &permit, finding),
                        None => finding,
                    });
                }
            }
        }
    }
}

fn render(
    site: &Site,
    severity: Severity,
    element: &JailAddress,
    journey: &Journey,
    step: &Step,
    report: &Report,
) -> Option<Finding> {
    let peer = site.host(step.host)?;
    let decider = step.decider.as_ref()?;
    let message = format!(
        "{} is announced to {} ({}) and thrown away there: {decider}",
        element.address, peer.name, journey.neighbor.peer
    );
    let finding = report
        .finding_at(severity, element.place, message)
        .note(format!(
            "permit {} in {} of {}",
            element.address,
            where_to_permit(decider),
            peer.name
        ))
        .related(decider.place, decider.to_string());
    Some(with_others(finding, decider))
}

fn mended(site: &Site, step: &Step, permit: &Permit, finding: Finding) -> Finding {
    let entry = &permit.entry;
    let peer = site.host(step.host).map_or("the peer", |host| &host.name);
    let title = format!(
        "permit {} in {} of {peer} at seq {}",
        entry.prefix, entry.list, entry.seq
    );
    finding
        .note(format!(
            "on {peer} while it runs: vtysh -c 'configure terminal' -c '{entry}'"
        ))
        .fix(Fix::not_safe(title, vec![permit.edit.clone()]))
}
