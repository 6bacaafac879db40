//! Jails with a network stack of their own.

use super::{JAIL, RC, bad, mended, silent};

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
