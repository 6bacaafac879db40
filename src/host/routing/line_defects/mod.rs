//! Lines that FRR refuses, does not read, or takes for another block than they stand in.
//!
//! Knows no words for it.

mod left;
mod refusal;
mod watch;

pub(super) use watch::LineWatch;

use crate::syntax::frr::{Diagnosis, LineContent, LineRecord, Verdict};
use crate::text::Place;
use crate::vocabulary::frr::{Daemons, ListingSet, Node};
use crate::vocabulary::{FrrVersion, When};

/// Something wrong with a line as such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineDefect {
    /// What.
    pub kind: LineDefectKind,
    /// The line, without the blanks around it.
    pub place: Place,
    /// The versions for which it is so.
    pub when: When<FrrVersion>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineDefectKind {
    /// FRR refuses it.
    Refused(Box<Refusal>),
    /// It is known one level up only and so ends its block, although the block's lines go on.
    LeavesBlock {
        /// The block that it ends.
        block: Node,
        /// The node in which it is known.
        into: Node,
        /// The word with which the line would be one of the block, and where to write it.
        meant: Option<(&'static str, Place)>,
        /// Lines of the block below it that are refused.
        refused: Vec<Place>,
        /// Lines of the block below it that take effect elsewhere.
        moved: Vec<Place>,
        /// The `exit` that was meant for the block and ends the file instead.
        ends_file: Option<Place>,
    },
    /// It ends the reading of the file.
    EndsFile {
        /// How many lines with content follow it.
        unread: usize,
        /// The first and the last of them.
        ends: Option<(Place, Place)>,
    },
    /// It stands in a daemon's own file, and that daemon does not know it.
    OtherDaemon {
        /// The daemons that know it.
        owners: Daemons,
    },
    /// It is longer than FRR reads at once: the rest is read as another line.
    TooLong {
        /// How much is read at once, in bytes.
        bytes: usize,
    },
}

/// A line that FRR refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why; `None` where so many lines are refused that nobody asks of each.
    pub diagnosis: Option<Diagnosis>,
    /// The word that it stumbles at.
    pub word: Option<Place>,
    /// The words before it.
    pub understood: Option<Place>,
    /// The keyword that makes the line a command, and what it takes the place of.
    pub meant: Option<(&'static str, Place)>,
    /// An address and its mask, and the prefix that makes the line a command in their place.
    pub prefix: Option<(Place, String)>,
    /// What FRR says.
    pub verdict: Verdict,
    /// The node in which the line is tried.
    pub node: Node,
    /// Listed versions that take the line.
    pub taken_by: ListingSet,
}

fn is_comment(record: &LineRecord) -> bool {
    matches!(record.content, LineContent::Blank | LineContent::Comment(_))
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}
