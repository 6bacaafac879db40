//! FRR's own verdicts on its own test configurations and on damaged lines: the same verdict of
//! every line, for each version whose commands are listed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cellblock::host::routing::{FrrSource, LineDefectKind, collect};
use cellblock::syntax::frr::{self, LineContent, LineRecord, Verdict};
use cellblock::text::{FileId, Place, SourceText};
use cellblock::vocabulary::Candidates;
use cellblock::vocabulary::frr::Listing;
use common::shared;

/// A place and what is said of it.
type Said = (String, usize, String);

/// FRR's lines of a record, each with its verdict.
fn lines_of(record: &LineRecord, listing: Listing) -> Vec<Verdict> {
    match &record.content {
        LineContent::Pieces(pieces) => pieces.of(listing).map(|piece| piece.verdict).collect(),
        _ => vec![record.verdicts.get(listing)],
    }
}

fn files_below(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, into);
        } else {
            into.push(path);
        }
    }
}

#[test]
fn every_line_of_frrs_own_configurations() {
    let Some(folder) = shared().map(|folder| folder.join("corpus/frr")) else {
        return;
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, &mut paths);
        }
    }
    let texts: Vec<(String, String)> = paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&folder).unwrap();
            let bytes = fs::read(path).unwrap();
            let name = name.to_str().unwrap().to_owned();
            (name, String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect();
    let trees: Vec<frr::Tree> = texts.iter().map(|(_, text)| frr::parse(text)).collect();
    for listing in Listing::all() {
        let version = listing.version();
        let mut found: BTreeSet<Said> = BTreeSet::new();
        let mut count = 0;
        for ((name, _), tree) in texts.iter().zip(&trees) {
            let lines = tree
                .lines
                .iter()
                .flat_map(|record| lines_of(record, listing));
            for (index, verdict) in lines.enumerate() {
                count += 1;
                if verdict.is_refusal() || verdict == Verdict::Warning {
                    found.insert((name.clone(), index + 1, verdict.name().to_owned()));
                }
            }
        }
        let oracle = fs::read_to_string(folder.join(format!("oracle-{version}.tsv"))).unwrap();
        let rows = oracle.lines().skip(1).filter(|line| !line.starts_with('#'));
        let wanted: BTreeSet<Said> = rows
            .map(|row| {
                let cells: Vec<&str> = row.split('\t').collect();
                (
                    cells[0].to_owned(),
                    cells[1].parse().unwrap(),
                    cells[2].to_owned(),
                )
            })
            .collect();
        println!("{version}: {count} lines, {} of them refused", wanted.len());
        let differing: Vec<&Said> = found.symmetric_difference(&wanted).collect();
        assert!(differing.is_empty(), "{version}: {differing:#?}");
    }
}

#[test]
fn damaged_lines() {
    let Some(table) = shared().map(|folder| folder.join("corpus/frr-mutations.tsv")) else {
        return;
    };
    let table = fs::read_to_string(table).unwrap();
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    let mut differing = Vec::new();
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [version, _, context, line, verdict, reason, before, after] = cells[..] else {
            panic!("{row}");
        };
        let listing = Listing::all().find(|one| one.version().to_string() == version);
        let listing = listing.unwrap();
        let mut text = context.replace("\\n", "\n");
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&line.replace("\\t", "\t"));
        let tree = frr::parse(&text);
        let record = tree.lines.last().unwrap();
        let said = match record.verdicts.get(listing) {
            refused if refused.is_refusal() => ("reject", refused.name()),
            _ => ("accept", "-"),
        };
        let nodes = (record.before.get(listing), record.after.get(listing));
        if said != (verdict, reason) || nodes.0.name() != before || nodes.1.name() != after {
            differing.push(format!("{row}\n  {said:?} {nodes:?}"));
        }
        *counted.entry(format!("{version} {verdict}")).or_default() += 1;
    }
    println!("{counted:?}");
    assert!(
        differing.is_empty(),
        "{}: {:#?}",
        differing.len(),
        differing
    );
}

#[test]
fn lines_of_daemons_own_files() {
    let Some(folder) = shared().map(|folder| folder.join("corpus/frr")) else {
        return;
    };
    for listing in Listing::all() {
        let version = listing.version();
        let rows = fs::read_to_string(folder.join(format!("perdaemon-{version}.tsv")));
        let files = fs::read_to_string(folder.join(format!("perdaemon-{version}.files")));
        let (Ok(rows), Ok(files)) = (rows, files) else {
            continue;
        };
        // What the daemons' own checks refuse is not the grammar's business.
        let refused = |row: &&str| {
            !row.starts_with('#') && (row.contains("No such command") || row.contains("Incomplete"))
        };
        let wanted: BTreeSet<(String, usize)> = rows
            .lines()
            .skip(1)
            .filter(refused)
            .map(|row| {
                let cells: Vec<&str> = row.split('\t').collect();
                (cells[0].to_owned(), cells[2].parse().unwrap())
            })
            .collect();
        let mut found = BTreeSet::new();
        for row in files.lines() {
            let cells: Vec<&str> = row.split('\t').collect();
            let text = fs::read_to_string(folder.join(cells[0])).unwrap();
            let tree = frr::parse(&text);
            let name = format!("{}.conf", cells[1]);
            let source = FrrSource {
                name: &name,
                ..FrrSource::frr_conf(FileId(0), &text, &tree)
            };
            let routing = collect(&[source], &Candidates::Known(version));
            let numbers = SourceText::from_bytes(text.clone().into_bytes());
            for defect in &routing.line_defects {
                let line = |place: Place| numbers.line_of(place.span.start) + 1;
                let mut lines = vec![line(defect.place)];
                if let LineDefectKind::LeavesBlock { refused, .. } = &defect.kind {
                    lines = refused.iter().map(|place| line(*place)).collect();
                }
                found.extend(lines.into_iter().map(|line| (cells[0].to_owned(), line)));
            }
        }
        let differing: Vec<_> = found.symmetric_difference(&wanted).collect();
        println!(
            "{version}: {} lines refused, {} differ",
            wanted.len(),
            differing.len()
        );
        // Commands of optional modules (`agentx`) are not told from those that vtysh alone obeys,
        // and a daemon may know fewer commands of a block than vtysh.
        assert!(
            differing.len() * 10 < wanted.len() + 10,
            "{version}: {differing:#?}"
        );
    }
}
