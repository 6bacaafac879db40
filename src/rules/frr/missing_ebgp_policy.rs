//! `missing-ebgp-policy`.

use crate::finding::{Finding, Severity};
use crate::host::Host;
use crate::host::routing::{Family, Neighbor, Peer, PeerKind};
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// An eBGP session has no filter in a direction, and FRR lets nothing pass there.
    ///
    /// Since FRR 7.4 an eBGP session comes up without filters, but exchanges nothing: the summary
    /// shows `(Policy)` in the place of a number. Any prefix-list, distribute-list, filter-list or
    /// route-map of the direction will do, that of the peer-group too. Told once for each neighbor
    /// and address family, with the directions that lack a filter.
    ///
    /// Silent for iBGP, for sessions that are shut down, with `no bgp ebgp-requires-policy`, under
    /// `frr defaults datacenter`, and under an `frr version` line of 7.3 or older above
    /// `router bgp`. Where the version is not known, it is info.
    ///
    /// Source: RFC 8212; runs of bgpd 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// frr version 10.3
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65000
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// frr version 10.3
    /// ip prefix-list OWN seq 5 permit 203.0.113.0/24 le 32
    /// ip prefix-list ANY seq 5 permit any
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   neighbor 192.0.2.1 prefix-list OWN out
    ///   neighbor 192.0.2.1 prefix-list ANY in
    ///  exit-address-family
    /// ```
    "missing-ebgp-policy", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let speakers = host.routing.speakers.iter();
    for speaker in speakers.filter(|speaker| speaker.ebgp_requires_policy) {
        for neighbor in &speaker.neighbors {
            let is_ebgp = neighbor.kind(speaker) == Some(PeerKind::Ebgp);
            // Inside a confederation some other AS numbers count as one's own.
            if !is_ebgp || speaker.confederation || neighbor.shutdown.is_some() {
                continue;
            }
            for family in Family::ALL {
                if let Some(finding) = render(host, neighbor, family, report) {
                    report.add(finding);
                }
            }
        }
    }
}

fn render(host: &Host, neighbor: &Neighbor, family: Family, report: &Report) -> Option<Finding> {
    let settings = neighbor.families.get(family);
    if !settings.active {
        return None;
    }
    let (no_in, no_out) = (settings.inbound.is_empty(), settings.outbound.is_empty());
    // A session that is there for another family is IPv4's only by default.
    let peer = match &neighbor.peer {
        Peer::Address(address) if Family::of(*address) != family && no_in && no_out => {
            return None;
        }
        Peer::Address(address) => address.to_string(),
        Peer::Interface(interface) => interface.clone(),
    };
    let (consequence, directions) = match (no_in, no_out) {
        (true, true) => (
            "FRR sends it nothing and takes nothing from it",
            "in and out",
        ),
        (true, false) => ("FRR takes nothing from it", "in"),
        (false, true) => ("FRR sends it nothing", "out"),
        (false, false) => return None,
    };
    let words = match family {
        Family::Ipv4Unicast => "IPv4",
        Family::Ipv6Unicast => "IPv6",
    };
    let (severity, since) = match host.frr_version.known() {
        Some(_) => (Severity::Warning, ""),
        None => (Severity::Info, " (FRR 7.4 and later)"),
    };
    let message =
        format!("eBGP neighbor {peer} has no {words} filter {directions}: {consequence}{since}");
    let finding = report
        .finding_at(severity, neighbor.place, message)
        .note(format!(
            "add a prefix-list or route-map {directions}, or say `no bgp ebgp-requires-policy`"
        ));
    Some(match &neighbor.peer_group {
        Some(group) => finding.related(group.place, "its group has none either"),
        None => finding,
    })
}
