//! Files from real machines: the parsers refuse what the machine's own `sh -n` refuses, and
//! nothing else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cellblock::syntax::{rc, shell};
use cellblock::text::SourceText;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder that can be listed")
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    entries.sort();
    for path in entries {
        // A link to a folder may lead back up, and its files would count many times.
        if path.is_symlink() {
            continue;
        }
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
            common::skipped("no sh to compare with");
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

/// What `sh -n` should see: it expands nothing, so a bad substitution shows only when the script
/// runs.
fn shell_errors(text: &str) -> Vec<String> {
    let errors = shell::parse(text).errors.into_iter();
    let errors = errors.filter(|e| !e.message.starts_with("bad substitution"));
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
    let Some(folder) = common::shared().map(|shared| shared.join("corpus/real/rc")) else {
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
    let Some(folder) = common::shared().map(|shared| shared.join("corpus/real/rc")) else {
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
    let Some(folder) = common::shared().map(|shared| shared.join("sites")) else {
        return;
    };
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    paths.retain(|path| text_of(path).starts_with("#!/bin/sh"));
    compare(&paths, shell_errors);
}

/// `None` where there is no sh to ask.
fn sh_accepts_text(text: &str) -> Option<bool> {
    let mut sh = Command::new("sh")
        .arg("-n")
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    // sh may stop reading at the first mistake.
    let _ = sh.stdin.take()?.write_all(text.as_bytes());
    Some(sh.wait().ok()?.success())
}

/// The sites' scripts with one word, quote or operator taken out: the verdicts still agree.
#[test]
fn scripts_of_the_sites_with_one_thing_missing() {
    let Some(folder) = common::shared().map(|shared| shared.join("sites")) else {
        return;
    };
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    let (mut compared, mut refused) = (0, 0);
    let mut differ = Vec::new();
    for path in paths {
        let text = text_of(&path);
        if !text.starts_with("#!/bin/sh") {
            continue;
        }
        for (start, end) in parts(&text) {
            let cut = format!("{}{}", &text[..start], &text[end..]);
            let Some(accepted) = sh_accepts_text(&cut) else {
                common::skipped("no sh to compare with");
                return;
            };
            compared += 1;
            refused += usize::from(!accepted);
            let errors = shell_errors(&cut);
            if errors.is_empty() != accepted {
                differ.push(format!(
                    "{} without {:?} at {start}: sh accepts: {accepted}, errors: {errors:?}",
                    path.display(),
                    &text[start..end]
                ));
            }
        }
    }
    println!("compared {compared} texts, {refused} of them refused by sh");
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// Words of letters and single other characters, blanks left out.
fn parts(text: &str) -> Vec<(usize, usize)> {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut in_word = false;
    for (at, c) in text.char_indices() {
        let letter = c.is_ascii_alphanumeric();
        match parts.last_mut() {
            Some(last) if in_word && letter => last.1 = at + 1,
            _ if !c.is_whitespace() || c == '\n' => parts.push((at, at + c.len_utf8())),
            _ => {}
        }
        in_word = letter;
    }
    parts
}

/// Any folder of scripts: `CELLBLOCK_SCRIPTS=/usr/bin cargo test --test real_shell`.
#[test]
fn scripts_of_this_machine() {
    let Some(folder) = std::env::var_os("CELLBLOCK_SCRIPTS") else {
        common::skipped("CELLBLOCK_SCRIPTS names no folder");
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
