//! What starts when, and where.

use super::{JAIL, RC, bad, mended, silent};

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
