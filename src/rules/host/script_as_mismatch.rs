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
    let speakers = &host.routing.speakers;
    let Some(first) = speakers.first() else {
        return;
    };
    // A loop that is unrolled, and a hook that several jails share, enter it more than once.
    let mut seen = BTreeSet::new();
    for entered in &host.entered_routers {
        if speakers
            .iter()
            .any(|speaker| speaker.as_number == entered.as_number)
            || !seen.insert((entered.place, entered.as_number))
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
            entered.as_number, first.as_number
        );
        let finding = report
            .finding(entered.place, message)
            .note(format!("write router bgp {}", first.as_number))
            .related(
                first.as_place,
                format!("the router is AS {}", first.as_number),
            );
        // Several routers: which one is meant is not to be guessed.
        let is_clear = entered.exact && speakers.len() == 1;
        report.add(if is_clear {
            let right = first.as_number.to_string();
            let edit = Edit::replace(entered.place, right);
            let title = format!("write router bgp {}", first.as_number);
            finding.fix(Fix::safe(title, vec![edit]))
        } else {
            finding
        });
    }
}
