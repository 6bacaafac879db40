//! `as-path-loop`.

use crate::finding::Finding;
use crate::rules::{Report, declare_rule};
use crate::site::{Gap, Site, WhyGap};

declare_rule! {
    /// A host drops the routes of another one because both have the same AS number.
    ///
    /// bgpd takes a path in which its own AS number stands for a loop and drops the route without
    /// a message. Two hosts of one AS that reach each other through another AS see nothing of each
    /// other, unless `allowas-in` says that this is meant, the router in between hides the number
    /// (`as-override`), or each has a number of its own.
    ///
    /// Silent about addresses that the host has itself (anycast).
    ///
    /// ## Bad
    ///
    /// ```conf one:etc/rc.conf
    /// ifconfig_ix0="inet 10.9.1.2/24"
    /// ```
    /// ```conf one:etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.2"; }
    /// ```
    /// ```conf one:usr/local/etc/frr/frr.conf
    /// router bgp 65010
    ///  no bgp ebgp-requires-policy
    ///  neighbor 10.9.1.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.2/32
    ///  exit-address-family
    /// ```
    /// ```conf hub:etc/rc.conf
    /// ifconfig_ix0="inet 10.9.1.1/24"
    /// ifconfig_ix1="inet 10.9.2.1/24"
    /// ```
    /// ```conf hub:usr/local/etc/frr/frr.conf
    /// router bgp 65000
    ///  no bgp ebgp-requires-policy
    ///  neighbor 10.9.1.2 remote-as 65010
    ///  neighbor 10.9.2.2 remote-as 65010
    /// ```
    /// ```conf two:etc/rc.conf
    /// ifconfig_ix0="inet 10.9.2.2/24"
    /// ```
    /// ```conf two:usr/local/etc/frr/frr.conf
    /// router bgp 65010
    ///  no bgp ebgp-requires-policy
    ///  neighbor 10.9.2.1 remote-as 65000
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf one:etc/rc.conf
    /// ifconfig_ix0="inet 10.9.1.2/24"
    /// ```
    /// ```conf one:etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.2"; }
    /// ```
    /// ```conf one:usr/local/etc/frr/frr.conf
    /// router bgp 65010
    ///  no bgp ebgp-requires-policy
    ///  neighbor 10.9.1.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.2/32
    ///  exit-address-family
    /// ```
    /// ```conf hub:etc/rc.conf
    /// ifconfig_ix0="inet 10.9.1.1/24"
    /// ifconfig_ix1="inet 10.9.2.1/24"
    /// ```
    /// ```conf hub:usr/local/etc/frr/frr.conf
    /// router bgp 65000
    ///  no bgp ebgp-requires-policy
    ///  neighbor 10.9.1.2 remote-as 65010
    ///  neighbor 10.9.2.2 remote-as 65010
    /// ```
    /// ```conf two:etc/rc.conf
    /// ifconfig_ix0="inet 10.9.2.2/24"
    /// ```
    /// ```conf two:usr/local/etc/frr/frr.conf
    /// router bgp 65010
    ///  no bgp ebgp-requires-policy
    ///  neighbor 10.9.2.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   neighbor 10.9.2.1 allowas-in 1
    ///  exit-address-family
    /// ```
    "as-path-loop", Warning, Site(check)
}

fn check(site: &Site, report: &mut Report) {
    for gap in site.gaps(WhyGap::AsLoop) {
        report.add(render(&gap, report));
    }
}

fn render(gap: &Gap<'_>, report: &Report) -> Finding {
    let (origin, host) = (&gap.origin.name, &gap.host.name);
    let message = format!(
        "{host} drops {} of {origin}: AS {} is in its path, which is {host}'s own",
        gap.element.address, gap.speaker.as_number
    );
    report
        .finding(gap.from.place, message)
        .related(gap.element.place, "this address does not get there")
        .note(format!(
            "if the two are to see each other: `neighbor {} allowas-in 1` here, or AS numbers of \
             their own",
            gap.from.peer
        ))
}
