//! Outcomes, and what decided them.

use std::fmt;

use crate::syntax::frr::{Action, FilterKind};
use crate::text::Place;

/// What becomes of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It passes.
    Yes,
    /// It does not.
    No,
    /// The files do not say.
    Perhaps,
}

impl Outcome {
    /// Yes where it holds.
    #[must_use]
    pub const fn of(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }

    /// Whether it is the same in both cases; perhaps if not.
    #[must_use]
    pub fn either(self, other: Self) -> Self {
        if self == other { self } else { Self::Perhaps }
    }

    /// Both hold.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Perhaps,
        }
    }
}

impl From<Action> for Outcome {
    fn from(action: Action) -> Self {
        Self::of(action == Action::Permit)
    }
}

/// What becomes of a route, and because of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What becomes of it.
    pub outcome: Outcome,
    /// What decided; `None` where nothing stands in the way at all.
    pub decided_by: Option<Decider>,
}

impl Verdict {
    /// It passes, and nothing had to be asked.
    pub const UNFILTERED: Self = Self {
        outcome: Outcome::Yes,
        decided_by: None,
    };

    pub(super) fn new(outcome: Outcome, decider: Decider) -> Self {
        Self {
            outcome,
            decided_by: Some(decider),
        }
    }
}

/// What decided about a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// Where one would edit: the entry, the list's last entry, or the line that names a list
    /// that does not exist.
    pub place: Place,
    /// The list's name; empty where no list decided.
    pub list: String,
    /// What kind of list; `None` where no list decided.
    pub kind: Option<FilterKind>,
    /// Which entry of it.
    pub entry: Entry,
    /// What that does to the route.
    pub outcome: Outcome,
}

/// What it was in a list, or instead of one, that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The entry of this number.
    Seq(u32),
    /// None of the entries: what is left is denied.
    EndOfList,
    /// The list has no entries.
    Empty,
    /// There is no such list.
    Undefined,
    /// An eBGP session without any filter, where one is required (RFC 8212).
    NoPolicy,
    /// A well-known community that keeps the route back (RFC 1997).
    Community,
    /// The receiver's own AS number in the path.
    AsLoop,
    /// Something that is decided at run time: conditional advertisement, too deep a chain of
    /// calls.
    RunTime,
}

/// What a kind of list is called in FRR's commands.
fn kind_name(kind: Option<FilterKind>) -> &'static str {
    match kind {
        Some(FilterKind::DistributeList) => "access-list",
        Some(FilterKind::PrefixList) => "prefix-list",
        Some(FilterKind::FilterList) => "as-path access-list",
        Some(FilterKind::RouteMap) => "route-map",
        None => "list",
    }
}

impl fmt::Display for Decider {
    /// For the middle of a sentence: `router_out denies it at seq 10`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = &self.list;
        let kind = kind_name(self.kind);
        match (self.entry, self.outcome) {
            (Entry::Seq(seq), Outcome::Yes) => write!(f, "{list} permits it at seq {seq}"),
            (Entry::Seq(seq), Outcome::No) => write!(f, "{list} denies it at seq {seq}"),
            (Entry::Seq(seq), Outcome::Perhaps) => {
                write!(
                    f,
                    "what {list} makes of it at seq {seq} cannot be told from the files"
                )
            }
            (Entry::EndOfList, Outcome::Perhaps) => {
                write!(f, "{list} may have no entry for it")
            }
            (Entry::EndOfList, _) => {
                write!(
                    f,
                    "{list} has no entry for it and ends in its implicit deny"
                )
            }
            (Entry::Empty, Outcome::Yes) => {
                write!(
                    f,
                    "the {kind} {list} has no entries, and such a list permits everything"
                )
            }
            (Entry::Empty, _) => {
                write!(
                    f,
                    "the {kind} {list} has no entries, and such a list denies everything"
                )
            }
            (Entry::Undefined, _) => write!(
                f,
                "the {kind} {list} is not defined, and an undefined list denies everything"
            ),
            (Entry::NoPolicy, _) => f.write_str(
                "the eBGP session has no filter in this direction, and without one nothing passes",
            ),
            (Entry::Community, _) => f.write_str("one of its communities keeps it back"),
            (Entry::AsLoop, _) => f.write_str("the receiver's own AS number is in its path"),
            (Entry::RunTime, _) => f.write_str("that is decided at run time"),
        }
    }
}
