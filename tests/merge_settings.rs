//! `tools/merge-settings`: what a new release says comes into the table, and nothing that
//! somebody wrote there is lost.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::project;

const TABLE: &str = "\
# name\ttype\tflags\tloader\tdefault\tseen
kern.a\tint\tRW\t\t\t12.0 13.0
kern.b\tint\t12.0:RD 15.1:RWTUN\tworks\t12.0:1\t12.0 13.0
kern.c\t?\t?\t?\t\tmanual
kern.d\tstring\tRWTUN+VNET\t\t\t13.0
kern.gone\tint\tRW\t\t\t13.0
";

/// Runs the tool on the table in `folder`; `None`, said, where there is no Python.
fn merge(folder: &Path, options: &[&str], listing: &str) -> Option<Output> {
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: there is no python3");
        return None;
    }
    fs::write(folder.join("listing"), listing).unwrap();
    let tool = project().join("tools/merge-settings");
    let mut command = Command::new("python3");
    command.current_dir(folder).arg(tool);
    command.args(["--table", "table"]).args(options);
    Some(command.args(["15.1", "listing"]).output().unwrap())
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_listing_with_flags_is_merged() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("table");
    fs::write(&table, TABLE).unwrap();
    let listing = "name\ttype\tflags\n\
        kern.a\tint\tRWTUN\nkern.b\tint\tRW\nkern.c\tuint\tRD\nkern.d\tint\tRWTUN+VNET\n\
        kern.new\tulong\tRDTUN\ndev.em.0.fc\tint\tRW\n";
    let Some(output) = merge(folder.path(), &[], listing) else {
        return;
    };
    assert!(output.status.success(), "{}", stderr(&output));
    let expected = "\
# name\ttype\tflags\tloader\tdefault\tseen
kern.a\tint\t12.0:RW 15.1:RWTUN\t\t\t12.0 13.0 15.1
kern.b\tint\t12.0:RD 15.1:RWTUN\tworks\t12.0:1\t12.0 13.0 15.1
kern.c\tuint\tRD\t?\t\t15.1
kern.d\tstring\tRWTUN+VNET\t\t\t13.0 15.1
kern.gone\tint\tRW\t\t\t13.0
kern.new\tulong\tRDTUN\t\t\t15.1
";
    assert_eq!(fs::read_to_string(&table).unwrap(), expected);
    let said = stderr(&output);
    assert!(
        said.contains("kern.b: the table says RWTUN of 15.1, the listing RW; kept"),
        "{said}"
    );
    assert!(
        said.contains("kern.d: the table says string, the listing int; kept"),
        "{said}"
    );
    assert!(
        said.contains("kern.gone: not in the listing; gone?"),
        "{said}"
    );
    // A second time changes nothing.
    merge(folder.path(), &[], listing).unwrap();
    assert_eq!(fs::read_to_string(&table).unwrap(), expected);
}

#[test]
fn what_sysctl_prints_is_merged() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("table");
    fs::write(&table, TABLE).unwrap();
    fs::write(folder.path().join("w"), "kern.a\nkern.d\nkern.new\n").unwrap();
    fs::write(folder.path().join("t"), "kern.d\nkern.new\n").unwrap();
    let listing = "kern.a: integer: first\nkern.d: string: fourth\n  more of it: x\n\
        kern.new: uint64_t\n";
    let options = ["--writable", "w", "--tunable", "t"];
    let Some(output) = merge(folder.path(), &options, listing) else {
        return;
    };
    assert!(output.status.success(), "{}", stderr(&output));
    let merged = fs::read_to_string(&table).unwrap();
    for row in [
        "kern.a\tint\tRW\t\t\t12.0 13.0 15.1",
        "kern.d\tstring\tRWTUN+VNET\t\t\t13.0 15.1",
        "kern.new\tu64\tRWTUN\t\t\t15.1",
        "kern.c\t?\t?\t?\t\tmanual",
    ] {
        assert!(merged.lines().any(|line| line == row), "{row}: {merged}");
    }
}

#[test]
fn the_table_of_the_repository_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let own = project().join("grammars/tables/settings.tsv");
    let table = folder.path().join("table");
    fs::copy(&own, &table).unwrap();
    let listing = "net.fibs\t\t\n";
    let Some(output) = merge(folder.path(), &[], listing) else {
        return;
    };
    assert!(output.status.success(), "{}", stderr(&output));
    let before = fs::read_to_string(&own).unwrap();
    let after = fs::read_to_string(&table).unwrap();
    let changed: Vec<&str> = before
        .lines()
        .zip(after.lines())
        .filter(|(before, after)| before != after)
        .map(|(_, after)| after)
        .collect();
    assert_eq!(before.lines().count(), after.lines().count());
    assert!(
        changed.iter().all(|row| row.starts_with("net.fibs\t")),
        "{changed:?}"
    );
}
