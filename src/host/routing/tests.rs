//! Lists and speakers.

use super::*;
use crate::syntax::frr::{Direction, FilterKind, parse};
use crate::text::FileId;
use crate::vocabulary::Candidates;

fn read(text: &str) -> Routing {
    let tree = parse(text);
    collect(
        &[FrrSource::frr_conf(FileId(0), text, &tree)],
        &Candidates::Unknown,
    )
}

fn speaker(lines: &str) -> Speaker {
    let text = format!("router bgp 65100\n{lines}");
    read(&text).speakers.into_iter().next().expect("a speaker")
}

#[test]
fn numbers_are_given_and_entries_replaced() {
    let routing = read(
        "ip prefix-list A permit 10.1.2.3/8\n\
         ip prefix-list A seq 7 deny any\n\
         ip prefix-list A permit 10.0.0.0/8 ge 9\n\
         ip prefix-list A seq 7 permit 11.0.0.0/8\n\
         ipv6 prefix-list A description empty\n\
         ip prefix-list B permit any\n\
         no ip prefix-list B\n",
    );
    let list = routing
        .lists
        .prefix_list(Family::Ipv4Unicast, "A")
        .expect("defined");
    let seqs: Vec<u32> = list.entries.iter().map(|entry| entry.seq).collect();
    assert_eq!(seqs, [5, 7, 12]);
    assert_eq!(list.entries[0].prefix, "10.0.0.0/8".parse().ok());
    assert_eq!(list.entries[1].prefix, "11.0.0.0/8".parse().ok());
    assert_eq!(list.entries[2].lengths(), 9..=32);
    let empty = routing
        .lists
        .prefix_list(Family::Ipv6Unicast, "A")
        .expect("defined");
    assert!(empty.entries.is_empty());
    assert!(
        routing
            .lists
            .prefix_list(Family::Ipv4Unicast, "B")
            .is_none()
    );
}

#[test]
fn bounds_are_valid_or_not() {
    for (bounds, valid) in [
        ("", true),
        ("ge 8", true),
        ("le 8", true),
        ("ge 4", false),
        ("le 4", false),
        ("ge 24 le 16", false),
        ("le 24 ge 16", true),
    ] {
        let routing = read(&format!("ip prefix-list A permit 10.0.0.0/8 {bounds}\n"));
        let list = routing
            .lists
            .prefix_list(Family::Ipv4Unicast, "A")
            .expect("defined");
        assert_eq!(list.entries[0].is_valid(), valid, "{bounds}");
    }
}

#[test]
fn defaults_follow_the_lines_above() {
    let in_force = |above: &str, below: &str| {
        let text = format!("{above}\nrouter bgp 1\n{below}\n");
        let routing = read(&text);
        let speaker = routing.speakers.first().expect("a speaker");
        (speaker.ebgp_requires_policy, speaker.import_check)
    };
    assert_eq!(in_force("", ""), (true, true));
    assert_eq!(in_force("frr version 7.3.1", ""), (false, false));
    assert_eq!(in_force("frr version 7.4", ""), (true, true));
    assert_eq!(in_force("frr defaults datacenter", ""), (false, true));
    assert_eq!(
        in_force("frr version 7.3\nfrr defaults datacenter", ""),
        (false, true)
    );
    assert_eq!(in_force("", "exit\nfrr version 7.3"), (true, true));
    assert_eq!(in_force("", "no bgp ebgp-requires-policy"), (false, true));
    assert_eq!(in_force("", "no bgp network import-check"), (true, false));
}

#[test]
fn families_are_active_by_order_of_lines() {
    let speaker = speaker(
        "neighbor 10.0.0.1 remote-as 1\n\
         no bgp default ipv4-unicast\n\
         neighbor 10.0.0.2 remote-as 1\n\
         neighbor 10.0.0.3 remote-as 1\n\
         address-family ipv6\n\
         neighbor 10.0.0.1 activate\n\
         exit-address-family\n\
         neighbor 10.0.0.3 activate\n",
    );
    let active = |family| -> Vec<bool> {
        speaker
            .neighbors
            .iter()
            .map(|one| one.families.get(family).active)
            .collect()
    };
    assert_eq!(active(Family::Ipv4Unicast), [true, false, true]);
    assert_eq!(active(Family::Ipv6Unicast), [true, false, false]);
}

#[test]
fn members_inherit_what_they_do_not_say() {
    let speaker = speaker(
        "neighbor UP peer-group\n\
         neighbor UP remote-as 65000\n\
         neighbor UP prefix-list GROUP out\n\
         neighbor UP route-map GROUP-MAP out\n\
         neighbor UP password secret\n\
         neighbor 10.0.0.1 peer-group UP\n\
         neighbor 10.0.0.1 route-map OWN-MAP out\n\
         neighbor 10.0.0.1 distribute-list 7 out\n\
         neighbor 10.0.0.2 peer-group MISSING\n\
         neighbor 10.0.0.3 prefix-list X in\n",
    );
    assert_eq!(speaker.neighbors.len(), 1);
    let missing: Vec<&Missing> = speaker.orphans.iter().map(|one| &one.missing).collect();
    assert_eq!(
        missing,
        [&Missing::Group("MISSING".into()), &Missing::Neighbor]
    );
    assert!(speaker.groups.contains_key("UP"));
    let member = &speaker.neighbors[0];
    assert_eq!(member.kind(&speaker), Some(PeerKind::Ebgp));
    assert!(member.password.is_some());
    let out = member
        .families
        .get(Family::Ipv4Unicast)
        .filters(Direction::Out);
    let name = |kind| out.get(kind).map(|filter| filter.name.as_str());
    assert_eq!(name(FilterKind::PrefixList), Some("GROUP"));
    assert_eq!(name(FilterKind::RouteMap), Some("OWN-MAP"));
    assert_eq!(name(FilterKind::DistributeList), None);
}

#[test]
fn a_second_as_number_is_refused_with_its_lines() {
    let routing = read(
        "router bgp 1\nnetwork 10.0.0.0/8\n\
         router bgp 2\nnetwork 11.0.0.0/8\n\
         router bgp 2 vrf red\nnetwork 12.0.0.0/8\n\
         router bgp 1\nno network 10.9.9.9/8\nredistribute connected route-map R\n",
    );
    assert_eq!(routing.speakers.len(), 2);
    let first = routing.speakers[0].families.get(Family::Ipv4Unicast);
    assert!(first.networks.is_empty());
    assert_eq!(first.redistributions.len(), 1);
    assert_eq!(routing.speakers[1].vrf.as_deref(), Some("red"));
}

#[test]
fn kinds_of_neighbors() {
    let speaker = speaker(
        "neighbor 10.0.0.1 remote-as 65100\n\
         neighbor 10.0.0.2 remote-as internal\n\
         neighbor 10.0.0.3 remote-as external\n\
         neighbor 10.0.0.4 remote-as 65000\n\
         neighbor 10.0.0.4 local-as 65000\n\
         neighbor em0 interface remote-as 65000\n",
    );
    let kinds: Vec<_> = speaker
        .neighbors
        .iter()
        .map(|one| one.kind(&speaker))
        .collect();
    let (ebgp, ibgp) = (Some(PeerKind::Ebgp), Some(PeerKind::Ibgp));
    assert_eq!(kinds, [ibgp, ibgp, ebgp, ibgp, ebgp]);
    assert_eq!(speaker.neighbors[4].peer, Peer::Interface("em0".into()));
}

#[test]
fn lists_of_zebra_are_not_those_of_bgpd() {
    let (zebra, bgpd) = (
        "ip prefix-list A permit any\ninterface em0\n ip address 10.0.0.1/24\n",
        "router bgp 1\n",
    );
    let (zebra_tree, bgpd_tree) = (parse(zebra), parse(bgpd));
    let sources = [
        FrrSource {
            name: "zebra.conf",
            ..FrrSource::frr_conf(FileId(0), zebra, &zebra_tree)
        },
        FrrSource {
            name: "bgpd.conf",
            ..FrrSource::frr_conf(FileId(1), bgpd, &bgpd_tree)
        },
    ];
    let routing = collect(&sources, &Candidates::Unknown);
    assert!(routing.lists.prefix_lists.is_empty());
    assert_eq!(routing.interfaces[0].addresses.len(), 1);
    assert_eq!(routing.speakers.len(), 1);
}

#[test]
fn clauses_of_one_kind_replace_each_other() {
    let routing = read(
        "route-map R permit 10\n match ip address prefix-list A\n match ip address 7\n \
         match ip address prefix-list B\n set metric 5\n set metric 6\n continue 30\n\
         route-map R deny 5\nroute-map R deny 10\n no match ip address 7\n",
    );
    let map = &routing.lists.route_maps["R"];
    let seqs: Vec<u32> = map.iter().map(|entry| entry.seq).collect();
    assert_eq!(seqs, [5, 10]);
    assert_eq!((map[1].matches.len(), map[1].sets.len()), (1, 1));
    assert_eq!(map[1].flow, Flow::Goto(30));
}

#[test]
fn places_are_those_of_the_file() {
    let text = "!\nrouter bgp 65100\n neighbor 10.0.0.1 remote-as 1\n \
                neighbor 10.0.0.1 prefix-list OUT out\n";
    let routing = read(text);
    let speaker = &routing.speakers[0];
    assert_eq!(&text[speaker.as_place.span.range()], "65100");
    let neighbor = &speaker.neighbors[0];
    assert_eq!(
        &text[neighbor.place.span.range()],
        "neighbor 10.0.0.1 remote-as 1"
    );
    let family = neighbor.families.get(Family::Ipv4Unicast);
    let filter = family
        .filters(Direction::Out)
        .get(FilterKind::PrefixList)
        .expect("set");
    assert_eq!(&text[filter.place.span.range()], "OUT");
}
