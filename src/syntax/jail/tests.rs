//! The grammar, case by case, and what holds for any text.

use proptest::prelude::*;

use super::*;
use crate::syntax::SyntaxError;
use crate::vocabulary::FreebsdRelease;

fn refused_on(text: &str, release: FreebsdRelease) -> bool {
    let tree = parse(text);
    tree.errors
        .iter()
        .any(|error| error.accepted_since.is_none_or(|since| release < since))
}

fn errors(text: &str) -> Vec<(usize, String)> {
    let tree = parse(text);
    tree.errors
        .iter()
        .map(|error| {
            let before = &text[..error.span.start as usize];
            (
                before.matches('\n').count() + 1,
                text[error.span.range()].to_owned(),
            )
        })
        .collect()
}

const OLD: FreebsdRelease = FreebsdRelease::new(13, 2);
const NEW: FreebsdRelease = FreebsdRelease::new(14, 0);

#[test]
fn accepted_by_every_release() {
    let cases = [
        "",
        "# one\n// two\n/* three\n */\n",
        "db { persist; }",
        "db{persist;};;",
        ";;db { ;; persist;; };;",
        "/***/ /**/ db { /* x **/ persist; }",
        "db { path = /j/db // c\n; }",
        "db { path = /j/db#c\n; }",
        "db { path /j/db; }",
        "db { ip4.addr 192.0.2.1, 192.0.2.2; }",
        "db { exec.start = \"a\nb\"; exec.stop = 'a\nb'; }",
        "db { host.hostname = \"a\"b'c'; }",
        "db { host.hostname = \"\"; }",
        "db { exec.start+=b; }",
        "db { exec.start = a!b%c&d(e)f-g.h:i<j>k?l@m[n]o^p`q|r~s*t+u; }",
        "\"my db\" { \"path\" = /j; }",
        "* { persist; }",
        "'*' { persist; }",
        "db { path = \"/j/${ name }\"; exec.start = \"echo $1 5$\"; }",
        "db { exec.start = \"$(date) \\$HOME\"; }",
        "db { path = /j/a\\ b; }",
        "db { host.hostname = \"café\"; }",
        ".include \"/etc/jail.d/*.conf\";",
        "$v = 1; ${w.x} += 2;",
        "db { persist\n allow.mount; }",
        "db { path = /j/${a\\}b}; }",
        "db { path = \"/j/${a\\\"b}\"; }",
    ];
    for text in cases {
        assert!(!refused_on(text, OLD), "{text}: {:?}", parse(text).errors);
    }
}

#[test]
fn refused_by_older_releases_only() {
    for text in [
        "db {\r\n  persist;\r\n}\r\n",
        "db { path = /j; web { persist; } }",
    ] {
        assert!(refused_on(text, OLD) && !refused_on(text, NEW), "{text}");
    }
    let quoted = "# c\r\ndb { exec.start = \"a\r\nb\"; }";
    assert!(!refused_on(quoted, OLD), "a CR in comments and quotes");
}

/// Each with the line and the text that the error stands at.
#[test]
fn refused_where_the_mistake_is() {
    let cases: &[(&str, usize, &str)] = &[
        ("db { persist }", 1, ""),
        ("db {\n path = \"/j\"\n persist;\n}", 2, ""),
        ("db {\n persist\n path = /j;\n}", 2, ""),
        ("db {\n path = /a host.hostname = b;\n}", 2, ""),
        ("persist\ndb { path = /j; }", 1, ""),
        (".include \"a\"\ndb { persist; }", 1, ""),
        ("db { path = \"/j; }\n", 1, "\""),
        ("db { path = '/j; }\n", 1, "'"),
        ("db { path = \"/j;\n host.hostname = \"x\"; }\n", 1, "\""),
        ("db { persist; }\n/* oops\n", 2, "/*"),
        ("/* a /* b */ c */\ndb { persist; }", 1, "*/"),
        ("db { path = /j/a#b; }\n", 1, "#"),
        ("db { path = /j//a; }\n", 1, "//"),
        ("db { path = http://x; }\n", 1, "//"),
        ("db { path = /j/*; }\n", 1, "/*"),
        ("db { exec.start = fetch http://x/; }\n", 1, "//"),
        ("db { host.hostname = \"a\" b; }", 1, "b"),
        ("db { ip4.addr = 192.0.2.1, ; }", 1, ","),
        ("db { ip4.addr = 192.0.2.1,\n path = /j; }", 1, ","),
        ("db { ip4.addr = 192.0.2.1,,192.0.2.2; }", 1, ","),
        ("db { path = ; }", 1, "="),
        ("db { path =\n exec.start = a; }", 1, "="),
        ("db { path = a = b; }", 1, "="),
        ("db { path = = b; }", 1, "="),
        ("db { path + = x; }", 1, "="),
        ("db { = x; }\nweb { persist; }", 1, "="),
        ("web.* { persist; }", 1, "web.*"),
        ("db\"x\" { persist; }", 1, "db\"x\""),
        ("my db { persist; }", 1, "my db"),
        ("$x { persist; }", 1, "$x"),
        ("db host.hostname = x; persist; }", 1, ""),
        ("your_#db {\n path = x;\n}", 1, "#"),
        ("db { persist;é }", 1, "é"),
        ("{ persist; }", 1, "{"),
        ("db { persist; }\n}\n", 2, "}"),
        ("db { persist;\n", 1, "{"),
        ("db {\n persist;\nweb {\n persist;\n}\n", 2, ""),
        ("db { path = \"/j/${name\"; }", 1, "${"),
        ("db { path = /j/${name; }", 1, "${name; }"),
        ("db { host.hostname = café; }", 1, "é"),
        ("db {\x0c persist; }", 1, "\x0c"),
        ("db { exec.start = echo {a}; }", 1, "{"),
        ("db { \"a$b\" = c; }", 1, "\"a$b\""),
        ("$d = a;\n.include \"$d/x\";", 2, "$d"),
    ];
    for (text, line, at) in cases {
        assert_eq!(errors(text), [(*line, (*at).to_owned())], "{text}");
    }
}

#[test]
fn parsing_goes_on_behind_each_error() {
    let text =
        "a { path = = x; }\nb { path = \"/j;\n}\nc { exec.start = x y;\n persist }\nd { vnet; }";
    let names: Vec<_> = parse(text)
        .statements
        .iter()
        .filter_map(|statement| match statement {
            Statement::Block(block) => Some(block.name.text.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(names, ["a", "b", "c", "d"]);
    assert_eq!(errors(text).len(), 4, "{:?}", errors(text));
}

#[test]
fn a_byte_outside_ascii_between_statements_ends_the_file() {
    let mark = parse("\u{feff}db { persist; }");
    assert!(mark.errors.is_empty());
    assert_eq!(mark.unread.map(|span| span.start), Some(0));
    let dash = parse("a { persist; }\n– b { persist; }");
    assert_eq!(dash.unread.map(|span| span.start), Some(15));
    assert_eq!(dash.errors.len(), 1, "nobody else says so");
    assert_eq!(parse("a { persist; }\n").unread, None);
}

#[test]
fn values_are_cut_into_pieces() {
    let tree = parse("db { ip4.addr = \"em0|$ip\"'/24', ${a.b}; }");
    let Some(Statement::Block(block)) = tree.statements.first() else {
        panic!("{tree:?}");
    };
    let Some(Statement::Parameter(parameter)) = block.statements.first() else {
        panic!("{block:?}");
    };
    let pieces: Vec<Vec<String>> = parameter
        .values
        .iter()
        .map(|value| {
            let show = |piece: &Piece| match piece {
                Piece::Text { text, .. } => text.clone(),
                Piece::Variable { name, .. } => format!("${name}"),
            };
            value.pieces.iter().map(show).collect()
        })
        .collect();
    assert_eq!(
        pieces,
        [
            vec!["em0|".to_owned(), "$ip".to_owned(), "/24".to_owned()],
            vec!["$a.b".to_owned()]
        ]
    );
}

#[test]
fn deep_nesting_is_refused_and_harmless() {
    let text = "a { ".repeat(100_000) + &"}".repeat(100_000);
    let tree = parse(&text);
    assert!(tree.errors.iter().any(|e| e.accepted_since.is_none()));
}

const SAMPLES: &[&str] = &[
    "exec.start = \"/bin/sh /etc/rc\";\npath = /j/$name;\n$e = em0;\ndb {\n  # c\n  ip4.addr = \"$e|192.0.2.1/24 vhid 1\", 192.0.2.2;\n  exec.start += 'a \\' b';\n  mount.devfs;\n}\n",
    "* { path=\"/j/${name}\"; }\n\"web.*\" { vnet; persist }\nweb { a { b = c/*x*/; } }\n.include \"/etc/*.conf\";\n",
    "x { p = http://y/; q = \"a\nb;\nr = \"c\"; s = ${t; }\n}\r\n",
];

fn check(text: &str) {
    let tree = parse(text);
    let mut at = 0;
    for token in &tree.tokens {
        assert_eq!(token.span.start, at, "{text:?}");
        assert!(token.span.end > at && text.get(token.span.range()).is_some());
        at = token.span.end;
    }
    assert_eq!(at as usize, text.len(), "{text:?}");
    for error in &tree.errors {
        assert!(text.get(error.span.range()).is_some(), "{text:?} {error:?}");
        if let Some(remedy) = &error.remedy {
            let mended = remedy.applied(text).map(|mended| parse(&mended).errors);
            let lasting = |errors: &[SyntaxError]| {
                let lasting = errors.iter().filter(|e| e.accepted_since.is_none());
                (lasting.count(), errors.len())
            };
            let better = mended.is_some_and(|errors| lasting(&errors) < lasting(&tree.errors));
            assert!(better, "{text:?} {error:?}");
        }
    }
    for statement in &tree.statements {
        assert!(text.get(statement.span().range()).is_some());
    }
}

proptest! {
    #[test]
    fn tokens_cover_any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn tokens_cover_texts_of_marks(text in "[a-c\"'$\\\\{}/*#;,=+ \n\ré\x00]{0,40}") {
        check(&text);
    }

    #[test]
    fn tokens_cover_mutated_files(
        sample in 0..SAMPLES.len(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..6_usize, "[\"'$\\\\{}/*#;,= \na\u{1a}é]{0,2}"), 1..4),
    ) {
        let mut text: Vec<char> = SAMPLES[sample].chars().collect();
        for (at, len, insert) in cuts {
            let start = at.index(text.len() + 1);
            let end = (start + len).min(text.len());
            text.splice(start..end, insert.chars());
        }
        check(&text.into_iter().collect::<String>());
    }
}
