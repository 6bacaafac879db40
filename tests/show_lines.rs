//! `cellblock show --lines`: what FRR's parser makes of each line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::Path;

use common::cellblock;
use serde_json::{Value, json};

/// `show --lines --frr VERSION PATH` in `folder`, its files as written in JSON.
fn lines(folder: &Path, version: &str, path: &str) -> Value {
    let output = cellblock()
        .current_dir(folder)
        .args(["show", "--lines", "--output-format", "json"])
        .args(["--frr", version, path])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let show: Value = serde_json::from_slice(&output.stdout).unwrap();
    show["files"].clone()
}

fn written(name: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    folder
}

const BGP: &str = "\
router bgp 65001
 neighbor 192.0.2.1 remote-as auto
 bogus
 address-family ipv4 unicast
  neighbor 192.0.2.1
 exit-address-family
!
ip prefix-list A permit 10.0.0.0/8
";

#[test]
fn each_line_has_its_verdict_and_the_node_after_it() {
    let folder = written("frr.conf", BGP);
    let rows = |version| {
        let files = lines(folder.path(), version, "frr.conf");
        assert_eq!(files[0]["file"], "frr.conf");
        assert_eq!(files[0]["language"], "frr");
        files[0]["lines"].clone()
    };
    let row = |line: u64, verdict, node| json!({ "line": line, "frr_line": line, "verdict": verdict, "node": node });
    let new = json!([
        row(1, "ok", "bgp"),
        row(2, "ok", "bgp"),
        row(3, "unknown", "bgp"),
        row(4, "ok", "bgp ipv4 unicast"),
        row(5, "incomplete", "bgp ipv4 unicast"),
        row(6, "ok", "bgp"),
        row(7, "comment", "bgp"),
        row(8, "ok", "config"),
    ]);
    assert_eq!(rows("10.7"), new);
    let mut old = new;
    old[1]["verdict"] = json!("unknown");
    assert_eq!(rows("8.4"), old, "`remote-as auto` is not in 8.4");
}

#[test]
fn a_line_that_is_too_long_is_several_to_frr() {
    let long = format!("! {}\nhostname x\n", "x".repeat(5_000));
    let folder = written("frr.conf", &long);
    let files = lines(folder.path(), "10.3", "frr.conf");
    let rows: Vec<_> = files[0]["lines"].as_array().unwrap().iter().collect();
    let numbers = |row: &Value| (row["line"].as_u64(), row["frr_line"].as_u64());
    assert_eq!(numbers(rows[0]), (Some(1), Some(1)));
    assert_eq!(numbers(rows[1]), (Some(1), Some(2)));
    assert_eq!(
        rows[1]["verdict"], "unknown",
        "the rest of the comment is none"
    );
    assert_eq!(numbers(rows[2]), (Some(2), Some(3)));
}

#[test]
fn only_what_was_asked_for() {
    let folder = written("bgpd.conf", BGP);
    fs::write(folder.path().join("zebra.conf"), "hostname x\n").unwrap();
    let files = lines(folder.path(), "10.3", "bgpd.conf");
    assert_eq!(files.as_array().unwrap().len(), 1);
    let files = lines(folder.path(), "10.3", ".");
    assert_eq!(files.as_array().unwrap().len(), 2);
}

#[test]
fn people_get_a_table() {
    let folder = written("frr.conf", BGP);
    let output = cellblock()
        .current_dir(folder.path())
        .args(["show", "--lines", "--frr", "10.3", "frr.conf"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let row = text.lines().find(|line| line.contains("incomplete"));
    let words: Vec<_> = row.unwrap().split_whitespace().collect();
    assert_eq!(words, ["5", "5", "incomplete", "bgp", "ipv4", "unicast"]);
}
