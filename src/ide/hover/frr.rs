//! A word of FRR's files: the command that it is part of, what it may be, and what has its name.

use super::{Told, frr_names, is_on};
use crate::host::{Host, HostFile};
use crate::ide::frr::{explained, help, marked_syntax, named, value_words, version_words};
use crate::syntax::frr::{Explained, LineRecord, Tree};
use crate::text::Span;
use crate::vocabulary::frr::{Listing, ListingSet, Node, WordKind};

/// What is known of the word at byte `at`.
pub(super) fn word(host: &Host, file: &HostFile, tree: &Tree, at: u32) -> Option<Told> {
    let mut lines = tree.placed();
    let (start, record) = lines.find(|(start, line)| at < start.saturating_add(line.length))?;
    let whole = Span {
        start,
        end: start.saturating_add(record.length),
    };
    let text = file.source.text.slice(whole);
    let (line, listing) = explained(record, text, ListingSet::of(&host.frr_version))?;
    let index = (line.words.iter()).position(|(span, _)| is_on(*span, at - start))?;
    let (span, word) = line.words.get(index)?;
    let span = span.shifted(start);
    let mut parts = vec![marked_syntax(&line, index)];
    parts.extend(help(&line).map(str::to_owned));
    if let Some(words) = value_words(word) {
        parts.push(format!("`{}`: {words}", word.text));
    }
    let names = named(&line);
    let name = names.iter().find(|name| name.span.shifted(start) == span);
    let written = file.source.text.slice(span);
    if let Some(name) = name {
        parts.extend(frr_names::page(host, file, name.thing, written));
    } else if word.kind != WordKind::Keyword {
        parts.extend(frr_names::of_address(host, written));
    }
    parts.push(who_knows(record, &line, listing));
    let text = parts.join("\n\n");
    Some(Told { text, span })
}

/// The block that the command belongs to, the daemons that take it, and the versions.
fn who_knows(record: &LineRecord, line: &Explained, listing: Listing) -> String {
    let mut sentences = Vec::new();
    let tried = record.before.get(listing);
    let daemons: Vec<&str> = line.command.daemons(listing).names().collect();
    let daemons = match daemons.as_slice() {
        [] => "for vtysh itself".to_owned(),
        // Those of FRR's library are known to nearly all.
        all if all.len() > MOST_DAEMONS => format!("for {} daemons", all.len()),
        all => format!("for {}", all.join(", ")),
    };
    sentences.push(format!("{}, {daemons}", block_words(line.node)));
    if line.node != tried {
        sentences.push(format!(
            "This line is no command of `{}`: it ends that block",
            tried.name()
        ));
    }
    if line.command.hidden().contains(listing) {
        sentences.push("Hidden: FRR takes it, but does not offer it".to_owned());
    }
    let accepted = record.accepted(ListingSet::ALL);
    if let Some(versions) = version_words(accepted, ListingSet::ALL) {
        sentences.push(format!("Taken by {versions}"));
    }
    sentences.join(". ")
}

/// So many daemons are told by name.
const MOST_DAEMONS: usize = 4;

fn block_words(node: Node) -> String {
    match node {
        Node::Config => "A command of the top level".to_owned(),
        node => format!("A command of `{}`", node.name()),
    }
}
