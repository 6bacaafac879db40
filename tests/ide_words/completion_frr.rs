//! What is offered in FRR's files.

use cellblock::ide::completion::{Completions, Kind};

use crate::bench::{item, labels, offered, taken};

const PATH: &str = "usr/local/etc/frr/frr.conf";

const FRR: &str = "frr version 10.3\nip prefix-list MINE seq 5 permit 203.0.113.0/24\n\
    ipv6 prefix-list SIX permit any\nroute-map IN permit 10\nexit\n\
    key chain KEYS\nexit\nvrf red\nexit-vrf\n\
    bgp community-list standard GOOD permit 65001:1\n\
    router bgp 65001\n neighbor PEERS peer-group\n neighbor 192.0.2.9 remote-as 65002\n\
    neighbor 192.0.2.9 route-map LATER out\n exit\n";

/// What is offered below the host's configuration.
fn below(marked: &str) -> (Completions, String) {
    offered("13.2", PATH, &format!("{FRR}{marked}"))
}

fn names(marked: &str) -> Vec<String> {
    let (found, _) = below(marked);
    labels(&found).into_iter().map(str::to_owned).collect()
}

#[test]
fn the_block_tells_what_a_line_begins_with() {
    assert_eq!(names("rout‸")[..2], ["route-map", "router"]);
    let found = names("router bgp 65001\n neigh‸");
    assert_eq!(found.first().map(String::as_str), Some("neighbor"));
    // Blocks around come behind, and it is told what comes of it.
    let (found, _) = below("router bgp 65001\n address-family ipv4 unicast\n  ‸");
    let at = |label: &str| labels(&found).iter().position(|own| *own == label);
    assert!(at("network") < at("timers"), "{:?}", labels(&found));
    assert!(at("timers") < at("hostname"));
    assert_eq!(item(&found, "timers").detail, "leaves this block for bgp");
    let detail = &item(&found, "hostname").detail;
    assert_eq!(detail, "leaves this block for the top level");
    assert_eq!(item(&found, "network").detail, "");
    for nothing in ["! rout‸", "  # ‸"] {
        assert!(names(nothing).is_empty(), "{nothing}");
    }
}

#[test]
fn hidden_commands_are_not_offered() {
    let (found, _) = below("router bgp 65001\n neighbor 192.0.2.9 ‸");
    assert_eq!(item(&found, "remote-as").kind, Kind::Keyword);
    assert!(!labels(&found).contains(&"activate"));
    let found = names("router bgp 65001\n address-family ipv4 unicast\n  neighbor 192.0.2.9 ‸");
    assert!(found.iter().any(|own| own == "activate"));
}

#[test]
fn words_before_the_cursor_may_be_cut_short() {
    let found = names("router bgp 65001\n n 192.0.2.9 remote-a ‸");
    assert!(found.iter().any(|own| own == "external"), "{found:?}");
    let (found, text) = below("router bgp 65001\n address-fam‸ ipv4");
    let text = taken(&found, &text, "address-family", false);
    assert!(text.ends_with("\n address-family ipv4"), "{text}");
}

#[test]
fn versions_that_do_not_know_a_word_are_told() {
    let (found, _) = below("router bgp 65001\n neighbor 192.0.2.9 ‸");
    let detail = &item(&found, "tcp-mss").detail;
    assert_eq!(detail, "");
    let text = "router bgp 65001\n neighbor 192.0.2.9 remote-as ‸";
    let (found, _) = offered("13.2", PATH, text);
    let detail = &item(&found, "auto").detail;
    assert!(detail.starts_with("FRR 10."), "{detail}");
}

#[test]
fn names_of_the_host() {
    let family = "router bgp 65001\n address-family ipv4 unicast\n  neighbor 192.0.2.9 ";
    let six = "router bgp 65001\n address-family ipv6 unicast\n  neighbor 192.0.2.9 ";
    for (marked, expected) in [
        (format!("{family}prefix-list ‸"), vec!["MINE"]),
        (format!("{six}prefix-list ‸"), vec!["SIX"]),
        (format!("{family}route-map ‸"), vec!["IN", "LATER"]),
        (format!("{family}peer-group ‸"), vec!["PEERS"]),
        (
            "router bgp 65001\n neighbor ‸".to_owned(),
            vec!["192.0.2.9", "PEERS"],
        ),
        (
            "route-map X permit 10\n match community ‸".to_owned(),
            vec!["GOOD"],
        ),
        ("router bgp ‸".to_owned(), vec!["65001"]),
        ("interface ‸".to_owned(), vec!["em0", "lagg0.50"]),
        ("router bgp 65001 vrf ‸".to_owned(), vec!["red"]),
        ("key chain ‸".to_owned(), vec!["KEYS"]),
        (
            "router bgp 65001\n address-family ipv4 unicast\n  network ‸".to_owned(),
            vec!["198.51.100.8/32", "198.51.100.9/32", "198.51.100.0/24"],
        ),
        (
            "ip prefix-list X permit ‸".to_owned(),
            vec!["198.51.100.9/32", "any"],
        ),
    ] {
        let found = names(&marked);
        for name in expected {
            assert!(
                found.iter().any(|own| own == name),
                "{marked}: {name} in {found:?}"
            );
        }
    }
    let (found, _) = below("ip prefix-list X permit ‸");
    assert_eq!(item(&found, "198.51.100.9/32").detail, "jail www");
    let (found, _) = below(&format!("{family}route-map ‸"));
    let detail = &item(&found, "LATER").detail;
    assert_eq!(detail, "route-map that is used, and not defined");
}

#[test]
fn values_that_nobody_can_write_for_the_user_are_explained() {
    let (found, text) = below("ip prefix-list X seq ‸");
    let hint = item(&found, "(1-4294967295)");
    assert_eq!(hint.kind, Kind::Hint);
    assert_eq!(hint.detail, "a number from 1 to 4294967295");
    assert_eq!(taken(&found, &text, "(1-4294967295)", false), text);
    assert!(names("ip prefix-list X seq 1‸").is_empty());
}
