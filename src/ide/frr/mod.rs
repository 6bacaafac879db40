//! What the parts of this folder ask of FRR's lines in common.

mod colours;
mod help;
mod outline;
mod syntax;
mod thing_words;
mod values;
mod versions;

pub(super) use colours::coloured;
pub(super) use help::help;
pub(super) use outline::blocks;
pub(super) use syntax::marked_syntax;
pub(super) use values::value_words;
pub(super) use versions::version_words;

pub(super) use crate::host::routing::thing::{NamedWord, Thing, keyword, named, thing};
use crate::host::{Host, HostFile};
use crate::syntax::Tree;
use crate::syntax::frr::{Explained, LineContent, LineRecord, explain};
use crate::text::{Place, Span};
use crate::vocabulary::frr::{Listing, ListingSet};

/// A line word by word, as the version of `listings` takes it that says where the line stands.
pub(super) fn explained(
    record: &LineRecord,
    text: &str,
    listings: ListingSet,
) -> Option<(Explained, Listing)> {
    let listing = record.judge(listings);
    let line = explain(record.before.get(listing), text, listing)?;
    Some((line, listing))
}

/// A name in one of a host's files.
pub(super) struct Named<'h> {
    /// Where it stands.
    pub place: Place,
    /// The name.
    pub text: &'h str,
    /// What it names; its span counts from the line's first byte.
    pub word: NamedWord,
}

/// Every name in the lines of a host's FRR files, in order.
pub(super) fn names(host: &Host) -> impl Iterator<Item = Named<'_>> {
    let listings = ListingSet::of(&host.frr_version);
    host.files.iter().flat_map(move |file| {
        let tree = match file.tree() {
            Tree::Frr(tree) => Some(tree),
            _ => None,
        };
        let lines = tree.into_iter().flat_map(|tree| tree.placed());
        let commands =
            lines.filter(|(_, line)| matches!(line.content, LineContent::Command { .. }));
        commands.flat_map(move |(start, line)| names_of_line(file, start, line, listings))
    })
}

fn names_of_line<'h>(
    file: &'h HostFile,
    start: u32,
    line: &LineRecord,
    listings: ListingSet,
) -> Vec<Named<'h>> {
    let text = &file.source.text;
    let whole = Span {
        start,
        end: start.saturating_add(line.length),
    };
    let found = explained(line, text.slice(whole), listings);
    let words = found.map_or(Vec::new(), |(line, _)| named(&line));
    (words.into_iter())
        .map(|word| {
            let span = word.span.shifted(start);
            Named {
                place: Place::new(file.id(), span),
                text: text.slice(span),
                word,
            }
        })
        .collect()
}
