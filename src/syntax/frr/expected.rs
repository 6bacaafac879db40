//! What may stand at a place of a line: how far the words before it are those of commands, and
//! what may follow them.

use super::matching::{Matcher, Place};
use super::words::{Words, split_words};
use crate::vocabulary::frr::{Command, Commands, ListingSet, Node, Word, commands};

/// What a node expects behind some words.
#[derive(Debug, Default)]
pub struct Expected {
    /// How many of the words are taken by some command; what is expected, is expected there.
    pub taken: usize,
    /// The words that may follow, each once.
    pub words: Vec<(&'static Word, ListingSet)>,
    /// The commands that are complete there.
    pub complete: Vec<(&'static Command, ListingSet)>,
}

/// What `node` alone expects behind as many of `words` as it understands, a line without its
/// last word say. Hidden commands are expected like any other.
#[must_use]
pub fn expected(node: Node, words: &str, listings: ListingSet) -> Expected {
    let mut spans = Vec::new();
    split_words(words, &mut spans);
    let line = Words::new(words, &spans);
    let known = commands(node);
    let (taken, places) = Matcher::places(known, line, listings);
    let begins_with_no = line.get(0) == Some("no");
    let mut expected = Expected {
        taken,
        ..Expected::default()
    };
    for place in places {
        expected.add(known, &place, begins_with_no);
    }
    expected
}

impl Expected {
    fn add(&mut self, known: &'static Commands, place: &Place, begins_with_no: bool) {
        let follow = known.keywords(place.at, "").chain(known.values(place.at));
        let again = place.again.and_then(|number| known.word(number));
        for one in follow {
            let (number, word) = one.found;
            let is_used = word.once && place.used.contains(&number);
            if !is_used && (begins_with_no || !one.after_no) {
                put(&mut self.words, word, place.live.and(word.listings()));
            }
        }
        if let Some(word) = again {
            put(&mut self.words, word, place.live.and(word.listings()));
        }
        for one in known.complete(place.at) {
            if begins_with_no || !one.after_no {
                let command = one.found.1;
                put(
                    &mut self.complete,
                    command,
                    place.live.and(command.listings()),
                );
            }
        }
    }
}

fn put<T>(into: &mut Vec<(&'static T, ListingSet)>, one: &'static T, listings: ListingSet) {
    if listings.is_empty() {
        return;
    }
    match into.iter_mut().find(|(known, _)| std::ptr::eq(*known, one)) {
        Some((_, known)) => *known = known.with(listings),
        None => into.push((one, listings)),
    }
}
