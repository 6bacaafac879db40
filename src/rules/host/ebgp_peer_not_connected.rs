//! `ebgp-peer-not-connected`.

use std::net::IpAddr;

use crate::finding::{Finding, Fix};
use crate::host::Host;
use crate::host::routing::{Neighbor, PeerKind, Speaker};
use crate::rules::edits::{lines_after, text_at};
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// An eBGP neighbor is on no network of this host, and nothing says that it is further away.
    ///
    /// bgpd opens a session with another AS only to an address that is directly connected,
    /// unless `ebgp-multihop`, `ttl-security hops` or `disable-connected-check` says otherwise:
    /// the session stays Idle or Active for ever.
    ///
    /// Silent where not all addresses of the host are known, as with DHCP, and in a VRF.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_ix0="inet 192.168.50.2/24"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.60.1 remote-as 65000
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_ix0="inet 192.168.50.2/24"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.60.1 remote-as 65000
    ///  neighbor 192.168.60.1 ebgp-multihop 2
    /// ```
    "ebgp-peer-not-connected", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let Some(rib) = host.rib() else {
        return;
    };
    let speakers = host.routing.speakers.iter().filter(|one| one.vrf.is_none());
    for speaker in speakers {
        for neighbor in speaker
            .neighbors
            .iter()
            .filter(|one| must_be_near(speaker, one))
        {
            let address = neighbor
                .address()
                .filter(|address| !is_link_local(*address));
            if let Some(address) = address.filter(|address| !rib.may_be_connected(*address)) {
                report.add(render(host, neighbor, address, report));
            }
        }
    }
}

fn must_be_near(speaker: &Speaker, neighbor: &Neighbor) -> bool {
    neighbor.kind(speaker) == Some(PeerKind::Ebgp)
        && neighbor.shutdown.is_none()
        && neighbor.ebgp_multihop.is_none()
        && neighbor.ttl_security.is_none()
        && !neighbor.connected_check_off
}

fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    }
}

fn render(host: &Host, neighbor: &Neighbor, address: IpAddr, report: &Report) -> Finding {
    let message = format!(
        "no session with {address} will come up: it is on no network of this host, and eBGP asks \
         for that"
    );
    let line = format!("neighbor {address} ebgp-multihop 2");
    let finding = report
        .finding(neighbor.place, message)
        .note(format!("if it is meant to be further away, add `{line}`"));
    match text_at(host, neighbor.place) {
        Some(text) => {
            let edit = lines_after(text, neighbor.place, &[line]);
            finding.fix(Fix::not_safe("allow two hops", vec![edit]))
        }
        None => finding,
    }
}
