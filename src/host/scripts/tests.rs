use proptest::prelude::*;

use super::*;
use crate::text::Span;

fn run(text: &str) -> Vec<Command> {
    commands(FileId(1), &shell::parse(text))
}

/// A line a command: words, `~` where something is unknown; FIB and marks before it.
fn outline(text: &str) -> Vec<String> {
    run(text).iter().map(line).collect()
}

fn line(command: &Command) -> String {
    let words: Vec<String> = command
        .words
        .iter()
        .map(|word| {
            let mark = if word.known { "" } else { "~" };
            format!("{}{mark}", word.text)
        })
        .collect();
    let mut marks = String::new();
    if let Some(fib) = command.fib {
        marks += &fib
            .number
            .map_or("fib? ".to_owned(), |n| format!("fib{n} "));
    }
    if command.background {
        marks += "& ";
    }
    if command.path_set {
        marks += "path ";
    }
    format!("{marks}{}", words.join(" "))
}

#[test]
fn commands_in_order() {
    let cases: &[(&str, &[&str])] = &[
        ("a 'b c' \"d\"e\\ f", &["a b c de f"]),
        ("X=1; a $X \"${X}2\" '$X'", &["a 1 12 $X"]),
        ("a `b | c '{print $2}'` d", &["b", "c {print $2}", "a ~ d"]),
        ("L='x y'; a $L \"$L\"", &["a x y x y"]),
        ("a $HOME/x$(b)", &["b", "a /x~"]),
        ("a && b & c", &["& a", "& b", "c"]),
        ("(a; b) | c > `d`", &["a", "b", "d", "c"]),
        (
            "if a; then X=1; b $X; else c; fi; d $X",
            &["a", "b 1", "c", "d ~"],
        ),
        ("X=1; (X=2; a $X); b $X", &["a 2", "b 1"]),
        (
            "X=1; while a $X; do X=2; b $X; done; c $X",
            &["a ~", "b 2", "c ~"],
        ),
        ("case $x in a) b;; *) c;; esac", &["b", "c"]),
        ("x=1 a; b $x", &["a", "b ~"]),
        ("a ${x:-`b`}", &["b", "a ~"]),
        ("x=1; a ${x:-2} ${x%3}", &["a 1 ~"]),
        ("x=a; read x; b $x", &["read x", "b ~"]),
        (
            "export X=1; a $X; unset X; a $X",
            &["export X=1", "a 1", "unset X", "a ~"],
        ),
        (
            "set -- a b; for i; do c $i; done; shift; d $1",
            &["set -- a b", "c a", "c b", "shift", "d b"],
        ),
        ("cat <<E\nvtysh $x\nE\na", &["cat", "a"]),
        ("[ -x a ] && X=1; b $X", &["[ -x a ]", "b ~"]),
    ];
    for (text, expected) in cases {
        assert_eq!(&outline(text), expected, "{text}");
    }
}

#[test]
fn loops_over_known_lists_are_unrolled() {
    let text = "for a in 1 2\ndo\n for b in x y\n do\n  p $a$b\n done\ndone";
    assert_eq!(outline(text), ["p 1x", "p 1y", "p 2x", "p 2y"]);
    assert_eq!(
        outline("L='1 2'; for a in $L 3; do p $a; done"),
        ["p 1", "p 2", "p 3"]
    );
    assert_eq!(
        outline("for a in 1 $(q) 2; do p $a; done"),
        ["q", "p 1", "p ~", "p 2"]
    );
    let text = "N=0; for a in `q`; do p $N; N=1; done";
    assert_eq!(outline(text), ["q", "p ~"]);
}

#[test]
fn unrolling_ends() {
    let list = vec!["1"; 100].join(" ");
    let text = format!(
        "for a in {list}; do for b in {list}; do for c in {list}; do p $a $b $c; done; done; done; last"
    );
    let all = run(&text);
    assert!(all.len() < 5000, "{}", all.len());
    assert_eq!(line(&all[all.len() - 1]), "last");
    assert_eq!(line(&all[all.len() - 2]), "p ~ ~ ~");

    let text = format!("x=aaaaaaaa; for a in {list}; do x=$x$x; done; p $x");
    assert_eq!(outline(&text), ["p ~"]);
    let text = "f() { f; f; p; }\nf";
    assert!(run(text).len() < 5000);
}

#[test]
fn functions_are_followed_where_they_are_called() {
    let text = "net() { vtysh -c \"network $1/32\" \"$@\"; }\nnet 198.51.100.1\nnet 198.51.100.2 x";
    assert_eq!(
        outline(text),
        [
            "vtysh -c network 198.51.100.1/32 198.51.100.1",
            "vtysh -c network 198.51.100.2/32 198.51.100.2 x"
        ]
    );
    assert_eq!(outline("f() { a $1; }\nb"), ["b", "a ~"]);
}

#[test]
fn programs_that_run_another_one() {
    let cases = [
        ("setfib 1 route add", "fib1 route add"),
        ("setfib -F 2 a", "fib2 a"),
        ("setfib -F2 a", "fib2 a"),
        ("/usr/sbin/setfib -3 a", "fib3 a"),
        ("setfib $N a", "fib? a"),
        ("setfib 1", "setfib 1"),
        ("setfib 1 jexec j a", "fib1 jexec j a"),
        ("nohup setfib 1 env -i A=b sudo -u root a", "fib1 a"),
        ("exec a", "a"),
        ("exec", "exec"),
        ("command -v a", "command -v a"),
        ("command a", "a"),
        ("doas -- a -b", "a -b"),
        ("env PATH=/usr/local/bin:/bin a", "path a"),
    ];
    for (text, expected) in cases {
        assert_eq!(outline(text), [expected], "{text}");
    }
}

#[test]
fn path() {
    let cases: &[(&str, &[&str])] = &[
        ("a; PATH=/bin:/usr/local/bin; a", &["a", "path a"]),
        (
            "PATH=$PATH:/usr/local/bin\nexport PATH\na",
            &["path export PATH", "path a"],
        ),
        (
            "export PATH=/usr/local/bin/:$PATH; a",
            &["export PATH=/usr/local/bin/:", "path a"],
        ),
        ("PATH=$PATH:/opt/bin; a", &["a"]),
        ("PATH=`x`; a", &["x", "path a"]),
        ("PATH=/usr/local/bin a; b", &["path a", "b"]),
        ("if x; then PATH=/a; fi; a", &["x", "path a"]),
        ("(PATH=/usr/local/bin; a); a", &["path a", "a"]),
    ];
    for (text, expected) in cases {
        let found = outline(text);
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        // What `export` itself gets is of no interest.
        let ends = |list: &[&str]| {
            list.iter()
                .filter(|l| !l.contains("export"))
                .map(|l| (*l).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(ends(&found), ends(expected), "{text}");
    }
}

#[test]
fn texts_given_to_a_shell() {
    let text = "setfib 1 sh -c 'a b; c'";
    assert_eq!(outline(text), ["fib1 sh -c a b; c", "fib1 a b", "fib1 c"]);
    let command = &run(text)[2];
    assert_eq!(command.place.span, Span::new(21, 22));
    assert_eq!(
        outline("X=1; eval 'a $X; X=2'; b $X"),
        ["eval a $X; X=2", "a 1", "b 2"]
    );
}

#[test]
fn places_lead_back_to_the_text() {
    let text = "for ip in 198.51.100.1 198.51.100.2\ndo\n\tarp -s $ip \"x$ip\"\ndone";
    let all = run(text);
    let slice = |place: Place| &text[place.span.range()];
    let word = &all[1].words[2];
    assert_eq!(slice(word.place), "$ip");
    assert_eq!(word.from.map(slice), Some("198.51.100.2"));
    assert_eq!(word.list.map(slice), Some("198.51.100.1 198.51.100.2"));
    assert_eq!(slice(all[1].place), "arp -s $ip \"x$ip\"");
    let glued = &all[1].words[3];
    assert_eq!(slice(glued.place_of(0..1)), "x");
    assert_eq!(slice(glued.place_of(2..5)), "$ip");
    assert_eq!(slice(glued.source_of(1..4)), "198");
    assert!(glued.is_exact(0..1) && !glued.is_exact(0..2));

    let text = "IPS=\"198.51.100.1 198.51.100.2\"\nfor ip in $IPS; do arp -s $ip; done";
    let all = run(text);
    let slice = |place: Place| &text[place.span.range()];
    let word = &all[1].words[2];
    assert_eq!(word.from.map(slice), Some("198.51.100.2"));
    assert_eq!(word.list.map(slice), Some("198.51.100.1 198.51.100.2"));
}

#[test]
fn text_of_a_value() {
    let place = Place::new(FileId(1), Span::new(100, 120));
    let text = "setfib 1 a  bc";
    let exact = commands_of_text(FileId(1), place, text, true);
    assert_eq!(exact[0].words[1].place.span, Span::new(112, 114));
    let derived = commands_of_text(FileId(1), place, text, false);
    assert_eq!(derived[0].words[1].place, place);
    assert_eq!(derived[0].fib.map(|fib| fib.place), Some(place));
}

const PARTS: &[&str] = &[
    "for i in 1 2 $L; do ",
    "; done\n",
    "$i",
    "${L:-x}",
    "`a",
    "`",
    "$(b ",
    ")",
    "\"",
    "'",
    "L='x y'\n",
    "f() { ",
    "; }\n",
    "f 1 $i\n",
    "vtysh -c \"no $1\" -c",
    " route add -net ",
    "10/8 ",
    "-fib ",
    "1-",
    "setfib -F",
    " arp -s $i ",
    "pub ",
    "sh -c ",
    "eval ",
    "if ",
    "; then ",
    "; fi\n",
    " & ",
    "&& ",
    "| ",
    "PATH=$PATH:/usr/local/bin\n",
    "ü",
    "\\",
    "set -- ",
    "shift\n",
    "\n",
    " ",
    "env -u ",
    "ifconfig -f ",
    "export X=",
    "while ",
];

proptest! {
    #[test]
    fn any_script_can_be_followed(picks in proptest::collection::vec(0..PARTS.len(), 0..50)) {
        let text: String = picks.iter().map(|&pick| PARTS[pick]).collect();
        let all = run(&text);
        for action in actions(&all) {
            prop_assert!(text.get(action.place.span.range()).is_some(), "{text}");
        }
        for word in all.iter().flat_map(|command| &command.words) {
            prop_assert!(text.get(word.place.span.range()).is_some());
            prop_assert!(word.from.is_none_or(|from| text.get(from.span.range()).is_some()));
            for (at, c) in word.text.char_indices() {
                let range = at..at + c.len_utf8();
                let place = word.place_of(range.clone());
                if word.is_exact(range.clone()) {
                    prop_assert_eq!(text.get(place.span.range()), word.text.get(range));
                }
            }
        }
        let place = Place::new(FileId(0), Span::new(5, 6));
        for command in commands_of_text(FileId(0), place, &text, false) {
            prop_assert_eq!(command.place, place);
        }
    }
}
