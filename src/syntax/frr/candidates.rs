//! What FRR's command line offers at a place of a line: the answer of vtysh's `?`.
//!
//! It goes word by word, and looks neither at the nodes around nor at what is hidden.

use std::sync::OnceLock;

use super::begun::may_become;
use super::values::takes;
use super::words::split_words;
use crate::vocabulary::frr::{
    Commands, Follow, Listing, ListingSet, Node, Word, WordKind, commands,
};

/// So many ways to read a line are followed at once; no line of FRR's has near as many.
const MOST_WAYS: usize = 1_000;

/// What FRR offers.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// The words that may stand there, each text once, in alphabetical order.
    pub words: Vec<Candidate>,
    /// Whether the line may end there.
    pub ends: bool,
}

/// A word that may stand at a place.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The word.
    pub word: &'static Word,
    /// What the words before it were read as.
    pub before: Vec<&'static Word>,
}

/// What `node` alone offers in a version behind `typed`: words that begin as the last one of
/// `typed`, or, behind a blank, any that may come next. Hidden commands are not offered, nor
/// understood on the way.
#[must_use]
pub fn candidates(node: Node, typed: &str, listing: Listing) -> Candidates {
    let mut spans = Vec::new();
    split_words(typed, &mut spans);
    let mut words: Vec<&str> = (spans.iter())
        .filter_map(|span| typed.get(span.range()))
        .collect();
    let is_next = typed.is_empty() || typed.ends_with([' ', '\t', '\r', '\n']);
    let last = if is_next { None } else { words.pop() };
    let search = Search {
        known: commands(node),
        visible: visible(node),
        listing,
        begins_with_no: words.first() == Some(&"no"),
    };
    let mut ways = vec![Way::default()];
    for word in words {
        ways = search.step(&ways, word);
    }
    let mut found = Candidates {
        words: Vec::new(),
        ends: last.is_none() && ways.iter().any(|way| search.ends(way)),
    };
    for way in &ways {
        for (_, word) in search.next(way) {
            if last.is_none_or(|last| may_become(word, last)) {
                let before = way.used.iter();
                let before = before.filter_map(|number| search.known.word(*number));
                let before = before.collect();
                found.words.push(Candidate { word, before });
            }
        }
    }
    found.words.sort_by_key(|one| one.word.text);
    found.words.dedup_by_key(|one| one.word.text);
    found
}

/// A way to read the words so far.
#[derive(Clone, Default, PartialEq, Eq)]
struct Way {
    /// The words of the syntax that are used up, in the line's order.
    used: Vec<u32>,
}

struct Search {
    known: &'static Commands,
    visible: &'static [ListingSet],
    listing: Listing,
    begins_with_no: bool,
}

impl Search {
    fn place(&self, way: &Way) -> Follow {
        let last = way.used.last().and_then(|number| self.known.word(*number));
        last.map_or(Commands::START, Word::next)
    }

    /// The words that may follow, hidden ones left out.
    fn next<'s>(&'s self, way: &'s Way) -> impl Iterator<Item = (u32, &'static Word)> + 's {
        let at = self.place(way);
        let listed = self.known.keywords(at, "").chain(self.known.values(at));
        let allowed = listed.filter(|one| self.begins_with_no || !one.after_no);
        let last = way.used.last().copied();
        let again = last.and_then(|number| Some((number, self.known.word(number)?)));
        let again = again.filter(|(_, word)| word.repeats);
        (allowed.map(|one| one.found))
            .filter(|(number, word)| !(word.once && way.used.contains(number)))
            .chain(again)
            .filter(|(number, _)| self.is_visible(*number))
    }

    fn is_visible(&self, number: u32) -> bool {
        let known = usize::try_from(number).ok();
        let versions = known.and_then(|number| self.visible.get(number));
        versions.is_some_and(|versions| versions.contains(self.listing))
    }

    /// The ways behind one more word. Where something takes the word as it is, keywords that it
    /// is only short for do not count.
    fn step(&self, ways: &[Way], text: &str) -> Vec<Way> {
        let taking = |way: &Way| -> Vec<(u32, &'static Word)> {
            self.next(way)
                .filter(|(_, word)| takes(word, text))
                .collect()
        };
        let found: Vec<_> = ways.iter().map(|way| (way, taking(way))).collect();
        let is_whole = |word: &Word| word.kind != WordKind::Keyword || word.text == text;
        let any_whole = found
            .iter()
            .any(|(_, words)| words.iter().any(|(_, word)| is_whole(word)));
        let mut next: Vec<Way> = Vec::new();
        for (way, words) in found {
            for (number, word) in words {
                if next.len() < MOST_WAYS && (!any_whole || is_whole(word)) {
                    let mut used = way.used.clone();
                    used.push(number);
                    next.push(Way { used });
                }
            }
        }
        next
    }

    fn ends(&self, way: &Way) -> bool {
        self.known.complete(self.place(way)).any(|one| {
            let shown = one.found.1.listings().without(one.found.1.hidden());
            shown.contains(self.listing) && (self.begins_with_no || !one.after_no)
        })
    }
}

/// For each word of a node the versions in which a command that is not hidden goes on from it.
fn visible(node: Node) -> &'static [ListingSet] {
    static FOUND: [OnceLock<Vec<ListingSet>>; Node::Unread as usize] =
        [const { OnceLock::new() }; Node::Unread as usize];
    match FOUND.get(node as usize) {
        Some(slot) => slot.get_or_init(|| find_visible(commands(node))),
        None => &[],
    }
}

/// Words may follow one another in a circle, so this goes over all of them until nothing changes.
fn find_visible(known: &Commands) -> Vec<ListingSet> {
    let words: Vec<&Word> = (0..).map_while(|number| known.word(number)).collect();
    let mut found: Vec<ListingSet> = words.iter().map(|word| ends_shown(known, word)).collect();
    loop {
        let mut has_changed = false;
        for (number, word) in words.iter().enumerate().rev() {
            let before = found.get(number).copied().unwrap_or(ListingSet::NONE);
            let following = known
                .keywords(word.next(), "")
                .chain(known.values(word.next()));
            let of = |next: u32| usize::try_from(next).ok().and_then(|next| found.get(next));
            let all = following.fold(before, |all, one| {
                all.with(of(one.found.0).copied().unwrap_or(ListingSet::NONE))
            });
            let all = all.and(word.listings());
            if all != before
                && let Some(own) = found.get_mut(number)
            {
                *own = all;
                has_changed = true;
            }
        }
        if !has_changed {
            return found;
        }
    }
}

fn ends_shown(known: &Commands, word: &Word) -> ListingSet {
    let complete = known.complete(word.next()).map(|one| one.found.1);
    let shown = complete.fold(ListingSet::NONE, |all, command| {
        all.with(command.listings().without(command.hidden()))
    });
    shown.and(word.listings())
}
