//! What vtysh's `?` offers, in the versions that were asked: every row the same, that of the empty
//! line included.
//!
//! The prompt of 10.7.1 shows commands that the daemons mean to hide; the rows say so too.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::fs;

use cellblock::syntax::frr;
use cellblock::vocabulary::frr::Listing;
use common::shared;

#[test]
fn what_vtysh_offers() {
    let Some(table) = shared().map(|folder| folder.join("corpus/frr-completions.tsv")) else {
        return;
    };
    let table = fs::read_to_string(table).unwrap();
    let mut differing = Vec::new();
    let mut count = 0;
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [version, node, context, typed, wanted, _] = cells[..] else {
            panic!("{row}");
        };
        let listing = Listing::all().find(|one| one.version().to_string() == version);
        let listing = listing.unwrap();
        let tree = frr::parse(&context.replace("\\n", "\n"));
        let after = tree.lines.iter().last().map(|line| line.after.get(listing));
        let here = after.unwrap_or(cellblock::vocabulary::frr::Node::Config);
        let found = frr::candidates(here, typed, listing);
        let words = found.words.iter().map(|one| one.word.text);
        let found: BTreeSet<&str> = words.chain(found.ends.then_some("<cr>")).collect();
        let wanted: BTreeSet<&str> = wanted.split(' ').filter(|word| !word.is_empty()).collect();
        count += 1;
        if here.name() != node || found != wanted {
            let more: Vec<_> = found.difference(&wanted).collect();
            let fewer: Vec<_> = wanted.difference(&found).collect();
            differing.push(format!(
                "{version} [{node}] [{}] {context:?} {typed:?}: too many {more:?}, missing {fewer:?}",
                here.name()
            ));
        }
    }
    println!("{count} rows, {} differ", differing.len());
    assert!(differing.is_empty(), "{differing:#?}");
}
