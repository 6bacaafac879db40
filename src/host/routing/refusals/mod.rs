//! Lines that FRR's grammar takes and the daemon refuses when it is loaded.
//!
//! Knows no words for it.

mod forms;
mod patterns;
mod watch;

pub(super) use watch::RefusalWatch;

use ipnet::IpNet;

use super::line::Line;
use crate::syntax::frr::Arg;
use crate::text::Place;

/// A line that a daemon refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedLine {
    /// Why.
    pub kind: RefusedKind,
    /// The value that is refused, or the line.
    pub place: Place,
}

/// Why a daemon refuses a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusedKind {
    /// `router bgp` without a number, where another number of speakers runs than one.
    WhichRouter {
        /// How many run.
        running: usize,
    },
    /// `local-as` with the speaker's own number.
    OwnLocalAs(u32),
    /// `ebgp-multihop` and `ttl-security` for one neighbor.
    MultihopBesideTtlSecurity {
        /// The line that came first.
        other: Place,
    },
    /// A hold time of one or two seconds (RFC 4271, 4.2).
    HoldTime(u32),
    /// A password of so many characters.
    LongPassword(usize),
    /// `route-reflector-client` for a neighbor of another AS.
    ReflectorClientOfEbgp {
        /// The neighbor as the line names it.
        peer: String,
    },
    /// `bgp listen range` that overlaps another one.
    OverlappingRange {
        /// The other range.
        range: IpNet,
        /// Its line.
        other: Place,
    },
    /// A prefix-list beside a distribute-list for one direction.
    ListsTogether {
        /// The filter that is there already.
        other: Place,
    },
    /// `on-match` or `continue` in an entry that denies.
    GoesOnAfterDeny,
    /// `on-match goto` or `continue` to the entry itself or one before it.
    GoesBack {
        /// The number that it goes to.
        to: u32,
        /// The entry's own.
        seq: u32,
    },
    /// `call` of the route-map that it stands in.
    CallsItself,
    /// A second form of a clause of which an entry has one: typed by hand the last one counts,
    /// from a file both are refused.
    Contradiction {
        /// The other one.
        other: Place,
    },
    /// A community that is none.
    Community {
        /// The name that is meant.
        meant: Option<&'static str>,
    },
    /// A next hop that no route can have there.
    NextHop(NextHopFault),
    /// A regular expression.
    Pattern(PatternFault),
    /// A community list of one name that is standard here and expanded there.
    OtherKindOfList {
        /// The first line about the list.
        other: Place,
    },
    /// A static route to nowhere beside one to somewhere, of the same distance.
    NowhereBesideNextHop {
        /// The line that came first.
        other: Place,
    },
    /// An address that no interface may have.
    InterfaceAddress,
}

/// What is wrong with the next hop that a route-map sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextHopFault {
    /// 0.0.0.0.
    Zero,
    /// A link-local address where a global one has to be.
    LinkLocal,
    /// A global address where a link-local one has to be.
    Global,
}

/// What is wrong with a regular expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternFault {
    /// A character that no AS path and no expression about it has.
    Character(char),
    /// This bracket is opened and not closed.
    Unclosed(char),
}

/// A hold time that is refused.
pub(super) fn hold_time(line: Line<'_>, no: bool, time: Arg<u32>) -> Option<RefusedLine> {
    let seconds = time
        .value
        .filter(|seconds| !no && matches!(seconds, 1 | 2))?;
    Some(RefusedLine {
        kind: RefusedKind::HoldTime(seconds),
        place: line.at(time.span),
    })
}

impl RefusedKind {
    /// Whether FRR loads such lines of frr.conf in groups, of which one bad line is the end
    /// (facts of 8.4.4, 10.3 and 10.7.1: route-maps, lists, interfaces, and static routes from
    /// 10 on).
    #[must_use]
    pub fn is_in_group(&self) -> bool {
        matches!(
            self,
            Self::GoesOnAfterDeny
                | Self::GoesBack { .. }
                | Self::CallsItself
                | Self::Contradiction { .. }
                | Self::NextHop(_)
                | Self::NowhereBesideNextHop { .. }
                | Self::InterfaceAddress
        )
    }
}
