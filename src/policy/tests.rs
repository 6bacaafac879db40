//! Filters and routes.

use proptest::prelude::*;

use super::*;
use crate::host::routing::{FrrSource, Routing, collect};
use crate::syntax::frr::{Protocol, parse};
use crate::text::FileId;
use crate::vocabulary::{Candidates, FrrVersion};

/// A router with one eBGP neighbor and this line about it.
fn router(neighbor: &str, lists: &str) -> Routing {
    let text = format!(
        "router bgp 65100\n neighbor 192.0.2.1 remote-as 65000\n neighbor 192.0.2.1 {neighbor}\n\
         exit\n{lists}\n"
    );
    let tree = parse(&text);
    let version = Candidates::Known(FrrVersion::new(10, 7));
    collect(&[FrrSource::frr_conf(FileId(0), &text, &tree)], &version)
}

fn out_as(routing: &Routing, route: &Route) -> Verdict {
    let speaker = &routing.speakers[0];
    outbound(&routing.lists, speaker, &speaker.neighbors[0], route)
}

fn connected(prefix: &str) -> Route {
    let source = RouteSource::Redistributed(Protocol::Connected);
    Route::local(prefix.parse().expect("a prefix"), source).on("em0")
}

fn out(neighbor: &str, lists: &str, prefix: &str) -> Outcome {
    out_as(&router(neighbor, lists), &connected(prefix)).outcome
}

fn said(neighbor: &str, lists: &str, prefix: &str) -> String {
    let verdict = out_as(&router(neighbor, lists), &connected(prefix));
    verdict
        .decided_by
        .map(|decider| decider.to_string())
        .unwrap_or_default()
}

use Outcome::{No, Perhaps, Yes};

#[test]
fn prefix_lists() {
    let list = "ip prefix-list P seq 5 permit 203.0.113.192/28 ge 32\n\
                ip prefix-list P seq 10 deny any";
    let filter = "prefix-list P out";
    assert_eq!(out(filter, list, "203.0.113.194/32"), Yes);
    assert_eq!(out(filter, list, "203.0.113.192/28"), No);
    assert_eq!(out(filter, list, "203.0.113.210/32"), No);
    assert_eq!(
        said(filter, list, "203.0.113.210/32"),
        "P denies it at seq 10"
    );
    assert_eq!(
        said(filter, "ip prefix-list P permit 10.0.0.0/8", "10.0.0.0/9"),
        "P has no entry for it and ends in its implicit deny"
    );
    assert_eq!(
        said(filter, "ipv6 prefix-list P permit any", "10.0.0.0/8"),
        "the prefix-list P is not defined, and an undefined list denies everything"
    );
    assert_eq!(
        out(filter, "ip prefix-list P description x", "10.0.0.0/8"),
        Yes
    );
    assert_eq!(
        out(filter, "ip prefix-list P permit 0.0.0.0/0", "10.0.0.0/8"),
        No
    );
    assert_eq!(
        out(
            filter,
            "ip prefix-list P permit 10.0.0.0/8 ge 4",
            "10.0.0.0/9"
        ),
        Perhaps
    );
}

#[test]
fn access_lists() {
    let filter = "distribute-list A out";
    for (entry, prefix, outcome) in [
        ("permit 192.0.2.0/24", "192.0.2.0/25", Yes),
        ("permit 192.0.2.0/24 exact-match", "192.0.2.0/25", No),
        ("permit 10.0.0.0 0.255.255.255", "10.1.0.0/16", Yes),
        ("permit host 172.16.1.0", "172.16.1.0/24", Yes),
        ("permit ip any host 255.255.255.255", "10.0.0.1/32", Yes),
        ("permit ip any host 255.255.255.255", "10.0.0.0/31", No),
        ("deny any", "10.0.0.1/32", No),
        ("remark nothing", "10.0.0.1/32", No),
    ] {
        assert_eq!(
            out(filter, &format!("access-list A {entry}"), prefix),
            outcome,
            "{entry}"
        );
    }
}

#[test]
fn a_policy_is_required_over_ebgp() {
    let silent = "description x";
    assert_eq!(out(silent, "", "10.0.0.0/8"), No);
    assert!(said(silent, "", "10.0.0.0/8").contains("no filter"));
    assert_eq!(out("remote-as 65100", "", "10.0.0.0/8"), Yes);
    assert_eq!(
        out(
            silent,
            "router bgp 65100\nno bgp ebgp-requires-policy",
            "10.0.0.0/8"
        ),
        Yes
    );
}

#[test]
fn route_map_flow() {
    let lists = "ip prefix-list TEN permit 10.0.0.0/8 le 32\n";
    let map = |entries: &str| format!("{lists}{entries}");
    let ten = "match ip address prefix-list TEN\n";
    for (entries, outcome) in [
        (format!("route-map M permit 10\n{ten}"), Yes),
        (
            format!("route-map M deny 10\n{ten}route-map M permit 20\n"),
            No,
        ),
        (
            "route-map M permit 10\nmatch ip address prefix-list NONE\n".into(),
            No,
        ),
        (format!("route-map M permit 10\n{ten}on-match next\n"), Yes),
        (
            format!(
                "route-map M permit 10\n{ten}on-match next\nroute-map M permit 20\nmatch tag 7\n"
            ),
            No,
        ),
        (
            format!(
                "route-map M permit 10\n{ten}set tag 7\ncontinue 30\nroute-map M deny 20\n\
                 route-map M permit 30\nmatch tag 7\n"
            ),
            Yes,
        ),
        ("route-map M permit 10\ncall NONE\n".into(), Yes),
        (
            "route-map M permit 10\ncall C\nroute-map M permit 20\nroute-map C deny 1\n".into(),
            No,
        ),
        (
            "route-map M permit 10\nmatch ip address prefix-len 8\n".into(),
            Yes,
        ),
        (
            "route-map M permit 10\nmatch probability 50\n".into(),
            Perhaps,
        ),
        (
            "route-map M permit 10\nmatch probability 50\nroute-map M permit 20\n".into(),
            Yes,
        ),
        ("route-map M permit 10\nmatch interface em0\n".into(), Yes),
        (
            "route-map M permit 10\nmatch source-protocol static\n".into(),
            No,
        ),
        (String::new(), No),
    ] {
        assert_eq!(
            out("route-map M out", &map(&entries), "10.1.0.0/16"),
            outcome,
            "{entries}"
        );
    }
}

#[test]
fn maps_that_call_each_other_end() {
    let mut lists = String::new();
    for seq in 1..=60 {
        lists += &format!("route-map M permit {seq}\ncall M\non-match next\n");
    }
    assert_eq!(out("route-map M out", &lists, "10.0.0.0/8"), Perhaps);
}

#[test]
fn filters_are_asked_in_order_and_all_must_permit() {
    let routing = router(
        "route-map M out\n neighbor 192.0.2.1 prefix-list P out",
        "ip prefix-list P permit 10.0.0.0/8\nroute-map M deny 10",
    );
    let verdict = out_as(&routing, &connected("10.0.0.0/8"));
    let decider = verdict.decided_by.expect("decided");
    assert_eq!(
        (decider.kind, decider.entry),
        (Some(FilterKind::RouteMap), Entry::Seq(10))
    );
}

#[test]
fn communities_of_the_origin_keep_a_route_back() {
    let lists = "route-map M permit 10\nroute-map SET permit 10\nset community no-export";
    let routing = router("route-map M out", lists);
    let speaker = &routing.speakers[0];
    let map = crate::host::routing::Named {
        name: "SET".into(),
        place: speaker.place,
    };
    let there = originate(
        &routing.lists,
        speaker,
        Some(&map),
        &connected("10.0.0.0/8"),
    );
    assert_eq!(there.verdict.outcome, Yes);
    let verdict = out_as(&routing, &there.route);
    assert_eq!(verdict.outcome, No);
    assert_eq!(
        verdict.decided_by.map(|one| one.entry),
        Some(Entry::Community)
    );
}

#[test]
fn the_other_side_sees_the_path_and_drops_its_own() {
    let lists = "route-map M permit 10\nset as-path prepend 65100 65000";
    let routing = router("route-map M out", lists);
    let speaker = &routing.speakers[0];
    let sent = send(
        &routing.lists,
        speaker,
        &speaker.neighbors[0],
        &connected("10.0.0.0/8"),
    );
    assert_eq!(
        sent.route.as_path,
        Attribute::Known(vec![65100, 65100, 65000])
    );

    let other = router("route-map IN in", "route-map IN permit 10");
    let speaker = &other.speakers[0];
    let verdict = inbound(&other.lists, speaker, &speaker.neighbors[0], &sent.route);
    assert_eq!(verdict.outcome, No);
    assert_eq!(verdict.decided_by.map(|one| one.entry), Some(Entry::AsLoop));
}

/// Lines that make and use lists; any of them may follow any other.
const LINES: &[&str] = &[
    "router bgp 65100",
    "exit",
    "address-family ipv4 unicast",
    "neighbor 192.0.2.1 remote-as 65000",
    "neighbor 192.0.2.1 route-map M out",
    "neighbor 192.0.2.1 prefix-list P out",
    "neighbor 192.0.2.1 distribute-list A out",
    "neighbor 192.0.2.1 filter-list S out",
    "neighbor 192.0.2.1 peer-group G",
    "neighbor G peer-group",
    "neighbor G remote-as internal",
    "no neighbor 192.0.2.1 prefix-list P out",
    "no neighbor 192.0.2.1",
    "ip prefix-list P permit 10.0.0.0/8 ge 9 le 24",
    "ip prefix-list P deny 10.1.0.0/16",
    "no ip prefix-list P",
    "access-list A permit 10.0.0.0 0.255.0.255",
    "access-list A deny 10.1.0.0/16",
    "bgp as-path access-list S permit ^(1|2)$",
    "bgp as-path access-list S permit ^$",
    "bgp community-list expanded C permit .*",
    "route-map M permit 10",
    "route-map M deny 20",
    "route-map M permit 30",
    "route-map N permit 5",
    "no route-map M permit 10",
    "match ip address prefix-list P",
    "match ip address A",
    "match community C",
    "match source-protocol connected",
    "match ip next-hop address 0.0.0.0",
    "match tag untagged",
    "match metric 0",
    "match probability 50",
    "set community 65100:1 additive",
    "set metric +7",
    "set tag 7",
    "set as-path prepend 1 2",
    "call N",
    "call M",
    "on-match next",
    "continue 30",
];

const SETUP: &str = "router bgp 65100\nneighbor 192.0.2.1 remote-as 65000\n\
    neighbor 192.0.2.1 route-map M out\nneighbor 192.0.2.1 route-map M in\n\
    route-map M permit 10\n";

fn verdicts(text: &str, version: Candidates<FrrVersion>) -> Vec<Outcome> {
    let tree = parse(text);
    let routing = collect(&[FrrSource::frr_conf(FileId(0), text, &tree)], &version);
    let neighbors = routing.speakers.iter().flat_map(|speaker| {
        speaker
            .neighbors
            .iter()
            .map(move |neighbor| (speaker, neighbor))
    });
    let routes = [
        connected("10.1.0.0/16"),
        Route::received(connected("10.2.0.0/24").prefix, None),
    ];
    neighbors
        .flat_map(|(speaker, neighbor)| {
            routes
                .iter()
                .flat_map(|route| {
                    let lists = &routing.lists;
                    [
                        outbound(lists, speaker, neighbor, route),
                        inbound(lists, speaker, neighbor, route),
                    ]
                })
                .collect::<Vec<_>>()
        })
        .map(|verdict| verdict.outcome)
        .collect()
}

proptest! {
    #[test]
    fn what_is_definite_without_a_version_holds_on_each(
        picks in proptest::collection::vec(0..LINES.len(), 0..60),
    ) {
        let lines: Vec<&str> = picks.iter().filter_map(|at| LINES.get(*at).copied()).collect();
        let text = format!("{SETUP}{}", lines.join("\n"));
        let open = verdicts(&text, Candidates::Unknown);
        for version in ["8.4.4", "9.1", "10.3", "10.7.1"] {
            let version = version.parse().expect("a version");
            for (open, known) in open.iter().zip(verdicts(&text, Candidates::Known(version))) {
                prop_assert!(*open == Perhaps || *open == known);
            }
        }
    }
}
