//! What jail(8) of three releases made of hundreds of files, against what is made of them here.
//!
//! The cases are not part of the repository; without them the tests say so and pass.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};

use cellblock::host::jails::{Jail, Jails, NoIncludes, effective};
use cellblock::syntax::jail::{Tree, parse};
use cellblock::text::{FileId, SourceText};
use cellblock::vocabulary::{Candidates, FreebsdRelease};
use flate2::read::GzDecoder;
use serde_json::Value;

const RELEASES: [(&str, FreebsdRelease); 3] = [
    ("14", FreebsdRelease::new(14, 0)),
    ("13", FreebsdRelease::new(13, 0)),
    ("12", FreebsdRelease::new(12, 1)),
];

type Parameters = BTreeMap<String, Vec<String>>;

fn cases() -> Option<Vec<Value>> {
    let path = common::shared()?.join("corpus/freebsd-cases.jsonl.gz");
    let file = File::open(path).unwrap();
    let lines = BufReader::new(GzDecoder::new(file)).lines();
    let cases = lines
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .filter(|case: &Value| case["kind"] == "jail")
        .collect();
    Some(cases)
}

fn tree_of(case: &Value) -> Tree {
    let bytes = case["input"].as_str().unwrap().as_bytes().to_vec();
    parse(SourceText::from_bytes(bytes).as_str())
}

fn refuses(tree: &Tree, release: FreebsdRelease) -> bool {
    let unread = tree.unread.map_or(u32::MAX, |span| span.start);
    tree.errors
        .iter()
        .filter(|error| error.span.start < unread)
        .any(|error| error.accepted_since.is_none_or(|since| release < since))
}

fn oracle_refuses(oracle: &Value) -> bool {
    let messages = oracle["messages"].as_array().unwrap();
    messages.iter().map(|m| m.as_str().unwrap()).any(|message| {
        ["syntax error", "unexpected EOF", "unterminated"]
            .iter()
            .any(|sign| message.contains(sign))
    })
}

fn oracle_jails(oracle: &Value) -> Vec<(String, Parameters)> {
    let texts = |values: &Value| -> Vec<String> {
        let values = values.as_array().unwrap().iter();
        values.map(|v| from_bytes(v.as_str().unwrap())).collect()
    };
    let jails = oracle["jails"].as_array().unwrap().iter();
    jails
        .map(|jail| {
            let name = jail["name"].as_str().unwrap().to_owned();
            let parameters = jail["params"].as_object().unwrap().iter();
            let parameters = parameters
                .filter(|(key, _)| *key != "name")
                .map(|(key, values)| (key.clone(), texts(values)))
                .collect();
            (name, parameters)
        })
        .collect()
}

/// The recorder wrote down each byte of a value as one character.
fn from_bytes(recorded: &str) -> String {
    let bytes: Option<Vec<u8>> = recorded.chars().map(|c| u8::try_from(c).ok()).collect();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.unwrap_or_else(|| recorded.to_owned())
}

fn our_jails(jails: &Jails) -> Vec<(String, Parameters)> {
    let parameters = |jail: &Jail| {
        let parameters = jail.parameters.iter().map(|parameter| {
            let values = parameter.values.iter().map(|value| value.text.clone());
            (parameter.name.clone(), values.collect())
        });
        parameters.collect()
    };
    let jails = jails.jails.iter();
    jails
        .map(|jail| (jail.name.clone(), parameters(jail)))
        .collect()
}

#[test]
fn files_are_accepted_and_refused_as_by_jail() {
    let Some(cases) = cases() else { return };
    let (mut verdicts, mut different) = (0, Vec::new());
    for case in &cases {
        let tree = tree_of(case);
        for (key, release) in RELEASES {
            let oracle = &case["oracle"][key];
            verdicts += 1;
            let (ours, theirs) = (refuses(&tree, release), oracle_refuses(oracle));
            if ours != theirs {
                different.push(format!(
                    "{key}: refused {theirs}, here {ours}: {}\n{:?}\n{}",
                    oracle["messages"], tree.errors, case["input"]
                ));
            }
        }
    }
    report(&format!("{verdicts} verdicts compared"), &different);
    assert!(verdicts > 2000, "too few cases");
}

#[test]
fn jails_have_the_parameters_that_jail_gives_them() {
    let Some(cases) = cases() else { return };
    let (mut files, mut jails, mut different) = (0, 0, Vec::new());
    for case in &cases {
        let tree = tree_of(case);
        for (key, release) in RELEASES {
            let oracle = &case["oracle"][key];
            // A jail that fails later has parameters all the same.
            if oracle_refuses(oracle) {
                continue;
            }
            files += 1;
            let freebsd = Candidates::Known(release);
            let ours = our_jails(&effective(FileId(0), &tree, &NoIncludes, &freebsd));
            let theirs = oracle_jails(oracle);
            jails += theirs.len();
            if ours != theirs {
                different.push(format!("{key}\n{theirs:?}\n{ours:?}\n{}", case["input"]));
            }
        }
    }
    report(
        &format!("{jails} jails of {files} files compared"),
        &different,
    );
    assert!(files > 1000, "too few cases");
}

fn report(what: &str, different: &[String]) {
    println!("{what}, {} differ", different.len());
    for difference in different.iter().take(10) {
        println!("---- {difference}");
    }
    assert!(different.is_empty(), "{} differences", different.len());
}
