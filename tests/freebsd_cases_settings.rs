//! What the loader and sysctl(8) made of hundreds of files, against what is made of them here.
//!
//! The cases are not part of the repository; without them the tests say so and pass.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};

use cellblock::syntax::loader::{self, Grammar};
use cellblock::syntax::sysctl;
use cellblock::text::SourceText;
use cellblock::vocabulary::FreebsdRelease;
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

/// The lines that a loader refused, as it printed them.
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

fn line_at(text: &str, offset: u32) -> String {
    let start = text[..offset as usize].rfind('\n').map_or(0, |n| n + 1);
    text[start..].split('\n').next().unwrap().trim().to_owned()
}

#[test]
fn loader_lines_are_refused_alike() {
    let current = FreebsdRelease::new(15, 0);
    for case in cases("loader") {
        let text = text_of(&case);
        let tree = loader::parse(text.as_str());
        let mut ours: Vec<String> = tree
            .errors
            .iter()
            .filter(|error| error.is_refused_by(current))
            .filter(|error| error.message.starts_with("malformed line"))
            .map(|error| line_at(text.as_str(), error.span.start))
            .collect();
        ours.sort();
        assert_eq!(ours, refused(&case["oracle"]["15"]), "{}", case["input"]);
    }
}

/// Both recorded loaders, and the grammar that each stands for here.
const LOADERS: [(&str, Grammar); 2] = [("15", Grammar::Current), ("12", Grammar::Twelve)];

#[test]
fn loader_variables_and_modules_are_read_alike() {
    let mut compared = 0;
    for case in cases("loader") {
        for (recorded, grammar) in LOADERS {
            let text = text_of(&case);
            let ours = loader::run(text.as_str(), grammar);
            let theirs = &case["oracle"][recorded]["out"][0];
            let context = format!("{recorded}: {}", case["input"]);
            let variables: BTreeMap<String, String> = strings(&theirs["env"]);
            assert_eq!(ours.variables, variables, "{context}");
            let modules: BTreeMap<String, BTreeMap<String, String>> = match &theirs["modules"] {
                Value::Object(modules) => modules
                    .iter()
                    .map(|(name, keys)| (undo_bytes(name), strings(keys)))
                    .collect(),
                _ => BTreeMap::new(),
            };
            let ours_modules: BTreeMap<String, BTreeMap<String, String>> = ours
                .modules
                .into_iter()
                .map(|(name, keys)| {
                    let keys = keys.into_iter();
                    let keys = keys.map(|(key, value)| (key.ending().to_owned(), value));
                    (name, keys.collect())
                })
                .collect();
            assert_eq!(ours_modules, modules, "{context}");
            let commands: Vec<String> = match &theirs["exec"] {
                Value::Array(commands) => commands
                    .iter()
                    .map(|command| undo_bytes(command.as_str().unwrap()))
                    .collect(),
                _ => Vec::new(),
            };
            assert_eq!(ours.commands, commands, "{context}");
            compared += 1;
        }
    }
    println!("{compared} runs of the loader compared");
}

fn strings(object: &Value) -> BTreeMap<String, String> {
    let Value::Object(object) = object else {
        return BTreeMap::new();
    };
    object
        .iter()
        .map(|(name, value)| (undo_bytes(name), undo_bytes(value.as_str().unwrap())))
        .collect()
}

#[test]
fn lines_that_the_loader_of_12_refuses_are_told_of_12() {
    let twelve = FreebsdRelease::new(12, 4);
    for case in cases("loader") {
        let text = text_of(&case);
        let tree = loader::parse(text.as_str());
        let mut ours: Vec<String> = tree
            .errors
            .iter()
            .filter(|error| error.is_refused_by(twelve))
            .map(|error| line_at(text.as_str(), error.span.start))
            .collect();
        ours.sort();
        assert_eq!(ours, refused(&case["oracle"]["12"]), "{}", case["input"]);
    }
}

#[test]
fn sysctl_names_and_values_are_read_alike() {
    let mut compared = 0;
    for case in cases("sysctl") {
        let text = text_of(&case);
        let ours: Vec<(usize, String, Option<String>)> = sysctl::lines(text.as_str())
            .filter(|line| !line.content.trim().is_empty())
            .map(|line| match line.assignment() {
                Some((name, value)) => {
                    let value = sysctl::unquoted(value).to_owned();
                    (line.number, name.to_owned(), Some(value))
                }
                None => (line.number, line.content.trim().to_owned(), None),
            })
            .collect();
        let theirs: Vec<_> = case["oracle"]["any"]["out"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| {
                (
                    usize::try_from(entry["line"].as_u64().unwrap()).unwrap(),
                    undo_bytes(entry["name"].as_str().unwrap()),
                    entry["value"].as_str().map(undo_bytes),
                )
            })
            .collect();
        assert_eq!(ours, theirs, "{}", case["input"]);
        compared += ours.len();
    }
    println!("{compared} lines of sysctl.conf compared");
}
