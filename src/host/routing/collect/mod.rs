//! Walks the lines of a host's FRR files: once to follow what they make, once for what is to be
//! said of the lines as such. Neither walk asks the other, so that they go side by side.

mod state;
mod watched;

use super::Routing;
use super::line::Line;
use crate::parallel;
use crate::syntax::frr::{Command, LineContent, LineRecord, Tree};
use crate::text::FileId;
use crate::vocabulary::frr::{ListingSet, Node};
use crate::vocabulary::{Candidates, FrrVersion};

/// With fewer bytes than this, starting a thread takes longer than it saves.
const LARGE: usize = 1 << 18;

/// A file that FRR reads.
#[derive(Clone, Copy, Debug)]
pub struct FrrSource<'a> {
    /// Which one.
    pub file: FileId,
    /// Its name, which says who reads it.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Its tree.
    pub tree: &'a Tree,
}

impl<'a> FrrSource<'a> {
    /// A file that vtysh reads.
    #[must_use]
    pub fn frr_conf(file: FileId, text: &'a str, tree: &'a Tree) -> Self {
        Self {
            file,
            name: "frr.conf",
            text,
            tree,
        }
    }
}

/// The routing configuration that `sources` make: frr.conf alone, or the daemons' own files.
/// `version` is the FRR that runs; the defaults in force follow the lines.
///
/// Lists are taken from the files that hold a `router bgp`, where there is one: a list in
/// zebra.conf is not bgpd's.
#[must_use]
pub fn collect(sources: &[FrrSource<'_>], version: &Candidates<FrrVersion>) -> Routing {
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    let (made, watched) = parallel::both(
        bytes >= LARGE,
        || state::follow(sources, version),
        || watched::watch(sources, version),
    );
    let mut list_defects = watched.list_defects;
    list_defects.extend(made.list_defects);
    let mut refused = watched.refused;
    refused.extend(made.refused);
    Routing {
        version_line: made.version_line,
        defaults_line: made.defaults_line,
        speakers: made.speakers,
        lists: made.lists,
        shadowed: made.shadowed,
        list_defects,
        line_defects: watched.line_defects,
        refused,
        unsupported: watched.unsupported,
        owned_lines: watched.owned_lines,
        switches: watched.switches,
        names: watched.names,
        static_routes: made.static_routes,
        interfaces: made.interfaces,
        other_routers: made.other_routers,
        unread_prefixes: watched.unread_prefixes,
    }
}

/// The lines of a file with their texts.
fn placed_lines<'a>(source: &FrrSource<'a>) -> impl Iterator<Item = (Line<'a>, &'a LineRecord)> {
    let FrrSource {
        file, text, tree, ..
    } = *source;
    tree.placed().map(move |(start, record)| {
        let end = start.saturating_add(record.length) as usize;
        let text = text.get(start as usize..end).unwrap_or("");
        (Line { file, start, text }, record)
    })
}

/// Whether the host's FRR takes a line.
fn is_taken(record: &LineRecord, listings: ListingSet) -> bool {
    !record.accepted(listings).is_empty()
}

/// The commands of a file that the host's FRR takes: the line, the node after it, whether it
/// begins with `no`, and what it says.
fn placed_commands<'a>(
    source: &FrrSource<'a>,
    listings: ListingSet,
) -> impl Iterator<Item = (Line<'a>, Node, bool, &'a Command)> {
    placed_lines(source).filter_map(move |(line, record)| match &record.content {
        LineContent::Command { no, command } if is_taken(record, listings) => {
            Some((line, record.node(listings), *no, command))
        }
        _ => None,
    })
}
