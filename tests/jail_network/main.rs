//! The rules about jails' addresses, network stacks and hooks, each on variants of its mistake
//! and of what only looks like it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod addresses;
mod boot;
mod network_stack;
mod starting;

use cellblock::analysis::analyse;
use cellblock::files::Snapshot;
use cellblock::finding::{EditedFile, Finding, Fix};

const RC: &str = "etc/rc.conf";
const JAIL: &str = "etc/jail.conf";

fn snapshot(files: &[(&str, &str)], release: &str) -> Snapshot {
    let config = match release {
        "" => String::new(),
        release => format!("[hosts.site]\nroot = \".\"\nfreebsd = \"{release}\"\n"),
    };
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (*path, text.as_bytes().to_vec()))
        .collect();
    Snapshot::from_memory(files, (!config.is_empty()).then_some(&config)).unwrap()
}

fn findings_on(files: &[(&str, &str)], release: &str) -> Vec<Finding> {
    analyse(&snapshot(files, release)).findings
}

fn of_rule(files: &[(&str, &str)], release: &str, rule: &str) -> Vec<Finding> {
    let mut all = findings_on(files, release);
    all.retain(|finding| finding.rule == rule);
    all
}

fn count(files: &[(&str, &str)], rule: &str) -> usize {
    of_rule(files, "", rule).len()
}

/// One finding each.
fn bad(rule: &str, cases: &[&[(&str, &str)]]) {
    for files in cases {
        let found = of_rule(files, "", rule);
        assert_eq!(found.len(), 1, "{files:?}: {:?}", findings_on(files, ""));
    }
}

fn silent(rule: &str, cases: &[&[(&str, &str)]]) {
    for files in cases {
        let found = of_rule(files, "", rule);
        assert!(found.is_empty(), "{files:?}: {found:?}");
    }
}

/// The text of the only edited file after the first fix; the finding is gone with it.
fn mended(files: &[(&str, &str)], release: &str, rule: &str) -> String {
    let all = of_rule(files, release, rule);
    let fix: &Fix = all
        .first()
        .and_then(|finding| finding.fixes.first())
        .expect("a fix");
    let taken = snapshot(files, release);
    let EditedFile::Known(id) = fix.edits[0].target.file() else {
        panic!("a new file");
    };
    let host = &taken.hosts[0];
    let file = host.files.iter().find(|file| file.id == id).unwrap();
    let mut text = file.text.as_str().to_owned();
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.target.span().start));
    for edit in edits {
        text.replace_range(edit.target.span().range(), &edit.text);
    }
    let after: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, old)| {
            if *path == file.relative {
                (*path, &*text)
            } else {
                (*path, *old)
            }
        })
        .collect();
    let left = of_rule(&after, release, rule);
    assert!(left.len() < all.len(), "{text}: {left:?}");
    let errors = |files: &[(&str, &str)]| {
        let all = findings_on(files, release).into_iter();
        all.filter(|f| f.rule == "jail-syntax" || f.rule == "rc-syntax")
            .count()
    };
    assert_eq!(errors(&after), 0, "{text}");
    text
}
