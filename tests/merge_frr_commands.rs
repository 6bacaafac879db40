//! `tools/merge-frr-commands`: what a version lists comes into the tables, and what the other
//! versions say stays as it is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::{project, shared, skipped};

/// What a version lists, as little of it as the tool needs.
struct Listing<'a> {
    owners: &'a str,
    transitions: &'a str,
    own: &'a str,
}

const NODES: &str = "node\tprompt\tparent\nconfig\t(config)\t\nbgp\t(config-router)\tconfig\n";

const OLD: Listing<'_> = Listing {
    owners: "config\trouter bgp\tvisible\tbgpd\n\
             config\tlog syslog\tvisible\tbgpd,zebra\n\
             bgp\tneighbor A.B.C.D shut\tvisible\tbgpd\n",
    transitions: "config\trouter bgp\tbgp\n",
    own: "config\tagentx\tzebra\n",
};

const NEW: Listing<'_> = Listing {
    owners: "config\trouter bgp\tvisible\tbgpd\n\
             config\tlog syslog\thidden\tbgpd,zebra\n\
             bgp\tneighbor A.B.C.D down\tvisible\tbgpd\n",
    transitions: "config\trouter bgp\tbgp\n",
    own: "",
};

impl Listing<'_> {
    fn write(&self, folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        let put = |name: &str, heading: &str, rows: &str| {
            fs::write(folder.join(name), format!("{heading}\n{rows}")).unwrap();
        };
        let owners = "node\ttemplate\tvisibility\tdaemons";
        put("_owners.tsv", owners, self.owners);
        put("_transitions.tsv", "from\ttemplate\tto", self.transitions);
        put("_daemon_only.tsv", "node\ttemplate\tdaemons", self.own);
        fs::write(folder.join("_nodes.tsv"), NODES).unwrap();
    }
}

/// Runs the tool; `None`, said, where there is no Python.
fn merge(tables: &Path, version: &str, listing: &Path, options: &[&str]) -> Option<Output> {
    if Command::new("python3").arg("--version").output().is_err() {
        skipped("there is no python3");
        return None;
    }
    let mut command = Command::new("python3");
    command.arg(project().join("tools/merge-frr-commands"));
    command.arg("--tables").arg(tables).args(options);
    let output = command.arg(version).arg(listing).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    Some(output)
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copied(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn a_second_version_is_merged() {
    let folder = tempfile::tempdir().unwrap();
    let tables = folder.path().join("tables");
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    OLD.write(&old);
    NEW.write(&new);
    if merge(&tables, "8.4.4", &old, &["--line-bytes", "512"]).is_none() {
        return;
    }
    let said = merge(&tables, "10.7.1", &new, &[]).unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    assert_eq!(
        said,
        "bgp: 1 new, 1 not there\nconfig: 0 new, 1 not there\n"
    );
    let read = |name: &str| fs::read_to_string(tables.join(name)).unwrap();
    assert_eq!(
        read("versions.tsv"),
        "# version\tline-bytes\tdaemons\n8.4.4\t512\tbgpd,zebra\n10.7.1\t512\tbgpd,zebra\n"
    );
    let heading = "# template\tsince\tuntil\tmarks\tdaemons\tenters\n";
    assert_eq!(
        read("commands/config.tsv"),
        format!(
            "{heading}agentx\t\t8.4.4\town-file\tzebra\t\n\
             log syslog\t\t\t8.4.4:;10.7.1:hidden\tall\t\n\
             router bgp\t\t\t\tbgpd\tbgp\n"
        )
    );
    assert_eq!(
        read("commands/bgp.tsv"),
        format!(
            "{heading}neighbor A.B.C.D down\t10.7.1\t\t\tbgpd\t\n\
             neighbor A.B.C.D shut\t\t8.4.4\t\tbgpd\t\n"
        )
    );
    // A version in between that is read later, and what was read once more.
    let all = [
        "versions.tsv",
        "nodes.tsv",
        "commands/config.tsv",
        "commands/bgp.tsv",
    ];
    let before = all.map(read);
    merge(&tables, "10.3", &old, &[]).unwrap();
    assert!(read("commands/bgp.tsv").contains("neighbor A.B.C.D shut\t\t10.3\t"));
    assert!(read("commands/bgp.tsv").contains("neighbor A.B.C.D down\t10.7.1\t\t"));
    merge(&tables, "10.3", &new, &[]).unwrap();
    assert!(read("commands/bgp.tsv").contains("neighbor A.B.C.D shut\t\t8.4.4\t"));
    merge(&tables, "10.7.1", &new, &[]).unwrap();
    merge(&tables, "8.4.4", &old, &[]).unwrap();
    let version = |table: &str| table.replace("10.3\t512\tbgpd,zebra\n", "");
    let without = |table: String| version(&table).replace("10.3", "10.7.1");
    assert_eq!(all.map(read).map(without), before);
}

#[test]
fn the_tables_say_what_the_versions_list() {
    let Some(shared) = shared() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let own = project().join("grammars/tables/frr");
    let tables = folder.path().join("tables");
    copied(&own, &tables);
    for version in ["8.4.4", "10.3", "10.7.1"] {
        let listing = shared.join("facts/frr-commands").join(version);
        let Some(said) = merge(&tables, version, &listing, &[]) else {
            return;
        };
        assert_eq!(String::from_utf8_lossy(&said.stdout), "", "{version}");
    }
    for entry in fs::read_dir(own.join("commands")).unwrap() {
        let name = entry.unwrap().file_name();
        let read = |folder: &Path| fs::read(folder.join("commands").join(&name)).unwrap();
        assert!(read(&own) == read(&tables), "{name:?} changed");
    }
}
