//! Small variants of one host: how far a rule's judgement carries when the same thing is said in
//! another way.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use cellblock::analysis::analyse;
use cellblock::files::Snapshot;

const JAIL_IN_FIB_1: &str = "a { path = \"/j\"; exec.fib = 1; ip4.addr = \"em1|192.0.2.9\"; }\n";
const TWO_FIBS: (&str, &str) = ("boot/loader.conf", "net.fibs=2\n");

/// The findings of `rule` on a host of these files, as `severity message`.
fn found(release: &str, rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    let config = format!("[hosts.host]\nfreebsd = \"{release}\"\n");
    let files = files
        .iter()
        .map(|(path, text)| (format!("host/{path}"), text.as_bytes().to_vec()));
    let snapshot = Snapshot::from_memory(files, Some(&config)).unwrap();
    let findings = analyse(&snapshot).findings;
    findings
        .iter()
        .filter(|finding| finding.rule == rule)
        .map(|finding| format!("{:?} {}", finding.severity, finding.message).to_lowercase())
        .collect()
}

fn mismatches(rc: &str, jail: &str, local: &str) -> usize {
    let files = [
        TWO_FIBS,
        ("etc/rc.conf", rc),
        ("etc/rc.local", local),
        ("etc/jail.conf", jail),
    ];
    found("13.2", "jail-fib-mismatch", &files).len()
}

#[test]
fn an_interface_gets_its_fib_in_many_ways() {
    let plain = "ifconfig_em1=\"inet 192.0.2.1/24\"\n";
    assert_eq!(mismatches(plain, JAIL_IN_FIB_1, ""), 1);
    for rc in [
        "ifconfig_em1=\"up\"\nifconfig_em1_alias0=\"inet 192.0.2.1/24 fib 1\"\n",
        "ifconfig_em1=\"up\"\nifconfig_em1_ipv6=\"inet6 2001:db8::1/64 fib 1\"\n",
        "create_args_em1=\"fib 1\"\nifconfig_em1=\"inet 192.0.2.1/24\"\n",
        "ifconfig_DEFAULT=\"DHCP fib 1\"\n",
        "F=$(cat /etc/fib)\nifconfig_em1=\"inet 192.0.2.1/24 fib $F\"\n",
    ] {
        assert_eq!(mismatches(rc, JAIL_IN_FIB_1, ""), 0, "{rc}");
    }
    assert_eq!(mismatches(plain, JAIL_IN_FIB_1, "ifconfig em1 fib 1\n"), 0);
    assert_eq!(mismatches(plain, JAIL_IN_FIB_1, "ifconfig em1 fib 0\n"), 1);
    assert_eq!(mismatches(plain, JAIL_IN_FIB_1, "ifconfig em2 fib 1\n"), 1);
}

#[test]
fn hooks_of_a_jail_may_set_up_its_fib() {
    let rc = "ifconfig_em1=\"inet 192.0.2.1/24\"\n";
    let jail = |hook: &str| JAIL_IN_FIB_1.replace("exec.fib", &format!("{hook} exec.fib"));
    for hook in [
        "exec.prepare = \"ifconfig em1 fib 1\";",
        "exec.prestart = \"setfib 1 route add default 192.0.2.254\";",
        "exec.prestart = \"route add -fib 1 default 192.0.2.254\";",
    ] {
        assert_eq!(mismatches(rc, &jail(hook), ""), 0, "{hook}");
    }
    let inside = jail("exec.start = \"ifconfig em1 fib 1\";");
    assert_eq!(mismatches(rc, &inside, ""), 1);
}

#[test]
fn no_rc_conf_tells_no_fib() {
    let files = [TWO_FIBS, ("etc/jail.conf", JAIL_IN_FIB_1)];
    assert!(found("13.2", "jail-fib-mismatch", &files).is_empty());
}

#[test]
fn command_starts_a_jail_as_exec_start_does() {
    let rc = "ifconfig_em1=\"inet 192.0.2.1/24 fib 1\"\n";
    for start in ["exec.start", "command"] {
        let jail =
            format!("a {{ {start} = \"setfib 1 /bin/x\"; ip4.addr = \"em1|192.0.2.9\"; }}\n");
        assert_eq!(mismatches(rc, &jail, ""), 0, "{start}");
    }
}

#[test]
fn a_script_that_starts_jails_may_ask_for_them() {
    let queries = |local: &str| {
        let files = [
            ("etc/rc.conf", "jail_enable=YES\n"),
            ("etc/rc.local", local),
        ];
        found("13.2", "boot-order", &files).len()
    };
    assert_eq!(queries("jls\n"), 1);
    for start in [
        "jail -c a",
        "/usr/sbin/jail -cmr a",
        "service jail onestart",
        "/etc/rc.d/jail start a",
        "/usr/local/bin/bastille start a",
    ] {
        assert_eq!(
            queries(&format!("{start}\njls\njexec a true\n")),
            0,
            "{start}"
        );
        assert_eq!(queries(&format!("jls\n{start}\n")), 1, "{start}");
    }
    for other in [
        "jail -r a",
        "service sshd start x",
        "service jail stop",
        "jail -f /c.conf -r a",
    ] {
        assert_eq!(queries(&format!("{other}\njls\n")), 1, "{other}");
    }
}

#[test]
fn a_misplaced_line_that_is_doubled_where_it_belongs_is_no_mistake() {
    let severities = |loader, sysctl| {
        let files = [("boot/loader.conf", loader), ("etc/sysctl.conf", sysctl)];
        let told = found("12.2", "misplaced-setting", &files);
        let words = told.iter().filter_map(|t| t.split_once(' '));
        words
            .map(|(severity, _)| severity.to_owned())
            .collect::<Vec<_>>()
    };
    let off = "net.add_addr_allfibs=0\n";
    assert_eq!(severities(off, ""), ["warning"]);
    assert_eq!(severities(off, off), ["info"]);
    assert_eq!(severities(off, "net.add_addr_allfibs=1\n"), ["warning"]);
    assert_eq!(severities("net.fibs=2\n", "net.fibs=2\n"), ["info"]);
    assert_eq!(severities("net.fibs=2\n", "net.fibs=3\n"), ["warning"]);
}

#[test]
fn every_service_may_ask_for_a_fib() {
    let rc = "sshd_enable=YES\nsshd_fib=3\nntpd_enable=NO\nntpd_fib=3\nfoo_fib=3\ncron_fib=1\n";
    let told = found("13.2", "fib-out-of-range", &[TWO_FIBS, ("etc/rc.conf", rc)]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("so sshd does not start"), "{told:?}");
}

#[test]
fn one_mistake_is_told_once() {
    let twice = "a { ip4.addr = \"em0|192.0.2.9\"; }\n".repeat(2);
    let files = [("etc/jail.conf", twice.as_str())];
    assert!(found("13.2", "duplicate-jail-address", &files).is_empty());
    let marked = [("boot/loader.conf", "\u{feff}net.fibs=2\n-x\n")];
    assert_eq!(found("13.2", "byte-order-mark", &marked).len(), 1);
    assert_eq!(found("13.2", "loader-syntax", &marked).len(), 1);
}

#[test]
fn messages_name_what_is_wrong() {
    for (line, words) in [
        ("kern.ipc.somaxconn+=3", "has no `+=`"),
        ("= 3", "no name before"),
        ("kern.ipc.somaxconn 3", "is the name"),
        ("kern.ipc.somaxconn", "only prints kern.ipc.somaxconn"),
    ] {
        let told = found("13.2", "sysctl-syntax", &[("etc/sysctl.conf", line)]);
        assert!(told.len() == 1 && told[0].contains(words), "{told:?}");
    }
    for (line, words) in [("= 3", "no name before"), ("_x=3", "no name of a setting")] {
        let told = found("13.2", "loader-syntax", &[("boot/loader.conf", line)]);
        assert!(told.len() == 1 && told[0].contains(words), "{told:?}");
    }
    let rc = [(
        "etc/rc.conf",
        "frr_enable=YES\nfrr_daemons=\"zebra bgpd staticd\"\nfrr_fib=1\n",
    )];
    let told = found("13.2", "frr-fib-not-read", &rc);
    assert!(
        told[0].contains("zebra, bgpd and staticd will not"),
        "{told:?}"
    );
}

#[test]
fn a_wildcard_is_told_once_for_its_jails() {
    let jails = "a {}\nb {}\nc {}\nd {}\n";
    let hook = format!("exec.poststart = \"vtysh -b\";\n{jails}");
    let told = found(
        "13.2",
        "command-not-in-boot-path",
        &[("etc/jail.conf", &hook)],
    );
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("starts jails a, b, c and 1 more"),
        "{told:?}"
    );
    let fib = format!("exec.fib = 3;\n{jails}");
    let told = found(
        "13.2",
        "fib-out-of-range",
        &[TWO_FIBS, ("etc/jail.conf", &fib)],
    );
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("1 more do not start"), "{told:?}");
    let vtysh = "/usr/local/bin/vtysh -c 'conf t' -c 'router bgp 1' -c 'network 192.0.2.0/24'";
    let files = [
        (
            "etc/jail.conf",
            &*format!("exec.poststart = \"{vtysh}\";\n{jails}"),
        ),
        ("usr/local/etc/frr/frr.conf", "router bgp 2\n"),
    ];
    assert_eq!(found("13.2", "script-as-mismatch", &files).len(), 1);
}

#[test]
fn frr_may_fill_the_fib_of_a_jail() {
    let told = |frr: &str, zebra: &str| {
        let rc = format!("ifconfig_em1=\"inet 192.0.2.1/24\"\nfrr_enable=YES\nzebra_fib={zebra}\n");
        let files = [
            TWO_FIBS,
            ("etc/rc.conf", &*rc),
            ("etc/jail.conf", JAIL_IN_FIB_1),
            ("usr/local/etc/frr/frr.conf", frr),
        ];
        found("13.2", "jail-fib-mismatch", &files).len()
    };
    let default = "ip route 0.0.0.0/0 192.0.2.254\n";
    let learned = "router bgp 65000\n neighbor 192.0.2.254 remote-as 65001\n";
    assert_eq!(told(default, "1"), 0);
    assert_eq!(told(learned, "1"), 0);
    for (frr, zebra) in [
        (default, "0"),
        (learned, "0"),
        ("ip route 10.0.0.0/8 192.0.2.254\n", "1"),
    ] {
        assert_eq!(told(frr, zebra), 1, "{frr} {zebra}");
    }
}

#[test]
fn sysctl_cannot_take_fibs_away() {
    let rc = "ifconfig_em1=\"inet 192.0.2.1/24 fib 3\"\n";
    let told = |release, loader, sysctl| {
        let files = [
            ("boot/loader.conf", loader),
            ("etc/sysctl.conf", sysctl),
            ("etc/rc.conf", rc),
        ];
        found(release, "fib-out-of-range", &files).len()
    };
    let (two, four) = ("net.fibs=2\n", "net.fibs=4\n");
    for release in ["12.4", "13.2"] {
        assert_eq!(told(release, four, two), 0);
        assert_eq!(told(release, two, four), 0);
        assert_eq!(told(release, two, two), 1);
        assert_eq!(told(release, two, ""), 1);
    }
}

#[test]
fn a_jail_inside_another_has_its_addresses() {
    let jails = |names: [&str; 2]| {
        let [one, other] = names;
        let jail = |name| format!("\"{name}\" {{ ip4.addr = \"em0|192.0.2.9\"; }}\n");
        let text = format!("{}{}", jail(one), jail(other));
        found(
            "14.1",
            "duplicate-jail-address",
            &[("etc/jail.conf", &text)],
        )
        .len()
    };
    assert_eq!(jails(["a", "a.b"]), 0);
    assert_eq!(jails(["a.b.c", "a"]), 0);
    assert_eq!(jails(["a", "ab"]), 1);
    assert_eq!(jails(["a.b", "a.c"]), 1);
    let two =
        "a { ip4.addr = \"em0|192.0.2.8\", \"em0|192.0.2.9\"; }\na.b { ip4.addr = 192.0.2.9; }\n";
    let told = found("14.1", "duplicate-jail-address", &[("etc/jail.conf", two)]);
    assert!(told.len() == 1 && told[0].starts_with("error"), "{told:?}");
}

#[test]
fn a_routing_suite_that_is_off_asks_for_no_fib() {
    let rc = |enable| format!("frr_enable={enable}\nfrr_fib=1\nzebra_fib=7\n");
    for (enable, count) in [("YES", 1), ("NO", 0)] {
        let rc = rc(enable);
        let files = [TWO_FIBS, ("etc/rc.conf", &*rc)];
        assert_eq!(found("13.2", "frr-fib-not-read", &files).len(), count);
        assert_eq!(found("13.2", "fib-out-of-range", &files).len(), count);
    }
}

/// A global behind a jail is one mistake, whatever comes of it.
#[test]
fn a_late_global_is_told_once() {
    let jail = |start: &str| {
        format!(
            "web {{ path = \"/jails/web\"; vnet; vnet.interface = em1;\nexec.start = \"{start}\"; }}\n"
        )
    };
    let told = |release: &str, text: &str| {
        let rules = [
            "version-dependent-global",
            "overridden-parameter",
            "exec-start-order",
        ];
        let count = |rule| found(release, rule, &[("etc/jail.conf", text)]).len();
        rules.map(count)
    };
    let network = "exec.start += \"ifconfig em1 inet 192.0.2.10/24\";\n";
    let late = format!("exec.clean;\n{}{network}", jail("/bin/sh /etc/rc"));
    assert_eq!(told("13.2", &late), [1, 0, 0]);
    assert_eq!(told("14.2", &late), [1, 0, 0]);
    // Without a global before the jail, it comes late on every release.
    let always = format!("{}{network}", jail("/bin/sh /etc/rc"));
    assert_eq!(told("13.2", &always), [0, 0, 1]);
    assert_eq!(told("14.2", &always), [0, 0, 1]);
    let rc = "exec.start = \"/bin/sh /etc/rc\";\n";
    let twice = format!("{rc}{}exec.start = \"/bin/sh /start\";\n", jail("/run"));
    assert_eq!(told("13.2", &twice), [1, 0, 0]);
    assert_eq!(told("14.2", &twice), [1, 1, 0]);
    let both_before = format!("{rc}exec.start = \"/bin/sh /start\";\n{}", jail("/run"));
    assert_eq!(told("13.2", &both_before), [0, 1, 0]);
}
