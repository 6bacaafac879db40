//! Colours of words, and what holds of every answer about any text.

use std::fs;

use cellblock::analysis::picture;
use cellblock::files::Snapshot;
use cellblock::ide::folding::{folds, selections};
use cellblock::ide::outline::{Item, outline};
use cellblock::ide::tokens::{Class, coloured};
use cellblock::ide::{links, rename, symbols};
use cellblock::syntax::{self, Language};
use cellblock::text::{SourceText, Span};
use proptest::prelude::*;

use crate::common::{files_below, project};

/// The words with their classes, `!` behind what is defined.
fn words(language: Language, source: &str) -> String {
    let text = SourceText::from_bytes(source.as_bytes().to_vec());
    let parts = coloured(&syntax::parse(language, source), &text);
    let told: Vec<_> = (parts.iter())
        .map(|part| {
            let sign = if part.is_definition { "!" } else { "" };
            format!("{}:{:?}{sign}", text.slice(part.span), part.class)
        })
        .collect();
    told.join(" ")
}

#[test]
fn each_word_has_its_class() {
    for (language, source, expected) in [
        (
            Language::Jail,
            "# c\n$x = 1; .include \"f\";\nweb { path = \"/a/$x\"; ip4.addr = 10.0.0.1; persist; }\n",
            "# c:Comment $x:Variable! 1:Number .include:Keyword \"f\":String web:Name! \
             path:Property \"/a/:String $x:Variable \":String ip4.addr:Property 10.0.0.1:Number \
             persist:Property",
        ),
        (
            Language::Loader,
            "net.fibs=\"2\" # x\n",
            "net.fibs:Property \"2\":String # x:Comment",
        ),
        (Language::Sysctl, "a.b=1\n", "a.b:Property 1:Number"),
        (
            Language::Rc,
            "a=\"x ${y}\"\nif true; then b=if; fi\n",
            "a:Property \"x :String ${:Variable y:Variable }:Variable \":String if:Keyword true:Function then:Keyword \
             b:Property if:String fi:Keyword",
        ),
        (
            Language::Shell,
            "f() { x=1; echo if $x; }\nfor i in 1 do; do f; done\n",
            "f:Function! {:Keyword x:Variable! 1:Number echo:Function if:String $x:Variable }:Keyword for:Keyword \
             i:Variable! in:Keyword 1:Number do:String do:Keyword f:Function done:Keyword",
        ),
        (
            Language::Frr,
            "! c\ninterface vlan20\nip prefix-list out seq 5 permit 10.0.0.0/8 le 32\n",
            "! c:Comment interface:Keyword vlan20:Name! ip:Keyword prefix-list:Keyword out:Name! \
             seq:Keyword 5:Number permit:Keyword 10.0.0.0/8:Number le:Keyword 32:Number",
        ),
        (
            Language::Frr,
            "router bgp 65000\n description in permit\n neighbor up peer-group\n n up route-m in in\nend\n\
             nonsense 1\nhostname 10\n",
            "router:Keyword bgp:Keyword 65000:Number neighbor:Keyword up:Name! peer-group:Keyword \
             n:Keyword up:Name route-m:Keyword in:Name in:Keyword end:Keyword hostname:Keyword \
             10:Number",
        ),
    ] {
        assert_eq!(words(language, source), expected, "{source}");
    }
}

#[test]
fn a_part_is_on_one_line() {
    for end in ["\n", "\r\n"] {
        let source = format!("a=\"x{end}{end} y\"{end}");
        assert_eq!(
            words(Language::Rc, &source),
            "a:Property \"x:String  y\":String"
        );
    }
}

/// The classes' order is part of what clients are told once.
#[test]
fn the_legend_has_each_class_at_its_place() {
    for (index, class) in Class::ALL.iter().enumerate() {
        assert_eq!(*class as usize, index);
    }
}

const LANGUAGES: [Language; 6] = [
    Language::Jail,
    Language::Frr,
    Language::Loader,
    Language::Sysctl,
    Language::Rc,
    Language::Shell,
];

fn assert_span(text: &SourceText, span: Span, what: &str) {
    let all = text.as_str();
    assert!(
        span.start <= span.end && all.get(span.range()).is_some(),
        "{what} {span:?} in {all:?}"
    );
}

fn assert_items(text: &SourceText, items: &[Item], around: Span) {
    for item in items {
        assert_span(text, item.span, "item");
        assert!(!item.name.trim().is_empty(), "{item:?}");
        assert_eq!(item.span.to(item.name_span), item.span, "{item:?}");
        assert_eq!(around.to(item.span), around, "{item:?}");
        assert_items(text, &item.children, item.span);
    }
}

fn assert_structure(language: Language, text: &SourceText, at: usize) {
    let tree = syntax::parse(language, text.as_str());
    let whole = Span::new(0, text.as_str().len());
    assert_items(text, &outline(&tree, text), whole);
    let mut last = 0;
    for part in coloured(&tree, text) {
        assert_span(text, part.span, "part");
        assert!(last <= part.span.start && !part.span.is_empty(), "{part:?}");
        assert!(!text.slice(part.span).contains(['\n', '\r']), "{part:?}");
        last = part.span.end;
    }
    for fold in folds(&tree, text) {
        assert!(
            fold.first < fold.last && fold.last < text.line_count(),
            "{fold:?}"
        );
    }
    let mut at = at;
    while !text.as_str().is_char_boundary(at) {
        at -= 1;
    }
    let at = u32::try_from(at).unwrap();
    let mut before = Span { start: at, end: at };
    for step in selections(&tree, text, at) {
        assert_span(text, step, "step");
        assert!(step != before && step.to(before) == step, "{step:?}");
        before = step;
    }
}

/// Every place is a name, no rename writes over itself, and nothing panics.
fn assert_names(files: &[(String, Vec<u8>)]) {
    let Ok(snapshot) = Snapshot::from_memory(files.iter().cloned(), None) else {
        return;
    };
    for host in &picture(&snapshot).hosts {
        let symbols = symbols::symbols(host);
        for (id, symbol) in symbols.all() {
            for own in symbols.of(id) {
                let text = &host.file(own.place.file).unwrap().source.text;
                assert_span(text, own.place.span, &symbol.name);
                let _ = symbols::definitions(host, &symbols, own);
            }
            let Some(own) = symbols.of(id).next() else {
                continue;
            };
            for new in ["new", "em9", "a b", "\u{e9}"] {
                let mut edits = rename::rename(host, &symbols, own, new).unwrap_or_default();
                edits.sort_by_key(|edit| edit.target.clone());
                for pair in edits.windows(2) {
                    let [a, b] = [&pair[0].target, &pair[1].target];
                    assert!(
                        a.file() != b.file() || a.span().end <= b.span().start,
                        "{pair:?}"
                    );
                }
            }
        }
        for file in &host.files {
            for link in links::links(host, file.id()) {
                assert_span(&file.source.text, link.span, "link");
            }
        }
    }
}

fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = project().join("tests/sites");
    let mut all: Vec<_> = files_below(&folder)
        .into_iter()
        .filter(|file| !file.ends_with("cellblock.toml"))
        .map(|file| {
            let bytes = fs::read(folder.join(&file)).unwrap();
            (file.to_str().unwrap().to_owned(), bytes)
        })
        .collect();
    all.push((
        "own/etc/jail.conf".to_owned(),
        b"$x = 1;\n.include \"/etc/*.conf\";\nweb { path = \"/${x}/$name\"; depend = \"db\";\n\
          ip4.addr = \"vlan20|10.0.0.1/32\"; in { exec.start = \"jexec web ls\"; } }\n'd b' { }\n"
            .to_vec(),
    ));
    all
}

const PIECES: [&[u8]; 20] = [
    b"\"",
    b"'",
    b"`",
    b"{",
    b"}",
    b"$(",
    b"\\",
    b"\r\n",
    b"\r",
    b"\xff",
    b";",
    b"\n",
    b"/*",
    b"${",
    b"\t",
    b"no ",
    b"ip prefix-list ",
    b".",
    "é😀".as_bytes(),
    "\u{2028}\u{85}".as_bytes(),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_about_mutated_texts_hold(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), 0_usize..30, prop::sample::select(&PIECES[..])), 0..6),
        at in any::<prop::sample::Index>(),
    ) {
        let mut files = fixtures();
        let which = which.index(files.len());
        let bytes = &mut files[which].1;
        for (at, cut, piece) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, piece.iter().copied());
        }
        let text = SourceText::from_bytes(bytes.clone());
        for language in LANGUAGES {
            assert_structure(language, &text, at.index(text.as_str().len() + 1));
        }
        assert_names(&files);
    }

    #[test]
    fn answers_about_any_text_hold(source in any::<String>(), at in any::<prop::sample::Index>()) {
        let text = SourceText::from_bytes(source.into_bytes());
        for language in LANGUAGES {
            assert_structure(language, &text, at.index(text.as_str().len() + 1));
        }
    }
}

/// Names of names within names, without end.
#[test]
fn endless_names_take_no_time() {
    let jails = "a.".repeat(30_000);
    let interfaces = ".1".repeat(30_000);
    let files = [
        (
            "etc/jail.conf",
            format!("a {{ }}\n{jails}a {{ depend = {jails}b; interface = x{interfaces}; }}\n"),
        ),
        (
            "etc/rc.conf",
            format!(
                "jail_list={jails}\nvlans_x{}=1\n",
                interfaces.replace('.', "_")
            ),
        ),
        ("etc/rc.local", format!("jexec {jails}a ls\n")),
        (
            "usr/local/etc/frr/frr.conf",
            format!("interface x{interfaces}\ninterface x\n"),
        ),
    ];
    let start = std::time::Instant::now();
    assert_names(&files.map(|(name, text)| (name.to_owned(), text.into_bytes())));
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
