//! What is told of the words of FRR's files.

use crate::bench::told;

const PATH: &str = "usr/local/etc/frr/frr.conf";

fn text(marked: &str) -> String {
    told("13.2", PATH, marked).map_or(String::new(), |told| told.text)
}

#[test]
fn a_command_with_its_word_marked() {
    let block = "router bgp 65001\n address-family ipv4 unicast\n  ";
    let page = text(&format!("{block}neighbor 192.0.2.1 acti‸v"));
    let paragraphs: Vec<_> = page.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 3, "{page}");
    assert_eq!(
        paragraphs[0],
        "`neighbor <A.B.C.D|X:X::X:X|WORD> `**`activate`**"
    );
    assert!(
        paragraphs[1].starts_with("Exchanges routes of this family"),
        "{page}"
    );
    assert_eq!(paragraphs[2], "A command of `bgp ipv4 unicast`, for bgpd");
    let page = text("router bgp 65001\n neighbor 192.0.2.1 act‸ivate");
    assert!(page.contains("Hidden: FRR takes it"), "{page}");
    let page = text("log sys‸log");
    assert!(page.contains("A command of the top level, for "), "{page}");
    let page = text(&format!("{block}bgp router-‸id 192.0.2.1"));
    assert!(
        page.contains("no command of `bgp ipv4 unicast`: it ends that block"),
        "{page}"
    );
    for nothing in ["! comm‸ent", "nons‸ense", "‸", "log syslog ‸  "] {
        assert_eq!(text(nothing), "", "{nothing}");
    }
}

#[test]
fn what_a_value_may_be() {
    let page = text("ip prefix-list A seq 1‸0 permit any");
    assert!(page.contains("a number from 1 to 4294967295"), "{page}");
    let page = text("router bgp 65‸001");
    assert!(page.contains("the number of an AS"), "{page}");
    assert!(!page.contains("Taken by"), "{page}");
    let page = text("ip prefix-list A permit 198.51.100.9‸/32");
    assert!(page.contains("The address of jail www"), "{page}");
}

#[test]
fn versions_that_take_the_line() {
    let page = text("router bgp 65001\n neighbor 192.0.2.1 remote-as au‸to");
    assert!(page.contains("Taken by FRR 10."), "{page}");
}

#[test]
fn what_has_a_name() {
    let list = "ip prefix-list IN seq 5 permit 203.0.113.0/24 le 32\n\
                ip prefix-list IN seq 10 deny any\n";
    let page = text(&format!(
        "{list}router bgp 65001\n neighbor 192.0.2.1 remote-as 65002\n \
         neighbor 192.0.2.1 prefix-list I‸N in\n"
    ));
    let expected = "**`IN`**: prefix-list of IPv4, defined in usr/local/etc/frr/frr.conf, line 1, \
                    used once\n\n- `seq 5 permit 203.0.113.0/24 le 32`\n- `seq 10 deny any`";
    assert!(page.contains(expected), "{page}");
    let page = text(
        "router bgp 65001\n neighbor 192.0.2.1 remote-as 65002\n \
         neighbor 192.0.2.1 route-map LAT‸ER in\n",
    );
    assert!(
        page.contains("route-map, not defined in this file, used once"),
        "{page}"
    );
    let page = text("interface em‸0");
    assert!(page.contains("198.51.100.1/24"), "{page}");
    let page = text("vrf red\nexit-vrf\nrouter bgp 65001 vrf re‸d");
    assert!(
        page.contains("VRF, defined in usr/local/etc/frr/frr.conf, line 1"),
        "{page}"
    );
}
