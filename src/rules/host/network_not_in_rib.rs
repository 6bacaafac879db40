//! `network-not-in-rib`.

use crate::finding::{Finding, Severity};
use crate::host::Host;
use crate::host::rib::{Bringer, Brought, NoRoute, Rib, WhyLeftOut};
use crate::host::routing::{Family, ListDefectKind, Network, Origination, Speaker};
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// A `network` statement for a prefix to which the host has no route: it is not announced.
    ///
    /// Since FRR 7.4 `bgp network import-check` is on: bgpd announces a `network` only while
    /// zebra has a route to exactly that prefix, by something other than BGP. An address of an
    /// interface or a jail makes a route to its own network alone, of the length that it is
    /// given with; a wider or a narrower route does not count. FRR 9.1 to 10.1 on FreeBSD do not
    /// load the routes that rc.conf has put in before zebra starts.
    ///
    /// The jails' addresses count, whether the jail runs or not. Silent with `no bgp network
    /// import-check`, in VRFs, where an aggregate of the same prefix is made, where no neighbor
    /// takes part, and wherever a route may come from something that the files do not tell:
    /// without an rc.conf that has the host's addresses, with DHCP, router advertisements, VPNs
    /// or other routing protocols, with rc.local or hooks that run programs which are not known
    /// here. Where the FRR version is not known, it is info.
    ///
    /// Source: zebra/zebra_rnh.c and bgpd/bgp_nht.c of FRR; runs of 8.4.4, 10.3 and 10.7.1; FRR
    /// pull request 16597.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_ix0="inet 192.168.50.2/24"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// frr version 10.3
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.192/28
    ///  exit-address-family
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_ix0="inet 192.168.50.2/24"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// frr version 10.3
    /// ip route 203.0.113.192/28 Null0
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.192/28
    ///  exit-address-family
    /// ```
    "network-not-in-rib", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let checked = |speaker: &&Speaker| speaker.import_check && speaker.vrf.is_none();
    let speakers: Vec<&Speaker> = host.routing.speakers.iter().filter(checked).collect();
    if speakers.is_empty() {
        return;
    }
    let Some(rib) = host.rib() else {
        return;
    };
    let host_bits = places_of_host_bits(host);
    for speaker in speakers {
        for family in Family::ALL {
            if has_neighbors(speaker, family) {
                networks(host, &rib, &host_bits, speaker.families.get(family), report);
            }
        }
    }
}

fn has_neighbors(speaker: &Speaker, family: Family) -> bool {
    let mut neighbors = speaker.neighbors.iter();
    !speaker.listen_ranges.is_empty() || neighbors.any(|neighbor| neighbor.takes_part(family))
}

fn networks(
    host: &Host,
    rib: &Rib<'_>,
    host_bits: &[Place],
    origination: &Origination,
    report: &mut Report,
) {
    for network in &origination.networks {
        let mut aggregates = origination.aggregates.iter();
        let is_aggregate = aggregates.any(|aggregate| aggregate.prefix == network.prefix);
        if is_aggregate || is_told_elsewhere(host, host_bits, network) {
            continue;
        }
        if let Some(none) = rib.no_route_to(network.prefix) {
            report.add(render(host, network, &none, report));
        }
    }
}

/// Whether the statement has a mistake that has to be mended first: bits behind its length, a
/// route-map that is not defined. `host_bits` are the places of such bits, in order.
fn is_told_elsewhere(host: &Host, host_bits: &[Place], network: &Network) -> bool {
    let maps = &host.routing.lists.route_maps;
    let map = network.route_map.as_ref();
    let next = host_bits.partition_point(|place| *place < network.place);
    let bits = host_bits.get(next).is_some_and(|bits| {
        bits.file == network.place.file && bits.span.start < network.place.span.end
    });
    bits || map.is_some_and(|map| !maps.contains_key(&map.name))
}

fn places_of_host_bits(host: &Host) -> Vec<Place> {
    let defects = host.routing.list_defects.iter();
    let bits = defects.filter(|one| matches!(one.kind, ListDefectKind::HostBits { .. }));
    let mut places: Vec<Place> = bits.map(|defect| defect.place).collect();
    places.sort_unstable();
    places
}

fn render(host: &Host, network: &Network, none: &NoRoute<'_>, report: &Report) -> Finding {
    let prefix = network.prefix;
    let (severity, since) = match host.frr_version.known() {
        Some(_) => (Severity::Warning, ""),
        None => (Severity::Info, " (FRR 7.4 and later)"),
    };
    let message =
        format!("{prefix} will not be announced: zebra has no route to exactly this prefix{since}");
    let mut finding = report.finding_at(severity, network.place, message);
    if let Some(left_out) = none.left_out {
        let why = match left_out.why {
            WhyLeftOut::OtherFib(fib) => {
                format!("this route is not in FIB {fib}, which is zebra's")
            }
            WhyLeftOut::NotLoaded => format!(
                "{} on FreeBSD does not load routes that are there before zebra starts",
                host.frr_words()
            ),
        };
        return finding.related(left_out.place, why).note(format!(
            "put the route into FRR's own files, with `{} route`",
            ip_word(network)
        ));
    }
    if prefix.prefix_len() == 0 {
        return finding
            .note("`neighbor X default-originate` announces a default route without having one");
    }
    if let Some((wider, brought)) = none.around {
        let words = format!("{} is a route to {wider} only", words_of(brought));
        finding = finding.related(brought.place, words);
    }
    if let Some((part, brought)) = none.inside {
        let words = format!("{} is a route to {part} only", words_of(brought));
        finding = finding.related(brought.place, words);
    }
    if prefix.prefix_len() == prefix.max_prefix_len() {
        let length = prefix.prefix_len();
        return finding.note(format!(
            "give the address to a jail or an interface of this host as /{length}, or take the \
             line out"
        ));
    }
    finding.note(format!(
        "`{} route {prefix} Null0` makes a route that is always there; it drops what no closer \
         route takes",
        ip_word(network)
    ))
}

fn words_of(brought: &Brought) -> String {
    match &brought.by {
        Bringer::Interface(name) => format!("the address of interface {name}"),
        Bringer::Jail(name) => format!("the address of jail {name}"),
        Bringer::StaticRoute => "this".to_owned(),
    }
}

fn ip_word(network: &Network) -> &'static str {
    if network.prefix.addr().is_ipv6() {
        "ipv6"
    } else {
        "ip"
    }
}
