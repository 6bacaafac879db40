//! What jail(8) of three releases made of hundreds of files, against what is made of them here.
//!
//! The cases are not part of the repository; without them the tests say so and pass.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};

use cellblock::host::jails::{Jail, Jails, NoIncludes, effective};
use cellblock::syntax::jail::{Statement, Tree, parse};
use cellblock::text::{FileId, SourceText, Span};
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

/// Where the statements of a file begin, those in blocks too, in order.
fn beginnings(statements: &[Statement], out: &mut Vec<u32>) {
    for statement in statements {
        out.push(statement.span().start);
        if let Statement::Block(block) = statement {
            beginnings(&block.statements, out);
            out.extend(block.close.map(|close| close.start));
        }
    }
}

/// The line that a message of jail(8) names, and whether the message is about a thing that began
/// anywhere before: a quote, comment or reference that has no end.
fn line_of(message: &str) -> Option<(usize, bool)> {
    let (_, rest) = message.split_once("FILE line ")?;
    let (line, what) = rest.split_once(": ")?;
    Some((line.parse().ok()?, what.starts_with("unterminated")))
}

/// From the statement before the one on line `line` (from 1) to the end of that line.
fn around(text: &str, beginnings: &[u32], line: usize) -> Span {
    let lengths = text.split_inclusive('\n').map(str::len);
    let start: usize = lengths.clone().take(line - 1).sum();
    let end: usize = lengths.take(line).sum();
    let here = beginnings.partition_point(|at| (*at as usize) < start);
    let begun = here.checked_sub(1).map_or(0, |at| beginnings[at] as usize);
    let before = here.checked_sub(2).map_or(0, |at| beginnings[at] as usize);
    // The line may go on with a statement that began above it.
    let goes_on = text[begun..start].trim_end().ends_with(['=', ',']);
    Span::new(if goes_on { before } else { begun }, end)
}

/// Every message of jail(8) about a file stands where a finding is, with these exceptions: a
/// thing without an end began anywhere before, and what comes after a lost quote, comment or
/// brace comes of that, since jail(8) then reads the rest of the file inside out.
#[test]
fn errors_stand_where_jail_stumbles() {
    let Some(cases) = cases() else { return };
    let (mut near, mut lost, mut different) = (0, 0, Vec::new());
    for case in &cases {
        let tree = tree_of(case);
        let text = SourceText::from_bytes(case["input"].as_str().unwrap().as_bytes().to_vec());
        let text = text.as_str();
        let mut begins = Vec::new();
        beginnings(&tree.statements, &mut begins);
        begins.sort_unstable();
        for (key, release) in RELEASES {
            let errors = tree.errors.iter();
            let ours: Vec<_> = errors
                .filter(|e| e.accepted_since.is_none_or(|since| release < since))
                .map(|e| e.span)
                .collect();
            let oracle = case["oracle"][key]["messages"].as_array().unwrap();
            for (index, message) in oracle.iter().filter_map(Value::as_str).enumerate() {
                let Some((line, began_before)) = line_of(message) else {
                    continue;
                };
                let window = around(text, &begins, line);
                let closes_after_error = index > 0 && message.ends_with(": }: syntax error");
                let before = |span: &&Span| span.start < window.start;
                let turns = |span: &Span| {
                    ["\"", "'", "/", "#", "{", "}", "$"]
                        .iter()
                        .any(|m| text[span.range()].starts_with(m))
                };
                if ours
                    .iter()
                    .any(|e| e.start <= window.end && e.end >= window.start)
                {
                    near += 1;
                } else if ours
                    .iter()
                    .filter(before)
                    .any(|e| began_before || turns(e) || closes_after_error)
                {
                    lost += 1;
                } else {
                    let excerpt = &text[window.range()];
                    different.push(format!("{key}: {oracle:?} at {excerpt:?}\n{ours:?}"));
                }
            }
        }
    }
    report(
        &format!("{near} messages have a finding near, {lost} come of a mistake far above"),
        &different,
    );
}

fn report(what: &str, different: &[String]) {
    println!("{what}, {} differ", different.len());
    for difference in different.iter().take(10) {
        println!("---- {difference}");
    }
    assert!(different.is_empty(), "{} differences", different.len());
}
