//! Why FRR refuses a line: the word that it stumbles at, what it expected there, and what was
//! meant. Made only for lines that are refused; a file has few of them.

use std::net::Ipv4Addr;

use ipnet::ipv4_mask_to_prefix;

use super::expected::expected;
use super::matching::{Matcher, Outcome};
use super::verdict::Verdict;
use super::words::{Words, split_words};
use crate::text::Span;
use crate::vocabulary::frr::{
    Command, Commands, Daemons, Listing, ListingSet, Node, Word, WordKind, commands,
};
use crate::vocabulary::is_one_slip;

/// So many pieces of a keyword are put together at most.
const MOST_PIECES: usize = 4;

/// Why FRR refuses a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// What FRR says.
    pub verdict: Verdict,
    /// The node whose commands are nearest to the line.
    pub node: Node,
    /// The words that it understands.
    pub understood: Option<Span>,
    /// The word that it stumbles at; none where more words are missing.
    pub word: Option<Span>,
    /// What may stand there: keywords, and how the syntax writes values. Of an ambiguous word
    /// what it may be short for.
    pub wanted: Vec<&'static str>,
    /// What to write instead, where one answer alone makes the line a command.
    pub meant: Option<Meant>,
    /// An address and a mask, as the prefix with which the line is a command.
    pub prefix: Option<(Span, String)>,
    /// Whether the line may end before the word.
    pub may_end: bool,
    /// Nodes of which the line is a command.
    pub belongs: Vec<Node>,
}

/// A word that makes a refused line a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The keyword to write.
    pub keyword: &'static str,
    /// What it takes the place of; nothing where it is to be added.
    pub span: Span,
}

/// A line's verdict in `node` and the nodes around it up to and without `outer`, if one of them
/// knows how the line begins.
#[must_use]
pub fn verdict_in(line: &str, node: Node, outer: Option<Node>, listing: Listing) -> Verdict {
    match outcome_in(line, node, outer, listing) {
        (_, Outcome::NoMatch) => Verdict::Unknown,
        (_, Outcome::Incomplete) => Verdict::Incomplete,
        (_, Outcome::Ambiguous) => Verdict::Ambiguous,
        (_, Outcome::Found(_)) => Verdict::Ok,
    }
}

/// The same, and the node after the line; that of a line that is refused is `node`.
#[must_use]
pub fn step_in(line: &str, node: Node, outer: Option<Node>, listing: Listing) -> (Verdict, Node) {
    let verdict = verdict_in(line, node, outer, listing);
    let (at, Outcome::Found(way)) = outcome_in(line, node, outer, listing) else {
        return (verdict, node);
    };
    let command = commands(at).command(way.command);
    let after = match command.map(|command| command.syntax) {
        Some("exit" | "quit") => at.parent(),
        _ => command.and_then(|command| command.enters(listing)),
    };
    (verdict, after.unwrap_or(at))
}

/// The word with which `line` would have to begin to be a command of `node`.
#[must_use]
pub fn beginning_for(line: &str, node: Node, listing: Listing) -> Option<Meant> {
    let mut spans = Vec::new();
    split_words(line, &mut spans);
    other_beginning(line, &spans, (node, listing), node.parent())
}

/// The command that a line is in `node` or the nodes around it.
fn command_in(
    line: &str,
    node: Node,
    outer: Option<Node>,
    listing: Listing,
) -> Option<&'static Command> {
    match outcome_in(line, node, outer, listing) {
        (node, Outcome::Found(way)) => commands(node).command(way.command),
        _ => None,
    }
}

/// Whether one of `daemons` takes a line from a file of its own, in `node` or a node around it.
#[must_use]
pub fn is_taken_from_file(line: &str, node: Node, daemons: Daemons, listing: Listing) -> bool {
    let found = outcome_by(Matcher::of_file(daemons), line, node, None, listing);
    matches!(found, (_, Outcome::Found(_)))
}

fn outcome_in(line: &str, node: Node, outer: Option<Node>, listing: Listing) -> (Node, Outcome) {
    outcome_by(Matcher::default(), line, node, outer, listing)
}

fn outcome_by(
    mut matcher: Matcher,
    line: &str,
    node: Node,
    outer: Option<Node>,
    listing: Listing,
) -> (Node, Outcome) {
    let mut spans = Vec::new();
    let few_enough = split_words(line, &mut spans);
    let words = Words::new(line, &spans);
    let mut tried = Some(node).filter(|_| few_enough);
    while let Some(here) = tried.filter(|here| Some(*here) != outer) {
        let known = commands(here);
        matcher.search(known, words, ListingSet::only(listing), false);
        let outcome = matcher.outcome(known, listing);
        if outcome != Outcome::NoMatch {
            return (here, outcome);
        }
        tried = here.parent();
    }
    (node, Outcome::NoMatch)
}

/// Why `listing` refuses `line`, which it read in `node`.
#[must_use]
pub fn diagnose(line: &str, node: Node, listing: Listing) -> Diagnosis {
    let only = ListingSet::only(listing);
    let verdict = verdict_in(line, node, None, listing);
    let mut spans = Vec::new();
    split_words(line, &mut spans);
    let around = std::iter::successors(Some(node), |node| node.parent());
    let found = around.map(|node| (node, expected(node, line, only)));
    // Of two nodes that understand as much, the inner one.
    let best = found.reduce(|best, next| {
        if next.1.taken > best.1.taken {
            next
        } else {
            best
        }
    });
    let Some((node, expected)) = best else {
        return Diagnosis::new(verdict, node);
    };
    let mut diagnosis = Diagnosis::new(verdict, node);
    let taken = spans.get(..expected.taken).unwrap_or_default();
    diagnosis.understood = taken
        .first()
        .zip(taken.last())
        .map(|(first, last)| first.to(*last));
    diagnosis.word = spans.get(expected.taken).copied();
    diagnosis.may_end = !expected.complete.is_empty();
    if verdict == Verdict::Ambiguous {
        diagnosis.ambiguous(line, &spans, listing);
        return diagnosis;
    }
    let texts = |is_shown: fn(&Word, ListingSet) -> bool| -> Vec<&'static str> {
        let words = expected.words.iter().map(|(word, _)| *word);
        words
            .filter(|word| is_shown(word, only))
            .map(|word| word.text)
            .collect()
    };
    diagnosis.wanted = texts(|word, only| !word.visible().and(only).is_empty());
    if diagnosis.wanted.is_empty() {
        diagnosis.wanted = texts(|_, _| true);
    }
    diagnosis.wanted.sort_unstable();
    diagnosis.wanted.dedup();
    if let Some(span) = diagnosis.word {
        let words = expected.words.iter().map(|(word, _)| *word);
        let near = keywords_near(words, line.get(span.range()).unwrap_or(""));
        let slip = only_right(line, near, span, |mended, _| {
            verdict_in(mended, node, None, listing) == Verdict::Ok
        });
        diagnosis.meant = slip
            .or_else(|| torn_keyword(line, &spans, expected.taken, (node, listing)))
            .or_else(|| other_beginning(line, &spans, (node, listing), None));
        if diagnosis.meant.is_none() {
            diagnosis.prefix = mask_as_length(line, &spans, expected.taken, (node, listing));
            diagnosis.belongs = belongs(line, node, listing);
        }
    }
    diagnosis
}

impl Diagnosis {
    fn new(verdict: Verdict, node: Node) -> Self {
        Self {
            verdict,
            node,
            understood: None,
            word: None,
            wanted: Vec::new(),
            meant: None,
            prefix: None,
            may_end: false,
            belongs: Vec::new(),
        }
    }

    /// The word by which the ways to read the line differ, and what it is in each.
    fn ambiguous(&mut self, line: &str, spans: &[Span], listing: Listing) {
        let mut tried = Some(self.node);
        let words = Words::new(line, spans);
        let mut matcher = Matcher::default();
        while let Some(node) = tried {
            let known = commands(node);
            matcher.search(known, words, ListingSet::only(listing), false);
            if matcher.outcome(known, listing) == Outcome::Ambiguous {
                let (number, texts) = matcher.differing(known, listing);
                self.node = node;
                self.word = spans.get(number).copied();
                self.wanted = texts;
                self.may_end = false;
                return;
            }
            tried = node.parent();
        }
    }
}

/// The keywords that a word may be a slip for, each once.
fn keywords_near<'a>(
    words: impl Iterator<Item = &'a Word>,
    typed: &str,
) -> impl Iterator<Item = &'static str> {
    let keywords = words.filter(|word| word.kind == WordKind::Keyword);
    let near = keywords.filter(|word| is_near(typed, word.text));
    let mut texts: Vec<&'static str> = near.map(|word| word.text).collect();
    texts.sort_unstable();
    texts.dedup();
    texts.into_iter()
}

/// The one of `keywords` with which the line `is_right`, in the place of what stands at `span`, if
/// there is only one.
fn only_right(
    line: &str,
    keywords: impl Iterator<Item = &'static str>,
    span: Span,
    is_right: impl Fn(&str, &str) -> bool,
) -> Option<Meant> {
    let (before, after) = (
        line.get(..span.start as usize)?,
        line.get(span.end as usize..)?,
    );
    let blank = if span.is_empty() { " " } else { "" };
    let mut right = keywords.filter(|keyword| {
        let mended = format!("{before}{keyword}{blank}{after}");
        is_right(&mended, keyword)
    });
    let keyword = right.next().filter(|_| right.next().is_none())?;
    Some(Meant { keyword, span })
}

/// A keyword that stands in several words: `remote as`, `route reflector client`. It may begin
/// before the word that is not understood, for its first pieces pass for other words.
fn torn_keyword(
    line: &str,
    spans: &[Span],
    taken: usize,
    (node, listing): (Node, Listing),
) -> Option<Meant> {
    let is_right = |mended: &str, _: &str| verdict_in(mended, node, None, listing) == Verdict::Ok;
    let mut starts = (taken.saturating_sub(MOST_PIECES - 1)..=taken).rev();
    starts.find_map(|start| {
        let first = spans.get(start)?;
        let (before, rest) = line.split_at_checked(first.start as usize)?;
        let known = expected(node, before, ListingSet::only(listing)).words;
        known.iter().find_map(|(word, _)| {
            let count = word.text.split('-').count();
            let last = spans.get(start + count - 1).filter(|_| count > 1)?;
            let pieces = rest.split_ascii_whitespace().take(count);
            let torn = word.text.split('-').eq(pieces).then(|| first.to(*last))?;
            only_right(line, std::iter::once(word.text), torn, is_right)
        })
    })
}

/// An address and a mask, or what other routers have for one (0.0.0.255), where FRR wants a
/// prefix.
fn mask_as_length(
    line: &str,
    spans: &[Span],
    taken: usize,
    (node, listing): (Node, Listing),
) -> Option<(Span, String)> {
    let starts = [taken.checked_sub(1), Some(taken)].into_iter().flatten();
    starts.into_iter().find_map(|start| {
        let (first, second) = (*spans.get(start)?, *spans.get(start + 1)?);
        let address: Ipv4Addr = line.get(first.range())?.parse().ok()?;
        let mask: Ipv4Addr = line.get(second.range())?.parse().ok()?;
        let length = ipv4_mask_to_prefix(mask).or_else(|_| ipv4_mask_to_prefix(!mask));
        let prefix = format!("{address}/{}", length.ok()?);
        let (before, after) = (
            line.get(..first.start as usize)?,
            line.get(second.end as usize..)?,
        );
        let mended = format!("{before}{prefix}{after}");
        let is_right = verdict_in(&mended, node, None, listing) == Verdict::Ok;
        is_right.then(|| (first.to(second), prefix))
    })
}

/// A line that would be a command if it began with another word, or with one more: FRR moved some
/// commands (`ip community-list` is `bgp community-list` now), and some have a word in front that
/// others do without (`bgp router-id`). The second word has to be a keyword of the command, or
/// everything would do that takes any words.
fn other_beginning(
    line: &str,
    spans: &[Span],
    (node, listing): (Node, Listing),
    outer: Option<Node>,
) -> Option<Meant> {
    // In an interface the protocols have words alike: the one that takes a line is seldom meant.
    if node == Node::Interface {
        return None;
    }
    let text = |span: &Span| line.get(span.range()).unwrap_or("");
    let mut words = spans.iter().filter(|span| text(span) != "no");
    let (first, second) = (words.next()?, words.next());
    let around = std::iter::successors(Some(node), |node| node.parent());
    let around = around.take_while(|node| Some(*node) != outer);
    let mut firsts: Vec<&'static str> = around
        .flat_map(|node| commands(node).keywords(Commands::START, ""))
        .map(|one| one.found.1)
        .filter(|word| word.visible().contains(listing) && word.text != "no")
        .map(|word| word.text)
        .collect();
    firsts.sort_unstable();
    firsts.dedup();
    let begins = |second: &str| {
        let second = second.to_owned();
        move |mended: &str, keyword: &str| {
            let command = command_in(mended, node, outer, listing);
            command.is_some_and(|command| {
                let known = command.first_words();
                let mut known = known.split(' ');
                known.next() == Some(keyword) && known.next() == Some(&second)
            })
        }
    };
    let added = Span::at(first.start as usize);
    let with_more = only_right(line, firsts.iter().copied(), added, begins(text(first)));
    with_more.or_else(|| {
        let second = text(second?);
        let others = firsts.iter().copied().filter(|other| *other != text(first));
        only_right(line, others, *first, begins(second))
    })
}

/// Whether `typed` may be a slip for `keyword`.
fn is_near(typed: &str, keyword: &str) -> bool {
    if typed.len() < 2 || keyword.len() < 3 {
        return false;
    }
    typed.eq_ignore_ascii_case(keyword)
        || is_one_slip(typed, keyword)
        || (keyword.len() > 5 && strsim::damerau_levenshtein(typed, keyword) <= 2)
}

/// The nodes of which the line is a command, but for those that every line is tried in.
fn belongs(line: &str, node: Node, listing: Listing) -> Vec<Node> {
    let is_config = |other: Node| !matches!(other, Node::Enable) && other != node;
    let others = Node::all().filter(|other| is_config(*other));
    others
        .filter(|other| verdict_in(line, *other, other.parent(), listing) == Verdict::Ok)
        .collect()
}
