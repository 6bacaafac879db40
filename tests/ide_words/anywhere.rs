//! Wherever the cursor is, in whatever text, there is an answer.

use std::fs;
use std::path::PathBuf;

use cellblock::analysis::picture;
use cellblock::files::Snapshot;
use cellblock::ide::completion::Completions;
use cellblock::ide::hover;
use cellblock::text::{Place, Span};
use proptest::prelude::*;

use crate::bench::{complete_in, site};
use crate::common;

const FILES: [&str; 5] = [
    "etc/jail.conf",
    "etc/rc.conf",
    "etc/sysctl.conf",
    "boot/loader.conf",
    "usr/local/etc/frr/frr.conf",
];

/// Whether what is offered can be written: in whole characters, on one line, around the cursor.
fn check(found: &Completions, text: &str, at: usize) {
    if found.items.is_empty() {
        return;
    }
    let range = found.replaced.range();
    let word = text.get(range.clone()).expect("whole characters");
    assert!(
        range.start <= at && at <= range.end,
        "{range:?} {at} {text:?}"
    );
    assert!(!word.contains('\n'), "{word:?}");
    assert!(found.items.len() <= 200);
}

/// Asks for all there is at every place of every file.
fn ask_everywhere(snapshot: &Snapshot, step: usize) {
    let site = picture(snapshot);
    for file in snapshot.files() {
        let text = file.text.as_str();
        let places = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
        for at in places.step_by(step) {
            check(&complete_in(&site, file.id, at), text, at);
            let told = hover::word(&site, Place::new(file.id, Span::at(at)));
            if let Some(told) = told {
                assert!(text.get(told.span.range()).is_some());
            }
        }
        // A place that cannot be.
        complete_in(&site, file.id, text.len() + 7);
        let _ = hover::word(&site, Place::new(file.id, Span::at(text.len() + 7)));
    }
}

fn arkham() -> Vec<(PathBuf, String)> {
    let folder = common::project().join("tests/sites/arkham");
    let files = common::files_below(&folder).into_iter().filter_map(|file| {
        let text = fs::read_to_string(folder.join(&file)).ok()?;
        let is_read = FILES.iter().any(|own| file.ends_with(own));
        is_read.then_some((file, text))
    });
    files.collect()
}

#[test]
fn every_place_of_the_example_sites() {
    for site in ["arkham", "arkham-mended"] {
        let folder = common::project().join("tests/sites").join(site);
        let config = fs::read_to_string(folder.join("cellblock.toml")).unwrap();
        let files = common::files_below(&folder).into_iter();
        let files = files.filter(|file| !file.ends_with("cellblock.toml"));
        let files: Vec<_> = files
            .map(|file| (file.clone(), fs::read(folder.join(&file)).unwrap()))
            .collect();
        let snapshot = Snapshot::from_memory(files, Some(&config)).unwrap();
        ask_everywhere(&snapshot, 1);
    }
}

/// Takes out, doubles and puts in what matters most to each language.
fn broken(text: &str, at: usize, length: usize, junk: &str) -> String {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(at % (text.len() + 1));
    let end = boundary((start + length).min(text.len()));
    format!("{}{junk}{}", &text[..start], &text[end..])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn every_place_of_broken_files(
        which in any::<prop::sample::Index>(),
        at in any::<usize>(),
        length in 0_usize..9,
        junk in prop_oneof![
            Just("\"".to_owned()), Just("'".to_owned()), Just("{".to_owned()),
            Just("}".to_owned()), Just("$".to_owned()), Just("${".to_owned()),
            Just("\\".to_owned()), Just("/*".to_owned()), Just("é😀".to_owned()),
            Just("\n".to_owned()), Just("=".to_owned()), Just("\u{1a}".to_owned()),
            "\\PC{0,6}",
        ],
    ) {
        let files = arkham();
        let chosen = which.index(files.len());
        let files = files.into_iter().enumerate().map(|(index, (path, text))| {
            let text = match index == chosen {
                true => broken(&text, at, length, &junk),
                false => text,
            };
            (path, text)
        });
        let snapshot = Snapshot::from_memory(files, None).expect("hosts");
        ask_everywhere(&snapshot, 11);
    }

    #[test]
    fn any_text(text in "[a-z.$|{}=\"';,#/*\\\\ \\n\\té😀]{0,40}") {
        for path in FILES {
            let (snapshot, _) = site("13.2", path, &text);
            ask_everywhere(&snapshot, 1);
        }
    }
}

/// Texts as no human writes them, at their beginning, middle and end.
#[test]
fn a_large_file_is_no_trouble() {
    let many = |line: &dyn Fn(usize) -> String| -> String { (0..250).map(line).collect() };
    let texts = [
        (
            "etc/jail.conf",
            many(&|n| format!("jail{n} {{ ip4.addr = \"em0|10.0.0.{n}\"; }}\n")),
        ),
        ("etc/jail.conf", "a { ".repeat(2_000)),
        ("etc/jail.conf", "x = \"".repeat(2_000)),
        (
            "etc/rc.conf",
            many(&|n| format!("ifconfig_em{n}=\"inet 10.0.{n}.1/24 up\"\n")),
        ),
        ("etc/rc.conf", "a=\"b\n".repeat(2_000)),
        (
            "etc/sysctl.conf",
            many(&|n| format!("net.inet.ip.forwarding{n}=1 # on, off, on\n")),
        ),
        (
            "boot/loader.conf",
            many(&|n| format!("if_something{n}_load=\"YES\" # module\n")),
        ),
    ];
    for (path, text) in texts {
        let (snapshot, site) = site("", path, &text);
        let file = snapshot.files().find(|file| file.relative == path).unwrap();
        for at in [0, text.len() / 2, text.len()] {
            check(&complete_in(&site, file.id, at), &text, at);
            let _ = hover::word(&site, Place::new(file.id, Span::at(at)));
        }
    }
}
