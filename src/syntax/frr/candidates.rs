//! What FRR's command line offers at a place of a line: the answer of vtysh's `?`.
//!
//! It goes word by word, and looks neither at the nodes around nor at what is hidden.

use std::sync::OnceLock;

use super::begun::may_become;
use super::values::takes;
use super::words::split_words;
use crate::vocabulary::FrrVersion;
use crate::vocabulary::frr::{
    Command, Commands, Follow, Listing, ListingSet, Node, Word, WordKind, commands,
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
    /// Whether only commands go on from it that are meant to be hidden, which this version's
    /// vtysh forgets.
    pub is_hidden: bool,
}

/// What `node` alone offers in a version behind `typed`: words that begin as the last one of
/// `typed`, or, behind a blank, any that may come next. Commands that are hidden are not offered,
/// nor understood on the way, as far as the version's vtysh hides them.
#[must_use]
pub fn candidates(node: Node, typed: &str, listing: Listing) -> Candidates {
    let mut spans = Vec::new();
    if !split_words(typed, &mut spans) {
        return Candidates::default();
    }
    let mut words: Vec<&str> = (spans.iter())
        .filter_map(|span| typed.get(span.range()))
        .collect();
    let is_next = typed.is_empty() || typed.ends_with([' ', '\t', '\r', '\n']);
    let last = if is_next { None } else { words.pop() };
    let search = Search {
        known: commands(node),
        shown: shown(node),
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
        for (number, word) in search.next(way) {
            if last.is_none_or(|last| may_become(word, last)) {
                let before = way.used.iter();
                let before = before.filter_map(|number| search.known.word(*number));
                let before = before.collect();
                found.words.push(Candidate {
                    word,
                    before,
                    is_hidden: !search.is_in(&search.shown.meant, number),
                });
            }
        }
    }
    found
        .words
        .sort_by_key(|one| (one.word.text, one.is_hidden));
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
    shown: &'static Shown,
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
            .filter(|(number, _)| self.is_in(&self.shown.offered, *number))
    }

    fn is_in(&self, words: &[ListingSet], number: u32) -> bool {
        let number = usize::try_from(number).ok();
        let versions = number.and_then(|number| words.get(number));
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
            offered(one.found.1).contains(self.listing) && (self.begins_with_no || !one.after_no)
        })
    }
}

/// For each word of a node the versions in which a command goes on from it that is not hidden.
struct Shown {
    /// By what FRR says of its commands.
    meant: Vec<ListingSet>,
    /// By what vtysh makes of it.
    offered: Vec<ListingSet>,
}

fn shown(node: Node) -> &'static Shown {
    static FOUND: [OnceLock<Shown>; Node::Unread as usize] =
        [const { OnceLock::new() }; Node::Unread as usize];
    static NOTHING: Shown = Shown {
        meant: Vec::new(),
        offered: Vec::new(),
    };
    let Some(slot) = FOUND.get(node as usize) else {
        return &NOTHING;
    };
    slot.get_or_init(|| Shown {
        meant: leading_to(commands(node), meant),
        offered: leading_to(commands(node), offered),
    })
}

/// The versions that know a command and mean it to be shown.
fn meant(command: &Command) -> ListingSet {
    command.listings().without(command.hidden())
}

/// The versions whose vtysh shows a command. That of 10.7 shows what the daemons hide, and hides
/// only what is its own (seen at the prompt of 10.7.1).
fn offered(command: &Command) -> ListingSet {
    let is_of_vtysh = matches!(
        command.syntax,
        "show cli graph" | "XFRR_start_configuration" | "XFRR_end_configuration" | "no enable"
    );
    let forgetful = |listing: &Listing| listing.version() >= FrrVersion::new(10, 7);
    let shown = command.listings().iter().filter(forgetful);
    shown
        .filter(|_| !is_of_vtysh)
        .fold(meant(command), |all, one| all.with(ListingSet::only(one)))
}

/// Words may follow one another in a circle, so this goes over all of them until nothing changes.
fn leading_to(known: &Commands, wanted: fn(&Command) -> ListingSet) -> Vec<ListingSet> {
    let words: Vec<&Word> = (0..).map_while(|number| known.word(number)).collect();
    let ends = |word: &&Word| {
        let complete = known.complete(word.next()).map(|one| one.found.1);
        let all = complete.fold(ListingSet::NONE, |all, one| all.with(wanted(one)));
        all.and(word.listings())
    };
    let mut found: Vec<ListingSet> = words.iter().map(ends).collect();
    loop {
        let mut has_changed = false;
        for (number, word) in words.iter().enumerate().rev() {
            let before = found.get(number).copied().unwrap_or(ListingSet::NONE);
            let keywords = known.keywords(word.next(), "");
            let following = keywords.chain(known.values(word.next()));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn offered_at(node: Node, typed: &str) -> (Vec<&'static str>, bool) {
        let found = candidates(node, typed, Listing::newest());
        let words = found.words.iter().filter(|one| !one.is_hidden);
        (words.map(|one| one.word.text).collect(), found.ends)
    }

    #[test]
    fn the_next_word_or_the_rest_of_this_one() {
        let node = Node::Bgp;
        assert_eq!(offered_at(node, "neigh").0, ["neighbor"]);
        let next = offered_at(node, "neighbor ").0;
        assert_eq!(next, ["A.B.C.D", "WORD", "X:X::X:X"]);
        let (next, ends) = offered_at(node, "n 192.0.2.1 remote-as ");
        assert!(next.contains(&"external"), "{next:?}");
        assert!(!ends);
        assert!(offered_at(node, "neighbor 192.0.2.1 remote-as 65001 ").1);
        assert!(offered_at(node, "nonsense ").0.is_empty());
    }

    /// What is offered may follow, by the way in which lines are judged.
    #[test]
    fn what_is_offered_is_expected() {
        for listing in Listing::all() {
            for node in Node::all() {
                for typed in [
                    "",
                    "no ",
                    "neighbor A ",
                    "match ip ",
                    "ip route 192.0.2.0/24 ",
                ] {
                    let expected = super::super::expected(node, typed, ListingSet::only(listing));
                    let offered = candidates(node, typed, listing);
                    let is_expected = |one: &Candidate| {
                        let mut words = expected.words.iter();
                        words.any(|(word, _)| word.text == one.word.text)
                    };
                    assert!(offered.words.iter().all(is_expected), "{node:?} {typed}");
                    assert!(!offered.ends || !expected.complete.is_empty());
                }
            }
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]

        #[test]
        fn any_text_has_an_answer(typed in "([a-z]{0,4}[ \\t]|[0-9.:/]{0,8}[ ]|\\PC{0,3}){0,9}") {
            for node in [Node::Config, Node::Bgp, Node::Routemap, Node::Unread] {
                for listing in Listing::all() {
                    let _ = candidates(node, &typed, listing);
                    let _ = super::super::explain(node, &typed, listing);
                }
            }
        }
    }

    #[test]
    fn what_is_hidden_is_marked_or_left_out() {
        let words =
            |listing: Listing| candidates(Node::Bgp, "neighbor 192.0.2.1 act", listing).words;
        let newest = words(Listing::newest());
        assert_eq!(newest.len(), 1);
        assert!(newest.iter().all(|one| one.is_hidden));
        let oldest = Listing::all().next().expect("a listing");
        assert!(words(oldest).is_empty());
    }
}
