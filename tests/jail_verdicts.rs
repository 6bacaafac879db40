//! Which jail.conf texts jail(8) refuses for their syntax, by release: recorded from its own
//! parser. Unknown names and bad values are no matter of syntax.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use cellblock::syntax::jail::parse;
use cellblock::text::SourceText;
use cellblock::vocabulary::FreebsdRelease;

/// A name and a text.
type Case = (&'static str, &'static [u8]);

fn check(cases: &[Case], releases: [(u16, bool); 3]) {
    for (name, bytes) in cases {
        let text = SourceText::from_bytes(bytes.to_vec());
        let tree = parse(text.as_str());
        let unread = tree.unread.map_or(u32::MAX, |span| span.start);
        for (major, refused) in releases {
            let release = FreebsdRelease::new(major, 0);
            let read = tree.errors.iter().filter(|e| e.span.start < unread);
            let mut lasting = read.filter(|e| e.accepted_since.is_none_or(|since| release < since));
            assert_eq!(
                lasting.next().is_some(),
                refused,
                "{name} on {major}: {:?}",
                tree.errors
            );
        }
    }
}

#[test]
fn accepted_by_every_release() {
    check(ACCEPTED, [(12, false), (13, false), (14, false)]);
}

#[test]
fn refused_before_14_0() {
    check(REFUSED_BEFORE_14, [(12, true), (13, true), (14, false)]);
}

/// Before 14.0 it is a parameter that nobody knows; which is no better.
#[test]
fn variables_in_an_include_are_refused() {
    let cases: &[Case] = &[(
        "include-var",
        b"$d = /etc;\n.include \"$d/x.conf\";\nfoo { persist; }\n",
    )];
    check(cases, [(12, true), (13, true), (14, true)]);
}

#[test]
fn refused_by_every_release() {
    check(REFUSED, [(12, true), (13, true), (14, true)]);
}

#[rustfmt::skip]
const REFUSED: &[Case] = &[
    ("no-semi-last", b"foo { persist }\n"),
    ("no-semi-mid", b"foo {\n  path = \"/j/foo\"\n  persist;\n}\n"),
    ("no-semi-list", b"foo {\n  host.hostname = foo\n  path = /j/foo;\n}\n"),
    ("unterm-dq", b"foo { path = \"/j/foo; }\n"),
    ("unterm-sq", b"foo { path = '/j/foo; }\n"),
    ("unterm-dq-later", b"foo { path = \"/j/foo;\n host.hostname = \"x\"; }\n"),
    ("unterm-comment", b"foo { persist; }\n/* oops\n"),
    ("nested-comment", b"/* a /* b */ c */\nfoo { persist; }\n"),
    ("hash-in-word", b"foo { path = /j/a#b; }\n"),
    ("slashes-in-path", b"foo { path = /j//foo; }\n"),
    ("url-unquoted", b"foo { exec.start = fetch http://x/; }\n"),
    ("slash-star-in-word", b"foo { path = /j/*; }\n"),
    ("adj-strings", b"foo { host.hostname = \"a\" b; }\n"),
    ("trailing-comma", b"foo { ip4.addr = 10.0.0.1, ; }\n"),
    ("double-comma", b"foo { ip4.addr = 10.0.0.1,,10.0.0.2; }\n"),
    ("empty-value", b"foo { path = ; }\n"),
    ("eq-eq", b"foo { path = a = b; }\n"),
    ("wild-unquoted", b"foo.* { host.hostname = w; }\nfoo.bar { persist; }\n"),
    ("jail-pieces", b"foo\"bar\" { persist; }\n"),
    ("jail-varname", b"$x = y;\n$x { persist; }\n"),
    ("extra-brace", b"foo { persist; }\n}\n"),
    ("missing-brace", b"foo { persist;\n"),
    ("var-unterm", b"foo { path = \"/j/${name\"; }\n"),
    ("var-unterm-unq", b"foo { path = /j/${name; }\n"),
    ("int-space", b"foo { exec.fib = 1 2; }\n"),
    ("include-nosemi", b".include \"/nonexistent.d/*.conf\"\nfoo { persist; }\n"),
    ("utf8-unq", b"foo { host.hostname = caf\xc3\xa9; }\n"),
    ("tab-ff", b"foo {\x0c persist; }\n"),
    ("two-errors", b"foo { path = = x; }\nbar { path = ; }\n"),
    ("err-then-ok", b"foo { = x; }\nbar { persist; }\n"),
    ("plus-alone", b"foo { path + = x; }\n"),
    ("brace-in-value", b"foo { exec.start = echo {a}; }\n"),
];

#[rustfmt::skip]
const REFUSED_BEFORE_14: &[Case] = &[
    ("nested-def", b"foo { path = /j; bar { persist; } }\n"),
    ("nested-inherit", b"foo { path = /j; $v = 1; bar { host.hostname = \"h$v\"; } }\n"),
    ("crlf", b"foo {\r\n  persist;\r\n}\r\n"),
];

#[rustfmt::skip]
const ACCEPTED: &[Case] = &[
    ("empty", b""),
    ("only-comment", b"# a\n// b\n/* c\nd */\n"),
    ("min", b"foo { persist; }\n"),
    ("dq-multiline", b"foo { exec.start = \"a\nb\"; }\n"),
    ("sq-multiline", b"foo { exec.start = 'a\nb'; }\n"),
    ("comment-star", b"/***/ /**/ foo { /* x **/ persist; }\n"),
    ("hash-in-dq", b"foo { path = \"/j/a#b\"; }\n"),
    ("cont-comment", b"foo { path = /j/foo // c\n; }\n"),
    ("adj-nospace", b"foo { host.hostname = \"a\"b'c'; }\n"),
    ("name-value-noeq", b"foo { path /j/foo; }\n"),
    ("name-value-list", b"foo { ip4.addr 10.0.0.1, 10.0.0.2; }\n"),
    ("empty-string", b"foo { exec.start = \"\"; path = /; }\n"),
    ("plus-undef", b"foo { exec.start += \"a\"; exec.start += \"b\"; }\n"),
    ("plus-global", b"exec.start = \"a\";\nfoo { exec.start += \"b\"; }\n"),
    ("dup-override", b"foo { path = /a; path = /b; }\n"),
    ("dup-bare-clears", b"foo { exec.start = \"a\", \"b\"; exec.start; }\n"),
    ("plus-bare", b"foo { allow.mount; allow.mount += \"true\"; }\n"),
    ("glob-before", b"path = /g;\nfoo { path = /j; }\n"),
    ("glob-after", b"foo { path = /j; }\npath = /g;\n"),
    ("glob-both", b"exec.start = \"a\";\nfoo { path = /j; }\npath = /g;\n"),
    ("star-before", b"* { path = /g; }\nfoo { path = /j; }\n"),
    ("star-after", b"foo { path = /j; }\n* { path = /g; }\n"),
    ("wild-partial", b"\"foo.*\" { host.hostname = w; }\nfoo { persist; }\nfoo.bar { persist; }\nfoo.bar.baz { persist; }\n"),
    ("wild-middle", b"\"*.db\" { host.hostname = d; }\na.db { persist; }\na.b.db { persist; }\n"),
    ("wild-partial-name", b"\"fo*\" { host.hostname = w; }\nfoo { persist; }\n"),
    ("dup-jail", b"foo { path = /a; }\nfoo { host.hostname = h; }\n"),
    ("jail-numeric", b"42 { path = /a; }\n"),
    ("jail-neg", b"-1 { path = /a; }\n"),
    ("jail-zero", b"0 { path = /a; }\n"),
    ("jail-quoted", b"\"my jail\" { persist; }\n"),
    ("jail-name-param", b"foo { name = bar; }\n"),
    ("jid-param", b"foo { jid = 5; persist; }\n"),
    ("jid-param-bad", b"foo { jid = abc; persist; }\n"),
    ("semi-after-brace", b"foo { persist; };\n"),
    ("stray-semis", b";;foo { ;; persist;; };;\n"),
    ("var-simple", b"foo { path = \"/j/$name/${name}x\"; }\n"),
    ("var-user", b"$root = /jails;\nfoo { path = \"$root/$name\"; }\n"),
    ("var-unquoted", b"$root = /jails;\nfoo { path = $root/$name; }\n"),
    ("var-sq", b"foo { host.hostname = '$name'; }\n"),
    ("var-undef", b"foo { path = \"/j/${nope}\"; }\n"),
    ("var-undef-other", b"a { path = \"/j/$nope\"; }\nb { path = /j/b; }\n"),
    ("var-param-dot", b"foo { host.hostname = h; path = \"/j/${host.hostname}\"; exec.consolelog = \"/l/$host.hostname\"; }\n"),
    ("var-bare-bool", b"foo { persist; path = \"/j/$persist\"; }\n"),
    ("var-later", b"foo { path = \"/j/$v\"; $v = x; }\n"),
    ("var-global-later", b"foo { path = \"/j/$v\"; }\n$v = x;\n"),
    ("var-loop", b"$a = \"$b\"; $b = \"$a\";\nfoo { path = \"/$a\"; }\n"),
    ("var-self", b"$a = \"x$a\";\nfoo { path = \"/$a\"; }\n"),
    ("var-one-value", b"$ips = 10.0.0.1;\nfoo { ip4.addr = $ips; }\n"),
    ("var-array-alone", b"$ips = 10.0.0.1, 10.0.0.2;\nfoo { ip4.addr = $ips; }\n"),
    ("var-array-inline", b"$ips = 10.0.0.1, 10.0.0.2;\nfoo { ip4.addr = \"em0|$ips\"; }\n"),
    ("var-array-first", b"$ips = 10.0.0.1, 10.0.0.2;\nfoo { ip4.addr = \"${ips}/24\"; }\n"),
    ("var-same-as-param", b"$path = /x;\nfoo { path = /y; }\n"),
    ("var-same-as-unknown", b"${allow.mount} = 1;\nfoo { persist; }\n"),
    ("var-space-brace", b"foo { path = \"/j/${ name }\"; }\n"),
    ("dollar-digit", b"foo { exec.start = \"echo $1\"; }\n"),
    ("dollar-esc", b"foo { exec.start = \"echo \\$HOME\"; }\n"),
    ("dollar-end", b"foo { exec.start = \"cost 5$\"; }\n"),
    ("dollar-paren", b"foo { exec.start = \"echo $(date)\"; }\n"),
    ("var-in-list", b"$e = em0;\nfoo { ip4.addr = \"$e|10.0.0.1/24\", \"$e|10.0.0.2/32\"; }\n"),
    ("var-plus", b"$o = a;\n$o += b;\nfoo { exec.start = $o; }\n"),
    ("var-per-jail", b"$id = 0;\nip4.addr = \"10.0.0.$id\";\na { $id = 1; }\nb { $id = 2; }\n"),
    ("esc-basic", b"foo { exec.start = \"a\\nb\\tc\\x41\\101\\\nd\\q\"; }\n"),
    ("esc-unq", b"foo { path = /j/a\\ b; }\n"),
    ("esc-sq", b"foo { exec.start = 'a\\nb\\'c'; }\n"),
    ("esc-dq-quote", b"foo { exec.start = \"say \\\"hi\\\"\"; }\n"),
    ("no-prefix", b"foo { allow.nomount; }\n"),
    ("no-override", b"foo { allow.mount; allow.nomount; }\n"),
    ("no-wrong", b"foo { noallow.mount; }\n"),
    ("no-nonbool", b"foo { nopath; }\n"),
    ("bool-words", b"a { exec.clean = yes; }\nb { exec.clean = 1; }\nc { exec.clean = TRUE; }\nd { exec.clean = false; }\ne { exec.clean = on; }\nf { exec.clean = 0x1; }\n"),
    ("bool-kernel", b"a { persist = yes; }\nb { persist = 1; }\nc { persist = true; }\nd { persist = 2; }\n"),
    ("int-bad", b"foo { exec.fib = one; }\n"),
    ("int-neg", b"foo { exec.fib = -1; }\n"),
    ("int-hex", b"foo { exec.fib = 0x1; }\n"),
    ("int-bare", b"foo { exec.fib; }\n"),
    ("int-list", b"foo { exec.fib = 1, 2; }\n"),
    ("jailsys-ok", b"foo { vnet = new; host = new; sysvmsg = new; }\n"),
    ("jailsys-bare", b"foo { vnet; }\n"),
    ("jailsys-bad", b"foo { vnet = yes; }\n"),
    ("jailsys-novnet", b"foo { novnet; }\n"),
    ("jailsys-list", b"foo { ip4 = disable; ip6 = inherit; }\n"),
    ("ip4-if", b"foo { ip4.addr = \"em0|10.0.0.1/24 vhid 1 pass x\"; }\n"),
    ("ip4-plain", b"foo { interface = em0; ip4.addr = 10.0.0.1; }\n"),
    ("ip4-mask", b"foo { ip4.addr = \"em0|10.0.0.1/255.255.255.0\"; }\n"),
    ("ip4-bad", b"foo { ip4.addr = 10.0.0.256; }\n"),
    ("ip4-unq-pipe", b"foo { ip4.addr = em0|10.0.0.1/24; }\n"),
    ("ip4-comma-inside", b"foo { ip4.addr = \"10.0.0.1,10.0.0.2\"; }\n"),
    ("ip4-comma-if", b"foo { ip4.addr = \"em0|10.0.0.1/24,em0|10.0.0.2/24\"; }\n"),
    ("ip4-spaces", b"foo { ip4.addr = \"em0 | 10.0.0.1\"; }\n"),
    ("ip4-two-pipes", b"foo { ip4.addr = \"em0|em1|10.0.0.1\"; }\n"),
    ("ip4-hostname", b"foo { ip4.addr = \"localhost\"; }\n"),
    ("ip4-dash", b"foo { ip4.addr = \"-\"; }\n"),
    ("ip6-in-ip4", b"foo { ip4.addr = \"em0|fd00::1/64\"; }\n"),
    ("ip6-ok", b"foo { ip6.addr = \"em0|fd00::1/64\"; }\n"),
    ("ip6-scoped", b"foo { ip6.addr = \"fe80::1%em0\"; }\n"),
    ("unknown-param", b"foo { exec.statr = \"x\"; }\n"),
    ("unknown-case", b"foo { Path = /j; }\n"),
    ("path-rel", b"foo { path = j/foo; }\n"),
    ("path-list", b"foo { path = /a, /b; }\n"),
    ("depend-missing", b"foo { depend = bar; }\n"),
    ("depend-loop", b"a { depend = b; }\nb { depend = a; }\n"),
    ("meta-key", b"foo { meta.owner = \"x\"; env.a = \"b\"; }\n"),
    ("include-missing", b".include \"/nonexistent.conf\";\nfoo { persist; }\n"),
    ("include-glob-none", b".include \"/nonexistent.d/*.conf\";\nfoo { persist; }\n"),
    ("include-eq", b".include = \"/nonexistent.conf\";\nfoo { persist; }\n"),
    ("include-noq", b".include /nonexistent.d/x.conf;\nfoo { persist; }\n"),
    ("bom", b"\xef\xbb\xbffoo { persist; }\n"),
    ("utf8-value", b"foo { host.hostname = \"caf\xc3\xa9\"; }\n"),
    ("bracket-chars", b"foo { exec.start = a!b%c&d(e)f-g.h:i<j>k?l@m[n]o^p`q|r~s*t+u; }\n"),
    ("pluseq-tight", b"foo { exec.start+=b; }\n"),
    ("param-quoted", b"foo { \"path\" = /j; }\n"),
    ("param-quoted-sp", b"foo { \"pa th\" = /j; }\n"),
    ("comma-semi", b"foo {\n ip4.addr = 10.0.0.1,\n            10.0.0.2,\n            10.0.0.3;\n}\n"),
    ("global-only", b"path = /x;\nexec.start = a;\n"),
    ("mount-fstab-missing", b"foo { mount.fstab = /etc/fstab.foo; }\n"),
    ("long-comment-line", b"// c \\\nfoo { persist; }\n"),
    ("hash-after-value", b"foo { persist;# c\n}\n"),
    ("no-ws-brace", b"foo{persist;}\n"),
    ("colon-delim", b"foo { path: /j; }\n"),
];
