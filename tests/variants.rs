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
