//! `ibgp-not-reflected`.

use crate::finding::{Finding, Fix};
use crate::rules::edits::{lines_after, text_at};
use crate::rules::{Report, declare_rule};
use crate::site::{Gap, Site, WhyGap};

declare_rule! {
    /// A host does not learn what another host of its AS told the router between them.
    ///
    /// Routers of one AS do not hand on to each other what another router of that AS told them:
    /// each has to hear it from its origin, or from a route reflector, which has the neighbors
    /// that it serves marked as `route-reflector-client` (RFC 4456).
    ///
    /// Told once for each pair of neighbors of the router in the middle. Silent in a
    /// confederation, and where the host's filters would not take the route anyway.
    ///
    /// ## Bad
    ///
    /// ```conf one:etc/rc.conf
    /// ifconfig_ix0="inet 10.9.0.2/24"
    /// ```
    /// ```conf one:etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.2"; }
    /// ```
    /// ```conf one:usr/local/etc/frr/frr.conf
    /// router bgp 65010
    ///  neighbor 10.9.0.1 remote-as 65010
    ///  address-family ipv4 unicast
    ///   network 203.0.113.2/32
    ///  exit-address-family
    /// ```
    /// ```conf hub:etc/rc.conf
    /// ifconfig_ix0="inet 10.9.0.1/24"
    /// ```
    /// ```conf hub:usr/local/etc/frr/frr.conf
    /// router bgp 65010
    ///  neighbor 10.9.0.2 remote-as 65010
    ///  neighbor 10.9.0.3 remote-as 65010
    /// ```
    /// ```conf two:etc/rc.conf
    /// ifconfig_ix0="inet 10.9.0.3/24"
    /// ```
    /// ```conf two:usr/local/etc/frr/frr.conf
    /// router bgp 65010
    ///  neighbor 10.9.0.1 remote-as 65010
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf one:etc/rc.conf
    /// ifconfig_ix0="inet 10.9.0.2/24"
    /// ```
    /// ```conf one:etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.2"; }
    /// ```
    /// ```conf one:usr/local/etc/frr/frr.conf
    /// router bgp 65010
    ///  neighbor 10.9.0.1 remote-as 65010
    ///  address-family ipv4 unicast
    ///   network 203.0.113.2/32
    ///  exit-address-family
    /// ```
    /// ```conf hub:etc/rc.conf
    /// ifconfig_ix0="inet 10.9.0.1/24"
    /// ```
    /// ```conf hub:usr/local/etc/frr/frr.conf
    /// router bgp 65010
    ///  neighbor 10.9.0.2 remote-as 65010
    ///  neighbor 10.9.0.3 remote-as 65010
    ///  neighbor 10.9.0.3 route-reflector-client
    /// ```
    /// ```conf two:etc/rc.conf
    /// ifconfig_ix0="inet 10.9.0.3/24"
    /// ```
    /// ```conf two:usr/local/etc/frr/frr.conf
    /// router bgp 65010
    ///  neighbor 10.9.0.1 remote-as 65010
    /// ```
    "ibgp-not-reflected", Warning, Site(check)
}

fn check(site: &Site, report: &mut Report) {
    for gap in site.gaps(WhyGap::NotReflected) {
        report.add(render(&gap, report));
    }
}

fn render(gap: &Gap<'_>, report: &Report) -> Finding {
    let (router, host) = (&gap.router.name, &gap.host.name);
    let message = format!(
        "{host} does not learn {} of {}: {router} has it from its own AS and passes it on to \
         route-reflector clients only",
        gap.element.address, gap.origin.name
    );
    let line = format!("neighbor {} route-reflector-client", gap.to.peer);
    let finding = report
        .finding(gap.to.place, message)
        .related(gap.element.place, "this address does not get there")
        .note(format!("if {router} is to reflect routes, say `{line}`"));
    // Outside of the blocks of families the line is about IPv4.
    let text = text_at(gap.router, gap.to.place).filter(|_| gap.element.address.is_ipv4());
    match text {
        Some(text) => {
            let edit = lines_after(text, gap.to.place, &[line]);
            finding.fix(Fix::not_safe(
                format!("reflect routes to {host}"),
                vec![edit],
            ))
        }
        None => finding,
    }
}
