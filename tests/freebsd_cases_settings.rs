//! What the loader and sysctl(8) made of hundreds of files, against what is made of them here.
//!
//! The cases are not part of the repository; without them the tests say so and pass.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs::File;
use std::io::{BufRead, BufReader};

use cellblock::syntax::{loader, sysctl};
use cellblock::text::SourceText;
use flate2::read::GzDecoder;
use serde_json::Value;

fn cases(kind: &str) -> Vec<Value> {
    let Some(shared) = common::shared() else {
        return Vec::new();
    };
    let file = File::open(shared.join("corpus/freebsd-cases.jsonl.gz")).unwrap();
    BufReader::new(GzDecoder::new(file))
        .lines()
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .filter(|case: &Value| case["kind"] == kind)
        .collect()
}

fn text_of(case: &Value) -> SourceText {
    SourceText::from_bytes(case["input"].as_str().unwrap().as_bytes().to_vec())
}

/// The recorder wrote each byte as a character of its own.
fn undo_bytes(text: &str) -> String {
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(c as u32).unwrap())
        .collect();
    String::from_utf8(bytes).unwrap()
}

/// The lines that the loader of FreeBSD 15 refused, as it printed them.
fn refused(oracle: &Value) -> Vec<String> {
    let messages = oracle["out"][0]["messages"].as_array().unwrap();
    let lines = messages.iter().map(|message| message.as_str().unwrap());
    let mut lines: Vec<String> = lines
        .filter_map(|message| message.split_once("\n\t'"))
        .map(|(_, line)| {
            undo_bytes(line.strip_suffix('\'').unwrap())
                .trim()
                .to_owned()
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn loader_lines_are_refused_alike() {
    for case in cases("loader") {
        let text = text_of(&case);
        let tree = loader::parse(text.as_str());
        let errors = tree
            .errors
            .iter()
            .filter(|error| error.accepted_since.is_none());
        let mut ours: Vec<String> = errors
            .filter(|error| error.message.starts_with("malformed line"))
            .map(|error| {
                let start = text.as_str()[..error.span.start as usize]
                    .rfind('\n')
                    .map_or(0, |n| n + 1);
                let line = text.as_str()[start..].split('\n').next().unwrap();
                line.trim().to_owned()
            })
            .collect();
        ours.sort();
        assert_eq!(ours, refused(&case["oracle"]["15"]), "{}", case["input"]);
    }
}

#[test]
fn loader_values_are_read_alike() {
    for case in cases("loader") {
        let text = text_of(&case);
        let tree = loader::parse(text.as_str());
        let env = &case["oracle"]["15"]["out"][0]["env"];
        for setting in tree.settings.iter().rev() {
            let expanded = setting.value.contains(['$', '\\']);
            let later = tree
                .settings
                .iter()
                .rfind(|other| other.name == setting.name)
                .unwrap();
            if setting.for_loader || expanded || later.span != setting.span {
                continue;
            }
            let known = env.get(&setting.name).and_then(Value::as_str);
            // What the loader keeps to itself does not reach its environment.
            if let Some(known) = known {
                assert_eq!(setting.value, known, "{}", case["input"]);
            }
        }
        for name in env.as_object().unwrap().keys() {
            assert!(
                tree.settings.iter().any(|s| s.name == *name),
                "{name}: {}",
                case["input"]
            );
        }
    }
}

#[test]
fn sysctl_names_and_values_are_read_alike() {
    for case in cases("sysctl") {
        let text = text_of(&case);
        let tree = sysctl::parse(text.as_str());
        // sysctl(8) counts line feeds only.
        let line = |offset: u32| {
            let before = &text.as_str().as_bytes()[..offset as usize];
            before.iter().filter(|byte| **byte == b'\n').count() + 1
        };
        let ours: Vec<_> = tree
            .settings
            .iter()
            .map(|s| (line(s.name_span.start), s.name.clone(), s.value.clone()))
            .collect();
        let theirs: Vec<_> = case["oracle"]["any"]["out"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|entry| !entry["value"].is_null())
            .filter(|entry| {
                !entry["name"]
                    .as_str()
                    .unwrap()
                    .contains(char::is_whitespace)
            })
            .map(|entry| {
                (
                    usize::try_from(entry["line"].as_u64().unwrap()).unwrap(),
                    undo_bytes(entry["name"].as_str().unwrap()),
                    undo_bytes(entry["value"].as_str().unwrap()),
                )
            })
            .collect();
        assert_eq!(ours, theirs, "{}", case["input"]);
    }
}
