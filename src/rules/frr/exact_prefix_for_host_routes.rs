//! `exact-prefix-for-host-routes`.

use rustc_hash::FxHashMap;

use ipnet::IpNet;

use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::routing::{
    Family, FilterRef, Neighbor, Network, PrefixEntry, PrefixList, Speaker,
};
use crate::rules::{Report, declare_rule};
use crate::syntax::frr::{Action, FilterKind};
use crate::text::Place;

declare_rule! {
    /// A prefix-list lets a network pass that is never announced, and nothing inside it.
    ///
    /// An entry without `ge` and `le` takes the prefix of exactly that length: `permit
    /// 203.0.113.0/24` does not let 203.0.113.5/32 pass. It is a warning where the host
    /// announces longer prefixes inside the network with `network`, info where nothing inside it
    /// is announced so far.
    ///
    /// Silent where the network itself is announced, static, connected, or may be learnt from
    /// another neighbor; in lists of more than 500 entries; where another entry of the list is about the prefixes inside; and where
    /// a jail's address lies in it, which `jail-address-filtered` tells.
    ///
    /// Source: runs of bgpd 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip prefix-list OUT seq 5 permit 203.0.113.0/24
    /// router bgp 65100
    ///  no bgp network import-check
    ///  neighbor 192.0.2.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.5/32
    ///   neighbor 192.0.2.1 prefix-list OUT out
    ///  exit-address-family
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip prefix-list OUT seq 5 permit 203.0.113.0/24 ge 32
    /// router bgp 65100
    ///  no bgp network import-check
    ///  neighbor 192.0.2.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.5/32
    ///   neighbor 192.0.2.1 prefix-list OUT out
    ///  exit-address-family
    /// ```
    "exact-prefix-for-host-routes", Info, Host(check)
}

/// Whoever has more entries than this in one list has a program that writes them.
const MOST_ENTRIES: usize = 500;

/// A prefix-list that neighbors are sent routes by.
struct Applied<'a> {
    filter: &'a FilterRef,
    list: &'a PrefixList,
    neighbors: usize,
}

fn check(host: &Host, report: &mut Report) {
    for speaker in &host.routing.speakers {
        for family in Family::ALL {
            let active = |neighbor: &&Neighbor| neighbor.takes_part(family);
            let neighbors = speaker.neighbors.iter().filter(active).count();
            for applied in applied_lists(host, speaker, family) {
                // Any other neighbor may send the very prefix.
                if applied.neighbors == neighbors {
                    check_list(host, speaker, family, &applied, report);
                }
            }
        }
    }
}

/// The outbound prefix-lists of a family, each once, in the order of their first use.
fn applied_lists<'a>(host: &'a Host, speaker: &'a Speaker, family: Family) -> Vec<Applied<'a>> {
    let mut lists: Vec<Applied> = Vec::new();
    let mut known = FxHashMap::default();
    let active = speaker
        .neighbors
        .iter()
        .filter(|one| one.takes_part(family));
    for neighbor in active {
        let outbound = &neighbor.families.get(family).outbound;
        let Some(filter) = outbound.get(FilterKind::PrefixList) else {
            continue;
        };
        let Some(list) = host.routing.lists.prefix_list(family, &filter.name) else {
            continue;
        };
        let at = *known.entry(filter.name.as_str()).or_insert(lists.len());
        match lists.get_mut(at) {
            Some(applied) => applied.neighbors += 1,
            None => lists.push(Applied {
                filter,
                list,
                neighbors: 1,
            }),
        }
    }
    lists
}

fn check_list(
    host: &Host,
    speaker: &Speaker,
    family: Family,
    applied: &Applied<'_>,
    report: &mut Report,
) {
    if applied.list.entries.len() > MOST_ENTRIES {
        return;
    }
    let entries = applied.list.entries.iter();
    for (entry, prefix) in entries.filter_map(exact_permit) {
        let others = applied
            .list
            .entries
            .iter()
            .filter(|other| other.seq != entry.seq);
        let is_about_inside = |other: &PrefixEntry| {
            let (least, most) = (prefix.prefix_len() + 1, prefix.max_prefix_len());
            let overlaps = other
                .prefix
                .is_none_or(|own| own.contains(&prefix) || prefix.contains(&own));
            overlaps && *other.lengths().end() >= least && *other.lengths().start() <= most
        };
        if others.clone().any(is_about_inside) || may_be_announced(host, speaker, family, prefix) {
            continue;
        }
        let inside = |address: std::net::IpAddr| prefix.contains(&address);
        if host
            .jail_addresses()
            .any(|(_, element)| inside(element.address))
        {
            continue;
        }
        let mut networks = speaker.families.get(family).networks.iter();
        let denied = networks.find(|network| prefix.contains(&network.prefix));
        report.add(render(applied, entry, prefix, denied, report));
    }
}

/// An entry that permits a prefix of its own length alone, and is no host route or default.
fn exact_permit(entry: &PrefixEntry) -> Option<(&PrefixEntry, IpNet)> {
    let prefix = entry.prefix?;
    let is_exact = entry.ge.is_none() && entry.le.is_none() && entry.action == Action::Permit;
    let is_network = prefix.prefix_len() > 0 && prefix.prefix_len() < prefix.max_prefix_len();
    (is_exact && is_network).then_some((entry, prefix))
}

/// Whether a route of exactly this prefix may be there, on this host alone.
fn may_be_announced(host: &Host, speaker: &Speaker, family: Family, prefix: IpNet) -> bool {
    let said = speaker.families.get(family);
    let mut connected = host.interfaces.iter().flat_map(|one| &one.addresses);
    let mut by_frr = host
        .routing
        .interfaces
        .iter()
        .flat_map(|one| &one.addresses);
    said.networks.iter().any(|one| one.prefix == prefix)
        || said.aggregates.iter().any(|one| one.prefix == prefix)
        || host
            .routing
            .static_routes
            .iter()
            .any(|one| one.prefix == prefix)
        || host
            .static_routes
            .iter()
            .any(|one| one.destination == prefix)
        || host.routing.unread_prefixes.contains(&prefix)
        || connected.any(|own| own.network.trunc() == prefix)
        || by_frr.any(|(own, _)| own.trunc() == prefix)
        || !host.routing.other_routers.is_empty()
        || !host.runtime_networks.is_empty()
}

fn render(
    applied: &Applied<'_>,
    entry: &PrefixEntry,
    prefix: IpNet,
    denied: Option<&Network>,
    report: &Report,
) -> Finding {
    let (name, seq, longest) = (&applied.filter.name, entry.seq, prefix.max_prefix_len());
    let finding = match denied {
        Some(network) => {
            let message = format!(
                "{name} seq {seq} lets {prefix} itself pass and nothing inside it: {} will not \
                 be announced",
                network.prefix
            );
            let finding = report.finding_at(Severity::Warning, entry.place, message);
            finding.related(network.place, "not announced")
        }
        None => {
            let message = format!(
                "{name} seq {seq} lets {prefix} itself pass, which nothing here announces, and \
                 no host route inside it"
            );
            report.finding(entry.place, message)
        }
    };
    finding
        .related(applied.filter.place, "used here")
        .note(format!(
            "`ge {longest}` lets the host routes inside pass, `le {longest}` all inside"
        ))
        .fix(widened(entry, longest))
}

/// The entry for what is inside the prefix too.
fn widened(entry: &PrefixEntry, longest: u8) -> Fix {
    let Place { file, span } = entry.place;
    let edit = Edit::insert(file, span.end, format!(" le {longest}"));
    Fix::not_safe(format!("add le {longest}"), vec![edit])
}
