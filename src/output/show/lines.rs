//! What FRR makes of each line, as `show --lines` tells it.

use super::{File, Line, Show};
use crate::files::Snapshot;
use crate::host::Host;
use crate::site::Site;
use crate::syntax::Tree;
use crate::syntax::frr::{self, LineContent, Verdict};
use crate::vocabulary::frr::{Listing, ListingSet, Node};

impl Show {
    /// Adds the lines of the FRR files that were asked for.
    #[must_use]
    pub fn with_lines(mut self, snapshot: &Snapshot, site: &Site) -> Self {
        let mut files = Vec::new();
        for host in &site.hosts {
            files.extend(files_of(snapshot, host));
        }
        self.files = Some(files);
        self
    }
}

fn files_of<'a>(snapshot: &'a Snapshot, host: &'a Host) -> impl Iterator<Item = File> + 'a {
    let listings = ListingSet::of(&host.frr_version);
    let asked = host
        .files
        .iter()
        .filter(|file| snapshot.is_asked(file.id()));
    asked.filter_map(move |file| {
        let Tree::Frr(tree) = file.tree() else {
            return None;
        };
        let (shown, _) = snapshot.named_text(file.id())?;
        Some(File {
            file: shown.to_owned(),
            language: file.language().name(),
            lines: lines_of(tree, listings),
        })
    })
}

/// A line of the file may be several to FRR, each with a number of its own.
fn lines_of(tree: &frr::Tree, listings: ListingSet) -> Vec<Line> {
    let mut lines = Vec::with_capacity(tree.lines.len());
    for (index, record) in tree.lines.iter().enumerate() {
        let judge = record.judge(listings);
        let mut add = |verdict: Verdict, node: Node| {
            lines.push(Line {
                line: index + 1,
                frr_line: lines.len() + 1,
                verdict: verdict.name(),
                node: node.name().to_owned(),
            });
        };
        match &record.content {
            LineContent::Pieces(pieces) => {
                let judge = listings.iter().next_back().unwrap_or_else(Listing::newest);
                for piece in pieces.of(judge) {
                    add(piece.verdict, piece.after);
                }
            }
            _ => add(record.verdicts.get(judge), record.after.get(judge)),
        }
    }
    lines
}
