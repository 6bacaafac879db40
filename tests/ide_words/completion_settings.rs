//! What is offered in loader.conf and sysctl.conf.

use crate::bench::{item, labels, offered, taken};

const LOADER: &str = "boot/loader.conf";
const SYSCTL: &str = "etc/sysctl.conf";

#[test]
fn names_that_begin_so_or_hold_it() {
    for (path, marked, expected) in [
        (SYSCTL, "net.inet.ip.forw‸", "net.inet.ip.forwarding"),
        (SYSCTL, "kern.maxfiles‸=1", "kern.maxfiles"),
        (
            SYSCTL,
            "a=1\n  security.bsd.see_other_u‸",
            "security.bsd.see_other_uids",
        ),
        (LOADER, "net.fib‸", "net.fibs"),
        (LOADER, "kern.maxuse‸", "kern.maxusers"),
        (LOADER, "autoboot_d‸", "autoboot_delay"),
        (LOADER, "if_bri‸", "if_bridge_load"),
        (SYSCTL, "maxsockbuf‸", "kern.ipc.maxsockbuf"),
    ] {
        let (found, _) = offered("12.1", path, marked);
        assert_eq!(labels(&found).first(), Some(&expected), "{marked}");
    }
}

#[test]
fn only_what_the_file_can_set() {
    for (release, path, name, is_there) in [
        ("12.1", LOADER, "net.add_addr_allfibs", false),
        ("12.1", SYSCTL, "net.add_addr_allfibs", true),
        ("15.0", LOADER, "net.add_addr_allfibs", true),
        ("", LOADER, "net.add_addr_allfibs", true),
        ("12.1", SYSCTL, "net.fibs", false),
        ("13.0", SYSCTL, "net.fibs", true),
        ("14.3", LOADER, "kern.ipc.maxsockbuf", false),
        ("14.3", LOADER, "net.my_fibnum", false),
        ("14.3", SYSCTL, "net.my_fibnum", false),
        ("14.3", SYSCTL, "zfs_load", false),
    ] {
        let (found, _) = offered(release, path, &format!("{name}‸"));
        assert_eq!(
            labels(&found).contains(&name),
            is_there,
            "{release} {path} {name}"
        );
    }
    let (found, _) = offered("", LOADER, "net.add_addr‸");
    let detail = &item(&found, "net.add_addr_allfibs").detail;
    assert!(
        detail.ends_with("on FreeBSD 13.5 and 14.3 to 15.1"),
        "{detail}"
    );
    let (found, _) = offered("12.1", SYSCTL, "net.add_addr‸");
    assert_eq!(
        item(&found, "net.add_addr_allfibs").detail,
        "uint, default 1"
    );
}

#[test]
fn many_names_are_offered_by_their_first_parts() {
    let (found, _) = offered("12.1", SYSCTL, "‸");
    assert!(found.is_incomplete);
    assert!(labels(&found).contains(&"kern.") && labels(&found).contains(&"net."));
    assert!(found.items.len() < 40, "{:?}", labels(&found));
    let (found, text) = offered("12.1", SYSCTL, "net.in‸");
    assert!(labels(&found).starts_with(&["net.inet.", "net.inet6."]));
    assert_eq!(taken(&found, &text, "net.inet6.", true), "net.inet6.");
    let (found, _) = offered("12.1", SYSCTL, "net.inet.icmp.‸");
    assert!(labels(&found).contains(&"net.inet.icmp.drop_redirect"));
    assert!(!found.is_incomplete);
}

#[test]
fn names_are_written_as_each_file_wants_them() {
    for (path, marked, label, expected) in [
        (LOADER, "net.fi‸", "net.fibs", "net.fibs=\"$1\""),
        (
            SYSCTL,
            "net.inet.ip.forw‸",
            "net.inet.ip.forwarding",
            "net.inet.ip.forwarding=$1",
        ),
        (
            SYSCTL,
            "net.inet.ip.fo‸o=1",
            "net.inet.ip.forwarding",
            "net.inet.ip.forwarding=1",
        ),
        (LOADER, "zfs‸", "zfs_load", "zfs_load=\"YES\""),
        (LOADER, "zfs‸=\"NO\"", "zfs_load", "zfs_load=\"NO\""),
    ] {
        let (found, text) = offered("13.0", path, marked);
        assert_eq!(taken(&found, &text, label, true), expected);
    }
}

#[test]
fn values_where_something_is_known() {
    for (path, marked, expected) in [
        (LOADER, "zfs_load=\"‸\"", vec!["YES", "NO"]),
        (LOADER, "zfs_load=\"Y‸", vec!["YES"]),
        (SYSCTL, "net.inet.ip.forwarding=‸", vec!["0", "1"]),
        (SYSCTL, "net.inet.tcp.nolocaltimewait = ‸", vec!["0", "1"]),
        (SYSCTL, "net.inet.ip.forwarding: ‸", vec!["0", "1"]),
        (LOADER, "boot_verbose=\"‸\"", vec!["YES", "NO"]),
        (SYSCTL, "kern.maxfiles=‸", vec![]),
        (SYSCTL, "no.such=‸", vec![]),
    ] {
        let (found, _) = offered("12.2", path, marked);
        assert_eq!(labels(&found), expected, "{marked}");
    }
    let (found, text) = offered("12.2", LOADER, "zfs_load=‸");
    assert_eq!(taken(&found, &text, "YES", false), "zfs_load=\"YES\"");
    let (found, text) = offered("12.2", LOADER, "zfs_load=\"‸NO\"");
    assert_eq!(
        taken(&found, &text, "YES", false),
        "zfs_load=\"NO\"".replace("NO", "YES")
    );
}

#[test]
fn nothing_in_comments() {
    for (path, marked) in [
        (LOADER, "# net.‸"),
        (LOADER, "net.fibs=\"2\" # net.‸"),
        (SYSCTL, "#net.‸"),
        (SYSCTL, "net.inet.ip.forwarding=1 #‸"),
        (SYSCTL, "sysctl net.‸"),
    ] {
        let (found, _) = offered("13.0", path, marked);
        assert_eq!(labels(&found), [""; 0], "{marked}");
    }
}

#[test]
fn what_is_set_already_comes_last() {
    let marked = "kern.ipc.maxsockbuf=1\nkern.ipc.‸\n";
    let (found, _) = offered("14.3", SYSCTL, marked);
    assert_eq!(labels(&found).last(), Some(&"kern.ipc.maxsockbuf"));
}
