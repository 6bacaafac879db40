//! `jail-address-not-announced`.

use ipnet::IpNet;

use super::{lacks_a_list, where_to_permit};
use crate::finding::{Edit, Finding, Fix};
use crate::host::Host;
use crate::host::jails::JailAddress;
use crate::host::routing::{Family, Speaker};
use crate::policy::RouteSource;
use crate::rules::edits::{lines_after, text_at};
use crate::rules::{Report, declare_rule};
use crate::site::{Journey, Site, SiteAddress, StepKind, refused_originations};
use crate::text::Place;

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
    for (index, _) in site.indexed() {
        for address in site.announced_addresses(index) {
            let journeys = site.journeys(address);
            let all = journeys
                .iter()
                .all(|j| j.stopped_at(StepKind::Origination).is_some());
            let in_default_vrf = journeys.iter().find(|j| j.speaker.vrf.is_none());
            let Some(first) = in_default_vrf.or(journeys.first()).filter(|_| all) else {
                continue;
            };
            if let Some(finding) = render(address, first, report) {
                report.add(finding);
            }
        }
    }
}

/// `None` where a list that is not defined is what keeps the address back.
fn render(at: SiteAddress<'_>, first: &Journey, report: &Report) -> Option<Finding> {
    let SiteAddress {
        host,
        jail,
        element,
        ..
    } = at;
    let (address, speaker) = (element.address, first.speaker);
    let refused = refused_originations(host, speaker, jail, element);
    let deciders: Vec<_> = refused
        .iter()
        .filter_map(|candidate| Some((candidate, candidate.decided_by.as_ref()?)))
        .collect();
    if deciders.iter().any(|(_, one)| lacks_a_list(host, one)) {
        return None;
    }
    let why = match deciders.first() {
        Some((_, decider)) => format!("{decider}, and nothing else on {}", host.name),
        None => format!("nothing on {}", host.name),
    };
    let message = format!("{address} will not be announced: {why} brings it into BGP");
    let mut finding = report.finding(element.place, message);
    for (candidate, decider) in &deciders {
        finding = finding
            .note(format!("permit it in {}", where_to_permit(decider)))
            .related(candidate.place, "this line would bring it in")
            .related(decider.place, decider.to_string());
    }
    finding = finding.related(first.neighbor.place, "the neighbor that should learn it");
    let prefix = IpNet::from(address);
    if speaker.import_check && element.prefix_length < prefix.max_prefix_len() {
        return Some(finding.note(format!(
            "`network {prefix}` needs a route to exactly that, and jail {} has its address as \
             /{}: write it as {prefix} in jail.conf",
            jail.name(),
            element.prefix_length
        )));
    }
    finding = finding
        .note(format!(
            "add `network {prefix}` to router bgp, or announce it from jail {}'s exec.poststart \
             hook",
            jail.name()
        ))
        .note(format!(
            "on the running machine: vtysh -c 'configure terminal' -c 'router bgp {}' \
             -c 'address-family {} unicast' -c 'network {prefix}'",
            speaker.as_number,
            family_word(element),
        ));
    // A second statement for the prefix would take the route-map from the first.
    let has_statement = refused
        .iter()
        .any(|one| one.route.source == RouteSource::Network && one.route.prefix == prefix);
    let fix = announce(host, speaker, element).filter(|_| !has_statement);
    Some(finding.fix(fix))
}

fn family_word(element: &JailAddress) -> &'static str {
    if element.address.is_ipv4() {
        "ipv4"
    } else {
        "ipv6"
    }
}

/// A network statement, where the route that it needs can be in the RIB.
fn announce(host: &Host, speaker: &Speaker, element: &JailAddress) -> Option<Fix> {
    let interface = element.interface.as_deref()?;
    let reachable = host.interfaces.fib_of(interface) == host.frr.intended_fib("zebra");
    if speaker.import_check && !reachable {
        return None;
    }
    let prefix = IpNet::from(element.address);
    let statement = format!("network {prefix}");
    let edit = insert(host, speaker, element, &statement)?;
    let title = format!("announce {} with a network statement", element.address);
    Some(Fix::not_safe(title, vec![edit]))
}

/// The statement beside another one of its family, else in a new block: one, which the others
/// find there afterwards.
fn insert(host: &Host, speaker: &Speaker, element: &JailAddress, statement: &str) -> Option<Edit> {
    let family = Family::of(element.address);
    if let Some(place) = line_of_family(speaker, family) {
        let text = text_at(host, place)?;
        return Some(lines_after(text, place, &[statement.to_owned()]).beside_others());
    }
    let text = text_at(host, speaker.place)?;
    let lines = [
        format!(" address-family {} unicast", family_word(element)),
        format!("  {statement}"),
        " exit-address-family".to_owned(),
    ];
    Some(lines_after(text, speaker.place, &lines))
}

/// A line of the speaker that stands where a network statement of this family is understood.
fn line_of_family(speaker: &Speaker, family: Family) -> Option<Place> {
    let own = speaker.families.get(family);
    let mut networks = own.networks.iter().map(|line| line.place);
    let mut redistributions = own.redistributions.iter().map(|line| line.place);
    let mut aggregates = own.aggregates.iter().map(|line| line.place);
    let filters = speaker.neighbors.iter().flat_map(|neighbor| {
        let own = neighbor.families.get(family);
        let filters = own.outbound.iter().chain(own.inbound.iter());
        filters.map(|filter| filter.place)
    });
    networks
        .next_back()
        .or_else(|| redistributions.next_back())
        .or_else(|| aggregates.next_back())
        .or_else(|| filters.last())
}
