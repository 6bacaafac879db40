//! What FRR makes of a line.

use crate::vocabulary::frr::{Listing, Node};

/// What FRR's own parser says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It is a command.
    Ok,
    /// It is no command of its node, nor of the nodes around it.
    Unknown,
    /// Commands begin like this, but go on.
    Incomplete,
    /// It may be several commands.
    Ambiguous,
    /// It is an `exit` at the top level: what follows is not read.
    Warning,
    /// It is not read.
    Ignored,
    /// It is blank or a comment.
    Comment,
}

impl Verdict {
    /// The verdict as `show` names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unknown => "unknown",
            Self::Incomplete => "incomplete",
            Self::Ambiguous => "ambiguous",
            Self::Warning => "warning",
            Self::Ignored => "ignored",
            Self::Comment => "comment",
        }
    }

    /// Whether FRR refuses the line with a message.
    #[must_use]
    pub const fn is_refusal(self) -> bool {
        matches!(self, Self::Unknown | Self::Incomplete | Self::Ambiguous)
    }
}

/// A line that is longer than some version reads at once: what each makes of its pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pieces(Vec<(Listing, Piece)>);

/// A part of a line that FRR reads as a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What FRR makes of it.
    pub verdict: Verdict,
    /// The node after it.
    pub after: Node,
    /// Where it starts in the line, in bytes.
    pub start: u32,
}

impl Pieces {
    /// Adds a version's next piece.
    pub(super) fn add(&mut self, listing: Listing, piece: Piece) {
        self.0.push((listing, piece));
    }

    /// The pieces that a version reads, in order.
    pub fn of(&self, listing: Listing) -> impl Iterator<Item = Piece> {
        let pieces = self.0.iter().filter(move |(of, _)| *of == listing);
        pieces.map(|(_, piece)| *piece)
    }
}
