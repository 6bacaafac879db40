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
