//! Whether FRR would still read its lines as it does when a name in them is another one.

use super::{Refused, refuse, shown};
use crate::host::{Host, HostFile};
use crate::ide::frr::{NamedWord, named};
use crate::ide::symbols::{Occurrence, Symbol, Symbols};
use crate::syntax::Tree;
use crate::syntax::frr::{self, Explained, LineRecord, explain};
use crate::text::{Place, Span};
use crate::vocabulary::frr::ListingSet;

/// A line that is not understood may name the thing: then not all places are known.
pub(super) fn check_lines(
    host: &Host,
    symbols: &Symbols,
    occurrence: &Occurrence,
    symbol: &Symbol,
) -> Result<(), Refused> {
    let mut files: Vec<_> = (symbols.of(occurrence.symbol))
        .map(|own| own.place.file)
        .collect();
    files.dedup();
    for file in files.into_iter().filter_map(|file| host.file(file)) {
        let Some(tree) = tree_of(file) else {
            continue;
        };
        for (start, line) in tree.placed_not_understood() {
            let text = text_of(file, start, line);
            if text
                .split_ascii_whitespace()
                .any(|word| word == symbol.name)
            {
                return refuse(format!(
                    "FRR does not understand a line that has {} in it, {}: mend that first",
                    symbol.name,
                    shown(host, Place::new(file.id(), Span::at(start as usize)))
                ));
            }
        }
    }
    Ok(())
}

/// With the name `new` each line must still be the same command, and name the same thing.
pub(super) fn check_new(
    host: &Host,
    symbols: &Symbols,
    occurrence: &Occurrence,
    new: &str,
) -> Result<(), Refused> {
    for own in symbols.of(occurrence.symbol) {
        if is_same_with(host, own.place, new) == Some(false) {
            return refuse(format!(
                "FRR would take `{new}` for something else than a name {}",
                shown(host, own.place)
            ));
        }
    }
    Ok(())
}

/// `None` where there is no line of FRR's.
fn is_same_with(host: &Host, place: Place, new: &str) -> Option<bool> {
    let file = host.file(place.file)?;
    let at = place.span.start;
    let mut lines = tree_of(file)?.placed();
    let (start, record) = lines.find(|(start, line)| at < start.saturating_add(line.length))?;
    let line = text_of(file, start, record);
    let span = Span {
        start: at.checked_sub(start)?,
        end: place.span.end.checked_sub(start)?,
    };
    let before = line.get(..span.start as usize)?;
    let after = line.get(span.end as usize..)?;
    let changed = format!("{before}{new}{after}");
    let listings = record.accepted(ListingSet::of(&host.frr_version));
    Some(listings.iter().all(|listing| {
        let node = record.before.get(listing);
        let read = |text: &str| explain(node, text, listing);
        match (read(line), read(&changed)) {
            (Some(old), Some(new)) => is_alike(&old, &new, span.start),
            (old, _) => old.is_none(),
        }
    }))
}

/// Whether both are the same command, which names the same kind of thing at byte `at`.
fn is_alike(old: &Explained, new: &Explained, at: u32) -> bool {
    let name_at = |line: &Explained| -> Option<NamedWord> {
        let mut names = named(line).into_iter();
        names.find(|name| name.span.start == at)
    };
    let alike = match (name_at(old), name_at(new)) {
        (Some(old), Some(new)) => old.thing == new.thing,
        (old, new) => old.is_none() && new.is_none(),
    };
    alike && old.node == new.node && std::ptr::eq(old.command, new.command)
}

fn tree_of(file: &HostFile) -> Option<&frr::Tree> {
    match file.tree() {
        Tree::Frr(tree) => Some(tree),
        _ => None,
    }
}

fn text_of<'f>(file: &'f HostFile, start: u32, line: &LineRecord) -> &'f str {
    file.source.text.slice(Span {
        start,
        end: start.saturating_add(line.length),
    })
}
