//! What is offered in jail.conf.

use crate::bench::{item, labels, offered, taken};

const PATH: &str = "etc/jail.conf";

/// The first labels that are offered on 13.2.
fn first(marked: &str, count: usize) -> Vec<String> {
    let (found, _) = offered("13.2", PATH, marked);
    labels(&found)
        .into_iter()
        .take(count)
        .map(str::to_owned)
        .collect()
}

#[test]
fn parameters_at_the_beginning_of_a_statement() {
    for (marked, expected) in [
        ("exec.f‸", "exec.fib"),
        ("exec.fi‸b = 1;", "exec.fib"),
        ("www { exec.jail‸", "exec.jail_user"),
        ("www {\n\tvnet.‸\n}\n", "vnet.interface"),
        ("www {\n\tip4.a‸\n\tpath = /x;\n}\n", "ip4.addr"),
        ("www { persist; secur‸ }", "securelevel"),
        ("a { b { devf‸ } }", "devfs_ruleset"),
        ("exec.clean\nhost.hostn‸", "host.hostname"),
        ("/* x */ children.m‸", "children.max"),
        (
            "www { host.hostname = \"x;\n\tmount.devf‸\n}\n",
            "mount.devfs",
        ),
        ("www { fib‸", "exec.fib"),
        ("www { rawso‸", "allow.raw_sockets"),
    ] {
        assert_eq!(first(marked, 1), [expected], "{marked}");
    }
}

#[test]
fn all_parameters_are_offered_where_nothing_is_typed() {
    for marked in ["‸", "www { ‸ }", "www { persist; ‸", "exec.clean;\n‸\n"] {
        let (found, _) = offered("13.2", PATH, marked);
        assert!(found.items.len() > 70, "{marked}: {}", found.items.len());
        assert!(!found.is_incomplete);
    }
}

#[test]
fn only_parameters_of_the_release_that_can_be_set() {
    for (release, name, is_there) in [
        ("12.1", "exec.prepare", false),
        ("12.2", "exec.prepare", true),
        ("", "exec.prepare", true),
        ("13.2", "zfs.dataset", false),
        ("15.0", "zfs.dataset", true),
        ("13.2", ".include", false),
        ("14.0", ".include", true),
        ("", ".include", true),
        ("14.0", "parent", false),
        ("14.0", "children.cur", false),
    ] {
        let (found, _) = offered(release, PATH, "‸");
        assert_eq!(labels(&found).contains(&name), is_there, "{name} {release}");
    }
    let (found, _) = offered("", PATH, "exec.prep‸");
    assert_eq!(
        item(&found, "exec.prepare").detail,
        "a list of texts, since 12.2 and 13.0"
    );
    let (found, _) = offered("13.2", PATH, "stop.‸");
    assert_eq!(item(&found, "stop.timeout").detail, "a number, default 10");
}

#[test]
fn what_is_set_already_comes_last() {
    let marked = "exec.start = x;\nwww { exec.fib = 1; exec.‸; exec.stop = y; }\n";
    let (found, _) = offered("13.2", PATH, marked);
    let names = labels(&found);
    let place = |name: &str| names.iter().position(|own| *own == name).unwrap();
    assert!(place("exec.fib") > place("exec.timeout"));
    assert!(place("exec.stop") > place("exec.timeout"));
    // In this block it is not set.
    assert!(place("exec.start") < place("exec.timeout"));
}

#[test]
fn the_word_under_the_cursor_is_replaced() {
    for (marked, label, expected) in [
        (
            "www { exec.f‸oo = 1; }",
            "exec.fib",
            "www { exec.fib = 1; }",
        ),
        ("é { exec.f‸", "exec.fib", "é { exec.fib"),
        (
            "a{ip4.addr=\"e‸m1|192.0.2.1\";}",
            "em0",
            "a{ip4.addr=\"em0|192.0.2.1\";}",
        ),
        ("a{ip4.addr=\"‸", "em0", "a{ip4.addr=\"em0|"),
        ("a { vnet = n‸ew; }", "inherit", "a { vnet = inherit; }"),
        (
            "a { path = \"$r‸/x\"; }\n$root = y;",
            "root",
            "a { path = \"$root/x\"; }\n$root = y;",
        ),
    ] {
        let (found, text) = offered("13.2", PATH, marked);
        assert_eq!(taken(&found, &text, label, false), expected);
    }
}

#[test]
fn snippets_where_nothing_follows() {
    for (marked, label, expected) in [
        ("www { pers‸ }", "persist", "www { persist; }"),
        (
            "www {\n\tip4.a‸\n}",
            "ip4.addr",
            "www {\n\tip4.addr = \"$1\";\n}",
        ),
        ("exec.f‸", "exec.fib", "exec.fib = $1;"),
        ("exec.f‸ = 1;", "exec.fib", "exec.fib = 1;"),
    ] {
        let (found, text) = offered("13.2", PATH, marked);
        assert_eq!(taken(&found, &text, label, true), expected);
    }
}

#[test]
fn negations_for_those_who_write_them() {
    assert_eq!(first("allow.nora‸", 1), ["allow.noraw_sockets"]);
    assert_eq!(first("nopers‸", 1), ["nopersist"]);
    assert!(
        !first("allow.‸", 99)
            .iter()
            .any(|name| name.starts_with("allow.no"))
    );
}

#[test]
fn values_by_type() {
    for (marked, expected) in [
        ("persist = ‸", vec!["true", "false"]),
        ("allow.raw_sockets = t‸", vec!["true"]),
        ("vnet = ‸;", vec!["new", "inherit"]),
        ("vnet ‸", vec!["new", "inherit"]),
        ("ip4 = ‸", vec!["disable", "new", "inherit"]),
        ("sysvshm = \"n‸\"", vec!["new", "inherit"]),
        ("host = ‸", vec!["new", "inherit"]),
        ("enforce_statfs = ‸", vec!["0", "1", "2"]),
        ("exec.fib = ‸", vec!["0", "1", "2"]),
        ("securelevel = ‸", vec![]),
        ("path = /‸", vec![]),
        ("exec.start = \"/bin/sh ‸\"", vec![]),
        ("no.such = ‸", vec![]),
    ] {
        let (found, _) = offered("13.2", PATH, marked);
        // Booleans are matched by what is typed, in whatever order.
        assert_eq!(labels(&found), expected, "{marked}");
    }
}

#[test]
fn names_of_jails_and_interfaces() {
    for (marked, expected) in [
        ("www { depend = ‸ } db { }", vec!["db"]),
        ("www { depend = db, d‸ } db { } dns { }", vec!["db", "dns"]),
        ("www { interface = e‸", vec!["em0", "epair0a", "epair0b"]),
        (
            "www { vnet.interface = \"epair0‸\"; }",
            vec!["epair0a", "epair0b"],
        ),
        ("www { ip4.addr = lagg0.‸", vec!["lagg0.50"]),
        (
            "www { ip4.addr = lo1|192.0.2.1, l‸",
            vec!["lagg0", "lagg0.50", "lo1"],
        ),
        ("www { ip6.addr += \"em‸|::1\"", vec!["em0"]),
        ("www { ip4.addr = \"em0|‸\"", vec![]),
    ] {
        let (found, _) = offered("13.2", PATH, marked);
        let own: Vec<&str> = labels(&found);
        let own: Vec<&str> = own.into_iter().take(expected.len().max(1)).collect();
        assert_eq!(own, expected, "{marked}");
    }
    let (found, _) = offered("13.2", PATH, "www { interface = ‸");
    assert_eq!(item(&found, "lagg0.50").detail, "192.0.2.1/24, FIB 1");
}

#[test]
fn variables_after_a_dollar_sign() {
    const SET: &str = "$root = /x;\n$room = /y;\nhost.hostname = h;\n";
    for (marked, label, expected) in [
        ("path = $‸", "root", "path = $root"),
        ("path = \"$ro‸/$name\";", "room", "path = \"$room/$name\";"),
        ("path = \"${ro‸", "room", "path = \"${room}"),
        ("path = \"${ro‸}\";", "room", "path = \"${room}\";"),
        ("path = \"$h‸", "host.hostname", "path = \"${host.hostname}"),
        (
            "path = \"${host.‸",
            "host.hostname",
            "path = \"${host.hostname}",
        ),
        ("path = $‸", "name", "path = $name"),
        ("$r‸", "root", "$root"),
    ] {
        let (found, text) = offered("13.2", PATH, &format!("{SET}{marked}"));
        let after = taken(&found, &text, label, false);
        assert_eq!(after.strip_prefix(SET), Some(expected));
    }
    let (found, _) = offered("13.2", PATH, &format!("{SET}$‸"));
    assert_eq!(labels(&found), ["room", "root"]);
}

#[test]
fn nothing_where_nothing_is_known() {
    for marked in [
        "# exec.‸",
        "exec.clean; // ex‸",
        "/* exec.‸ */",
        "path = '$‸';",
        "path = \"\\$‸\";",
        "path = \"/x\"‸;",
        "\"exec.‸\"",
        "exec.start = \"one\n  exec.‸\";",
    ] {
        assert_eq!(first(marked, 9), [""; 0], "{marked}");
    }
}
