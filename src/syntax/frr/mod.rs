//! FRR's configuration: one record a line, each with the block it stands in and the command it
//! is.
//!
//! FRR itself goes line by line; so does this, for all versions whose commands are listed at
//! once. What a daemon makes of a command's values is not known here.

mod begun;
mod candidates;
mod clause;
mod command;
mod diagnosis;
mod edited;
mod expected;
mod explained;
mod grammar;
mod kinds;
mod lines;
mod matching;
mod reader;
mod shapes;
mod values;
mod verdict;
mod whole;
mod words;

#[cfg(test)]
mod tests;

pub use candidates::{Candidate, Candidates, candidates};
pub use clause::{CommunityMode, ListWord, Match, NextHopWord, OriginWord, PeerWord, Set};
pub use command::{
    AccessListLine, AccessListRule, AccessPattern, Action, AggregateLine, BgpLine, Command,
    CommunityKind, Direction, FilterKind, NeighborLine, NeighborSetting, NetworkLine, OnMatch,
    PatternListLine, PrefixListLine, PrefixListRule, RedistributeLine, RemoteAsWord, RouteMapLine,
    RouterBgp, SendCommunity, StaticRouteLine, StaticTarget, Wildcard,
};
pub use diagnosis::{
    Diagnosis, Meant, beginning_for, diagnose, is_taken_from_file, step_in, verdict_in,
};
pub use expected::{Expected, expected};
pub use explained::{Explained, explain};
pub use kinds::{IpVersion, Protocol};
pub use lines::Lines;
pub use verdict::{Piece, Pieces, Verdict};
pub use words::{Arg, UNKNOWN_PART, address_of, as_number_of};

use crate::text::Span;
use crate::vocabulary::frr::{Daemons, Listing, ListingSet, Node, PerListing};
use reader::{Reader, Reading};

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
    /// The node in which each version tries the line first.
    pub before: PerListing<Node>,
    /// The node after it.
    pub after: PerListing<Node>,
    /// What each version makes of it.
    pub verdicts: PerListing<Verdict>,
    /// The daemons that know the command, where vtysh takes it; none where vtysh alone obeys it.
    pub daemons: PerListing<Daemons>,
    /// What the line says, to the newest version that takes it.
    pub content: LineContent,
}

impl LineRecord {
    /// The versions of `listings` that take the line as a command.
    #[must_use]
    pub fn accepted(&self, listings: ListingSet) -> ListingSet {
        let taking = listings
            .iter()
            .filter(|one| self.verdicts.get(*one) == Verdict::Ok);
        taking.fold(ListingSet::NONE, |set, one| set.with(ListingSet::only(one)))
    }

    /// The version of `listings` that says where the line stands: the newest one that takes it,
    /// else the newest.
    #[must_use]
    pub fn judge(&self, listings: ListingSet) -> Listing {
        let taking = self.accepted(listings).iter().next_back();
        taking
            .or_else(|| listings.iter().next_back())
            .unwrap_or_else(Listing::newest)
    }

    /// The node after the line, as far as one answer will do for `listings`.
    #[must_use]
    pub fn node(&self, listings: ListingSet) -> Node {
        self.after.get(self.judge(listings))
    }
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
    /// Something that no version understands.
    NotUnderstood,
    /// More than a version reads at once: to it these are several lines.
    Pieces(Box<Pieces>),
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
    Tree {
        lines: whole::read(text),
    }
}

/// Reads what a session is told, command by command, from the enable node on. A part of a
/// command that is not known before run time is written [`UNKNOWN_PART`].
pub fn session<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<SessionLine> {
    let mut reader = Reader::new(PerListing::all(Node::Enable), Reading::Session);
    lines
        .map(|line| {
            let record = reader.record(line);
            let newest = ListingSet::only(Listing::newest());
            SessionLine {
                before: record.before.get(Listing::newest()),
                after: record.node(newest),
                content: record.content,
            }
        })
        .collect()
}
