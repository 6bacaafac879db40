//! FRR's files: what FRR's own command line would offer, in the block that the line stands in,
//! and then in the blocks around it.

use super::item::Completions;
use super::{Completion, Cursor, Kind, frr_values};
use crate::ide::frr::{value_words, version_words};
use crate::syntax::Tree;
use crate::syntax::frr::{self, candidates};
use crate::text::Span;
use crate::vocabulary::frr::{ListingSet, Node, PerListing, Word, WordKind};

/// A word that may stand at the cursor.
struct Offer {
    word: &'static Word,
    before: Vec<&'static Word>,
    /// The node that knows it.
    node: Node,
    /// How many blocks a line with it leaves.
    left: usize,
    /// The versions that know it.
    listings: ListingSet,
}

pub(super) fn complete(cursor: &Cursor<'_>) -> Completions {
    let Some(before) = cursor.text.get(..cursor.at) else {
        return Completions::none();
    };
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.get(start..).unwrap_or_default();
    if line.trim_start().starts_with(['!', '#']) {
        return Completions::none();
    }
    let is_blank = |c: char| c.is_ascii_whitespace();
    let word = line.rfind(is_blank).map_or(0, |at| at + 1);
    let (words, typed) = line.split_at_checked(word).unwrap_or_default();
    let typed_span = Span::new(start + word, cursor.at);
    let replaced = cursor.word_around(typed_span, |c| !c.is_ascii_whitespace());
    let asked = ListingSet::of(cursor.frr);
    let offers = offers(nodes_before(cursor, start), words, asked);
    let own = cursor.text.get(replaced.range()).unwrap_or_default();
    let mut items: Vec<(bool, Completion)> = Vec::new();
    for offer in &offers {
        let is_last = offer.left > 0;
        let found = match offer.word.kind {
            WordKind::Keyword => vec![keyword(offer, asked)],
            _ => frr_values::of(cursor, offer.node, &offer.before, offer.word, own),
        };
        for item in found {
            if !items.iter().any(|(_, known)| known.label == item.label) {
                items.push((is_last, item));
            }
        }
    }
    // What a value may be comes behind all that can be taken in the same block.
    let values = offers.iter().filter(|_| typed.is_empty());
    items.extend(values.filter_map(|offer| Some((offer.left > 0, hint(offer)?))));
    Completions::sorted(typed, replaced, items)
}

/// The node in which each version tries the line that begins at byte `start`.
fn nodes_before(cursor: &Cursor<'_>, start: usize) -> PerListing<Node> {
    let read;
    let tree = match tree_of(cursor) {
        Some(tree) => tree,
        None => {
            read = frr::parse(cursor.text.get(..start).unwrap_or_default());
            &read
        }
    };
    let above = tree.placed().take_while(|(at, _)| (*at as usize) < start);
    let last = above.last();
    last.map_or(PerListing::all(Node::Config), |(_, line)| line.after)
}

/// The tree of the text, if the host has read it.
fn tree_of<'c>(cursor: &Cursor<'c>) -> Option<&'c frr::Tree> {
    let mut files = cursor.host?.files.iter();
    let file = files.find(|file| std::ptr::eq(file.source.text.as_str(), cursor.text))?;
    match file.tree() {
        Tree::Frr(tree) => Some(tree),
        _ => None,
    }
}

/// What each block offers behind `words`, the innermost first; nothing that is offered further in
/// as well.
fn offers(nodes: PerListing<Node>, words: &str, asked: ListingSet) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    for listing in asked.iter().rev() {
        let innermost = Some(nodes.get(listing)).filter(|node| *node != Node::Unread);
        let around = std::iter::successors(innermost, |node| node.parent());
        for (left, node) in around.enumerate() {
            let found = candidates(node, words, listing);
            for one in found.words.into_iter().filter(|one| !one.is_hidden) {
                let known = offers.iter_mut().find(|o| o.word.text == one.word.text);
                match known {
                    Some(known) => known.listings = known.listings.with(ListingSet::only(listing)),
                    None => offers.push(Offer {
                        word: one.word,
                        before: one.before,
                        node,
                        left,
                        listings: ListingSet::only(listing),
                    }),
                }
            }
        }
    }
    offers.sort_by_key(|offer| (offer.left, is_for_the_prompt(offer)));
    offers
}

/// Words that a file takes, but that do nothing there.
fn is_for_the_prompt(offer: &Offer) -> bool {
    let words = ["clear", "end", "find", "list", "output", "terminal"];
    offer.before.is_empty() && words.contains(&offer.word.text)
}

fn keyword(offer: &Offer, asked: ListingSet) -> Completion {
    let versions = version_words(offer.listings, asked);
    let block = (offer.left > 0).then(|| match offer.node {
        Node::Config => "leaves this block for the top level".to_owned(),
        node => format!("leaves this block for {}", node.name()),
    });
    let detail: Vec<String> = block.into_iter().chain(versions).collect();
    Completion::new(Kind::Keyword, offer.word.text, detail.join(", "))
}

/// A value that nobody can write for the user: it says what may stand there, and writes nothing.
fn hint(offer: &Offer) -> Option<Completion> {
    let words = value_words(offer.word)?;
    let item = Completion::new(Kind::Hint, offer.word.text, words);
    Some(item.inserting(""))
}
