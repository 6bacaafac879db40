//! A block that a line has left although lines of the block follow.

use super::indent_of;
use crate::host::routing::line::Line;
use crate::syntax::frr::{Verdict, step_in, verdict_in};
use crate::text::Place;
use crate::vocabulary::frr::{Listing, Node};

/// Of so many lines below a block that was left one asks whether they are the block's.
const MOST_ASKED: usize = 2_000;

/// A block that a line has left.
pub(super) struct Left {
    pub place: Place,
    pub block: Node,
    pub into: Node,
    /// Where the lines of the block would be by now, had it not been left.
    pub node: Node,
    pub meant: Option<(&'static str, Place)>,
    /// How far the line is indented; no line further out is the block's.
    pub indent: usize,
    /// Whether it looks as if it were the block's.
    pub looks_inside: bool,
    pub asked: usize,
    pub refused: Vec<Place>,
    pub moved: Vec<Place>,
    pub ends_file: Option<Place>,
}

impl Left {
    /// Whether the line would be one of the block that was left, and of no node around it; the
    /// lines below are then asked where that one would have led to.
    pub fn takes(&mut self, line: Line<'_>, judge: Listing) -> bool {
        self.asked += 1;
        if self.asked > MOST_ASKED {
            return false;
        }
        let (verdict, after) = step_in(line.text, self.node, Some(self.into), judge);
        self.node = after;
        matches!(verdict, Verdict::Ok | Verdict::Incomplete)
    }

    /// Whether nothing has come of it so far.
    pub fn is_idle(&self) -> bool {
        self.refused.is_empty() && self.moved.is_empty()
    }

    /// Takes up a line that FRR knows where it is now. Whether it would have left the block too.
    pub fn ask_moved(&mut self, line: Line<'_>, judge: Listing, place: Place) -> bool {
        // What stands directly in `router bgp` is about IPv4 unicast anyway.
        let is_same = self.block == Node::BgpIpv4Unicast && self.into == Node::Bgp;
        // A line that stands further out than the one that left the block is meant to be outside.
        let is_inside = self.looks_inside && indent_of(line.text) >= self.indent;
        if !is_inside || is_same {
            return false;
        }
        let is_of_block = verdict_in(line.text, self.block, Some(self.into), judge) == Verdict::Ok;
        if is_of_block {
            self.moved.push(place);
        }
        !is_of_block
    }
}

/// Whether `inner` is `outer` or stands in it.
pub(super) fn is_within(inner: Node, outer: Node) -> bool {
    std::iter::successors(Some(inner), |node| node.parent()).any(|node| node == outer)
}
