//! What a syntax error's remedy makes of a text.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use cellblock::syntax::{SyntaxError, jail, loader, rc, sysctl};

/// A text, and what it becomes; the same where nothing is offered.
type Cases = [(&'static str, &'static str)];

/// Each text has one error. With its remedy it has none.
fn check(errors: impl Fn(&str) -> Vec<SyntaxError>, cases: &Cases) {
    let mut different = Vec::new();
    for (text, wanted) in cases {
        let found = errors(text);
        let remedy = found.iter().find_map(|error| error.remedy.as_ref());
        let mended = remedy.map_or_else(|| (*text).to_owned(), |r| r.applied(text).unwrap());
        let clean = text == wanted || errors(&mended).is_empty();
        if found.len() != 1 || mended != *wanted || !clean {
            different.push(format!("{text:?} became {mended:?}\n  {found:?}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn jail_conf() {
    check(
        |text| jail::parse(text).errors,
        &[
            ("a { persist }", "a { persist; }"),
            (
                "a {\n path = \"/j\"\n persist;\n}",
                "a {\n path = \"/j\";\n persist;\n}",
            ),
            ("a { path = /j/a#b; }\n", "a { path = \"/j/a#b\"; }\n"),
            ("a { path = /j//b; }\n", "a { path = \"/j//b\"; }\n"),
            ("a { path = /j/*; }\n", "a { path = \"/j/*\"; }\n"),
            (
                "a { exec.start = fetch http://x/; }\n",
                "a { exec.start = \"fetch http://x/\"; }\n",
            ),
            (
                "a { exec.start = /bin/sh /etc/rc; }",
                "a { exec.start = \"/bin/sh /etc/rc\"; }",
            ),
            (
                "a { exec.start = \"b\" \"c\"; }",
                "a { exec.start = \"b\", \"c\"; }",
            ),
            (
                "a { ip4.addr = 192.0.2.1 192.0.2.2; }",
                "a { ip4.addr = 192.0.2.1, 192.0.2.2; }",
            ),
            (
                "a { ip4.addr = 192.0.2.1,; }",
                "a { ip4.addr = 192.0.2.1; }",
            ),
            ("a { ip4.addr = b,,c; }", "a { ip4.addr = b,c; }"),
            (
                "a { ip4.addr = b,\n path = /j; }",
                "a { ip4.addr = b;\n path = /j; }",
            ),
            ("a { path == /j; }", "a { path = /j; }"),
            ("a { path = b = c; }", "a { path = \"b = c\"; }"),
            ("a { exec.start =+ \"b\"; }", "a { exec.start += \"b\"; }"),
            ("a { devfs_ruleset\"7\"; }", "a { devfs_ruleset=\"7\"; }"),
            ("a { export path = /j; }", "a { path = /j; }"),
            ("set path=/j;", "path=/j;"),
            ("web.* { persist; }", "\"web.*\" { persist; }"),
            ("a\"b\" { persist; }", "\"ab\" { persist; }"),
            ("jail a { persist; }", "a { persist; }"),
            ("a {\x0c persist; }", "a { persist; }"),
            (
                "a { persist; }\n\u{a0}\nb { persist; }",
                "a { persist; }\n \nb { persist; }",
            ),
            ("a { persist;\u{a7} }", "a { persist; }"),
            (
                "a { host.hostname = caf\u{e9}; }",
                "a { host.hostname = \"caf\u{e9}\"; }",
            ),
            ("a { path = \u{201c}/j\u{201d}; }", "a { path = \"/j\"; }"),
            (
                "a { path = \"/j/${name\"; }",
                "a { path = \"/j/${name}\"; }",
            ),
            ("a { path = /j/${name; }", "a { path = /j/${name}; }"),
            ("a { path = \"/j; }\n", "a { path = \"/j\"; }\n"),
            (
                "a {\n path = '/j;\n persist;\n}\n",
                "a {\n path = '/j';\n persist;\n}\n",
            ),
            (
                "a {\n path = \"/j\n persist;\n}\n",
                "a {\n path = \"/j\";\n persist;\n}\n",
            ),
            (
                "a {\n path = /j x\";\n persist;\n}\n",
                "a {\n path = \"/j x\";\n persist;\n}\n",
            ),
            ("a {\n path = /j;\n}\n}\n", "a {\n path = /j;\n}\n"),
            ("a {\n path = /j;\n", "a {\n path = /j;\n}\n"),
            (
                "a {\n path = /j;\nb {\n vnet;\n}\n",
                "a {\n path = /j;\n}\nb {\n vnet;\n}\n",
            ),
            ("a\n path = /j;\n}\n", "a {\n path = /j;\n}\n"),
            ("a { persist; }\n/* b\n", "a { persist; }\n/* b */\n"),
            ("a { path = ; }", "a { path = ; }"),
            ("$x { persist; }", "$x { persist; }"),
        ],
    );
}

#[test]
fn rc_conf() {
    check(
        |text| rc::parse(text).errors,
        &[
            ("hostname = \"x\"\n", "hostname=\"x\"\n"),
            ("hostname =x\n", "hostname=x\n"),
            ("hostname= \"x\"\n", "hostname=\"x\"\n"),
            (
                "ifconfig_em0=inet 192.0.2.1/24\n",
                "ifconfig_em0=\"inet 192.0.2.1/24\"\n",
            ),
            ("ifconfig_em0.5=\"up\"\n", "ifconfig_em0_5=\"up\"\n"),
            ("jail_list+=\"a\"\n", "jail_list=\"${jail_list} a\"\n"),
            ("jail_list+=\" a\"\n", "jail_list=\"${jail_list} a\"\n"),
            ("jail_list+=a\n", "jail_list=\"${jail_list} a\"\n"),
            ("1st=\"x\"\n", "1st=\"x\"\n"),
        ],
    );
}

#[test]
fn loader_conf() {
    check(
        |text| loader::parse(text).errors,
        &[
            ("net.fibs='2' # two\n", "net.fibs=\"2\" # two\n"),
            ("kern.maxproc=20000;\n", "kern.maxproc=20000\n"),
            ("if_lagg_load=\"YES\"; # x\n", "if_lagg_load=\"YES\" # x\n"),
            ("if_lagg_load=\"YES\n", "if_lagg_load=\"YES\"\n"),
            ("currdev=disk0:x\n", "currdev=\"disk0:x\"\n"),
            ("rootdev=/dev/da0 # x\n", "rootdev=\"/dev/da0\" # x\n"),
            ("a=1.5\n", "a=\"1.5\"\n"),
            ("set net.fibs=2\n", "net.fibs=2\n"),
            ("net.fibs=\n", "net.fibs=\n"),
        ],
    );
}

#[test]
fn sysctl_conf() {
    check(
        |text| sysctl::parse(text).errors,
        &[
            (
                "sysctl net.inet.ip.forwarding=1\n",
                "net.inet.ip.forwarding=1\n",
            ),
            (
                "/sbin/sysctl -w net.inet.ip.forwarding=1\n",
                "net.inet.ip.forwarding=1\n",
            ),
            ("net.inet.ip.forwarding 1\n", "net.inet.ip.forwarding=1\n"),
            ("net.inet.ip.forwarding\n", "net.inet.ip.forwarding\n"),
            (
                "set net.inet.ip.forwarding=1\n",
                "set net.inet.ip.forwarding=1\n",
            ),
        ],
    );
}
