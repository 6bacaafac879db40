//! Takes lines through the nodes, one after the other: what each version makes of a line, and
//! the node that it leads to.

use super::command::Command;
use super::grammar::recognise;
use super::matching::{Matcher, Outcome, Step};
use super::shapes::{Known, Read, Shapes};
use super::verdict::{Piece, Pieces, Verdict};
use super::words::{Words, split_words};
use super::{LineContent, LineRecord};
use crate::text::Span;
use crate::vocabulary::frr::{Daemons, Listing, ListingSet, Node, PerListing, WordKind, commands};

/// Who reads the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// vtysh, from a file.
    File,
    /// vtysh, as it is told command by command.
    Session,
}

/// Reads lines one after the other; its stores are used again for each.
pub(super) struct Reader {
    nodes: PerListing<Node>,
    reading: Reading,
    words: Vec<Span>,
    matcher: Matcher,
    shapes: Shapes,
}

/// What the versions make of a line.
struct Judged {
    verdicts: PerListing<Verdict>,
    daemons: PerListing<Daemons>,
    content: LineContent,
}

impl Judged {
    fn plain(verdicts: PerListing<Verdict>, content: LineContent) -> Self {
        Self {
            verdicts,
            daemons: PerListing::all(Daemons::NONE),
            content,
        }
    }
}

/// What one version makes of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Judgement {
    verdict: Verdict,
    after: Node,
}

impl Reader {
    pub fn new(nodes: PerListing<Node>, reading: Reading) -> Self {
        Self {
            nodes,
            reading,
            words: Vec::with_capacity(16),
            matcher: Matcher::default(),
            shapes: Shapes::default(),
        }
    }

    /// The node that each version is in.
    pub fn nodes(&self) -> PerListing<Node> {
        self.nodes
    }

    /// Reads a line, its line break included.
    pub fn record(&mut self, line: &str) -> LineRecord {
        let before = self.nodes;
        let fits = |listing: Listing| line.len() <= listing.line_bytes();
        let judged = if self.reading == Reading::File && !Listing::all().all(fits) {
            self.pieces(line)
        } else {
            self.line(line, ListingSet::ALL)
        };
        LineRecord {
            length: u32::try_from(line.len()).unwrap_or(u32::MAX),
            before,
            after: self.nodes,
            verdicts: judged.verdicts,
            daemons: judged.daemons,
            content: judged.content,
        }
    }

    /// A line that is too long for a version: each of its pieces is a line to FRR. The worst
    /// verdict of a version's pieces is told of the line.
    fn pieces(&mut self, line: &str) -> Judged {
        let mut verdicts = PerListing::all(Verdict::Comment);
        let mut pieces = Pieces::default();
        for listing in Listing::all() {
            let mut start = 0;
            for text in pieces_of(line, listing.line_bytes()) {
                let judged = self.line(text, ListingSet::only(listing));
                let verdict = judged.verdicts.get(listing);
                let worst = verdicts.get(listing);
                if verdict.is_refusal() || (verdict != Verdict::Comment && !worst.is_refusal()) {
                    verdicts.set(listing, verdict);
                }
                let piece = Piece {
                    verdict,
                    after: self.nodes.get(listing),
                    start,
                };
                pieces.add(listing, piece);
                start = start.saturating_add(u32::try_from(text.len()).unwrap_or(u32::MAX));
            }
        }
        Judged::plain(verdicts, LineContent::Pieces(Box::new(pieces)))
    }

    /// A line for the versions of `listings`, which go on to the node that it leads to.
    fn line(&mut self, line: &str, listings: ListingSet) -> Judged {
        let few_enough = split_words(line, &mut self.words);
        let Some(first) = self.words.first() else {
            return Judged::plain(self.unread_or(Verdict::Comment), LineContent::Blank);
        };
        let text = line.get(first.range()).unwrap_or("");
        if text.starts_with(['!', '#']) {
            let end = line.trim_ascii_end().len();
            let content = LineContent::Comment(first.to(Span::at(end)));
            return Judged::plain(self.unread_or(Verdict::Comment), content);
        }
        if !few_enough {
            let verdicts = self.unread_or(Verdict::Unknown);
            return Judged::plain(verdicts, LineContent::NotUnderstood);
        }
        if self.words.len() == 1 && text == "end" {
            return self.end(listings);
        }
        self.command(line, listings)
    }

    /// The same verdict for every version that still reads.
    fn unread_or(&self, verdict: Verdict) -> PerListing<Verdict> {
        let mut verdicts = PerListing::all(verdict);
        for listing in Listing::all() {
            if self.nodes.get(listing) == Node::Unread {
                verdicts.set(listing, Verdict::Ignored);
            }
        }
        verdicts
    }

    /// `end` is passed over in a file that vtysh reads; in a session it leads back to the start.
    fn end(&mut self, listings: ListingSet) -> Judged {
        if self.reading == Reading::Session {
            for listing in listings.iter() {
                self.nodes.set(listing, Node::Enable);
            }
        }
        let content = LineContent::Command {
            no: false,
            command: Command::End,
        };
        Judged::plain(self.unread_or(Verdict::Ok), content)
    }

    /// What a command is; lines of a shape that was seen need not be compared again.
    fn command(&mut self, line: &str, listings: ListingSet) -> Judged {
        let words = Words::new(line, &self.words);
        let alike = match self.nodes.same() {
            Some(node) if listings == ListingSet::ALL && self.reading == Reading::File => {
                if let Some(known) = self.shapes.of(words, node) {
                    self.nodes = known.after;
                    return judged(words, known);
                }
                true
            }
            _ => false,
        };
        let known = self.search(line, listings);
        let judged = judged(Words::new(line, &self.words), &known);
        if alike {
            self.shapes.keep(known);
        }
        judged
    }

    /// Tries the line in the node, then in the nodes around it, until one knows how it begins.
    fn search(&mut self, line: &str, listings: ListingSet) -> Known {
        let mut known = Known {
            verdicts: self.unread_or(Verdict::Unknown),
            after: self.nodes,
            daemons: PerListing::all(Daemons::NONE),
            read: None,
        };
        let mut open = listings;
        while let Some(listing) = open.iter().next_back() {
            // Versions that are in the same node are asked together.
            let start = self.nodes.get(listing);
            let together = open.iter().filter(|one| self.nodes.get(*one) == start);
            let mut asked = together
                .map(ListingSet::only)
                .fold(ListingSet::NONE, ListingSet::with);
            open = open.without(asked);
            let mut tried = Some(start).filter(|node| *node != Node::Unread);
            while let Some(node) = tried.filter(|_| !asked.is_empty()) {
                self.in_node(line, node, &mut asked, &mut known);
                tried = node.parent();
            }
        }
        self.nodes = known.after;
        known
    }

    /// Tries the line in one node; the versions of `asked` that know how it begins are done.
    fn in_node(&mut self, line: &str, node: Node, asked: &mut ListingSet, known: &mut Known) {
        let commands = commands(node);
        let words = Words::new(line, &self.words);
        let in_session = self.reading == Reading::Session;
        self.matcher.search(commands, words, *asked, in_session);
        // The newest version that takes the line says what it is.
        for listing in asked.iter().rev() {
            let verdict = match self.matcher.outcome(commands, listing) {
                Outcome::NoMatch => continue,
                Outcome::Incomplete => Verdict::Incomplete,
                Outcome::Ambiguous => Verdict::Ambiguous,
                Outcome::Found(way) => {
                    let command = commands.command(way.command);
                    let syntax = command.map_or("", |command| command.syntax);
                    let entered = command.and_then(|command| command.enters(listing));
                    let judged = self.lead(node, syntax, entered, words.get(0), listing);
                    known.after.set(listing, judged.after);
                    let daemons = command.map_or(Daemons::NONE, |one| one.daemons(listing));
                    known.daemons.set(listing, daemons);
                    known.read.get_or_insert_with(|| {
                        let steps = self.matcher.steps(way).iter();
                        let keyword = |step: &Step| {
                            let word = commands.word(step.word);
                            let keyword = word.filter(|word| word.kind == WordKind::Keyword);
                            keyword.map_or("", |word| word.text)
                        };
                        Read {
                            node,
                            moved: judged.after != node,
                            keywords: steps.map(keyword).collect(),
                        }
                    });
                    judged.verdict
                }
            };
            known.verdicts.set(listing, verdict);
            *asked = asked.without(ListingSet::only(listing));
        }
    }

    /// Where a command of `node` leads to.
    fn lead(
        &self,
        node: Node,
        syntax: &str,
        entered: Option<Node>,
        word: Option<&str>,
        listing: Listing,
    ) -> Judgement {
        let to = |after| Judgement {
            verdict: Verdict::Ok,
            after,
        };
        if !matches!(syntax, "exit" | "quit") {
            let configure = node == Node::Enable && syntax.starts_with("configure");
            let entered = entered.or_else(|| configure.then_some(Node::Config));
            return to(entered.unwrap_or(node));
        }
        let in_file = self.reading == Reading::File;
        match node {
            Node::Config if in_file && listing.warns_of_early_exit() && word == Some("exit") => {
                Judgement {
                    verdict: Verdict::Warning,
                    after: Node::Unread,
                }
            }
            Node::Config => to(Node::Enable),
            Node::Enable => to(Node::Unread),
            node => to(node.parent().unwrap_or(node)),
        }
    }
}

fn judged(words: Words<'_>, known: &Known) -> Judged {
    Judged {
        verdicts: known.verdicts,
        daemons: known.daemons,
        content: content_of(words, known.read.as_ref()),
    }
}

/// What a line says, if a version takes it.
fn content_of(words: Words<'_>, read: Option<&Read>) -> LineContent {
    let Some(read) = read else {
        return LineContent::NotUnderstood;
    };
    let (no, command) = match recognise(words.read_as(&read.keywords), read.node) {
        Some(recognised) => recognised,
        None if read.moved => (false, Command::Block),
        None => (false, Command::Inert),
    };
    LineContent::Command { no, command }
}

/// `line` in pieces of `most` bytes, as `fgets` of C reads it; a character that stands across the
/// border stays whole with the piece that it begins in.
fn pieces_of(line: &str, most: usize) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut end = most.max(1).min(rest.len());
        while !rest.is_char_boundary(end) && end < rest.len() {
            end += 1;
        }
        let (piece, left) = rest.split_at(end);
        rest = left;
        Some(piece)
    })
}
