//! What jail(8) of three releases made of hundreds of files, against what is made of them here.
//!
//! The cases are not part of the repository; without them the tests say so and pass.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};

use cellblock::analysis::analyse;
use cellblock::files::Snapshot;
use cellblock::finding::{Finding, Severity};
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

/// The rules about jail.conf as a language, with what jail(8) says where they are to fire.
const RULES: [(&str, &[&str]); 9] = [
    // A variable in an .include, which 14.0 and later refuse as syntax.
    ("jail-syntax", &["unknown parameter: .include"]),
    ("unknown-jail-parameter", &["unknown parameter"]),
    (
        "jail-parameter-value",
        &[
            "unknown parameter: no",
            "cannot redefine",
            "unknown boolean value",
            "non-integer value",
            "unknown jailsys value",
            "not an absolute pathname",
        ],
    ),
    ("undefined-variable", &["not found", "variable loop"]),
    ("list-in-variable", &["array cannot be substituted"]),
    ("overridden-parameter", &["cannot have the same name"]),
    ("unknown-dependency", &["depends on undefined jail"]),
    ("dependency-cycle", &["dependency loop"]),
    (
        "include-without-match",
        &["unknown parameter: .include", "No such file"],
    ),
];

/// What these rules find in a file on a release.
fn findings(text: &str, release: FreebsdRelease) -> Vec<Finding> {
    let files = [("host/etc/jail.conf".to_owned(), text.as_bytes().to_vec())];
    let config = format!("[hosts.host]\nfreebsd = \"{release}\"\n");
    let snapshot = Snapshot::from_memory(files, Some(&config)).unwrap();
    let mut findings = analyse(&snapshot).findings;
    findings.retain(|finding| RULES.iter().any(|(rule, _)| *rule == finding.rule));
    findings
}

/// Errors that only the kernel, another release or a file with jails in it would show: the
/// recorder had no kernel, and took every parameter for one of every release.
fn is_beyond_the_recorder(finding: &Finding) -> bool {
    ["the kernel", "came with FreeBSD"]
        .iter()
        .any(|words| finding.message.contains(words))
}

/// What is wrong with the findings, against what jail(8) said.
fn disagreement(findings: &[Finding], status: &str, messages: &[&str]) -> Option<String> {
    let errors: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    let mut ours = status == "crash";
    for message in messages {
        let mut expected = RULES
            .iter()
            .filter(|(_, signs)| signs.iter().any(|sign| message.contains(sign)))
            .map(|(rule, _)| *rule)
            .peekable();
        // Addresses have rules of their own, and so has the syntax.
        let known = expected.peek().is_some();
        ours |= known;
        let found = expected.any(|rule| findings.iter().any(|finding| finding.rule == rule));
        if known && !found {
            return Some(format!("nothing says: {message}"));
        }
    }
    let accepted = || {
        let wrong = errors
            .iter()
            .find(|finding| !is_beyond_the_recorder(finding));
        wrong.map(|finding| format!("accepted, but {}: {}", finding.rule, finding.message))
    };
    match status {
        "0" => accepted(),
        _ => (ours && errors.is_empty()).then(|| "refused, but there is no error".to_owned()),
    }
}

/// Last releases of the three grammars, which have the most parameters.
const LAST: [(&str, FreebsdRelease); 3] = [
    ("14", FreebsdRelease::new(14, 4)),
    ("13", FreebsdRelease::new(13, 5)),
    ("12", FreebsdRelease::new(12, 4)),
];

#[test]
fn rules_say_what_jail_says() {
    let Some(cases) = cases() else { return };
    let (mut files, mut different) = (0, Vec::new());
    for case in &cases {
        for (key, release) in LAST {
            let oracle = &case["oracle"][key];
            if oracle_refuses(oracle) {
                continue;
            }
            files += 1;
            let text = case["input"].as_str().unwrap();
            let messages = oracle["messages"].as_array().unwrap();
            let messages: Vec<_> = messages.iter().map(|m| m.as_str().unwrap()).collect();
            let status = oracle["rc"].to_string();
            let findings = findings(text, release);
            if let Some(what) = disagreement(&findings, &status, &messages) {
                different.push(format!("{key}: {what}\n{text}"));
            }
        }
    }
    report(&format!("{files} files judged"), &different);
    assert!(files > 1000, "too few cases");
}

/// A case of the page of cases: its name, the file, and per grammar what jail(8) said.
struct PageCase {
    name: String,
    input: String,
    verdicts: [String; 3],
}

fn page_cases() -> Option<Vec<PageCase>> {
    let path = common::shared()?.join("facts/oracle-cases.md");
    let page = std::fs::read_to_string(path).unwrap();
    let rows = page
        .lines()
        .skip_while(|line| !line.starts_with("## jail.conf"))
        .take_while(|line| !line.starts_with("### "))
        .filter(|line| line.starts_with("| ") && line.contains('`'));
    let case = |row: &str| {
        let row = row.replace("\\|", "\u{1}");
        let cells: Vec<String> = row
            .split('|')
            .map(|cell| cell.replace('\u{1}', "|").trim().to_owned())
            .collect();
        let [_, name, _, input, last, middle, first, _] = cells.as_slice() else {
            panic!("not a row: {row}");
        };
        let verdict = |cell: &String| {
            if cell == "same" {
                last.clone()
            } else {
                cell.clone()
            }
        };
        PageCase {
            name: name.clone(),
            input: unescaped(input.trim_matches('`').trim()),
            verdicts: [last.clone(), verdict(middle), verdict(first)],
        }
    };
    Some(rows.map(case).collect())
}

/// A file as the page shows it, with C's escapes.
fn unescaped(shown: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = shown.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            bytes.extend(c.to_string().into_bytes());
            continue;
        }
        match rest.next().unwrap() {
            'n' => bytes.push(b'\n'),
            'r' => bytes.push(b'\r'),
            't' => bytes.push(b'\t'),
            'x' => {
                let digits: String = rest.by_ref().take(2).collect();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap());
            }
            other => bytes.push(u8::try_from(other).unwrap()),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn rules_say_what_the_page_of_cases_says() {
    let Some(cases) = page_cases() else { return };
    let (mut judged, mut different) = (0, Vec::new());
    for case in &cases {
        for ((key, release), verdict) in LAST.into_iter().zip(&case.verdicts) {
            let syntax = [
                "syntax error",
                "unexpected EOF",
                "unterminated",
                "not permitted in",
            ];
            if syntax.iter().any(|sign| verdict.contains(sign)) {
                continue;
            }
            judged += 1;
            let status = match verdict {
                verdict if verdict.contains("SIGSEGV") => "crash",
                verdict if verdict.contains("**rc 0**") => "0",
                _ => "1",
            };
            let said = verdict.split(" -> ").next().unwrap();
            let messages: Vec<&str> = said.split(" / ").collect();
            let findings = findings(&case.input, release);
            if let Some(what) = disagreement(&findings, status, &messages) {
                different.push(format!("{key} {}: {what}\n{}", case.name, case.input));
            }
        }
    }
    report(&format!("{judged} verdicts of the page judged"), &different);
    assert!(judged > 300, "too few cases");
}
