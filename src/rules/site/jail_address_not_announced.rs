//! `jail-address-not-announced`.

use crate::rules::{Report, declare_rule};
use crate::site::{Site, StepKind};

declare_rule! {
    /// A public jail address that nothing on its host announces.
    ///
    /// The host speaks BGP with a neighbor in the address's family, but no `network` line, no
    /// redistribution, no aggregate, no script and no hook of the jail brings the address into
    /// BGP. The jail is up and nobody outside reaches it.
    ///
    /// Silent for private addresses, for addresses on a network that is connected to the
    /// interface anyway, where no neighbor is active in the family, and where a script may
    /// announce the address with a value that is known only at run time.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.195/32
    ///  exit-address-family
    /// ```
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.194"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.194/32
    ///  exit-address-family
    /// ```
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.194"; }
    /// ```
    "jail-address-not-announced", Warning, Site(check)
}

fn check(site: &Site, report: &mut Report) {
    for (index, host) in site.indexed() {
        for (jail, element) in site.announced_addresses(host) {
            let journeys = site.journeys(index, jail, element);
            let all = journeys
                .iter()
                .all(|j| j.stopped_at(StepKind::Origination).is_some());
            let Some(first) = journeys.first().filter(|_| all) else {
                continue;
            };
            let message = format!(
                "{} will not be announced: nothing on {} brings it into BGP",
                element.address, host.name
            );
            let length = if element.address.is_ipv4() { 32 } else { 128 };
            let finding = report
                .finding(element.place, message)
                .note(format!(
                    "add `network {}/{length}` to router bgp, or announce it from jail {}'s \
                     exec.poststart hook",
                    element.address,
                    jail.name()
                ))
                .related(first.neighbor.place, "the neighbor that should learn it");
            report.add(finding);
        }
    }
}
