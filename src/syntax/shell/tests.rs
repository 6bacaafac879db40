use proptest::prelude::*;

use super::*;
use crate::syntax::TokenKind;

/// The tree as text: one simple command a line, words as they are understood.
fn outline(text: &str) -> Vec<String> {
    let tree = parse(text);
    let mut lines = Vec::new();
    list(&tree, &tree.body, &mut lines);
    lines
}

fn list(tree: &Tree, list_: &List, lines: &mut Vec<String>) {
    let commands = list_
        .items
        .iter()
        .flat_map(|item| &item.pipelines)
        .flat_map(|pipeline| &pipeline.commands);
    for one in commands {
        command(tree, one, lines);
    }
}

fn command(tree: &Tree, one: &Command, lines: &mut Vec<String>) {
    match &one.kind {
        CommandKind::Simple(simple) => {
            let assignments = simple
                .assignments
                .iter()
                .map(|a| format!("{}={}", tree.slice(a.name), word(tree, &a.value)));
            let words = simple.words.iter().map(|w| word(tree, w));
            lines.push(assignments.chain(words).collect::<Vec<_>>().join(" "));
        }
        CommandKind::Group(body) | CommandKind::Subshell(body) => list(tree, body, lines),
        CommandKind::For(for_) => {
            let words = for_.words.iter().flatten().map(|w| word(tree, w));
            let words = words.collect::<Vec<_>>().join(" ");
            lines.push(format!("for {} in {words}", tree.slice(for_.variable)));
            list(tree, &for_.body, lines);
        }
        CommandKind::Loop(loop_) => {
            lines.push("while".to_owned());
            list(tree, &loop_.condition, lines);
            list(tree, &loop_.body, lines);
        }
        CommandKind::If(if_) => {
            for (condition, body) in &if_.branches {
                lines.push("if".to_owned());
                list(tree, condition, lines);
                list(tree, body, lines);
            }
            if let Some(otherwise) = &if_.otherwise {
                lines.push("else".to_owned());
                list(tree, otherwise, lines);
            }
        }
        CommandKind::Case(case) => {
            lines.push(format!("case {}", word(tree, &case.word)));
            for (patterns, body) in &case.arms {
                let patterns = patterns.iter().map(|w| word(tree, w));
                lines.push(format!("{})", patterns.collect::<Vec<_>>().join("|")));
                list(tree, body, lines);
            }
        }
        CommandKind::Function(function) => {
            lines.push(format!("{}()", tree.slice(function.name)));
            command(tree, &function.body, lines);
        }
        CommandKind::Unknown => lines.push("?".to_owned()),
    }
}

fn word(tree: &Tree, word: &Word) -> String {
    pieces(tree, &word.pieces)
}

fn pieces(tree: &Tree, all: &[Piece]) -> String {
    let one = |piece: &Piece| match &piece.kind {
        PieceKind::Literal => tree.slice(piece.span).to_owned(),
        PieceKind::Quoted { pieces: inner, .. } => format!("[{}]", pieces(tree, inner)),
        PieceKind::Variable { name, operator } => match operator {
            None => format!("${}", tree.slice(*name)),
            Some(operator) => format!(
                "${}{}{}",
                tree.slice(*name),
                tree.slice(operator.sign),
                pieces(tree, &operator.pieces)
            ),
        },
        PieceKind::Substitution(body) => {
            let mut lines = Vec::new();
            list(tree, body, &mut lines);
            format!("({})", lines.join("; "))
        }
        PieceKind::Arithmetic => "((".to_owned(),
        PieceKind::Unknown => "?".to_owned(),
    };
    all.iter().map(one).collect()
}

fn messages(text: &str) -> Vec<(u32, String)> {
    let errors = parse(text).errors.into_iter();
    errors.map(|e| (e.span.start, e.message)).collect()
}

#[test]
fn words_and_quotes() {
    let cases = [
        ("a b  c", "a b c"),
        ("a\\ b 'c d'\"e $f ${g}h\"", "a b [c d][e $f $gh]"),
        ("a \\\n b", "a b"),
        ("a # b", "a"),
        ("a#b", "a#b"),
        ("X=1 Y=\"a b\" cmd Z=2", "X=1 Y=[a b] cmd Z=2"),
        ("X=", "X="),
        ("echo \"\\$x \\n\"", "echo [$x \\n]"),
        ("a \\\"b\\\"", "a \"b\""),
        ("echo $1$2 $# $", "echo $1$2 $# $"),
        ("echo ${x:-a b} ${y%%.*} ${#z}", "echo $x:-a b $y%%.* $z"),
        ("echo $((1 + (2)))", "echo (("),
        ("echo $( (a) )", "echo (a)"),
        ("a >b 2>&1 c <d", "a c"),
        (
            "echo `jls | awk '{print $2}'`",
            "echo (jls; awk [{print $2}])",
        ),
        ("x=`a \\`b\\` \\$c`", "x=(a (b) $c)"),
        ("x=\"`a \\\"b\\\"`\"", "x=[(a [b])]"),
        ("x=$(a $(b))", "x=(a (b))"),
        ("echo $'a b'", "echo [a b]"),
        ("echo $'a\\tb'", "echo [?]"),
        ("echo \"${x:-\"y\"}\"", "echo [$x:-[y]]"),
        ("echo ü\\ü", "echo üü"),
    ];
    for (text, expected) in cases {
        assert_eq!(outline(text), [expected], "{text}");
        assert_eq!(messages(text), [], "{text}");
    }
}

#[test]
fn structure() {
    let cases: &[(&str, &[&str])] = &[
        (
            "a; b & c && d || ! e | f\n",
            &["a", "b", "c", "d", "e", "f"],
        ),
        (
            "for i in 1 2; do echo $i; done; b",
            &["for i in 1 2", "echo $i", "b"],
        ),
        ("for i\ndo\na\ndone", &["for i in ", "a"]),
        (
            "while read a b; do c; done < f",
            &["while", "read a b", "c"],
        ),
        (
            "if a; then b; elif c\nthen d\nelse e; fi",
            &["if", "a", "b", "if", "c", "d", "else", "e"],
        ),
        (
            "case $x in (a|b) c;; *) d ;& e) esac",
            &["case $x", "a|b)", "c", "*)", "d", "e)"],
        ),
        ("f() { a; }\ng () (b)", &["f()", "a", "g()", "b"]),
        ("{ a; } >x; (b; c)", &["a", "b", "c"]),
        ("cat <<E x\nif ' \"\nE\nb", &["cat x", "b"]),
        ("cat <<-'E' | d\n\tfoo\n\tE\nb", &["cat", "d", "b"]),
        ("a | # why\n b", &["a", "b"]),
        ("x=$(cat <<E\n)\nE\n)\ny", &["x=(cat)", "y"]),
    ];
    for (text, expected) in cases {
        assert_eq!(&outline(text), expected, "{text}");
        assert_eq!(messages(text), [], "{text}");
    }
}

#[test]
fn background_covers_the_whole_list_item() {
    let tree = parse("a && b & c");
    let background: Vec<bool> = tree.body.items.iter().map(|i| i.background).collect();
    assert_eq!(background, [true, false]);
}

#[test]
fn what_sh_stops_at() {
    let cases: &[(&str, u32, &str)] = &[
        ("a 'b\nc d\n", 2, "this quote is never closed"),
        ("for i in a; do b\nc\n", 0, "this `for` has no `done`"),
        ("if a; then b\n", 0, "this `if` has no `fi`"),
        ("x; if a; b; fi\n", 3, "this `if` has no `then`"),
        ("a; done", 3, "`done` is not expected here"),
        ("a )", 2, "`)` is not expected here"),
        ("; a", 0, "`;` is not expected here"),
        ("a | ", 2, "`|` is not expected here"),
        ("a &&\n", 2, "`&&` is not expected here"),
        ("x=$(a", 2, "this `$(` is never closed"),
        ("x=\"${y/32\" a", 3, "this `${` is never closed"),
        (
            "a ${@: -1}; b",
            2,
            "bad substitution: `${` wants a name, then `}` or an operator such as `:-`",
        ),
        ("x=${y:-1 a", 2, "this `${` is never closed"),
        (
            "x=${y.z}",
            2,
            "bad substitution: `${` wants a name, then `}` or an operator such as `:-`",
        ),
        ("x=`a", 2, "this backquote is never closed"),
        ("{ a", 0, "this `{` has no `}`"),
        ("a=(b c)", 2, "`(` is not expected here"),
        ("case x in a) b", 0, "this `case` has no `esac`"),
        ("while a; do b; fi", 0, "this `while` has no `done`"),
    ];
    for &(text, at, message) in cases {
        assert_eq!(messages(text), [(at, message.to_owned())], "{text}");
    }
}

#[test]
fn a_quote_ends_where_it_was_meant_to() {
    let text = "a=\"x\nb=\"y\"\nc=\"z\"\n";
    assert_eq!(outline(text), ["a=[x]", "b=[y]", "c=[z]"]);
    assert_eq!(messages(text).len(), 1);
    assert_eq!(messages(text)[0].0, 2);

    let text = "a=\"x \\\n y\nb=\"z\"\n";
    assert_eq!(outline(text), ["a=[x  y]", "b=[z]"]);

    let text = "a='x'\nb='y\nc\n";
    assert_eq!(outline(text), ["a=[x]", "b=[y]", "c"]);
    assert_eq!(messages(text)[0].0, 8);

    // Legal, if odd: nothing is open at the end.
    let text = "a=\"x\nb=\"y";
    assert_eq!(outline(text), ["a=[x\nb=]y"]);
    assert_eq!(messages(text), []);
}

#[test]
fn cr_lf_is_said_once() {
    let text = "if a\r\nthen b\r\nfi\r\n";
    assert_eq!(outline(text), ["if", "a", "b"]);
    assert_eq!(messages(text).len(), 1);
    assert_eq!(messages(text)[0].0, 4);
}

#[test]
fn deep_nesting_is_kept_as_text() {
    for (open, close) in [
        ("$(a ", ")"),
        ("{ ", "; }"),
        ("if a; then ", "; fi"),
        ("(", ")"),
        ("${x:-", "}"),
        ("f() ", ""),
        ("for i in a; do ", "; done"),
        ("case x in a) ", ";; esac"),
        ("\"$(", ")\""),
    ] {
        let text = format!("{}b{}\nlast\n", open.repeat(2000), close.repeat(2000));
        let tree = parse(&text);
        assert!(!tree.not_understood.is_empty() || open == "f() ", "{open}");
        assert_eq!(
            outline(&text).last().map(String::as_str),
            Some("last"),
            "{open}"
        );
        assert!(!parse(&open.repeat(20000)).tokens.is_empty());
    }
}

fn covers(text: &str) {
    let tree = parse(text);
    let mut at = 0;
    for token in &tree.tokens {
        assert_eq!(token.span.start, at, "{text:?} {:?}", tree.tokens);
        assert!(token.span.end > at);
        at = token.span.end;
        assert!(text.is_char_boundary(at as usize));
    }
    assert_eq!(at as usize, text.len(), "{text:?}");
}

#[test]
fn comments_are_found_from_the_tokens() {
    let text = "#!/bin/sh\na=`b # c\n` # d\n";
    let tree = parse(text);
    let comments = tree.tokens.iter().filter(|t| t.kind == TokenKind::Comment);
    let comments: Vec<&str> = comments.map(|t| tree.slice(t.span)).collect();
    assert_eq!(comments, ["#!/bin/sh", "# c", "# d"]);
}

const PIECES: &[&str] = &[
    "\"",
    "'",
    "`",
    "\\",
    "$",
    "$(",
    "${",
    "$((",
    "))",
    ")",
    "(",
    "}",
    "{ ",
    "\n",
    " ",
    ";",
    ";;",
    "&",
    "&&",
    "|",
    "||",
    "<<E\n",
    "E\n",
    ">",
    "2>",
    "if ",
    "then ",
    "else ",
    "fi ",
    "for i in ",
    "do ",
    "done ",
    "case x in ",
    "esac ",
    "while ",
    "f() ",
    "a=",
    "\nb=\"",
    "x",
    "ü",
    "#",
    "\r\n",
    "!",
    "$'",
    ":-",
    "\\`",
    "\\\\",
];

proptest! {
    #[test]
    fn any_text_is_covered(text in any::<String>()) {
        covers(&text);
    }

    #[test]
    fn any_mixture_is_covered(picks in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = picks.iter().map(|&pick| PIECES[pick]).collect();
        covers(&text);
    }

    #[test]
    fn mutated_scripts_are_covered(at in 0_usize..400, pick in 0..PIECES.len(), drop in 0_usize..20) {
        let script = "#!/bin/sh\nfor IP in `jls | grep 198 | awk '{print $2}'`\ndo\n\tvtysh -c \"network ${IP}/32\"\ndone\n\
            if test `echo ${X} | cut -d . -f 1,2` != \"192.168\"\nthen\n\tsetfib 1 route add default 192.0.2.1 && a || b &\nfi\n";
        let at = at.min(script.len());
        let end = (at + drop).min(script.len());
        let text = format!("{}{}{}", &script[..at], PIECES[pick], &script[end..]);
        covers(&text);
    }
}
