//! Addresses: what they are, where they are put, whose they are.

use super::{JAIL, RC, bad, count, mended, silent};

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
