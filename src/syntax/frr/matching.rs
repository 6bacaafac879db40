//! Compares a line with the commands of a node, all versions at once: every way to read the
//! whole line, and which of them FRR takes.
//!
//! Knows one node at a time, and no effect of a command.

use std::cmp::Ordering;

use super::values::takes;
use super::words::{Words, has_unknown_part};
use crate::vocabulary::frr::{
    Command, Commands, Daemons, Follow, Listing, ListingSet, Word, WordKind,
};

/// So many comparisons a line may cost; no command of FRR's comes near it.
const MOST_STEPS: u32 = 100_000;

/// So many places a line may have come to before no more of them are kept.
const MOST_PLACES: usize = 1_000;

/// What a line is in one node, for one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// No command begins like this.
    NoMatch,
    /// Commands begin like this, but go on.
    Incomplete,
    /// Several commands, none better than the others.
    Ambiguous,
    /// The command of this way.
    Found(Way),
}

/// A way to read a line: as which command, and each word as which word of its syntax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// The number of the command among the node's.
    pub command: u32,
    start: usize,
    end: usize,
    listings: ListingSet,
}

/// A word of a line, read as a word of a command's syntax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// The number of the word among the node's.
    pub word: u32,
    /// Whether a keyword is written out.
    exact: bool,
}

/// Where a way to read some words has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// What may follow.
    pub at: Follow,
    /// The versions for which it may.
    pub live: ListingSet,
    /// The words of the syntax that are used up.
    pub used: Vec<u32>,
    /// The word that may be repeated there.
    pub again: Option<u32>,
}

/// Compares lines with commands; its stores are used again for each line.
#[derive(Default)]
pub(super) struct Matcher {
    path: Vec<Step>,
    kept: Vec<Step>,
    ways: Vec<Way>,
    /// The versions for which a way took all words and wanted more.
    consumed: Option<ListingSet>,
    steps: u32,
    in_session: bool,
    /// The daemons that read a file of their own, if it is one.
    own_file: Option<Daemons>,
    /// Where the ways have come to that took the most words, if that is asked for.
    places: Option<Vec<Place>>,
    deepest: usize,
}

struct Search<'a> {
    commands: &'a Commands,
    words: Words<'a>,
    begins_with_no: bool,
}

impl Matcher {
    /// One that compares lines with what `daemons` take from a file of their own.
    pub fn of_file(daemons: Daemons) -> Self {
        Self {
            own_file: Some(daemons),
            ..Self::default()
        }
    }

    /// Finds the ways to read `words` as commands of `listings`. In a session words may have
    /// parts that are known at run time only.
    pub fn search(
        &mut self,
        commands: &Commands,
        words: Words<'_>,
        listings: ListingSet,
        in_session: bool,
    ) {
        self.path.clear();
        self.kept.clear();
        self.ways.clear();
        self.consumed = None;
        self.steps = 0;
        self.in_session = in_session;
        let search = Search {
            commands,
            words,
            begins_with_no: words.get(0) == Some("no"),
        };
        self.walk(&search, Commands::START, listings);
    }

    /// What the line is for `listing`.
    pub fn outcome(&self, commands: &Commands, listing: Listing) -> Outcome {
        let mut ways = self
            .ways
            .iter()
            .filter(|way| way.listings.contains(listing));
        let Some(mut best) = ways.next() else {
            let consumed = self
                .consumed
                .is_some_and(|versions| versions.contains(listing));
            return if consumed {
                Outcome::Incomplete
            } else {
                Outcome::NoMatch
            };
        };
        let mut ambiguous = false;
        for way in ways {
            match self.compare(commands, way, best) {
                Ordering::Less => (best, ambiguous) = (way, false),
                Ordering::Equal => ambiguous = true,
                Ordering::Greater => {}
            }
        }
        // What is known at run time only may be many things: then the first of them will do.
        if ambiguous && !self.in_session {
            Outcome::Ambiguous
        } else {
            Outcome::Found(*best)
        }
    }

    /// How many of `words` some command takes at the most, and where the ways are then.
    pub fn places(
        commands: &Commands,
        words: Words<'_>,
        listings: ListingSet,
    ) -> (usize, Vec<Place>) {
        let mut matcher = Self {
            places: Some(Vec::new()),
            ..Self::default()
        };
        matcher.search(commands, words, listings, false);
        (matcher.deepest, matcher.places.unwrap_or_default())
    }

    /// Notes where a way has come to.
    fn reach(&mut self, commands: &Commands, at: Follow, live: ListingSet) {
        let Some(places) = &mut self.places else {
            return;
        };
        let depth = self.path.len();
        if depth > self.deepest {
            places.clear();
            self.deepest = depth;
        }
        if depth == self.deepest && places.len() < MOST_PLACES {
            let again = self.path.last().map(|step| step.word);
            let repeats = |number: &u32| commands.word(*number).is_some_and(|word| word.repeats);
            places.push(Place {
                at,
                live,
                used: self.path.iter().map(|step| step.word).collect(),
                again: again.filter(repeats),
            });
        }
    }

    /// The number of the first word that the ways of `listing` read differently, and as what;
    /// the commands themselves, where it is not the words that differ.
    pub fn differing(
        &self,
        commands: &'static Commands,
        listing: Listing,
    ) -> (usize, Vec<&'static str>) {
        let ways = self
            .ways
            .iter()
            .filter(|way| way.listings.contains(listing));
        let ways: Vec<&Way> = ways.collect();
        let length = ways.first().map_or(0, |way| self.steps(**way).len());
        for number in 0..length {
            let words = ways.iter().filter_map(|way| self.steps(**way).get(number));
            let texts = words
                .filter_map(|step| commands.word(step.word))
                .map(|word| word.text);
            let mut texts: Vec<&'static str> = texts.collect();
            texts.sort_unstable();
            texts.dedup();
            if texts.len() > 1 {
                return (number, texts);
            }
        }
        let commands = ways.iter().filter_map(|way| commands.command(way.command));
        let syntaxes = commands.map(|command| command.syntax).collect();
        (length.saturating_sub(1), syntaxes)
    }

    /// How a way reads the words of the line.
    pub fn steps(&self, way: Way) -> &[Step] {
        self.kept.get(way.start..way.end).unwrap_or_default()
    }

    fn walk(&mut self, search: &Search<'_>, at: Follow, live: ListingSet) {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return;
        }
        self.reach(search.commands, at, live);
        let Some(text) = search.words.get(self.path.len()) else {
            self.end(search, at, live);
            return;
        };
        for one in search.commands.keywords(at, text) {
            if one.after_no && !search.begins_with_no {
                continue;
            }
            let (number, word) = one.found;
            let exact = word.text.len() == text.len();
            self.take(search, number, word, exact, live);
        }
        for one in search.commands.values(at) {
            if one.after_no && !search.begins_with_no {
                continue;
            }
            let (number, word) = one.found;
            if takes(word, text) || (self.in_session && has_unknown_part(text)) {
                self.take(search, number, word, true, live);
            }
        }
    }

    fn take(
        &mut self,
        search: &Search<'_>,
        number: u32,
        word: &Word,
        exact: bool,
        live: ListingSet,
    ) {
        let live = live.and(match self.own_file {
            Some(_) => word.listings_of_files(),
            None => word.listings(),
        });
        let step = Step {
            word: number,
            exact,
        };
        let used = word.once && self.path.iter().any(|taken| taken.word == number);
        if live.is_empty() || used {
            return;
        }
        let before = self.path.len();
        self.path.push(step);
        if word.repeats {
            // Only the last word of a command repeats itself: it takes what is left of the line.
            while let Some(text) = search.words.get(self.path.len()) {
                if !takes(word, text) {
                    break;
                }
                self.path.push(step);
            }
        }
        self.walk(search, word.next(), live);
        self.path.truncate(before);
    }

    /// All words are taken: commands that are complete here are ways to read the line.
    fn end(&mut self, search: &Search<'_>, at: Follow, live: ListingSet) {
        let consumed = self.consumed.unwrap_or(ListingSet::NONE);
        self.consumed = Some(consumed.with(live));
        for one in search.commands.complete(at) {
            if one.after_no && !search.begins_with_no {
                continue;
            }
            let (number, command): (u32, &Command) = one.found;
            let listings = live.and(match self.own_file {
                Some(daemons) => command.listings_of_file(daemons),
                None => command.listings(),
            });
            if listings.is_empty() {
                continue;
            }
            let start = self.kept.len();
            self.kept.extend_from_slice(&self.path);
            self.ways.push(Way {
                command: number,
                start,
                end: self.kept.len(),
                listings,
            });
        }
    }

    /// Which of two ways is the better one (less), by the first word that decides.
    fn compare(&self, commands: &Commands, one: &Way, other: &Way) -> Ordering {
        let pairs = self.steps(*one).iter().zip(self.steps(*other));
        for (one, other) in pairs {
            let kinds = commands.word(one.word).zip(commands.word(other.word));
            let Some((first, second)) = kinds else {
                continue;
            };
            let decided = if first.kind == second.kind {
                // A keyword that is written out is better than one that is cut short.
                let is_keyword = first.kind == WordKind::Keyword;
                if is_keyword {
                    other.exact.cmp(&one.exact)
                } else {
                    Ordering::Equal
                }
            } else {
                first.kind.rank().cmp(&second.kind.rank())
            };
            if decided != Ordering::Equal {
                return decided;
            }
        }
        Ordering::Equal
    }
}
