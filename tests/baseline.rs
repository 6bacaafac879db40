//! `check --write-baseline` and `check --baseline`: exactly what is new is shown.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{check, check_json, project, write};
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

const BASELINE: &str = "known.json";

fn write_baseline(folder: &Path) -> String {
    let (status, out, err) = check(folder, &["--write-baseline", BASELINE]);
    assert_eq!((status, out.as_str()), (0, ""), "{err}");
    err
}

/// A line of rc.local, and whether it is a finding.
#[derive(Clone, Debug)]
enum Line {
    /// A program that is not found at boot; equal numbers are equal lines.
    Bad(u8),
    /// Something else.
    Good(u8),
}

impl Line {
    fn text(&self) -> String {
        match self {
            Self::Bad(number) => format!("vtysh -c 'show {number}'"),
            Self::Good(number) if number % 3 == 0 => format!("# {number}"),
            Self::Good(number) if number % 3 == 1 => String::new(),
            Self::Good(number) => format!("echo {number}"),
        }
    }
}

fn write_hosts(folder: &Path, hosts: &[Vec<Line>]) {
    for (number, lines) in hosts.iter().enumerate() {
        let text: String = lines.iter().map(|line| line.text() + "\n").collect();
        let host = format!("h{number}");
        write(folder, format!("{host}/etc/rc.conf"), "");
        write(folder, format!("{host}/etc/rc.local"), text);
    }
}

/// How often each bad line stands in each host's file.
fn counts(hosts: &[Vec<Line>]) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for (number, lines) in hosts.iter().enumerate() {
        for line in lines.iter().filter(|line| matches!(line, Line::Bad(_))) {
            let file = format!("h{number}/etc/rc.local");
            *counts.entry((file, line.text())).or_insert(0) += 1;
        }
    }
    counts
}

/// The same of what is shown.
fn shown(folder: &Path, json: &Value) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for finding in json["findings"].as_array().unwrap() {
        let file = finding["file"].as_str().unwrap().to_owned();
        let text = fs::read_to_string(folder.join(&file)).unwrap();
        let line = finding["range"]["start"]["line"].as_u64().unwrap() as usize;
        let line = text.lines().nth(line - 1).unwrap().trim().to_owned();
        *counts.entry((file, line)).or_insert(0) += 1;
    }
    counts
}

/// A hundred findings on five hosts.
fn hundred() -> Vec<Vec<Line>> {
    let line = |number| [Line::Bad(number), Line::Good(number)];
    (0..5).map(|_| (0..20).flat_map(line).collect()).collect()
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let line = prop_oneof![
        (0..40_u8).prop_map(Line::Bad),
        any::<u8>().prop_map(Line::Good)
    ];
    let edit = (
        0..5_usize,
        any::<prop::sample::Index>(),
        line,
        any::<bool>(),
    );
    prop::collection::vec(edit, 0..25)
}

/// Where something is put in, or taken out.
type Edit = (usize, prop::sample::Index, Line, bool);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn after_any_edit_exactly_the_new_findings_are_shown(edits in edits()) {
        let folder = TempDir::new().unwrap();
        let mut hosts = hundred();
        write_hosts(folder.path(), &hosts);
        prop_assert_eq!(write_baseline(folder.path()), "cellblock: 100 findings written to known.json\n");
        let before = counts(&hosts);
        for (host, at, line, inserts) in edits {
            let lines = &mut hosts[host];
            let at = at.index(lines.len());
            match inserts {
                true => lines.insert(at, line),
                false => _ = lines.remove(at),
            }
        }
        write_hosts(folder.path(), &hosts);
        let after = counts(&hosts);
        let known = |key| before.get(key).copied().unwrap_or(0);
        let new: BTreeMap<_, _> = after
            .iter()
            .map(|(key, count)| (key.clone(), count.saturating_sub(known(key))))
            .filter(|(_, count)| *count > 0)
            .collect();
        let hidden: usize = after.iter().map(|(key, count)| *count.min(&known(key))).sum();
        let (status, json) = check_json(folder.path(), &["--baseline", BASELINE]);
        prop_assert_eq!(shown(folder.path(), &json), new.clone());
        prop_assert_eq!(status, i32::from(!new.is_empty()));
        prop_assert_eq!(&json["summary"]["baseline"], hidden);
        let (_, _, err) = check(folder.path(), &["--baseline", BASELINE]);
        let gone = 100 - hidden;
        let said = format!(
            "cellblock: known.json: {gone} of its 100 findings no longer found; \
             write it anew to drop them\n"
        );
        prop_assert_eq!(err, if gone > 0 { said } else { String::new() });
    }
}

#[test]
fn nothing_of_a_whole_site_is_shown_and_one_more_mistake_is() {
    let folder = TempDir::new().unwrap();
    let site = project().join("tests/sites/arkham");
    for file in common::files_below(&site) {
        write(folder.path(), &file, fs::read(site.join(&file)).unwrap());
    }
    let (_, all) = check_json(folder.path(), &[]);
    let all = all["findings"].as_array().unwrap().len();
    let said = format!("cellblock: {all} findings written to known.json\n");
    assert_eq!(write_baseline(folder.path()), said);
    let (status, out, err) = check(folder.path(), &["--baseline", BASELINE]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.ends_with(&format!(
        "0 errors, 0 warnings, 0 infos; {all} hidden by the baseline\n"
    )));
    let loader = folder.path().join("arkham/boot/loader.conf");
    let text = fs::read_to_string(&loader).unwrap();
    fs::write(&loader, format!("# moved\n\n{text}net.fibs=\"x\" y\n")).unwrap();
    let (status, json) = check_json(folder.path(), &["--baseline", BASELINE]);
    assert_eq!(status, 1);
    let new = json["findings"].as_array().unwrap();
    assert!(
        !new.is_empty()
            && new
                .iter()
                .all(|finding| finding["file"] == "arkham/boot/loader.conf")
    );
}

/// Wherever the program is run, and however the baseline and the hosts are named.
#[test]
fn a_baseline_does_not_depend_on_the_working_folder() {
    let folder = TempDir::new().unwrap();
    let (top, below) = (folder.path(), folder.path().join("repository/sites"));
    // Hosts of one name are told apart by their ways from the working folder.
    for host in ["x/web", "y/web"] {
        let lines = "vtysh\njls\nvtysh -c 'show'\n";
        write(&below, format!("{host}/etc/rc.conf"), "");
        write(&below, format!("{host}/etc/rc.local"), lines);
        write(
            &below,
            format!("{host}/etc/jail.conf"),
            "a { ip4.addr = 'em0|203.0.113.9'; }\n",
        );
    }
    let (_, out, _) = check(&below, &["--output-format", "concise"]);
    assert!(out.lines().count() >= 6);
    write_baseline(&below);
    let file = below.join(BASELINE);
    let text = fs::read_to_string(&file).unwrap();
    let baseline = |path: &str, checked: &str, from: &Path| {
        let (status, _, err) = check(from, &["--baseline", path, checked]);
        assert_eq!((status, err.as_str()), (0, ""), "{path} {checked}");
        let (status, _, _) = check(from, &["--write-baseline", path, checked]);
        assert_eq!(status, 0);
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "{path} {checked}");
    };
    baseline(file.to_str().unwrap(), below.to_str().unwrap(), &below);
    baseline("repository/sites/known.json", "repository", top);
    baseline("repository/sites/../sites/known.json", ".", top);
    baseline("../../known.json", "../..", &below.join("x/web"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("repository", top.join("link")).unwrap();
        baseline("link/sites/known.json", "link/sites", top);
        baseline("repository/sites/known.json", "link/sites", top);
    }
}

#[test]
fn a_renamed_file_is_a_new_one() {
    let folder = TempDir::new().unwrap();
    write_hosts(folder.path(), &[vec![Line::Bad(1)], vec![Line::Bad(2)]]);
    write_baseline(folder.path());
    fs::rename(folder.path().join("h1"), folder.path().join("h2")).unwrap();
    let (status, json) = check_json(folder.path(), &["--baseline", BASELINE]);
    assert_eq!(status, 1);
    assert_eq!(json["findings"].as_array().unwrap().len(), 1);
    assert_eq!(json["findings"][0]["file"], "h2/etc/rc.local");
    let (_, _, err) = check(folder.path(), &["--baseline", BASELINE]);
    let said = "cellblock: known.json: 1 of its 2 findings no longer found; \
         write it anew to drop them\n";
    assert_eq!(err, said);
}

/// Who looks at a part only cannot say what is there no more.
#[test]
fn a_part_of_the_site_or_of_the_rules_is_checked_in_silence() {
    let folder = TempDir::new().unwrap();
    write_hosts(folder.path(), &[vec![Line::Bad(1)], vec![Line::Bad(2)]]);
    write_baseline(folder.path());
    write_hosts(folder.path(), &[vec![], vec![]]);
    for part in [
        &["h0"][..],
        &["h1/etc/rc.local"],
        &["--select", "boot-order"],
        &["--ignore", "command-not-in-boot-path"],
    ] {
        let (status, _, err) = check(folder.path(), &[&["--baseline", BASELINE], part].concat());
        assert_eq!((status, err.as_str()), (0, ""), "{part:?}");
    }
}

#[test]
fn only_chosen_rules_are_written_and_at_every_level() {
    let folder = TempDir::new().unwrap();
    write_hosts(folder.path(), &[vec![Line::Bad(1)]]);
    write(folder.path(), "h0/etc/rc.conf", b"# \xff\n");
    let count = |options: &[&str]| {
        let (_, _, err) = check(
            folder.path(),
            &[&["--write-baseline", BASELINE], options].concat(),
        );
        err.trim_start_matches("cellblock: ")
            .split(' ')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(count(&[]), "2");
    assert_eq!(count(&["--select", "invalid-encoding"]), "1");
    assert_eq!(
        count(&["--ignore", "command-not-in-boot-path,invalid-encoding"]),
        "0"
    );
}

#[test]
fn concise_and_json_say_how_many_are_hidden() {
    let folder = TempDir::new().unwrap();
    write_hosts(folder.path(), &[vec![Line::Bad(1)]]);
    write_baseline(folder.path());
    let with = |format| {
        check(
            folder.path(),
            &["--baseline", BASELINE, "--output-format", format],
        )
    };
    let (_, out, err) = with("concise");
    assert_eq!(out, "");
    assert!(err.ends_with("0 errors, 0 warnings, 0 infos; 1 hidden by the baseline\n"));
    let (_, out, err) = with("json");
    assert_eq!(err, "");
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["summary"]["baseline"], 1);
    let (_, json) = check_json(folder.path(), &[]);
    assert!(json["summary"].get("baseline").is_none());
}

#[test]
fn a_baseline_that_cannot_be_used_is_a_failure() {
    let folder = TempDir::new().unwrap();
    write_hosts(folder.path(), &[vec![Line::Bad(1)]]);
    let fails = |arguments: &[&str]| {
        let (status, out, err) = check(folder.path(), arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{arguments:?} {err}");
        err
    };
    let missing = fails(&["--baseline", "none.json"]);
    assert_eq!(missing, "cellblock: none.json: no such file or folder\n");
    let of_a_folder = fails(&["--baseline", "h0"]);
    assert_eq!(
        of_a_folder,
        "cellblock: h0: cannot be read: this is a folder\n"
    );
    write(folder.path(), "b.json", "{\"version\":1,");
    assert!(
        fails(&["--baseline", "b.json"])
            .starts_with("cellblock: b.json: this is not a baseline: EOF")
    );
    write(folder.path(), "b.json", "{\"version\":2}");
    let version = fails(&["--baseline", "b.json"]);
    assert!(version.starts_with("cellblock: b.json: this baseline is of version 2, "));
    fails(&["--write-baseline", "none/b.json"]);
    fails(&["--write-baseline", "h0"]);
    fails(&["--write-baseline", "b.json", "--baseline", "b.json"]);
    fails(&["--write-baseline", "b.json", "--min-severity", "error"]);
    // What could not be replaced is as it was.
    assert_eq!(
        fs::read(folder.path().join("b.json")).unwrap(),
        b"{\"version\":2}"
    );
}
