//! The rules about jails' addresses, network stacks and hooks, each on variants of its mistake
//! and of what only looks like it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use cellblock::analysis::analyse;
use cellblock::files::Snapshot;
use cellblock::finding::{EditedFile, Finding, Fix, Severity};

const RC: &str = "etc/rc.conf";
const JAIL: &str = "etc/jail.conf";

fn snapshot(files: &[(&str, &str)], release: &str) -> Snapshot {
    let config = match release {
        "" => String::new(),
        release => format!("[hosts.site]\nroot = \".\"\nfreebsd = \"{release}\"\n"),
    };
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (*path, text.as_bytes().to_vec()))
        .collect();
    Snapshot::from_memory(files, (!config.is_empty()).then_some(&config)).unwrap()
}

fn findings_on(files: &[(&str, &str)], release: &str) -> Vec<Finding> {
    analyse(&snapshot(files, release)).findings
}

fn of_rule(files: &[(&str, &str)], release: &str, rule: &str) -> Vec<Finding> {
    let mut all = findings_on(files, release);
    all.retain(|finding| finding.rule == rule);
    all
}

fn count(files: &[(&str, &str)], rule: &str) -> usize {
    of_rule(files, "", rule).len()
}

/// One finding each.
fn bad(rule: &str, cases: &[&[(&str, &str)]]) {
    for files in cases {
        let found = of_rule(files, "", rule);
        assert_eq!(found.len(), 1, "{files:?}: {:?}", findings_on(files, ""));
    }
}

fn silent(rule: &str, cases: &[&[(&str, &str)]]) {
    for files in cases {
        let found = of_rule(files, "", rule);
        assert!(found.is_empty(), "{files:?}: {found:?}");
    }
}

/// The text of the only edited file after the first fix; the finding is gone with it.
fn mended(files: &[(&str, &str)], release: &str, rule: &str) -> String {
    let all = of_rule(files, release, rule);
    let fix: &Fix = all
        .first()
        .and_then(|finding| finding.fixes.first())
        .expect("a fix");
    let taken = snapshot(files, release);
    let EditedFile::Known(id) = fix.edits[0].target.file() else {
        panic!("a new file");
    };
    let host = &taken.hosts[0];
    let file = host.files.iter().find(|file| file.id == id).unwrap();
    let mut text = file.text.as_str().to_owned();
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.target.span().start));
    for edit in edits {
        text.replace_range(edit.target.span().range(), &edit.text);
    }
    let after: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, old)| {
            if *path == file.relative {
                (*path, &*text)
            } else {
                (*path, *old)
            }
        })
        .collect();
    let left = of_rule(&after, release, rule);
    assert!(left.len() < all.len(), "{text}: {left:?}");
    let errors = |files: &[(&str, &str)]| {
        let all = findings_on(files, release).into_iter();
        all.filter(|f| f.rule == "jail-syntax" || f.rule == "rc-syntax")
            .count()
    };
    assert_eq!(errors(&after), 0, "{text}");
    text
}

#[test]
fn vnet_with_address() {
    bad(
        "vnet-with-address",
        &[
            &[(JAIL, "a { vnet; ip4.addr = 192.0.2.1; }\n")],
            &[(
                JAIL,
                "a { vnet = new; ip6.addr = \"em0|2001:db8::1\"; ip4.addr = \"em0|192.0.2.1\"; }\n",
            )],
            &[(JAIL, "ip6 = disable;\na { vnet; }\nb { vnet; }\n")],
            &[(
                JAIL,
                "* { ip4 = inherit; }\na { vnet new; }\nb { path = /b; }\n",
            )],
            &[(
                JAIL,
                "a { vnet = inherit; ip4.addr = \"em0|192.0.2.1\"; }\n",
            )],
            &[(JAIL, "a { vnet; ip4.addr = 192.0.2.1; ip4.addr; }\n")],
        ],
    );
    silent(
        "vnet-with-address",
        &[
            &[(JAIL, "a { vnet; vnet.interface = em1; }\n")],
            &[(JAIL, "a { ip4.addr = \"em0|192.0.2.1\"; ip6 = disable; }\n")],
            &[(
                JAIL,
                "a { vnet = disable; ip4.addr = \"em0|192.0.2.1\"; }\n",
            )],
            &[(JAIL, "a { vnet; ip_hostname; }\n")],
            &[(JAIL, "* { ip4.addr = \"em0|192.0.2.1\"; vnet; }\n")],
        ],
    );
    let files = [(
        JAIL,
        "a {\n\tvnet;\n\tvnet.interface = em1;\n\tip6 = disable;\n}\n",
    )];
    let text = mended(&files, "", "vnet-with-address");
    assert_eq!(text, "a {\n\tvnet;\n\tvnet.interface = em1;\n}\n");
}

#[test]
fn vnet_fib() {
    bad(
        "vnet-fib",
        &[
            &[(JAIL, "a { vnet; exec.fib = 1; }\n")],
            &[(
                JAIL,
                "exec.fib = 2;\na { vnet; }\nb { vnet; }\nc { path = /c; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.start = \"setfib 1 /bin/sh /etc/rc\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.fib = 1; exec.created = \"logger x\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.fib = 2; exec.created = \"jexec a sysctl net.fibs=2\"; }\n",
            )],
        ],
    );
    silent(
        "vnet-fib",
        &[
            &[(JAIL, "a { vnet; exec.fib = 0; }\n")],
            &[(JAIL, "a { exec.fib = 1; }\n")],
            &[(
                JAIL,
                "a { vnet; exec.fib = 1; exec.created = \"jexec a sysctl net.fibs=2\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.fib = 1; exec.created = \"/root/setup.sh\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.start = \"sysctl net.fibs=2\", \"setfib 1 sh /etc/rc\"; }\n",
            )],
            // `fib-out-of-range` comes first.
            &[
                (JAIL, "a { vnet; exec.fib = 3; }\n"),
                ("boot/loader.conf", "net.fibs=\"2\"\n"),
            ],
        ],
    );
    let files = [(JAIL, "a { vnet; exec.fib = 1; persist; }\n")];
    assert_eq!(mended(&files, "", "vnet-fib"), "a { vnet;  persist; }\n");
}

#[test]
fn jail_address_without_interface() {
    let rc = (
        RC,
        "ifconfig_em0=\"inet 192.0.2.2/24\"\nifconfig_em0_alias0=\"inet 192.0.2.9/32\"\n",
    );
    let rule = "jail-address-without-interface";
    bad(
        rule,
        &[
            &[rc, (JAIL, "a { ip4.addr = 192.0.2.1; }\n")],
            &[
                rc,
                (JAIL, "a { ip4.addr = \"em0|192.0.2.1\", 192.0.2.3; }\n"),
            ],
            &[rc, (JAIL, "a { ip6.addr = \"2001:db8::1\"; }\n")],
            &[rc, (JAIL, "a { ip4.addr = \"|192.0.2.1\"; }\n")],
            &[rc, (JAIL, "a { ip4.addr = 127.0.2.3; }\n")],
        ],
    );
    silent(
        rule,
        &[
            &[(JAIL, "a { ip4.addr = 192.0.2.1; }\n")],
            &[rc, (JAIL, "a { ip4.addr = 192.0.2.9, 127.0.0.1; }\n")],
            &[rc, (JAIL, "a { ip4.addr = 192.0.2.1; interface = em0; }\n")],
            &[
                rc,
                (
                    JAIL,
                    "a { ip4.addr = \"em0|192.0.2.1\"; }\na.b { ip4.addr = 192.0.2.1; }\n",
                ),
            ],
            &[
                rc,
                (
                    JAIL,
                    "a { ip4.addr = 192.0.2.1; exec.prestart = \"ifconfig em0 alias 192.0.2.1/32\"; }\n",
                ),
            ],
            &[
                rc,
                (JAIL, "a { ip4.addr = 192.0.2.1; }\n"),
                ("etc/rc.local", "ifconfig em0 inet $A alias\n"),
            ],
            &[
                (
                    RC,
                    "ifconfig_em0=\"DHCP\"\nifconfig_em1=\"inet 10.0.0.1/24\"\n",
                ),
                (JAIL, "a { ip4.addr = 192.0.2.1; }\n"),
            ],
            &[
                (RC, "ifconfig_em1=\"inet 10.0.0.1/24\"\n. /etc/rc.more\n"),
                (JAIL, "a { ip4.addr = 192.0.2.1; }\n"),
            ],
            &[
                (RC, "sshd_enable=YES\n"),
                (JAIL, "a { ip4.addr = 192.0.2.1; }\n"),
            ],
        ],
    );
    let files = [rc, (JAIL, "a { ip4.addr = 192.0.2.1; }\n")];
    assert_eq!(
        mended(&files, "", rule),
        "a { ip4.addr = em0|192.0.2.1; }\n"
    );
}

#[test]
fn jail_address_netmask() {
    let rule = "jail-address-netmask";
    bad(
        rule,
        &[
            &[(JAIL, "a { ip4.addr = \"em0|192.0.2.1/64\"; }\n")],
            &[(JAIL, "a { ip4.addr = \"em0|192.0.2.1/255.0.255.0\"; }\n")],
            &[(
                JAIL,
                "a { ip6.addr = \"em0|2001:db8::1/255.255.255.0\"; }\n",
            )],
            &[(JAIL, "a { interface = em0; ip4.addr = 192.0.2.1/33; }\n")],
            &[(JAIL, "a { ip4.addr = \"em0|192.0.2\"; }\n")],
            &[(
                JAIL,
                "ip4.addr = \"em0|192.0.2.256\";\na { path = /a; }\nb { path = /b; }\n",
            )],
            &[(JAIL, "a { ip4.addr = \"em0 | 192.0.2.1\"; }\n")],
            &[(JAIL, "a { ip4.addr = 0.0.0.0; }\n")],
        ],
    );
    silent(
        rule,
        &[
            &[(
                JAIL,
                "a { ip4.addr = \"em0|192.0.2.1/255.255.255.0\", 192.0.2.2/24; }\n",
            )],
            &[(
                JAIL,
                "a { ip4.addr = \"em0|192.0.2.1/24 vhid 3 pass x\"; }\n",
            )],
            &[(JAIL, "a { ip4.addr = \"\"; }\n")],
            &[(JAIL, "a { ip4.addr = $nothing; }\n")],
            &[(JAIL, "a { ip4.addr = \"em0|192.0.2.$x\"; }\n")],
            &[(JAIL, "a { vnet; ip4.addr = nonsense; }\n")],
            &[(JAIL, "a { ip4.addr = \"em0|192.0.2.1,em0|192.0.2.2\"; }\n")],
        ],
    );
    for (element, right) in [
        (
            "ip4.addr = \"em0 | 192.0.2.1/24\"",
            "ip4.addr = \"em0|192.0.2.1/24\"",
        ),
        (
            "ip4.addr = \"em0|192.0.2.1/0xffffff00\"",
            "ip4.addr = \"em0|192.0.2.1/24\"",
        ),
        (
            "ip4.addr = \"em0|2001:db8::1/64\"",
            "ip6.addr = \"em0|2001:db8::1/64\"",
        ),
    ] {
        let text = format!("a {{ {element}; }}\n");
        let expected = format!("a {{ {right}; }}\n");
        assert_eq!(mended(&[(JAIL, &text)], "", rule), expected);
    }
}

#[test]
fn quoted_address_list() {
    let rule = "quoted-address-list";
    bad(
        rule,
        &[
            &[(JAIL, "a { ip4.addr = \"em0|192.0.2.1,em0|192.0.2.2\"; }\n")],
            &[(
                JAIL,
                "a { interface = em0; ip4.addr = \"192.0.2.1, 192.0.2.2\"; }\n",
            )],
            &[(
                JAIL,
                "a { ip6.addr = \"em0|2001:db8::1 em0|2001:db8::2\"; }\n",
            )],
            &[(JAIL, "a { vnet; vnet.interface = \"epair0a epair1a\"; }\n")],
            &[(
                JAIL,
                "* { vnet; vnet.interface = \"em1,em2\"; }\na { path = /a; }\nb { path = /b; }\n",
            )],
        ],
    );
    silent(
        rule,
        &[
            &[(
                JAIL,
                "a { ip4.addr = \"em0|192.0.2.1\", \"em0|192.0.2.2\"; }\n",
            )],
            &[(JAIL, "a { ip4.addr = \"192.0.2.1,192.0.2.2\"; }\n")],
            &[(JAIL, "a { ip4.addr = \"tun0|192.0.2.1 192.0.2.2\"; }\n")],
            &[(
                JAIL,
                "a { ip4.addr = \"em0|192.0.2.1 netmask 255.255.255.0\"; }\n",
            )],
            &[(JAIL, "a { vnet; vnet.interface = em1, em2; }\n")],
            &[(JAIL, "a { vnet.interface = \"em1 em2\"; }\n")],
        ],
    );
    for (value, right) in [
        (
            "\"em0|192.0.2.1, em0|192.0.2.2/24\"",
            "\"em0|192.0.2.1\", \"em0|192.0.2.2/24\"",
        ),
        (
            "'em0|192.0.2.1,em0|192.0.2.2'",
            "'em0|192.0.2.1', 'em0|192.0.2.2'",
        ),
        (
            "\"$n|192.0.2.1,$n|192.0.2.2\"",
            "\"$n|192.0.2.1\", \"$n|192.0.2.2\"",
        ),
    ] {
        let text = format!("$n = em0;\na {{ ip4.addr = {value}; }}\n");
        let expected = format!("$n = em0;\na {{ ip4.addr = {right}; }}\n");
        assert_eq!(mended(&[(JAIL, &text)], "", rule), expected);
    }
}

#[test]
fn shared_vnet_interface() {
    let rule = "shared-vnet-interface";
    bad(
        rule,
        &[
            &[(
                JAIL,
                "a { vnet; vnet.interface = em1; }\nb { vnet; vnet.interface = em1; }\n",
            )],
            &[(
                JAIL,
                "* { vnet; vnet.interface = em1; }\na { path = /a; }\nb { path = /b; }\nc { path = /c; }\n",
            )],
            &[(
                JAIL,
                "vnet;\n$i = epair0;\na { vnet.interface = \"${i}b\"; }\nb { vnet.interface = em2, epair0b; }\n",
            )],
            &[
                (
                    "etc/jail.conf.d/a.conf",
                    "a { vnet; vnet.interface = em1; }\n",
                ),
                (
                    "etc/jail.conf.d/b.conf",
                    "b { vnet; vnet.interface = em1; }\n",
                ),
            ],
            &[
                (RC, "jail_list=\"a b\"\n"),
                (
                    JAIL,
                    "a { vnet; vnet.interface = em1; }\nb { vnet; vnet.interface = em1; }\n",
                ),
            ],
        ],
    );
    silent(
        rule,
        &[
            &[(
                JAIL,
                "vnet;\na { vnet.interface = \"epair${n}b\"; $n = 1; }\nb { vnet.interface = \"epair${n}b\"; $n = 2; }\n",
            )],
            &[(
                JAIL,
                "vnet; vnet.interface = jail0;\nexec.created = \"ifconfig epair${n}b name jail0\";\na { $n = 1; }\nb { $n = 2; }\n",
            )],
            &[(
                JAIL,
                "vnet;\nvnet.interface = \"e0b\"; exec.prestart = \"/root/mk $name\";\na { path = /a; }\nb { path = /b; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; vnet.interface = em1; }\nb { vnet.interface = em1; }\n",
            )],
            &[(
                JAIL,
                "vnet;\na { vnet.interface = \"$x\"; }\nb { vnet.interface = \"$x\"; }\n",
            )],
            &[(
                JAIL,
                "vnet;\na { vnet.interface = em1; }\na.b { vnet.interface = em1; }\n",
            )],
            &[
                (RC, "jail_list=\"a\"\n"),
                (
                    JAIL,
                    "a { vnet; vnet.interface = em1; }\nb { vnet; vnet.interface = em1; }\n",
                ),
            ],
        ],
    );
}

#[test]
fn vnet_interface_not_created() {
    let rule = "vnet-interface-not-created";
    let rc = (
        RC,
        "cloned_interfaces=\"bridge0 epair7\"\nvlans_em0=\"20 guests\"\nifconfig_bridge0=\"addm em0 up\"\n",
    );
    bad(
        rule,
        &[
            &[rc, (JAIL, "a { vnet; vnet.interface = epair0b; }\n")],
            &[rc, (JAIL, "a { vnet; vnet.interface = em0.30; }\n")],
            &[rc, (JAIL, "a { vnet; vnet.interface = e0b_a; }\n")],
            &[(JAIL, "a { vnet; vnet.interface = epair0; }\n")],
            &[(JAIL, "a { vnet; vnet.interface = \"\"; }\n")],
            &[(
                JAIL,
                "a { vnet; vnet.interface = epair2b; exec.prestart = \"ifconfig epair1 create\"; }\n",
            )],
            &[
                rc,
                (JAIL, "vnet; vnet.interface = epair9b;\na { path = /a; }\n"),
            ],
        ],
    );
    silent(
        rule,
        &[
            &[(JAIL, "a { vnet; vnet.interface = epair0b; }\n")],
            &[
                rc,
                (
                    JAIL,
                    "a { vnet; vnet.interface = epair7b, em1, em0.20, guests; }\n",
                ),
            ],
            &[
                rc,
                (
                    JAIL,
                    "a { vnet; vnet.interface = tap0, wg0, ngeth0, jail0; }\n",
                ),
            ],
            &[
                rc,
                (
                    JAIL,
                    "a { vnet; vnet.interface = epair0b; exec.prestart = \"ifconfig epair0 create up\"; }\n",
                ),
            ],
            &[
                rc,
                (
                    JAIL,
                    "a { vnet; vnet.interface = epair0b; exec.prestart = \"ifconfig epair create\"; }\n",
                ),
            ],
            &[
                rc,
                (
                    JAIL,
                    "a { vnet; vnet.interface = epair0b; exec.prestart = \"/root/mk $name\"; }\n",
                ),
            ],
            &[
                rc,
                (
                    JAIL,
                    "a { vnet; vnet.interface = e0b_a; exec.prestart = \"jib addm a em0\"; }\n",
                ),
            ],
            &[
                rc,
                (JAIL, "a { vnet; vnet.interface = epair0b; }\n"),
                ("etc/rc.local", "ifconfig epair0 create\n"),
            ],
            &[rc, (JAIL, "a { vnet; vnet.interface = \"epair${x}b\"; }\n")],
            &[
                (RC, "cloned_interfaces=\"$X\"\n"),
                (JAIL, "a { vnet; vnet.interface = epair0b; }\n"),
            ],
            &[
                (
                    RC,
                    "ifconfig_epair0b_name=\"e0b_a\"\ncloned_interfaces=epair0\n",
                ),
                (JAIL, "a { vnet; vnet.interface = e0b_a; }\n"),
            ],
        ],
    );
    let files = [(
        JAIL,
        "a { vnet; vnet.interface = epair0; exec.prestart = \"ifconfig epair0 create\", \"ifconfig bridge0 addm epair0a\", \"ifconfig epair0a up\"; }\n",
    )];
    assert!(mended(&files, "", rule).contains("vnet.interface = epair0b;"));
}

#[test]
fn exec_start_order() {
    let rule = "exec-start-order";
    bad(
        rule,
        &[
            &[(
                JAIL,
                "a { vnet; exec.start = \"/bin/sh /etc/rc\", \"ifconfig em1 inet 192.0.2.1/24\"; }\n",
            )],
            &[(
                JAIL,
                "exec.start = \"sh /etc/rc\";\na { vnet; exec.start += \"route add default 192.0.2.1\"; exec.start += \"ifconfig em1 up\"; }\n",
            )],
            &[(
                JAIL,
                "* { vnet; exec.start = \"/bin/sh /etc/rc\"; exec.start += \"ifconfig em1 192.0.2.1/24\"; }\na { path = /a; }\nb { path = /b; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.start = \"/etc/rc\"; exec.start += \"/sbin/route -n add default 192.0.2.1\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.start = \"ifconfig em1 up\"; exec.start += \"/bin/sh /etc/rc\"; exec.start += \"ifconfig em1 inet6 2001:db8::1/64\"; }\n",
            )],
        ],
    );
    silent(
        rule,
        &[
            &[(
                JAIL,
                "a { vnet; exec.start = \"ifconfig em1 up\", \"/bin/sh /etc/rc\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.start = \"/bin/sh /etc/rc\", \"ifconfig lo0 inet 192.0.2.1/32\"; }\n",
            )],
            &[(
                JAIL,
                "a { exec.start = \"/bin/sh /etc/rc\", \"ifconfig em1 inet 192.0.2.1/24\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.start = \"/bin/sh /etc/rc\", \"ifconfig em1\", \"route get default\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.start = \"/bin/sh /etc/rc\"; exec.poststart = \"ifconfig bridge0 addm epair0a up\"; }\n",
            )],
            &[(
                JAIL,
                "exec.start = \"/bin/sh /etc/rc\";\na { vnet; exec.start = \"ifconfig em1 up\"; }\n",
            )],
        ],
    );
    let files = [(
        JAIL,
        "a {\n\tvnet;\n\texec.start = \"/bin/sh /etc/rc\";\n\texec.start += \"ifconfig em1 up\", \"logger x\";\n}\n",
    )];
    assert_eq!(
        mended(&files, "", rule),
        "a {\n\tvnet;\n\texec.start = \"ifconfig em1 up\";\n\texec.start += \"/bin/sh /etc/rc\", \"logger x\";\n}\n"
    );
}

#[test]
fn epair_not_destroyed() {
    let rule = "epair-not-destroyed";
    bad(
        rule,
        &[
            &[(
                JAIL,
                "a { vnet; exec.prestart = \"ifconfig epair0 create up\"; }\n",
            )],
            &[(
                JAIL,
                "vnet; exec.prestart = \"ifconfig epair${n} create\";\na { $n = 1; }\nb { $n = 2; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.created = \"ifconfig epair0 create\"; exec.poststop = \"ifconfig epair1a destroy\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.prestart = \"ifconfig epair0 create\"; exec.poststop = \"ifconfig bridge0 deletem epair0a\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.prepare = \"/sbin/ifconfig epair0 create\"; exec.stop = \"/bin/sh /etc/rc.shutdown jail\"; }\n",
            )],
        ],
    );
    silent(
        rule,
        &[
            &[(
                JAIL,
                "a { vnet; exec.prestart = \"ifconfig epair0 create\"; exec.poststop = \"ifconfig epair0a destroy\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.prestart = \"ifconfig epair0 create\"; exec.prestop = \"ifconfig epair0b destroy\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.prestart = \"ifconfig epair0 create\"; exec.poststop = \"/root/down.sh\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.prestart = \"ifconfig epair create\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.prestart = \"ifconfig epair0 create || true\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.prestart = \"ifconfig epair$x create\"; }\n",
            )],
            &[(
                JAIL,
                "a { vnet; exec.prestart = \"ifconfig bridge0 create\"; }\n",
            )],
        ],
    );
    let files = [(
        JAIL,
        "a {\n\tvnet;\n\texec.prestart = \"ifconfig epair0 create\";\n}\n",
    )];
    assert_eq!(
        mended(&files, "", rule),
        "a {\n\tvnet;\n\texec.prestart = \"ifconfig epair0 create\";\n\texec.poststop += \"ifconfig epair0a destroy\";\n}\n"
    );
}

#[test]
fn jail_address_tentative() {
    let rule = "jail-address-tentative";
    let rc = (RC, "ifconfig_em0_ipv6=\"inet6 2001:db8::2/64\"\n");
    let a = (
        JAIL,
        "a { ip6.addr = \"em0|2001:db8::1\"; exec.start = \"/bin/sh /etc/rc\"; }\n",
    );
    bad(
        rule,
        &[
            &[rc, a],
            &[
                rc,
                (
                    JAIL,
                    "interface = em0; exec.start = \"/bin/sh /etc/rc\";\na { ip6.addr = 2001:db8::1; }\nb { ip6.addr = 2001:db8::3; }\n",
                ),
            ],
            &[
                rc,
                (
                    JAIL,
                    "a { ip6.addr = \"vlan5|2001:db8::1/64\"; exec.start = \"sh /etc/rc\"; }\n",
                ),
            ],
            &[
                rc,
                (
                    JAIL,
                    "a { ip4.addr = \"em0|192.0.2.1\"; ip6.addr = \"em0|2001:db8::1\"; exec.start = \"/bin/sh /etc/rc\"; exec.prestart = \"logger x\"; }\n",
                ),
            ],
            &[rc, a, ("etc/sysctl.conf", "net.inet6.ip6.dad_count=1\n")],
        ],
    );
    silent(
        rule,
        &[
            &[a],
            &[
                (RC, "ifconfig_em0_ipv6=\"inet6 2001:db8::2/64 no_dad\"\n"),
                a,
            ],
            &[rc, a, ("etc/sysctl.conf", "net.inet6.ip6.dad_count=0\n")],
            &[
                rc,
                (
                    JAIL,
                    "a { ip6.addr = \"lo1|2001:db8::1\"; exec.start = \"/bin/sh /etc/rc\"; }\n",
                ),
            ],
            &[
                rc,
                (
                    JAIL,
                    "a { ip6.addr = \"em0|2001:db8::1 no_dad\"; exec.start = \"/bin/sh /etc/rc\"; }\n",
                ),
            ],
            &[
                rc,
                (
                    JAIL,
                    "a { ip6.addr = \"em0|2001:db8::1\"; exec.start = \"sleep 3\", \"/bin/sh /etc/rc\"; }\n",
                ),
            ],
            &[
                rc,
                (
                    JAIL,
                    "a { ip6.addr = \"em0|2001:db8::1\"; exec.prestart = \"sleep 3\"; exec.start = \"/bin/sh /etc/rc\"; }\n",
                ),
            ],
            &[
                rc,
                (JAIL, "a { ip6.addr = \"em0|2001:db8::1\"; persist; }\n"),
            ],
        ],
    );
    assert_eq!(
        mended(&[rc, a], "", rule),
        "ifconfig_em0_ipv6=\"inet6 2001:db8::2/64 no_dad\"\n"
    );
}

#[test]
fn jexec_without_fib() {
    let rule = "jexec-without-fib";
    let jail = (
        JAIL,
        "a { ip4.addr = \"em0|192.0.2.1\"; exec.fib = 1; }\nb { path = /b; }\nv { vnet; exec.fib = 1; }\n",
    );
    let script = |text: &'static str| ("usr/local/sbin/tool", text);
    bad(
        rule,
        &[
            &[jail, script("#!/bin/sh\njexec a service nginx restart\n")],
            &[
                jail,
                script("#!/bin/sh\n/usr/sbin/jexec -l -u root a pkg update\n"),
            ],
            &[
                jail,
                script("#!/bin/sh\nfor j in a b; do jexec $j ping -c1 192.0.2.9; done\n"),
            ],
            &[
                jail,
                script("#!/bin/sh\njexec a /usr/local/etc/rc.d/nginx restart\n"),
            ],
            &[(
                JAIL,
                "a { exec.fib = 1; exec.poststart = \"jexec $name service nginx onestart\"; }\n",
            )],
        ],
    );
    silent(
        rule,
        &[
            &[
                jail,
                script("#!/bin/sh\nsetfib 1 jexec a service nginx restart\n"),
            ],
            &[jail, script("#!/bin/sh\njexec b service nginx restart\n")],
            &[jail, script("#!/bin/sh\njexec $1 service nginx restart\n")],
            &[jail, script("#!/bin/sh\njexec a ls /\njexec a\n")],
            &[jail, script("#!/bin/sh\njexec v service nginx restart\n")],
            &[jail, script("#!/bin/sh\njexec nobody pkg update\n")],
            &[jail, ("etc/rc.local", "jexec a service nginx restart\n")],
        ],
    );
    let files = [jail, script("#!/bin/sh\njexec a pkg update\n")];
    assert_eq!(
        mended(&files, "", rule),
        "#!/bin/sh\nsetfib 1 jexec a pkg update\n"
    );
}

#[test]
fn jail_removes_host_address() {
    let rule = "jail-removes-host-address";
    let rc = (
        RC,
        "ifconfig_em0=\"inet 192.0.2.2/24\"\nifconfig_em0_aliases=\"inet 192.0.2.5-7/32\"\nifconfig_em0_alias3=\"inet vhid 1 pass x 192.0.2.9/32\"\n",
    );
    bad(
        rule,
        &[
            &[rc, (JAIL, "a { ip4.addr = \"em0|192.0.2.2/24\"; }\n")],
            &[rc, (JAIL, "a { interface = em0; ip4.addr = 192.0.2.6; }\n")],
            &[rc, (JAIL, "a { ip4.addr = \"em0|192.0.2.9\"; }\n")],
            &[rc, (JAIL, "a { ip4.addr = \"lo1|192.0.2.2\"; }\n")],
            &[(JAIL, "a { ip4.addr = \"lo0|127.0.0.1\"; }\n")],
        ],
    );
    silent(
        rule,
        &[
            &[rc, (JAIL, "a { ip4.addr = \"em0|192.0.2.3\"; }\n")],
            &[rc, (JAIL, "a { ip4.addr = 192.0.2.2; }\n")],
            &[rc, (JAIL, "a { vnet; ip4.addr = \"em0|192.0.2.2\"; }\n")],
            &[(JAIL, "a { ip4.addr = \"lo0|127.0.0.2\"; }\n")],
            &[(JAIL, "a { ip4.addr = 127.0.0.1; }\n")],
        ],
    );
    let files = [rc, (JAIL, "a { ip4.addr = \"em0|192.0.2.2/24\"; }\n")];
    assert_eq!(
        mended(&files, "", rule),
        "a { ip4.addr = \"192.0.2.2/24\"; }\n"
    );
    assert_eq!(
        count(
            &[rc, (JAIL, "a { ip4.addr = 192.0.2.2; }\n")],
            "jail-address-without-interface"
        ),
        0
    );
}

#[test]
fn jail_conf_not_read() {
    let rule = "jail-conf-not-read";
    let rc = (RC, "jail_enable=YES\n");
    let web = ("etc/jail.conf.d/web.conf", "web { path = /web; }\n");
    let dns = ("etc/jail.conf.d/dns.conf", "dns { path = /dns; }\n");
    bad(
        rule,
        &[
            &[rc, web],
            &[rc, web, dns],
            &[rc, web, (JAIL, "mail { path = /mail; }\n")],
            &[(RC, "jail_enable=\"YES\"\njail_list=\"\"\n"), web],
            &[rc, ("etc/jail.web.conf", "web { path = /web; }\n")],
        ],
    );
    silent(
        rule,
        &[
            &[web],
            &[(RC, "jail_enable=NO\n"), web],
            &[(RC, "sshd_enable=YES\n"), web],
            &[(RC, "jail_enable=YES\njail_list=\"web\"\n"), web, dns],
            &[rc, web, (JAIL, ".include \"/etc/jail.conf.d/*.conf\";\n")],
            &[rc, web, (JAIL, "web { path = /web; }\n")],
            &[rc, web, ("etc/rc.local", "service jail onestart web\n")],
            &[rc, (JAIL, "web { path = /web; }\n")],
        ],
    );
    let files = [rc, web, (JAIL, "mail { path = /mail; }\n")];
    let text = mended(&files, "14.2", rule);
    assert_eq!(
        text,
        "mail { path = /mail; }\n.include \"/etc/jail.conf.d/*.conf\";\n"
    );
    assert!(of_rule(&files, "13.2", rule)[0].fixes.is_empty());
}

#[test]
fn unknown_jail_in_list() {
    let rule = "unknown-jail-in-list";
    let jails = (
        JAIL,
        "web { path = /web; }\ndns { path = /dns; }\n* { persist; }\n",
    );
    bad(
        rule,
        &[
            &[(RC, "jail_enable=YES\njail_list=\"web mail\"\n"), jails],
            &[(RC, "jail_list=\"wbe dns\"\n"), jails],
            &[
                (RC, "jail_list=\"web.a\"\n"),
                (
                    JAIL,
                    "web { path = /web; children.max = 1; }\nweb.a { path = /a; }\n",
                ),
            ],
            &[
                (RC, "jail_list=\"mail\"\n"),
                jails,
                ("etc/jail.conf.d/mail.conf", "post { path = /post; }\n"),
            ],
            &[
                (RC, "jail_list=\"web\"\n"),
                jails,
                ("etc/jail.web.conf", "other { path = /x; }\n"),
            ],
        ],
    );
    silent(
        rule,
        &[
            &[(RC, "jail_list=\"web dns\"\n"), jails],
            &[(RC, "jail_list=\"mail\"\n")],
            &[(RC, "jail_enable=NO\njail_list=\"mail\"\n"), jails],
            &[(RC, "jail_list=\"mail\"\njail_mail_rootdir=/mail\n"), jails],
            &[
                (
                    RC,
                    "jail_list=\"mail\"\njail_mail_conf=/usr/local/etc/mail.conf\n",
                ),
                jails,
            ],
            &[
                (RC, "jail_list=\"mail\"\n"),
                (
                    JAIL,
                    ".include \"/usr/local/etc/jails/*.conf\";\nweb { path = /web; }\n",
                ),
            ],
            &[
                (RC, "jail_list=\"mail\"\n"),
                (JAIL, "web { path = /web }\n"),
            ],
            &[(RC, "jail_list=\"$LIST\"\n"), jails],
        ],
    );
    let files = [(RC, "jail_list=\"wbe dns\"\n"), jails];
    assert_eq!(mended(&files, "", rule), "jail_list=\"web dns\"\n");
    // FreeBSD 12 does not look into jail.conf.d.
    let files = [
        (RC, "jail_list=\"mail\"\n"),
        jails,
        ("etc/jail.conf.d/mail.conf", "mail { path = /m; }\n"),
    ];
    let severity = |release| of_rule(&files, release, rule).first().map(|f| f.severity);
    assert_eq!(severity("12.1"), Some(Severity::Warning));
    assert_eq!(severity("13.0"), None);
    assert_eq!(severity(""), Some(Severity::Info));
}
