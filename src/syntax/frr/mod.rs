//! FRR's configuration: one record a line, each with the block it stands in and the command it
//! is.
//!
//! FRR itself goes line by line; so does this. Which commands a version knows and what a daemon
//! makes of their values is not known here.

mod clause;
mod command;
mod edited;
mod grammar;
mod kinds;
mod lines;
mod node;
mod words;

#[cfg(test)]
mod tests;

pub use clause::{CommunityMode, ListWord, Match, NextHopWord, OriginWord, PeerWord, Set};
pub use command::{
    AccessListLine, AccessListRule, AccessPattern, Action, AggregateLine, BgpLine, Command,
    CommunityKind, Direction, FilterKind, NeighborLine, NeighborSetting, NetworkLine, OnMatch,
    PatternListLine, PrefixListLine, PrefixListRule, RedistributeLine, RemoteAsWord, RouteMapLine,
    RouterBgp, SendCommunity, StaticRouteLine, StaticTarget, Wildcard,
};
pub use kinds::{IpVersion, Protocol};
pub use lines::Lines;
pub use node::Node;
pub use words::{Arg, UNKNOWN_PART, address_of, as_number_of};

use crate::text::Span;
use grammar::{Recognised, recognise};
use words::{Words, split_words};

/// A file, line by line.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The lines; their lengths add up to the file's.
    pub lines: Lines,
}

/// One line. All spans in it count from its first byte, so that it stays good when lines above
/// it change.
#[derive(Clone, Debug, PartialEq)]
pub struct LineRecord {
    /// Length in bytes, the line break included.
    pub length: u32,
    /// The node in which the line is tried first.
    pub before: Node,
    /// The node after it.
    pub after: Node,
    /// What the line says.
    pub content: LineContent,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub enum LineContent {
    /// Nothing.
    Blank,
    /// A comment, its mark included.
    Comment(Span),
    /// A command.
    Command {
        /// Whether it begins with `no`.
        no: bool,
        /// The command.
        command: Command,
    },
    /// Something that is not understood here; FRR may well understand it.
    NotUnderstood,
}

/// One command given to a session such as `vtysh -c`.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionLine {
    /// The node in which the command is tried first.
    pub before: Node,
    /// The node after it.
    pub after: Node,
    /// What it says; spans count from the command's first byte.
    pub content: LineContent,
}

impl Tree {
    /// Each line with the offset of its first byte.
    pub fn placed(&self) -> impl Iterator<Item = (u32, &LineRecord)> {
        placed(0, self.lines.iter())
    }

    /// Whether a line opens a BGP speaker (`router bgp`, not its `no` form).
    #[must_use]
    pub fn opens_bgp(&self) -> bool {
        self.lines.opens_bgp()
    }

    /// How many lines are not understood.
    #[must_use]
    pub fn not_understood(&self) -> usize {
        self.lines.not_understood()
    }

    /// Each line that is not understood, with the offset of its first byte.
    pub fn placed_not_understood(&self) -> impl Iterator<Item = (u32, &LineRecord)> {
        let blocks = self.lines.blocks_not_understood();
        let lines = blocks.flat_map(|(start, lines)| placed(start, lines));
        lines.filter(|(_, line)| line.content == LineContent::NotUnderstood)
    }
}

fn placed<'a>(
    start: u32,
    lines: impl IntoIterator<Item = &'a LineRecord>,
) -> impl Iterator<Item = (u32, &'a LineRecord)> {
    lines.into_iter().scan(start, |next, line| {
        let start = *next;
        *next = next.saturating_add(line.length);
        Some((start, line))
    })
}

/// Reads a file. Any text gives a tree.
#[must_use]
pub fn parse(text: &str) -> Tree {
    let mut reader = Reader::new(Node::Config);
    let mut lines = Vec::with_capacity(text.len() / 32);
    for line in text.split_inclusive('\n') {
        lines.push(reader.record(line, Reading::File));
    }
    Tree {
        lines: lines.into(),
    }
}

/// Reads what a session is told, command by command, from the enable node on. A part of a
/// command that is not known before run time is written [`UNKNOWN_PART`].
pub fn session<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<SessionLine> {
    let mut reader = Reader::new(Node::Enable);
    lines
        .map(|line| {
            let before = reader.node;
            let content = reader.read(line, Reading::Session);
            SessionLine {
                before,
                after: reader.node,
                content,
            }
        })
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    File,
    Session,
}

/// Reads lines one after the other; its store of words is used again for each.
struct Reader {
    node: Node,
    words: Vec<Span>,
}

impl Reader {
    fn new(node: Node) -> Self {
        Self {
            node,
            words: Vec::with_capacity(16),
        }
    }

    fn record(&mut self, line: &str, reading: Reading) -> LineRecord {
        let before = self.node;
        let content = self.read(line, reading);
        LineRecord {
            length: u32::try_from(line.len()).unwrap_or(u32::MAX),
            before,
            after: self.node,
            content,
        }
    }

    fn read(&mut self, line: &str, reading: Reading) -> LineContent {
        let few_enough = split_words(line, &mut self.words);
        let Some(first) = self.words.first() else {
            return LineContent::Blank;
        };
        let words = Words::new(line, &self.words);
        if words
            .first()
            .is_some_and(|word| word.starts_with(['!', '#']))
        {
            let end = line.trim_ascii_end().len();
            return LineContent::Comment(first.to(Span::at(end)));
        }
        if !few_enough {
            return LineContent::NotUnderstood;
        }
        if self.words.len() == 1 && words.first() == Some("end") {
            return self.end(reading);
        }
        if reading == Reading::File && self.node == Node::Enable {
            return LineContent::NotUnderstood;
        }
        match recognise(words, self.node) {
            Some(Recognised { no, command, after }) => {
                self.node = after;
                LineContent::Command { no, command }
            }
            None => LineContent::NotUnderstood,
        }
    }

    /// `end` is passed over in a file that vtysh reads; in a session it leads back to the start.
    fn end(&mut self, reading: Reading) -> LineContent {
        if reading == Reading::Session {
            self.node = Node::Enable;
        }
        LineContent::Command {
            no: false,
            command: Command::End,
        }
    }
}
