//! `neighbor-without-remote-as`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::with_places;
use crate::finding::Finding;
use crate::host::Host;
use crate::host::routing::{LineDefectKind, Missing, Orphan, Peer, Speaker};
use crate::rules::edits::text_at;
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// A line about a neighbor stands above the line that makes the neighbor, and FRR drops it.
    ///
    /// `neighbor X remote-as` or `neighbor X peer-group PG` makes a neighbor, `neighbor PG
    /// peer-group` a group. Whatever is said of it before is refused with "Specify remote-as or
    /// peer-group commands first", or "Configure the peer-group first". All lines about one
    /// neighbor are told once, at the first.
    ///
    /// Silent where the group is made nowhere (`undefined-peer-group` tells that), and where the
    /// line that would make the neighbor is refused itself.
    ///
    /// Source: runs of bgpd 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.0.2.1 description uplink
    ///  neighbor 192.0.2.1 remote-as 65100
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65100
    ///  neighbor 192.0.2.1 description uplink
    /// ```
    "neighbor-without-remote-as", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for speaker in &host.routing.speakers {
        let undefined = undefined_groups(speaker);
        let spoiled = spoiled(host);
        let peers = by_peer(speaker).into_iter();
        for (peer, orphans) in peers.filter(|(peer, _)| !undefined.contains(peer)) {
            if spoiled.contains(peer) {
                continue;
            }
            if let Some(finding) = render(speaker, peer, &orphans, report) {
                report.add(finding);
            }
        }
    }
}

/// Groups that neighbors join and nothing makes; what is said of those themselves is lost for the
/// same reason.
fn undefined_groups(speaker: &Speaker) -> FxHashSet<&str> {
    let orphans = speaker.orphans.iter();
    let groups = orphans.filter_map(|orphan| match &orphan.missing {
        Missing::Group(group) => Some(group.as_str()),
        Missing::Neighbor => None,
    });
    groups
        .filter(|group| !speaker.groups.contains_key(*group))
        .collect()
}

/// The neighbors whose own line FRR refuses, for a mistake that is told of it.
fn spoiled(host: &Host) -> FxHashSet<&str> {
    let defects = host.routing.line_defects.iter();
    let refused = defects.filter_map(|defect| match &defect.kind {
        LineDefectKind::Refused(_) => text_at(host, defect.place)
            .map(|text| text.slice(defect.place.span).split_ascii_whitespace()),
        _ => None,
    });
    let makes = refused.filter_map(|mut words| {
        let (first, peer, what) = (words.next()?, words.next()?, words.next()?);
        let makes = what.starts_with("remote") || what == "peer-group" || what == "interface";
        (first == "neighbor" && makes).then_some(peer)
    });
    makes.collect()
}

/// The lines about each neighbor, in order.
fn by_peer(speaker: &Speaker) -> Vec<(&str, Vec<&Orphan>)> {
    let mut peers: Vec<(&str, Vec<&Orphan>)> = Vec::new();
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    for orphan in &speaker.orphans {
        let next = peers.len();
        let at = *known.entry(&orphan.peer).or_insert(next);
        match peers.get_mut(at) {
            Some((_, orphans)) => orphans.push(orphan),
            None => peers.push((&orphan.peer, vec![orphan])),
        }
    }
    peers
}

/// `None` where the mistake is a group that is made nowhere.
fn render(speaker: &Speaker, peer: &str, orphans: &[&Orphan], report: &Report) -> Option<Finding> {
    let is_undefined = |orphan: &&&Orphan| match &orphan.missing {
        Missing::Group(group) => !speaker.groups.contains_key(group),
        Missing::Neighbor => false,
    };
    if orphans.iter().any(|orphan| is_undefined(&orphan)) {
        return None;
    }
    let (first, others) = orphans.split_first()?;
    let (message, made) = match &first.missing {
        Missing::Neighbor => {
            let made = made_at(speaker, peer);
            let what = match made {
                Some(_) => "its `remote-as` or `peer-group` line comes later",
                None => "no `remote-as` or `peer-group` line makes the neighbor",
            };
            (format!("FRR refuses this line about {peer}: {what}"), made)
        }
        Missing::Group(group) => (
            format!("FRR refuses this line: peer-group {group} is made further down"),
            speaker.groups.get(group).copied(),
        ),
    };
    let finding = report.finding(first.place, message);
    let finding = match made {
        Some(made) => finding
            .related(made, "made here")
            .note("move the line below the one that makes it"),
        None => finding.note(format!("add `neighbor {peer} remote-as NUMBER` above it")),
    };
    let others = others.iter().map(|orphan| orphan.place);
    Some(with_places(finding, others, "refused too"))
}

/// The line that makes a neighbor or group.
fn made_at(speaker: &Speaker, name: &str) -> Option<Place> {
    let mut neighbors = speaker.neighbors.iter();
    let neighbor = neighbors.find(|neighbor| match &neighbor.peer {
        Peer::Address(address) => address.to_string() == name,
        Peer::Interface(interface) => interface == name,
    });
    let group = || speaker.groups.get(name).copied();
    neighbor.map(|neighbor| neighbor.place).or_else(group)
}
