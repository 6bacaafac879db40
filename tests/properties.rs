//! What must hold for any text: nothing panics, tokens cover every byte, and no finding stands
//! outside its file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;

use cellblock::analysis::analyse;
use cellblock::files::Snapshot;
use cellblock::syntax::{self, Language};
use common::{files_below, project, real_hosts};
use proptest::prelude::*;

/// Every file of the fixtures: path, bytes.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for folder in ["tests/sites", "tests/rules"] {
        let folder = project().join(folder);
        for file in files_below(&folder) {
            if let Ok(bytes) = fs::read(folder.join(&file)) {
                all.push((file.to_str().unwrap().to_owned(), bytes));
            }
        }
    }
    all
}

/// A change to a file: cut, double, or put something in.
#[derive(Clone, Debug)]
enum Change {
    Cut(prop::sample::Index, usize),
    Double(prop::sample::Index, usize),
    Insert(prop::sample::Index, Vec<u8>),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<prop::sample::Index>;
    let text = prop_oneof![
        prop::collection::vec(any::<u8>(), 1..6),
        prop::sample::select(vec![
            "\"",
            "'",
            "`",
            "{",
            "}",
            "$(",
            "\\",
            "\r\n",
            "\u{feff}",
            "é😀",
            "\0",
            ";",
            "exit\n",
            "for x in ",
            "done\n",
            "<<E\n",
            "/*",
            "${",
            "+=",
            "\t",
            "no ",
            "ip prefix-list ",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop_oneof![
        (at(), 1_usize..40).prop_map(|(at, len)| Change::Cut(at, len)),
        (at(), 1_usize..40).prop_map(|(at, len)| Change::Double(at, len)),
        (at(), text).prop_map(|(at, text)| Change::Insert(at, text)),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Cut(at, len) => {
            let at = at.index(bytes.len() + 1);
            let end = (at + len).min(bytes.len());
            bytes.drain(at..end);
        }
        Change::Double(at, len) => {
            let at = at.index(bytes.len() + 1);
            let end = (at + len).min(bytes.len());
            let copy = bytes[at..end].to_vec();
            bytes.splice(at..at, copy);
        }
        Change::Insert(at, text) => {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, text.iter().copied());
        }
    }
}

fn assert_findings_stand_in_their_files(snapshot: &Snapshot) {
    let analysis = analyse(snapshot);
    for finding in &analysis.findings {
        let related = finding.related.iter().map(|related| related.place);
        for place in related.chain([finding.place]) {
            let file = snapshot.named_text(place.file);
            let text = file.expect("a file of the snapshot").1.as_str();
            assert!(place.span.end as usize <= text.len(), "{finding:?}");
            assert!(
                text.is_char_boundary(place.span.start as usize),
                "{finding:?}"
            );
        }
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

fn assert_tokens_cover(language: Language, text: &str) {
    let tree = syntax::parse(language, text);
    let mut at = 0;
    for span in tree.cover() {
        assert_eq!(span.start, at, "{language:?} {text:?}");
        at = span.end;
    }
    assert_eq!(at as usize, text.len(), "{language:?} {text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_fixtures_never_panic(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let mut files = fixtures();
        let which = which.index(files.len());
        for change in &changes {
            apply(&mut files[which].1, change);
        }
        let folder = files[which].0.split('/').take(2).collect::<Vec<_>>().join("/");
        let files: Vec<_> = files.into_iter().filter(|(path, _)| path.starts_with(&folder)).collect();
        // A cellblock.toml that a change broke is refused, which is right.
        if let Ok(snapshot) = Snapshot::from_memory(files, None) {
            assert_findings_stand_in_their_files(&snapshot);
        }
    }

    #[test]
    fn mutated_real_files_never_panic(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec(change(), 1..6),
        file in any::<prop::sample::Index>(),
    ) {
        let hosts = real_hosts();
        if !hosts.is_empty() {
            let mut files = hosts[which.index(hosts.len())].clone();
            let file = file.index(files.len());
            for change in &changes {
                apply(&mut files[file].1, change);
            }
            if let Ok(snapshot) = Snapshot::from_memory(files, None) {
                assert_findings_stand_in_their_files(&snapshot);
            }
        }
    }

    #[test]
    fn tokens_cover_any_text(text in any::<String>()) {
        for language in LANGUAGES {
            assert_tokens_cover(language, &text);
        }
    }

    #[test]
    fn tokens_cover_mutated_fixtures(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec(change(), 0..6),
    ) {
        let files = fixtures();
        let mut bytes = files[which.index(files.len())].1.clone();
        for change in &changes {
            apply(&mut bytes, change);
        }
        let text = cellblock::text::SourceText::from_bytes(bytes);
        for language in LANGUAGES {
            assert_tokens_cover(language, text.as_str());
        }
    }
}
