//! Files from real machines: the parsers refuse what the machine's own `sh -n` refuses, and
//! nothing else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cellblock::syntax::{rc, shell};
use cellblock::text::SourceText;

fn shared(below: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(below);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED: no folder ../shared/{below}");
    None
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder that can be listed")
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

fn text_of(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    SourceText::from_bytes(bytes).as_str().to_owned()
}

/// `None` where there is no sh to ask.
fn sh_accepts(path: &Path) -> Option<bool> {
    let status = Command::new("sh")
        .arg("-n")
        .arg(path)
        .stderr(Stdio::null())
        .status()
        .ok()?;
    Some(status.success())
}

/// Compares the verdicts on `paths`; CR LF is judged on other grounds and left out.
fn compare(paths: &[PathBuf], errors: impl Fn(&str) -> Vec<String>) {
    let (mut compared, mut refused) = (0, 0);
    let mut differ = Vec::new();
    for path in paths {
        let text = text_of(path);
        if text.contains("\r\n") {
            continue;
        }
        let Some(accepted) = sh_accepts(path) else {
            println!("SKIPPED: no sh to compare with");
            return;
        };
        compared += 1;
        refused += usize::from(!accepted);
        let errors = errors(&text);
        if errors.is_empty() != accepted {
            differ.push(format!(
                "{}: sh accepts: {accepted}, errors: {errors:?}",
                path.display()
            ));
        }
    }
    println!("compared {compared} files, {refused} of them refused by sh");
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

fn shell_errors(text: &str) -> Vec<String> {
    let errors = shell::parse(text).errors.into_iter();
    errors
        .map(|e| format!("{}: {}", e.span.start, e.message))
        .collect()
}

fn rc_errors(text: &str) -> Vec<String> {
    let errors = rc::parse(text).errors.into_iter();
    errors
        .map(|e| format!("{}: {}", e.span.start, e.message))
        .collect()
}

#[test]
fn real_rc_conf_files() {
    let Some(folder) = shared("corpus/real/rc") else {
        return;
    };
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    compare(&paths, rc_errors);
    compare(&paths, shell_errors);
}

/// Every real file again, cut off after each quote: the tokens still cover what is left.
#[test]
fn real_rc_conf_files_cut_off() {
    let Some(folder) = shared("corpus/real/rc") else {
        return;
    };
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    for path in paths {
        let text = text_of(&path);
        for (at, _) in text.match_indices('"') {
            let cut = &text[..=at];
            let tree = rc::parse(cut);
            let covered: usize = tree.tokens().iter().map(|t| t.span.len()).sum();
            assert_eq!(covered, cut.len());
        }
    }
}

#[test]
fn scripts_of_the_sites() {
    let Some(folder) = shared("sites") else {
        return;
    };
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    paths.retain(|path| text_of(path).starts_with("#!/bin/sh"));
    compare(&paths, shell_errors);
}

/// Any folder of scripts: `CELLBLOCK_SCRIPTS=/usr/bin cargo test --test real_shell`.
#[test]
fn scripts_of_this_machine() {
    let Some(folder) = std::env::var_os("CELLBLOCK_SCRIPTS") else {
        println!("SKIPPED: CELLBLOCK_SCRIPTS names no folder");
        return;
    };
    let mut paths = Vec::new();
    files(Path::new(&folder), &mut paths);
    paths.retain(|path| {
        let start = fs::read(path).unwrap_or_default();
        start.starts_with(b"#!/bin/sh") || start.starts_with(b"#! /bin/sh")
    });
    compare(&paths, shell_errors);
}
