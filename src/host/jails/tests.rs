//! Merging and expansion, case by case, and what holds for any file.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::syntax::jail::parse;

fn on(text: &str, release: Option<FreebsdRelease>) -> Jails {
    let freebsd = release.map_or(Candidates::Unknown, Candidates::Known);
    effective(FileId(0), &parse(text), &NoIncludes, &freebsd)
}

/// What is wrong, but for the short names that these tests make up.
fn wrong(text: &str, release: Option<FreebsdRelease>) -> Vec<JailDefect> {
    let mut defects = on(text, release).defects;
    defects.retain(|defect| !matches!(defect.kind, DefectKind::UnknownParameter { .. }));
    defects
}

/// `name: parameter=value,value parameter; ...`
fn shown(jails: &Jails) -> String {
    let parameter = |p: &Parameter| {
        let values: Vec<&str> = p.values.iter().map(|v| v.text.as_str()).collect();
        if values.is_empty() {
            p.name.clone()
        } else {
            format!("{}={}", p.name, values.join(","))
        }
    };
    let jail = |jail: &Jail| {
        let parameters: Vec<String> = jail.parameters.iter().map(parameter).collect();
        format!("{}: {}", jail.name, parameters.join(" "))
    };
    jails.jails.iter().map(jail).collect::<Vec<_>>().join("; ")
}

const V12: FreebsdRelease = FreebsdRelease::new(12, 2);
const V13: FreebsdRelease = FreebsdRelease::new(13, 2);
const V14: FreebsdRelease = FreebsdRelease::new(14, 1);

#[test]
fn the_same_on_every_release() {
    let cases = [
        ("a { b += \"1\"; b += \"2\"; }", "a: b=1,2"),
        ("b = 1;\na { b += 2; }", "a: b=1,2"),
        ("a { b = 1; b = 2; }", "a: b=2"),
        ("a { b = 1, 2; b; }", "a: b"),
        (
            "a { allow.mount; allow.mount += true; }",
            "a: allow.mount=true",
        ),
        ("p = /g;\na { p = /j; }", "a: p=/j"),
        ("a { p = /j; }\np = /g;", "a: p=/g"),
        ("* { p = /g; }\na { p = /j; }", "a: p=/j"),
        ("a { p = /j; }\n* { p = /g; }", "a: p=/g"),
        (
            "\"w.*\" { h = w; }\nw { x; }\nw.a { x; }\nw.a.b { x; }",
            "w: x; w.a: h=w x; w.a.b: h=w x",
        ),
        (
            "\"*.d\" { h = d; }\na.d { x; }\na.b.d { x; }",
            "a.d: h=d x; a.b.d: x",
        ),
        ("\"fo*\" { h = w; }\nfoo { x; }", "fo*: h=w; foo: x"),
        ("a { p = 1; }\na { q = 2; }", "a: p=1; a: q=2"),
        ("p = 1;", ""),
        ("a { allow.mount; allow.nomount; }", "a: allow.nomount"),
        ("a { noexec.clean; exec.clean = 0; }", "a: exec.clean=0"),
        ("42 { p = \"$name\"; }", "42: p=42"),
        ("a { jid = 5; }", "a: jid=5"),
        ("a { p = \"/j/$name/${name}x\"; }", "a: p=/j/a/ax"),
        ("$r = /jails;\na { p = $r/$name; }", "a: p=/jails/a"),
        ("a { h = '$name'; }", "a: h=$name"),
        ("a { h.n = x; p = \"/${h.n}\"; }", "a: h.n=x p=/x"),
        ("a { p = \"$v\"; $v = x; }", "a: p=x"),
        ("a { p = \"$v\"; }\n$v = x;", "a: p=x"),
        (
            "$e = em0;\na { i = \"$e|1\", \"$e|2\"; }",
            "a: i=em0|1,em0|2",
        ),
        (
            "$n = 0;\ni = \"10.$n\";\na { $n = 1; }\nb { $n = 2; }",
            "a: i=10.1; b: i=10.2",
        ),
        (
            "$a = \"$b\"; $b = \"$c/$c\"; $c = x;\nj { p = $a; }",
            "j: p=x/x",
        ),
        ("a { p = \"/j/${nope}\"; }", "a: p=/j/"),
        ("$a = \"$b\"; $b = \"$a\";\nj { p = \"/$a\"; }", "j: p=/"),
        ("$a = 1, 2;\nj { p = \"x$a\"; }", "j: p=x"),
        ("$a = 1, 2;\nj { p = $a; }", "j: p=1,2"),
        ("a { name = b; }", "a: "),
        ("\u{feff}a { p; }", ""),
    ];
    for (text, expected) in cases {
        for release in [None, Some(V12), Some(V13), Some(V14)] {
            assert_eq!(shown(&on(text, release)), expected, "{text} {release:?}");
        }
    }
}

#[test]
fn late_globals_differ() {
    let text = "e = a;\nj { p = /j; q = 1; }\np = /g;\n";
    assert_eq!(shown(&on(text, Some(V14))), "j: e=a p=/j q=1");
    assert_eq!(shown(&on(text, None)), "j: e=a p=/j q=1");
    assert_eq!(shown(&on(text, Some(V13))), "j: e=a p=/g q=1");
    for release in [None, Some(V13)] {
        let defects = wrong(text, release);
        let kinds: Vec<_> = defects
            .iter()
            .map(|d| (&d.kind, d.jails.as_slice()))
            .collect();
        let parameter = "p".to_owned();
        let expected = DefectKind::VersionDependentGlobal {
            parameter,
            adds: false,
        };
        assert_eq!(kinds, [(&expected, &[0_usize][..])]);
    }
    assert!(wrong("j { p = /j; }\np = /g;\n", None).is_empty());
    assert!(wrong("p = /g; j { p = /j; }\nq = /g;\n", None).is_empty());
}

#[test]
fn nested_blocks_inherit_nothing() {
    let text = "a { p = /j; $v = 1; b { h = x; c { y; } } }";
    assert_eq!(shown(&on(text, None)), "a: p=/j; a.b: h=x; a.b.c: y");
}

#[test]
fn variables_called_like_parameters() {
    let text = "$path = /x;\na { path = /y; q = \"$path\"; }";
    assert_eq!(shown(&on(text, Some(V12))), "a: q=/y");
    assert!(wrong(text, Some(V12)).is_empty());
    assert_eq!(shown(&on(text, Some(V14))), "a: q=/x");
    assert_eq!(wrong(text, Some(V14)).len(), 1, "said once");
}

#[test]
fn a_mistake_is_said_once_for_all_jails() {
    let defects = wrong("p = \"$x\";\na { }\nb { }\na { }\n", None);
    let said: Vec<_> = defects.iter().map(|d| d.jails.clone()).collect();
    assert_eq!(said, [vec![0, 1, 2], vec![2]]);
}

#[test]
fn parameters_are_looked_at() {
    let kinds = |text: &str| -> Vec<String> {
        let shown = |defect: &JailDefect| {
            let kind = format!("{:?}", defect.kind);
            let end = kind.find([' ', '(']).unwrap_or(kind.len());
            format!("{} {}", &text[defect.place.span.range()], &kind[..end])
        };
        on(text, Some(V13)).defects.iter().map(shown).collect()
    };
    let cases: &[(&str, &[&str])] = &[
        ("a { exec.statr; }", &["exec.statr UnknownParameter"]),
        ("exec.statr;", &["exec.statr UnknownParameter"]),
        ("\"w.*\" { exec.statr; } a { }", &[]),
        (
            "a { allow.mount.nulfs = 0; }",
            &["allow.mount.nulfs UnknownFileSystem"],
        ),
        ("a { novnet; $foo = 1; }", &["novnet OffWithoutSwitch"]),
        ("a { dying; }", &["dying ReadOnlyParameter"]),
        ("a { zfs.dataset = t; }", &["zfs.dataset NewerParameter"]),
        (
            "a { allow.sysvipc; }",
            &["allow.sysvipc DeprecatedParameter"],
        ),
        ("a { vnet = yes; }", &["yes ImpossibleValue"]),
        ("a { path = $x; }", &["$x UndefinedVariable"]),
        ("a { path = /a, /b; }", &["/a SeveralValues"]),
        ("a { path = /a; path = /b; }", &["path Overridden"]),
        ("path = /a; path = /b;", &["path Overridden"]),
        (
            "a { ip4.addr = 192.0.2.1; ip4.addr; }",
            &["ip4.addr Overridden"],
        ),
        ("a { ip4.addr; ip4.addr = 192.0.2.1; }", &[]),
        ("path = /a; * { path = /b; } a { path = /c; }", &[]),
        ("a { mount = x; mount += y; }", &[]),
        ("a { depend = b; }", &["b UnknownDependency"]),
        (
            "a { depend = b; } b { depend = a; }",
            &["a DependencyCycle"],
        ),
        ("* { depend = b; } a { } b { }", &["b DependencyCycle"]),
        (
            "a { allow.mount; }",
            &["allow.mount PermissionWithoutEffect"],
        ),
        ("a { allow.nomount; allow.mount.zfs = 0; }", &[]),
        (
            "a { allow.mount; allow.mount.zfs; enforce_statfs = 1; }",
            &[],
        ),
        (
            "* { allow.mount; } a { enforce_statfs = 1; } b { allow.nfsd; }",
            &[
                "allow.nfsd NewerParameter",
                "allow.nfsd PermissionWithoutEffect",
            ],
        ),
        (
            "a { allow.mount.zfs; allow.mount.nullfs; enforce_statfs = 1; }",
            &["allow.mount.zfs PermissionWithoutEffect"],
        ),
        (".include x;", &[".include IncludeStatement"]),
        (".include = x; a { }", &[".include UnknownParameter"]),
        (".include x; a { }", &[".include IncludeStatement"]),
    ];
    for (text, expected) in cases {
        assert_eq!(kinds(text), *expected, "{text}");
    }
}

struct Files(HashMap<String, (FileId, crate::syntax::jail::Tree)>);

impl<'a> Includes<'a> for &'a Files {
    fn resolve(&self, _: FileId, pattern: &str) -> Vec<(FileId, &'a Tree)> {
        let file = self.0.get(pattern);
        file.map(|(file, tree)| (*file, tree)).into_iter().collect()
    }
}

#[test]
fn includes_are_followed() {
    let file = |number, text| (FileId(number), parse(text));
    let files = Files(HashMap::from([
        ("a".to_owned(), file(1, "g = 1; web { x; .include \"b\"; }")),
        ("b".to_owned(), file(2, "y; in { z; } .include \"c\";")),
        ("c".to_owned(), file(3, ".include \"a\";")),
    ]));
    let tree = parse("db { h = 1; }\n.include \"a\";\ng2 = 2;");
    let jails = effective(FileId(0), &tree, &&files, &Candidates::Unknown);
    assert_eq!(
        shown(&jails),
        "db: h=1 g=1 g2=2; web: g=1 g2=2 x y; web.in: g=1 g2=2 z"
    );
    let of_includes: Vec<&DefectKind> = jails
        .defects
        .iter()
        .map(|defect| &defect.kind)
        .filter(|kind| !matches!(kind, DefectKind::UnknownParameter { .. }))
        .collect();
    let statement = &DefectKind::IncludeStatement;
    let loop_ = &DefectKind::IncludeLoop;
    let expected = [statement, statement, statement, statement, loop_];
    assert_eq!(of_includes, expected);
    let old = effective(FileId(0), &tree, &&files, &Candidates::Known(V13));
    assert_eq!(shown(&old), "db: h=1 .include=a g2=2");
}

#[test]
fn questions_to_a_jail() {
    let text = "a { exec.noclean; allow.mount = true; persist = 0; exec.fib = 1, 2; vnet; }\n\
                b { interface = lo1; ip6.addr = \"2001:db8::1\", \"em1|2001:db8::2/64\";\n\
                ip4.addr = 192.0.2.1, \"em0|192.0.2.2/255.255.255.0 vhid 1\", \"em0 | 192.0.2.3\",\n\
                010.0.0.1, 2001:db8::3, -, \"em0|192.0.2.4 netmask 255.255.255.240\", \"|192.0.2.5/33\"; }";
    let jails = on(text, None).jails;
    let [a, b] = jails.as_slice() else {
        panic!("two jails");
    };
    assert!(a.is_vnet() && a.flag("allow.mount") && !a.flag("exec.clean") && !a.flag("persist"));
    assert!(!b.flag("allow.mount") && a.parameter("exec.clean").is_some());
    assert_eq!(a.number("exec.fib").map(|(n, _)| n), Some(2));
    assert_eq!(a.number("vnet"), None);
    let addresses: Vec<String> = b
        .addresses()
        .iter()
        .map(|a| {
            let interface = a.interface.as_deref().unwrap_or("-");
            format!("{interface} {}/{}", a.address, a.prefix_length)
        })
        .collect();
    assert_eq!(
        addresses,
        [
            "lo1 192.0.2.1/32",
            "em0 192.0.2.2/24",
            "em0 192.0.2.4/28",
            "- 192.0.2.5/32",
            "lo1 2001:db8::1/128",
            "em1 2001:db8::2/64"
        ]
    );
}

#[test]
fn places_are_where_one_would_edit() {
    let text = "ip4.addr = \"em0|$a\";\nx { $a = 192.0.2.1; persist; }";
    let jails = on(text, None).jails;
    let value = jails[0].last("ip4.addr").expect("a value");
    assert_eq!(value.text, "em0|192.0.2.1");
    assert_eq!(&text[value.place.span.range()], "\"em0|$a\"");
    assert_eq!(&text[jails[0].place.span.range()], "x");
    assert!(text[jails[0].block.span.range()].ends_with('}'));
}

#[test]
fn nothing_grows_without_measure() {
    let mut laughs = "$a0 = \"xxxxxxxxxx\";\n".to_owned();
    for n in 1..60 {
        laughs += &format!("$a{n} = \"$a{0}$a{0}$a{0}$a{0}\";\n", n - 1);
    }
    let jails = on(&(laughs + "j { p = $a59; }"), None);
    assert!(!jails.defects.is_empty());

    let mut chain = String::new();
    for n in 0..5000 {
        chain += &format!("$c{n} = \"$c{}\";\n", n + 1);
    }
    on(&(chain + "$c5000 = 1;\nj { p = $c0; }"), None);

    let many: String = (0..3000)
        .map(|n| format!("g{n} = 1;\nj{n} {{ }}\n"))
        .collect();
    let jails = on(&many, None);
    assert!(
        jails
            .jails
            .iter()
            .map(|j| j.parameters.len())
            .sum::<usize>()
            < 1_100_000
    );
}

proptest! {
    #[test]
    fn any_file_gives_jails(text in "([a-c*.]|\\$[ab]|\\$\\{a\\}|[\"'{};=,]|\\+=| |\n|no){0,60}") {
        for release in [None, Some(V12), Some(V13)] {
            on(&text, release);
        }
    }
}
