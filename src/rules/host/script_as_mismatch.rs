//! `script-as-mismatch`.

use std::collections::BTreeSet;

use crate::finding::{Edit, Fix};
use crate::host::Host;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A script configures a BGP router of another AS than this host's.
    ///
    /// `router bgp N` typed into vtysh enters the running router only if N is its AS. With any
    /// other number bgpd refuses the line, and what follows is tried in the wrong place: the
    /// route is neither announced nor withdrawn.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    /// ```
    /// ```sh usr/local/sbin/jail-stop
    /// #!/bin/sh
    /// vtysh -c "conf t" -c "router bgp 65001" -c "no network $1/32"
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    /// ```
    /// ```sh usr/local/sbin/jail-stop
    /// #!/bin/sh
    /// vtysh -c "conf t" -c "router bgp 65100" -c "no network $1/32"
    /// ```
    "script-as-mismatch", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    // A loop that is unrolled, and a hook that several jails share, enter it more than once.
    let mut seen = BTreeSet::new();
    for entered in &host.entered_routers {
        // Where the VRF has no router yet, this makes one, of whatever AS.
        let mut routers = host.routing.speakers.iter();
        let Some(router) = routers.find(|speaker| speaker.vrf == entered.vrf) else {
            continue;
        };
        if router.as_number == entered.as_number || !seen.insert((entered.place, entered.as_number))
        {
            continue;
        }
        let does = if entered.withdraws {
            "withdraws from"
        } else {
            "announces to"
        };
        let message = format!(
            "this {does} AS {}, but this router is AS {}: bgpd refuses it and nothing changes",
            entered.as_number, router.as_number
        );
        let finding = report
            .finding(entered.place, message)
            .note(format!("write router bgp {}", router.as_number))
            .related(
                router.as_place,
                format!("the router is AS {}", router.as_number),
            );
        report.add(if entered.exact {
            let right = router.as_number.to_string();
            let edit = Edit::replace(entered.place, right);
            let title = format!("write router bgp {}", router.as_number);
            finding.fix(Fix::safe(title, vec![edit]))
        } else {
            finding
        });
    }
}
