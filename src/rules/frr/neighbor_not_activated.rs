//! `neighbor-not-activated`.

use rustc_hash::FxHashSet;

use super::with_places;
use crate::finding::{Finding, Fix, Severity};
use crate::host::Host;
use crate::host::routing::{Family, Neighbor, NeighborFamily, Peer, Speaker};
use crate::rules::edits::{lines_before, text_at};
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// A neighbor exchanges no routes of an address family, and other lines count on it.
    ///
    /// Only IPv4 unicast is active by itself, and that not behind `no bgp default ipv4-unicast`.
    /// Any other family needs `neighbor X activate` in its block; without that the filters in
    /// the block do nothing, and a session over IPv6 carries IPv4 routes alone. A neighbor with
    /// no active family at all never comes up.
    ///
    /// Told of the neighbor, or of its peer-group where none of its members is active; info where
    /// IPv4 filters of an IPv6 neighbor do nothing, which may be meant. Silent
    /// where a line says `activate` or `no ... activate` for the family, for neighbors that are
    /// shut down, and for those with `capability extended-nexthop`, which IPv4 over IPv6 is
    /// meant for.
    ///
    /// Source: runs of bgpd 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ipv6 prefix-list OWN seq 5 permit 2001:db8:1::/48
    /// router bgp 65100
    ///  neighbor 2001:db8::1 remote-as 65100
    ///  address-family ipv6 unicast
    ///   neighbor 2001:db8::1 prefix-list OWN out
    ///  exit-address-family
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ipv6 prefix-list OWN seq 5 permit 2001:db8:1::/48
    /// router bgp 65100
    ///  neighbor 2001:db8::1 remote-as 65100
    ///  address-family ipv6 unicast
    ///   neighbor 2001:db8::1 activate
    ///   neighbor 2001:db8::1 prefix-list OWN out
    ///  exit-address-family
    /// ```
    "neighbor-not-activated", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for speaker in &host.routing.speakers {
        let mut told = FxHashSet::default();
        let working = working_filters(speaker);
        let active = active_groups(speaker);
        for neighbor in &speaker.neighbors {
            for family in Family::ALL {
                let group = silent_group(&active, neighbor, family);
                let is_news = |name: &str| told.insert((name.to_owned(), family));
                let filters = idle_filters(neighbor.families.get(family), &working);
                if is_missed(neighbor, family, &filters) && group.is_none_or(is_news) {
                    report.add(render(
                        host, speaker, neighbor, group, family, &filters, report,
                    ));
                }
            }
        }
    }
}

/// The groups of which a member is active, and in which family.
fn active_groups(speaker: &Speaker) -> FxHashSet<(&str, Family)> {
    let members = speaker.neighbors.iter().filter_map(|neighbor| {
        let group = neighbor.peer_group.as_ref()?;
        Some((neighbor, group.name.as_str()))
    });
    let states = members.flat_map(|(neighbor, group)| {
        let active = |family: &Family| neighbor.families.get(*family).active;
        let families = Family::ALL.into_iter().filter(move |family| active(family));
        families.map(move |family| (group, family))
    });
    states.collect()
}

/// The group of a neighbor, if no member of it is active: then the line is missing for the group.
fn silent_group<'a>(
    active: &FxHashSet<(&str, Family)>,
    neighbor: &'a Neighbor,
    family: Family,
) -> Option<&'a str> {
    let group = neighbor.peer_group.as_ref()?.name.as_str();
    (!active.contains(&(group, family))).then_some(group)
}

/// Whether something counts on the family, which nobody has said is to be active or not.
fn is_missed(neighbor: &Neighbor, family: Family, filters: &[Place]) -> bool {
    let own = neighbor.families.get(family);
    if own.active || own.activation_said || neighbor.shutdown.is_some() {
        return false;
    }
    !filters.is_empty() || is_without_its_own(neighbor, family)
}

/// The filters that some active neighbor has: those of a group may be there for other members.
fn working_filters(speaker: &Speaker) -> FxHashSet<Place> {
    let settings = speaker
        .neighbors
        .iter()
        .flat_map(|neighbor| Family::ALL.map(|family| neighbor.families.get(family)));
    settings
        .filter(|one| one.active)
        .flat_map(filter_places)
        .collect()
}

/// The filters in a family that count on its being active, in the order of the file.
fn idle_filters(settings: &NeighborFamily, working: &FxHashSet<Place>) -> Vec<Place> {
    let mut places: Vec<Place> = filter_places(settings)
        .filter(|place| !working.contains(place))
        .collect();
    places.sort_unstable_by_key(|place| (place.file, place.span.start));
    places
}

/// Where the names of a neighbor's filters stand.
fn filter_places(settings: &NeighborFamily) -> impl Iterator<Item = Place> {
    let filters = settings.inbound.iter().chain(settings.outbound.iter());
    filters.map(|filter| filter.place)
}

/// Whether nobody has said of any family whether it is to be active, and the neighbor's own is
/// not: it has none, or only IPv4 by default.
fn is_without_its_own(neighbor: &Neighbor, family: Family) -> bool {
    let is_own = neighbor.address().map(Family::of) == Some(family);
    let is_idle = |other: Family| {
        let settings = neighbor.families.get(other);
        !settings.activation_said && settings.inbound.is_empty() && settings.outbound.is_empty()
    };
    is_own
        && !neighbor.active_elsewhere
        && neighbor.extended_next_hop.is_none()
        && Family::ALL.into_iter().all(is_idle)
}

fn render(
    host: &Host,
    speaker: &Speaker,
    neighbor: &Neighbor,
    group: Option<&str>,
    family: Family,
    filters: &[Place],
    report: &Report,
) -> Finding {
    let words = match family {
        Family::Ipv4Unicast => "IPv4",
        Family::Ipv6Unicast => "IPv6",
    };
    let name = match (group, &neighbor.peer) {
        (Some(group), _) => group.to_owned(),
        (None, Peer::Address(address)) => address.to_string(),
        (None, Peer::Interface(interface)) => interface.clone(),
    };
    let who = if group.is_some() { "peer-group " } else { "" };
    let is_dead = Family::ALL
        .iter()
        .all(|other| !neighbor.families.get(*other).active)
        && !neighbor.active_elsewhere;
    let consequence = if is_dead {
        "no address family is, and the session will not come up".to_owned()
    } else if filters.is_empty() {
        format!("it is sent no {words} route, and none is taken from it")
    } else {
        format!("no {words} route is exchanged, and this filter does nothing")
    };
    let message = format!("{who}{name} is not activated for {words}: {consequence}");
    let family_words = match family {
        Family::Ipv4Unicast => "ipv4 unicast",
        Family::Ipv6Unicast => "ipv6 unicast",
    };
    let way_out = format!("add `neighbor {name} activate` in address-family {family_words}");
    let Some((first, others)) = filters.split_first() else {
        let finding = report.finding(neighbor.place, message).note(way_out);
        let origination = speaker.families.get(family);
        return match origination.networks.first() {
            Some(network) => finding.related(network.place, "meant to be announced"),
            None => finding,
        };
    };
    // Whoever switches IPv4 off by default may mean it of a neighbor that has an IPv6 address.
    let may_be_meant = family == Family::Ipv4Unicast
        && neighbor.address().is_some_and(|address| address.is_ipv6());
    let severity = match may_be_meant && !is_dead {
        true => Severity::Info,
        false => Severity::Warning,
    };
    let finding = report
        .finding_at(severity, *first, message)
        .related(neighbor.place, "the neighbor")
        .note(way_out);
    let finding = with_places(finding, others.iter().copied(), "this does nothing either");
    finding.fix(activated(host, *first, &name))
}

/// The missing line, above a line of the same block.
fn activated(host: &Host, beside: Place, name: &str) -> Option<Fix> {
    let text = text_at(host, beside)?;
    let line = format!("neighbor {name} activate");
    let edit = lines_before(text, beside, &[line]);
    Some(Fix::not_safe(format!("activate {name}"), vec![edit]))
}
