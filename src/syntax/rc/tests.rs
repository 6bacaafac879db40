use proptest::prelude::*;

use super::*;

fn assignments(text: &str) -> Vec<String> {
    let tree = parse(text);
    tree.assignments
        .iter()
        .map(|a| {
            let mark = if a.conditional { "?" } else { "" };
            format!("{mark}{}={}", tree.slice(a.name), tree.slice(a.value.span))
        })
        .collect()
}

fn messages(text: &str) -> Vec<(u32, String)> {
    let errors = parse(text).errors.into_iter();
    errors.map(|e| (e.span.start, e.message)).collect()
}

#[test]
fn every_form_of_assignment() {
    let cases: &[(&str, &[&str])] = &[
        ("a=\"YES\" # why\n", &["a=\"YES\""]),
        ("a='x y'\nb=1 c=2;d=\n", &["a='x y'", "b=1", "c=2", "d="]),
        ("a=\"x \\\n y\"\n", &["a=\"x \\\n y\""]),
        ("a=\"x\n  y\"\nb=z", &["a=\"x\n  y\"", "b=z"]),
        ("a=\"${a} b\"", &["a=\"${a} b\""]),
        ("if [ -f x ]; then a=1; else b=2; fi", &["?a=1", "?b=2"]),
        ("[ -f x ] && a=1", &["?a=1"]),
        ("{ a=1; }", &["a=1"]),
        (
            "a=\"pf \\\"x=\\\" \\\n b=\\\"y\\\"\"",
            &["a=\"pf \\\"x=\\\" \\\n b=\\\"y\\\"\""],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(&assignments(text), expected, "{text}");
        assert_eq!(messages(text), [], "{text}");
    }
}

#[test]
fn other_files_and_commands_are_kept() {
    let tree = parse(". /etc/rc.conf.two\nlogger hello\nif a; then . b; fi\n");
    assert_eq!(tree.includes.len(), 2);
    assert!(!tree.includes[0].conditional);
    assert!(tree.includes[1].conditional);
    let kept: Vec<&str> = tree.not_understood.iter().map(|&s| tree.slice(s)).collect();
    assert_eq!(kept, ["logger hello", "if a; then . b; fi"]);
    assert!(tree.errors.is_empty());
}

#[test]
fn commands_that_were_meant_as_assignments() {
    let cases: &[(&str, u32, &str)] = &[
        (
            "x_enable = \"YES\"",
            0,
            "`x_enable` is run as a command: sh takes no blanks around `=`",
        ),
        (
            "x_enable =\"YES\"",
            0,
            "`x_enable` is run as a command: sh takes no blanks around `=`",
        ),
        (
            "x_enable= \"YES\"",
            0,
            "\"YES\" is run as a command: sh takes no blanks around `=`",
        ),
        (
            "ifconfig_em0=inet 192.0.2.1/24",
            18,
            "192.0.2.1/24 is run as a command: the value of ifconfig_em0 ends at the blank",
        ),
        (
            "x+=\" y\"",
            0,
            "sh has no `+=`: this is run as a command and x keeps its old value",
        ),
        (
            "ifconfig_em0.50=\"inet 192.0.2.1/24\"",
            0,
            "`ifconfig_em0.50` is no name of a variable: sh runs all of this as a command",
        ),
    ];
    for &(text, at, message) in cases {
        assert_eq!(messages(text), [(at, message.to_owned())], "{text}");
        assert_eq!(assignments(text), [""; 0], "{text}");
    }
}

#[test]
fn the_rest_is_read_after_an_open_quote() {
    let text = "a=\"YES\nb=\"NO\"\nc=\"x\ny\"\nd=\"1\"\n";
    assert_eq!(
        assignments(text),
        ["a=\"YES", "b=\"NO\"", "c=\"x\ny\"", "d=\"1\""]
    );
    assert_eq!(
        messages(text),
        [(2, "this quote is never closed".to_owned())]
    );
}

#[test]
fn cr_lf_does_not_change_the_values_meant() {
    let text = "a=\"YES\"\r\nb=NO\r\n";
    assert_eq!(assignments(text), ["a=\"YES\"", "b=NO"]);
    assert_eq!(messages(text).len(), 1);
}

#[test]
fn literal_values() {
    let cases = [
        ("a=\"x y\"", Some("x y")),
        ("a='x'", Some("x")),
        ("a=x", Some("x")),
        ("a=", Some("")),
        ("a=\"\"", Some("")),
        ("a=\"x$y\"", None),
        ("a=x\"y\"", None),
        ("a=\\x", None),
        ("a=\"x\\\ny\"", None),
    ];
    for (text, expected) in cases {
        let tree = parse(text);
        let span = literal_span(&tree.assignments[0].value);
        assert_eq!(span.map(|s| tree.slice(s)), expected, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_covered(lines in proptest::collection::vec("[a-z_]{0,3} ?=? ?[\"']?[ $a-z{}\\\\]{0,6}[\"']?", 0..8)) {
        let text = lines.join("\n");
        let tree = parse(&text);
        let length: usize = tree.tokens().iter().map(|t| t.span.len()).sum();
        prop_assert_eq!(length, text.len());
    }
}

/// The text after the assignment of `x` was taken out; `None` where it cannot be.
fn without_x(text: &str) -> Option<String> {
    let tree = parse(text);
    let x = tree.assignments.iter().find(|a| tree.slice(a.name) == "x");
    let out = x.expect("x is set").removable?.range();
    Some([&text[..out.start], &text[out.end..]].concat())
}

#[test]
fn an_assignment_goes_with_what_joins_it_to_others() {
    let cases: &[(&str, Option<&str>)] = &[
        ("a=1\nx=2 # why\nb=3\n", Some("a=1\nb=3\n")),
        ("x=2", Some("")),
        ("a=1\r\n\tx=2\r\nb=3", Some("a=1\r\nb=3")),
        ("a=1; x=2; b=3\n", Some("a=1; b=3\n")),
        ("a=1; x=2 # why\n", Some("a=1 # why\n")),
        ("x=2; a=1\n", Some("a=1\n")),
        ("x=2;\na=1\n", Some("a=1\n")),
        ("a=1 x=2 b=3\n", Some("a=1 b=3\n")),
        ("a=1 \\\n x=2\nping\n", Some("a=1\nping\n")),
        ("x=2 \\\n a=1\nping\n", Some("a=1\nping\n")),
        (
            "if t; then\n x=2\n a=1\nfi\n",
            Some("if t; then\n a=1\nfi\n"),
        ),
        ("if t; then x=2; a=1; fi\n", Some("if t; then a=1; fi\n")),
        // The next command would take its place.
        ("t && x=2\nping\n", None),
        ("t &&\nx=2\nping\n", None),
        ("x=2 || ping\n", None),
        ("! x=2\nping\n", None),
        ("a=1; \\\nx=2\nping\n", None),
        // sh wants a command there.
        ("if t; then x=2; fi\n", None),
        ("{ x=2; }\n", None),
        // It does something else too.
        ("x=2 > f\n", None),
    ];
    for (text, expected) in cases {
        assert_eq!(without_x(text).as_deref(), *expected, "{text}");
    }
}

fn statement() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a=1",
        "b='1 2'",
        "ping",
        ". f",
        "t &&",
        "x=0 c=3",
        "if t; then",
        "fi",
        "{ d=4",
        "}",
        "# c",
        "e=\"é\n2\"",
        "f=1 \\",
        "cat <<E",
        "E",
    ])
}

proptest! {
    #[test]
    fn what_stays_is_as_before(
        before in prop::collection::vec((statement(), "[;\n]|\r\n| "), 0..6),
        after in prop::collection::vec((statement(), "[;\n]|\r\n| "), 0..6),
        ends in "[;\n &]|\r\n",
    ) {
        let joined = |parts: Vec<(&str, String)>| -> String {
            parts.into_iter().flat_map(|(text, end)| [text.to_owned(), end]).collect()
        };
        let text = format!("{}x=2{ends}{}", joined(before), joined(after));
        let tree = parse(&text);
        if !tree.errors.is_empty() {
            return Ok(());
        }
        for (index, gone) in tree.assignments.iter().enumerate() {
            let Some(out) = gone.removable.map(Span::range) else {
                continue;
            };
            let left = [&text[..out.start], &text[out.end..]].concat();
            let mut expected = assignments(&text);
            expected.remove(index);
            prop_assert_eq!(assignments(&left), expected, "{:?} became {:?}", text, left);
            prop_assert_eq!(parse(&left).errors, Vec::new(), "{:?} became {:?}", text, left);
            let opaque = (tree.not_understood.len(), parse(&left).not_understood.len());
            prop_assert_eq!(opaque.0, opaque.1, "{:?} became {:?}", text, left);
        }
    }
}
