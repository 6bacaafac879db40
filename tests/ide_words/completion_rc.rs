//! What is offered in rc.conf.

use crate::bench::{RC, item, labels, offered, taken};

const PATH: &str = "etc/rc.conf";

/// What is offered below the host's rc.conf.
fn below(marked: &str) -> Vec<String> {
    let (found, _) = offered("13.2", PATH, &format!("{RC}{marked}"));
    labels(&found).into_iter().map(str::to_owned).collect()
}

#[test]
fn names_of_variables() {
    for (marked, expected) in [
        ("jail_l‸", "jail_list"),
        ("  gateway‸", "gateway_enable"),
        ("ifconfig_lagg0_50_al‸", "ifconfig_lagg0_50_aliases"),
        ("ifconfig_em0_ip‸", "ifconfig_em0_ipv6"),
        ("nginx_en‸", "nginx_enable"),
        ("bgpd_f‸", "bgpd_fib"),
        ("defaultrouter_‸", "defaultrouter_fib1"),
        ("route_o‸", "route_office"),
        ("vlans_e‸", "vlans_em0"),
        ("frr_‸enable=\"YES\"", "frr_daemons"),
    ] {
        let found = below(marked);
        assert_eq!(
            found.first().map(String::as_str),
            Some(expected),
            "{marked}"
        );
    }
    let found = below("ifconfig_‸");
    for name in ["ifconfig_lo1", "ifconfig_epair0a", "ifconfig_DEFAULT"] {
        assert!(found.iter().any(|own| own == name), "{name}: {found:?}");
    }
    // What is set already comes last.
    let place = |name: &str| found.iter().position(|own| own == name);
    assert!(place("ifconfig_em0") > place("ifconfig_lo1"));
}

#[test]
fn only_variables_that_the_release_reads() {
    let names = |release: &str, marked: &str| -> Vec<String> {
        let (found, _) = offered(release, PATH, &format!("{RC}{marked}"));
        labels(&found).into_iter().map(str::to_owned).collect()
    };
    let holds = |release: &str, marked: &str, name: &str| {
        names(release, marked).iter().any(|own| own == name)
    };
    assert!(holds("13.2", "defaultrouter_‸", "defaultrouter_fib1"));
    assert!(!holds("13.1", "defaultrouter_‸", "defaultrouter_fib1"));
    assert!(holds("15.0", "nginx_sv‸", "nginx_svcj"));
    assert!(!holds("14.3", "nginx_sv‸", "nginx_svcj"));
    // Older forms and what no release reads.
    for name in ["ipv6_enable", "ipv6_ifconfig_em0", "jail_www_rootdir"] {
        assert!(!holds("", &format!("{name}‸"), name), "{name}");
    }
    let (found, _) = offered("", PATH, "nginx_sv‸");
    let detail = &item(&found, "nginx_svcj").detail;
    assert!(detail.ends_with(", since 15.0"), "{detail}");
    let (found, _) = offered("", PATH, "moused_po‸");
    let detail = &item(&found, "moused_port").detail;
    assert_eq!(detail, "device of the mouse");
}

#[test]
fn a_variable_is_written_with_its_value() {
    for (marked, label, snippet, expected) in [
        ("jail_e‸", "jail_enable", true, "jail_enable=\"${1:YES}\""),
        ("jail_e‸", "jail_enable", false, "jail_enable"),
        ("jail_l‸", "jail_list", true, "jail_list=\"$1\""),
        ("jail_‸x=\"a\"", "jail_list", true, "jail_list=\"a\""),
    ] {
        let (found, text) = offered("13.2", PATH, marked);
        assert_eq!(taken(&found, &text, label, snippet), expected);
    }
}

#[test]
fn values_by_kind() {
    for (marked, expected) in [
        ("sshd_enable=\"‸\"", vec!["YES", "NO"]),
        ("sshd_enable=‸", vec!["YES", "NO"]),
        ("sshd_enable=\"n‸", vec!["NO"]),
        ("nginx_enable='Y‸'", vec!["YES"]),
        ("jail_list=\"‸\"", vec!["db", "www"]),
        ("jail_list=\"db ‸\"", vec!["www"]),
        ("jail_list=\"‸ www\"", vec!["db"]),
        ("jail_list=\"db\n  w‸\"", vec!["www"]),
        ("frr_daemons=\"zebra bg‸\"", vec!["bgpd"]),
        ("cloned_interfaces=\"lagg0 lo1 br‸\"", vec!["bridge0"]),
        ("watchfrr_fib=\"‸\"", vec!["0", "1", "2"]),
        (
            "ifconfig_em1=\"inet 192.0.2.7/24 fib ‸\"",
            vec!["0", "1", "2"],
        ),
        ("ifconfig_lagg0=\"laggproto la‸\"", vec!["lacp"]),
        (
            "ifconfig_lagg0=\"laggproto lacp laggport em‸\"",
            vec!["em0"],
        ),
        ("ifconfig_em1=\"inet ‸\"", vec![]),
        ("hostname=\"‸\"", vec![]),
        ("whatever=\"‸\"", vec![]),
        ("frr_default_profile=\"d‸", vec!["datacenter"]),
        ("tmpmfs=\"‸\"", vec!["YES", "NO", "AUTO"]),
        ("cloned_interfaces=\"ep‸\"", vec!["epair0"]),
        ("ifconfig_em1=\"SYNC‸\"", vec!["SYNCDHCP", "syncdev"]),
        ("rtadvd_interfaces=\"epair0‸\"", vec!["epair0a", "epair0b"]),
    ] {
        let found = below(marked);
        let own: Vec<&str> = found
            .iter()
            .map(String::as_str)
            .take(expected.len().max(1))
            .collect();
        assert_eq!(own, expected, "{marked}");
    }
    let (found, text) = offered("13.2", PATH, "jail_list=\"db w‸ed\"");
    assert_eq!(taken(&found, &text, "www", false), "jail_list=\"db www\"");
}

#[test]
fn nothing_where_nothing_is_known() {
    for marked in [
        "# jail_‸",
        "jail_enable=\"YES\" # ‸",
        "jail_enable=\"YES\"‸",
        ". /etc/jail‸",
        "echo jail_‸",
    ] {
        assert_eq!(below(marked), [""; 0], "{marked}");
    }
}

#[test]
fn a_forgotten_quote_does_not_mislead() {
    assert_eq!(below("jail_list=\"db\nsshd_enable=\"‸"), ["YES", "NO"]);
}
