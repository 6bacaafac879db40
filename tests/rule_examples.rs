//! The examples of the rules' pages: what stands below `## Bad` gives a finding of the rule, what
//! stands below `## Good` gives none.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use cellblock::analysis::analyse;
use cellblock::files::Snapshot;
use cellblock::rules;

/// Rules about what a page of text cannot show: bytes that are no text, files that cannot be read.
const NOT_SHOWN_BY_TEXT: [&str; 4] = [
    "byte-order-mark",
    "file-too-large",
    "invalid-encoding",
    "unreadable-file",
];

/// The files of one section of a page: path and text.
fn example(doc: &str, heading: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut in_section = false;
    let mut in_fence = false;
    for line in doc.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        if let Some(title) = line.strip_prefix("## ") {
            in_section = title.trim() == heading;
        } else if in_section && let Some(fence) = line.strip_prefix("```") {
            in_fence = !in_fence;
            if let Some((_, path)) = fence.split_once(' ') {
                files.push((path.replace(':', "/"), Vec::new()));
            }
        } else if in_section
            && in_fence
            && let Some((_, text)) = files.last_mut()
        {
            text.extend_from_slice(line.as_bytes());
            text.push(b'\n');
        }
    }
    files
}

fn rules_found(files: Vec<(String, Vec<u8>)>) -> Vec<&'static str> {
    let config = files.iter().find(|(path, _)| path == "cellblock.toml");
    let config = config.map(|(_, text)| String::from_utf8(text.clone()).unwrap());
    let hosts = files
        .into_iter()
        .filter(|(path, _)| path != "cellblock.toml");
    let snapshot = Snapshot::from_memory(hosts, config.as_deref()).unwrap();
    let analysis = analyse(&snapshot);
    analysis
        .findings
        .iter()
        .map(|finding| finding.rule)
        .collect()
}

#[test]
fn bad_examples_are_found_and_good_ones_are_not() {
    for rule in rules::all() {
        let bad = example(rule.doc, "Bad");
        let good = example(rule.doc, "Good");
        if NOT_SHOWN_BY_TEXT.contains(&rule.name) {
            assert!(bad.is_empty(), "{} has no example", rule.name);
            continue;
        }
        assert!(
            !bad.is_empty() && !good.is_empty(),
            "{} needs examples",
            rule.name
        );
        let found = rules_found(bad);
        assert!(
            found.contains(&rule.name),
            "{}: bad example gave {found:?}",
            rule.name
        );
        let found = rules_found(good);
        assert!(
            !found.contains(&rule.name),
            "{}: good example gave {found:?}",
            rule.name
        );
    }
}

#[test]
fn pages_begin_with_a_summary() {
    for rule in rules::all() {
        assert!(
            rule.summary().ends_with('.'),
            "{}: {:?}",
            rule.name,
            rule.summary()
        );
    }
}
