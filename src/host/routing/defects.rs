//! What is wrong with lines about lists: what FRR refuses, changes silently or lets go.
//!
//! Knows no words for it.

use ipnet::IpNet;

use super::line::Line;
use crate::syntax::frr::{Command, PrefixListRule};
use crate::text::Place;

/// Something wrong with a line about a list, a route-map or a prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListDefect {
    /// What.
    pub kind: ListDefectKind,
    /// Where.
    pub place: Place,
}

/// What is wrong with a line about a list, a route-map or a prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListDefectKind {
    /// An entry of a prefix-list whose lengths are not in order: FRR refuses it.
    Lengths {
        /// Its prefix.
        prefix: IpNet,
        /// The least length.
        ge: Option<Bound>,
        /// The greatest length.
        le: Option<Bound>,
    },
    /// A prefix with bits behind its length, which FRR clears.
    HostBits {
        /// What FRR makes of it.
        network: IpNet,
    },
    /// A line that says what an earlier one says.
    Repeated {
        /// What both lines make.
        what: Slot,
        /// The earlier line.
        earlier: Place,
    },
    /// A line that takes the place of an earlier one.
    Replaced {
        /// What both lines make.
        what: Slot,
        /// The earlier line.
        earlier: Place,
    },
}

/// A bound of the lengths that an entry takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Its value.
    pub value: u8,
    /// Where the value stands.
    pub place: Place,
}

/// What there is one of, so that a second line takes the first one's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The entry of a number in a list.
    Entry {
        /// The list.
        list: String,
        /// The number.
        seq: u32,
    },
    /// What a route-map's entry decides.
    Action {
        /// The route-map.
        map: String,
        /// The entry's number.
        seq: u32,
    },
    /// The clause of a kind in a route-map's entry.
    Clause {
        /// `match`, `set` or `call`.
        verb: &'static str,
        /// The kind: the words after the verb.
        kind: &'static str,
        /// The entry's number.
        seq: u32,
    },
}

/// What is wrong with the prefixes of one line.
pub(super) fn examine(line: Line<'_>, command: &Command, defects: &mut Vec<ListDefect>) {
    let prefix = match command {
        Command::PrefixList(list) => match list.rule {
            PrefixListRule::Entry { prefix, ge, le, .. } => {
                let bound = |arg: Option<crate::syntax::frr::Arg<u32>>| {
                    let (value, span) = arg.and_then(|arg| Some((arg.value?, arg.span)))?;
                    let value = u8::try_from(value).ok()?;
                    Some(Bound {
                        value,
                        place: line.at(span),
                    })
                };
                if (ge.is_some() || le.is_some())
                    && let Some(prefix) = prefix.and_then(|arg| arg.value)
                {
                    lengths(prefix, bound(ge), bound(le), defects);
                }
                prefix
            }
            _ => None,
        },
        Command::Network(network) => Some(network.prefix),
        Command::Aggregate(aggregate) => Some(aggregate.prefix),
        _ => None,
    };
    let Some((prefix, net)) = prefix.and_then(|arg| Some((arg, arg.value?))) else {
        return;
    };
    let network = net.trunc();
    // The forms with a netmask, or with none at all, are not for this to put right.
    if network != net && line.slice(prefix.span).contains('/') {
        defects.push(ListDefect {
            kind: ListDefectKind::HostBits { network },
            place: line.at(prefix.span),
        });
    }
}

fn lengths(prefix: IpNet, ge: Option<Bound>, le: Option<Bound>, defects: &mut Vec<ListDefect>) {
    let least = ge.map_or(prefix.prefix_len(), |bound| bound.value);
    let most = le.map_or(prefix.max_prefix_len(), |bound| bound.value);
    if prefix.prefix_len() <= least && least <= most {
        return;
    }
    let wrong = ge.filter(|ge| ge.value < prefix.prefix_len());
    let Some(wrong) = wrong.or(le).or(ge) else {
        return;
    };
    defects.push(ListDefect {
        kind: ListDefectKind::Lengths { prefix, ge, le },
        place: wrong.place,
    });
}
