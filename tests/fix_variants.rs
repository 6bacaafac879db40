//! What the fixes of a rule do on small variants of one host.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use cellblock::analysis::analyse;
use cellblock::files::Snapshot;

/// The fixes of `rule` on a host of these files: safe or not, and the texts that come in. A
/// finding without a fix is an empty line.
fn fixes(config: &str, rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    let config = format!("[hosts.host]\n{config}\n");
    let files = files
        .iter()
        .map(|(path, text)| (format!("host/{path}"), text.as_bytes().to_vec()));
    let snapshot = Snapshot::from_memory(files, Some(&config)).unwrap();
    let findings = analyse(&snapshot).findings;
    let of_rule = findings.iter().filter(|finding| finding.rule == rule);
    let shown = of_rule.map(|finding| {
        let fix = finding.fixes.first();
        fix.map_or_else(String::new, |fix| {
            let texts: Vec<_> = fix.edits.iter().map(|edit| edit.text.as_str()).collect();
            let safe = if fix.safe { "safe" } else { "unsafe" };
            format!("{safe}: {}", texts.join("|"))
        })
    });
    shown.collect()
}

#[test]
fn an_interface_is_put_into_one_fib_only() {
    let mended = |rc: &str, local: &str| {
        let files = [
            ("boot/loader.conf", "net.fibs=4\n"),
            ("etc/sysctl.conf", "net.add_addr_allfibs=0\n"),
            ("etc/rc.conf", rc),
            ("etc/rc.local", local),
        ];
        fixes("freebsd = \"13.2\"", "setfib-ifconfig", &files)
    };
    let one = "setfib 1 ifconfig em1 inet 192.0.2.1/24\n";
    assert_eq!(mended("ifconfig_em1=\"up\"\n", one), ["unsafe:  fib 1"]);
    assert_eq!(mended("ifconfig_em1=\"up fib 2\"\n", one), [""]);
    assert_eq!(mended("ifconfig_em1=\"up fib 0\"\n", one), [""]);
    let both = format!("{one}setfib 2 ifconfig em1 inet 198.51.100.1/24\n");
    assert_eq!(mended("ifconfig_em1=\"up\"\n", &both), ["", ""]);
    let others = format!("{one}setfib 2 ifconfig em2 inet 198.51.100.1/24\n");
    assert_eq!(
        mended("ifconfig_em1=\"up\"\n", &others),
        ["unsafe:  fib 1", "unsafe:  fib 2"]
    );
    let moved = format!("ifconfig em1 fib 3\n{one}");
    assert_eq!(mended("ifconfig_em1=\"up\"\n", &moved), [""]);
}

#[test]
fn the_fib_of_the_daemons_has_the_name_that_the_port_reads() {
    let mended = |config: &str, rc: &str| {
        let rc = format!("frr_enable=YES\nfrr_daemons=\"zebra bgpd\"\nfrr_fib=1\n{rc}");
        let files = [("boot/loader.conf", "net.fibs=4\n"), ("etc/rc.conf", &*rc)];
        fixes(config, "frr-fib-not-read", &files)
    };
    let watchfrr = ["unsafe: watchfrr_fib=\"1\""];
    let each = "zebra_fib=\"1\"\nbgpd_fib=\"1\"";
    assert_eq!(mended("", ""), watchfrr);
    assert_eq!(mended("frr = \"10.4\"", ""), watchfrr);
    assert_eq!(mended("frr = \"10.4\"", "bgpd_fib=2\n"), watchfrr);
    let off = "watchfrr_enable=NO\n";
    assert_eq!(mended("", off), [format!("unsafe: {each}")]);
    assert_eq!(mended("frr = \"8.5\"", ""), [format!("safe: {each}")]);
}

#[test]
fn an_interface_gets_its_name_back() {
    let mended = |stop: &str, local: &str| {
        let jail = format!(
            "web {{ path = \"/jails/web\"; vnet; vnet.interface = em1;\n\
             exec.start = \"ifconfig em1 name en0\";\n{stop}\n}}\n"
        );
        let files = [("etc/jail.conf", &*jail), ("etc/rc.local", local)];
        fixes("freebsd = \"14.2\"", "interface-name-not-restored", &files)
    };
    let back = "unsafe: exec.stop += \"ifconfig en0 name em1\";\n";
    for stop in [
        "",
        "exec.stop = \"/bin/sh /etc/rc.shutdown\";",
        "exec.stop = \"ifconfig en0 down\";",
        "exec.prestop = \"logger down\";",
    ] {
        assert_eq!(mended(stop, ""), [back], "{stop}");
    }
    for stop in [
        "exec.stop = \"ifconfig en0 name $x\"; $x = em1;",
        "exec.stop = 'for i in $(ifconfig -l); do ifconfig $i name em1; done';",
        "exec.stop = \"/bin/sh /etc/rc.shutdown; /root/stop\";",
        "exec.poststop = \"ifconfig en0 name em1\";",
        "exec.poststop = \"ifconfig en0 destroy\";",
        "exec.prestop = \"ifconfig en0 -vnet web\";",
        "exec.release = \"/root/release $name\";",
        "exec.start += \"ifconfig en0 name em1\";",
    ] {
        assert!(mended(stop, "").is_empty(), "{stop}");
    }
    assert!(mended("", "ifconfig en0 name em1\n").is_empty());
}

#[test]
fn a_variable_goes_into_the_file_that_has_it() {
    let mended = |rule: &str, files: &[(&str, &str)]| fixes("freebsd = \"14.2\"", rule, files);
    let sysctl = [
        (
            "etc/sysctl.conf",
            "# x\ngateway_enable=\"YES\"\nzfs_load=\"YES\"\nautoboot_delay=3\ndumpdev=AUTO\nlocal=1\n",
        ),
        ("etc/rc.conf", "hostname=\"a\"\n"),
        ("boot/loader.conf", "zfs_load=\"YES\"\n"),
    ];
    assert_eq!(
        mended("unknown-setting", &sysctl),
        [
            "unsafe: gateway_enable=\"YES\"\n|",
            "unsafe: ",
            "unsafe: autoboot_delay=\"3\"\n|"
        ]
    );
    let loader = [
        (
            "boot/loader.conf",
            "linux_enable=\"YES\" # jails\nsshd_enable=\"NO\"\n",
        ),
        ("etc/rc.conf", "sshd_enable=\"YES\"\n"),
    ];
    assert_eq!(
        mended("unknown-setting", &loader),
        ["unsafe: # jails\nlinux_enable=\"YES\"\n|", ""]
    );
    let rc = [
        (
            "etc/rc.conf",
            "zfs_load=\"YES\"\nif_em_load=\"NO\"\nx_load=\"YES\"\ny=$x_load\n",
        ),
        ("boot/loader.conf", "kern.hz=100\n"),
    ];
    assert_eq!(mended("rc-value", &rc), ["unsafe: zfs_load=\"YES\"\n|"]);
}

#[test]
fn aliases_have_a_number_or_a_family() {
    let mended = |rc: &str| fixes("freebsd = \"14.2\"", "rc-value", &[("etc/rc.conf", rc)]);
    let up = "ifconfig_em0=\"inet 192.0.2.1/24\"\n";
    for (line, expected) in [
        (
            "ifconfig_em0_ipv6_alias0=\"inet6 2001:db8::2/64\"",
            "unsafe: ifconfig_em0_alias0",
        ),
        (
            "ifconfig_em0_alias4=\"inet 192.0.2.2/32\"\nifconfig_em0_ipv6_alias0=\"inet6 2001:db8::2/64\"",
            "unsafe: ifconfig_em0_alias5",
        ),
        ("ifconfig_em0_ipv6_alias0=\"2001:db8::2/64\"", ""),
        ("ifconfig_em0_aliases=\"192.0.2.2/32\"", "unsafe: inet "),
        ("ifconfig_em0_aliases=\"2001:db8::2/64\"", "unsafe: inet6 "),
        (
            "ifconfig_em0_aliases=\"inet 192.0.2.2/32 192.0.2.3/32 192.0.2.4/32\"",
            "unsafe: inet ",
        ),
        (
            "ifconfig_em0_aliases=\"inet 192.0.2.2/32 2001:db8::2/64\"",
            "unsafe: inet6 ",
        ),
    ] {
        assert_eq!(mended(&format!("{up}{line}\n")), [expected], "{line}");
    }
    for line in [
        "ifconfig_em0_aliases=\"inet 192.0.2.2/32 inet6 2001:db8::2 prefixlen 64\"",
        "ifconfig_em0_aliases=\"inet 192.0.2.2 netmask 255.255.255.255 broadcast 192.0.2.255\"",
        "ifconfig_em0_aliases=\"inet 192.0.2.2 192.0.2.3\"",
        "ifconfig_em0_aliases=\"inet 192.0.2.2-9/32\"",
        "ifconfig_em0_aliases=\"$list inet 192.0.2.2/32\"",
        "ifconfig_em0_aliases=\"\"",
        "ifconfig_em0_ipv6=\"inet6 2001:db8::1/64\"\nifconfig_em0_ipv6_vhid=\"1\"",
    ] {
        assert_eq!(mended(&format!("{up}{line}\n")), [""; 0], "{line}");
    }
}

#[test]
fn plain_characters_take_the_place_of_others() {
    let mended = |rule: &str, path: &str, text: &str| {
        let told = fixes("freebsd = \"13.2\"", rule, &[(path, text)]);
        assert_eq!(told.len(), 1, "{path} {text} {told:?}");
        told.concat()
    };
    let quotes = "safe: \"|\"";
    for line in [
        "x_enable=“YES”\n",
        "x_enable=“YES\"\n",
        "ifconfig_em0=‘inet 192.0.2.1/24’\n",
    ] {
        assert_eq!(mended("rc-syntax", "etc/rc.conf", line), quotes, "{line}");
    }
    for line in ["kern.hz=“100”\n", "kern.hz=‘100’ # x\n"] {
        assert_eq!(mended("loader-syntax", "boot/loader.conf", line), quotes);
    }
    let half = "kern.hz=\"100”\n";
    assert_eq!(
        mended("loader-syntax", "boot/loader.conf", half),
        "safe: \""
    );
    let sysctl = |line: &str| mended("sysctl-syntax", "etc/sysctl.conf", line);
    assert_eq!(sysctl("kern.ipc.somaxconn=“128”\n"), quotes);
    for line in [
        "kern.ipc.somaxconn\u{a0}=128\n",
        "kern.ipc.somaxconn=\u{a0}128\n",
        "\u{a0}kern.ipc.somaxconn=128\n",
    ] {
        assert_eq!(sysctl(line), "safe: ", "{line}");
    }
    assert_eq!(
        sysctl("kern.ipc.somaxconn \u{a0} = \u{202f}128\n"),
        "safe: |"
    );
    let jail = "a { path = “/j\"; }\n";
    assert_eq!(mended("jail-syntax", "etc/jail.conf", jail), "safe: \"");
    let ends = "a {\r\n  path = \"/j\";\r\n}\r\n";
    assert_eq!(mended("jail-syntax", "etc/jail.conf", ends), "safe: ||");
    let ends = "hostname=a\r\nsshd_enable=YES\r\n";
    assert_eq!(mended("rc-syntax", "etc/rc.conf", ends), "safe: |");
    // Within plain quotes they are text like any other.
    for (rule, path, text) in [
        ("rc-syntax", "etc/rc.conf", "motd=\"“hello”\"\n"),
        (
            "loader-syntax",
            "boot/loader.conf",
            "motd=\"a “hello” b\"\n",
        ),
        (
            "sysctl-syntax",
            "etc/sysctl.conf",
            "kern.hostname=a\u{a0}b\n",
        ),
        (
            "jail-syntax",
            "etc/jail.conf",
            "a { host.hostname = \"“a”\"; }\n",
        ),
    ] {
        assert!(
            fixes("freebsd = \"14.2\"", rule, &[(path, text)]).is_empty(),
            "{text}"
        );
    }
}

#[test]
fn words_of_other_languages_in_jail_conf() {
    let mended = |release: &str, rule: &str, text: &str| {
        let config = format!("freebsd = \"{release}\"");
        fixes(&config, rule, &[("etc/jail.conf", text)])
    };
    let include = ".include = \"/etc/jail.conf.d/*.conf\";\na { path = /j; }\n";
    assert_eq!(
        mended("14.2", "unknown-jail-parameter", include),
        ["safe:  "]
    );
    assert_eq!(mended("13.2", "unknown-jail-parameter", include), [""]);
    let shell = |command: &str| {
        let text = format!("a {{ path = /j; exec.start = {command}; }}\n");
        mended("14.2", "undefined-variable", &text)
    };
    assert_eq!(shell("\"cd $HOME\""), ["safe: \\"]);
    assert_eq!(shell("\"echo $x\""), ["unsafe: \\"]);
    assert_eq!(shell("\"echo ${HOME}\""), [""]);
    assert!(shell("'cd $HOME'").is_empty());
    let path = "a { path = \"$HOME/j\"; }\n";
    assert_eq!(mended("14.2", "undefined-variable", path), [""]);
}
