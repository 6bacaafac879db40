//! `undefined-peer-group`.

use rustc_hash::FxHashMap;

use super::with_places;
use crate::finding::Finding;
use crate::host::Host;
use crate::host::routing::{Missing, NameKind, Speaker};
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// A neighbor joins a peer-group that does not exist at that line.
    ///
    /// FRR goes from line to line: `neighbor X peer-group NAME` and `bgp listen range ...
    /// peer-group NAME` are refused ("Configure the peer-group first") unless `neighbor NAME
    /// peer-group` stands above them in the same `router bgp`. The neighbor is then not made, or
    /// stays without what the group says.
    ///
    /// Silent where a line that is not understood here has the name.
    ///
    /// Source: bgpd/bgp_vty.c of FRR, and runs of 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  neighbor 192.168.50.1 peer-group UPLINKS
    ///  neighbor UPLINKS peer-group
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor UPLINKS peer-group
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  neighbor 192.168.50.1 peer-group UPLINKS
    /// ```
    "undefined-peer-group", Warning, Host(check)
}

/// Lines that name a group that does not exist there.
struct Refused<'h> {
    peer: Option<&'h str>,
    places: Vec<Place>,
}

fn check(host: &Host, report: &mut Report) {
    for speaker in &host.routing.speakers {
        let mut order: Vec<&str> = Vec::new();
        let mut refused: FxHashMap<&str, Refused> = FxHashMap::default();
        for (group, peer, place) in lines(speaker) {
            let known = refused.entry(group).or_insert_with(|| {
                order.push(group);
                Refused {
                    peer,
                    places: Vec::new(),
                }
            });
            known.places.push(place);
        }
        if order.is_empty() {
            continue;
        }
        let mentioned = |group: &str| {
            let mut names = host.routing.names.iter();
            let is_it = |name: &&_| is_group(name, group) && name.file == speaker.place.file;
            names.find(is_it).is_some_and(|name| name.mentioned)
        };
        for group in order {
            if mentioned(group) || host.vtysh_words.may_have(group) {
                continue;
            }
            if let Some(refused) = refused.get(group)
                && let Some(finding) = render(host, speaker, group, refused, report)
            {
                report.add(finding);
            }
        }
    }
}

fn is_group(name: &crate::host::routing::Name, group: &str) -> bool {
    name.kind == NameKind::PeerGroup && name.name == group
}

/// The lines that are refused: the group, the neighbor, the place.
fn lines(speaker: &Speaker) -> impl Iterator<Item = (&str, Option<&str>, Place)> {
    let orphans = speaker
        .orphans
        .iter()
        .filter_map(|orphan| match &orphan.missing {
            Missing::Group(group) => {
                Some((group.as_str(), Some(orphan.peer.as_str()), orphan.place))
            }
            Missing::Neighbor => None,
        });
    let ranges = speaker.listen_ranges.iter().filter(|range| {
        let group = speaker.groups.get(&range.group);
        group.is_none_or(|group| {
            (group.file, group.span.start) > (range.place.file, range.place.span.start)
        })
    });
    orphans.chain(ranges.map(|range| (range.group.as_str(), None, range.place)))
}

fn render(
    host: &Host,
    speaker: &Speaker,
    group: &str,
    refused: &Refused<'_>,
    report: &Report,
) -> Option<Finding> {
    let (first, others) = refused.places.split_first()?;
    let without = match refused.peer {
        Some(peer) => format!("and {peer} has nothing of what the group says"),
        None => "and nobody may connect by it".to_owned(),
    };
    let below = speaker.groups.get(group);
    let message = match below {
        Some(_) => {
            format!("peer-group {group} is made further down: FRR refuses this line, {without}")
        }
        None => format!(
            "peer-group {group} is not made in this router bgp: FRR refuses this line, {without}"
        ),
    };
    let finding = report
        .finding(*first, message)
        .note(format!("put `neighbor {group} peer-group` above this line"));
    let finding = with_places(finding, others.iter().copied(), "refused too");
    let mut speakers = host.routing.speakers.iter();
    let elsewhere = speakers.find_map(|other| other.groups.get(group));
    Some(match (below, elsewhere) {
        (Some(place), _) => finding.related(*place, "made here"),
        (None, Some(place)) => finding
            .note("each router bgp has groups of its own")
            .related(*place, "made here, in another router bgp"),
        (None, None) => finding,
    })
}
