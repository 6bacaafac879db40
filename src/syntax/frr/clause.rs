//! The `match` and `set` clauses of a route-map, as the line has them.
//!
//! Knows no effect of a clause.

use std::net::IpAddr;

use super::command::{IpVersion, Protocol};
use super::words::Arg;
use crate::text::Span;

/// A `match` clause. In the `no` form the values may be missing; `no` forms are therefore kept
/// as [`Match::No`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// `match ip address` or `match ipv6 address`.
    Address(IpVersion, ListWord),
    /// `match ip next-hop` or `match ipv6 next-hop`.
    NextHop(IpVersion, NextHopWord),
    /// `match ip route-source`.
    RouteSource(ListWord),
    /// `match as-path`.
    AsPath(Span),
    /// `match community`.
    Community(Span, CommunityMode),
    /// `match large-community`.
    LargeCommunity(Span),
    /// `match extcommunity`.
    ExtendedCommunity(Span),
    /// `match interface`.
    Interface(Span),
    /// `match local-preference`.
    LocalPreference(Arg<u32>),
    /// `match metric`.
    Metric(Arg<u32>),
    /// `match origin`.
    Origin(OriginWord),
    /// `match peer`.
    Peer(PeerWord),
    /// `match probability`, in per cent.
    Probability(Arg<u32>),
    /// `match source-protocol`.
    SourceProtocol(Protocol),
    /// `match tag`; `untagged` is 0.
    Tag(Arg<u32>),
    /// Another clause, by its second word.
    Other(Span),
    /// The `no` form: the words after `match`.
    No(Span),
}

/// A list in a `match` clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListWord {
    /// An access-list.
    Access(Span),
    /// A prefix-list.
    Prefix(Span),
    /// A prefix length.
    Length(Arg<u32>),
}

/// What a next hop is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextHopWord {
    /// A list.
    List(ListWord),
    /// An address.
    Address(Arg<IpAddr>),
    /// None at all.
    Blackhole,
}

/// How a route's communities are compared with a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommunityMode {
    /// All of an entry's.
    All,
    /// Those of an entry and no other.
    Exact,
    /// One of an entry's.
    Any,
}

/// The origin attribute (RFC 4271, 5.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginWord {
    /// Interior: from a `network` statement.
    Igp,
    /// Exterior gateway protocol.
    Egp,
    /// Anything else: redistributed.
    Incomplete,
}

/// The peer that a route came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerWord {
    /// This router.
    Local,
    /// The neighbor of an address.
    Address(Arg<IpAddr>),
    /// The neighbor on an interface, or of a group.
    Named(Span),
}

/// A `set` clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// `set community none`.
    NoCommunity,
    /// `set community`, the values to the end of the line.
    Community(Span),
    /// `set comm-list NAME delete`.
    DeleteCommunities(Span),
    /// `set large-community` and its kin.
    LargeCommunity,
    /// `set metric`, an offset with its sign.
    Metric(Span),
    /// `set local-preference`, an offset with its sign.
    LocalPreference(Span),
    /// `set as-path prepend`, the numbers to the end of the line.
    Prepend(Span),
    /// `set as-path prepend last-as`.
    PrependLast(Arg<u32>),
    /// `set as-path exclude` or `replace`.
    ChangeAsPath,
    /// `set tag`; `untagged` is 0.
    Tag(Arg<u32>),
    /// `set origin`.
    Origin(OriginWord),
    /// `set ip next-hop` or `set ipv6 next-hop`, to an address.
    NextHop(Arg<IpAddr>),
    /// `set ip next-hop peer-address` and its kin.
    NextHopOther,
    /// `set table`.
    Table(Arg<u32>),
    /// Another clause, by its second word.
    Other(Span),
    /// The `no` form: the words after `set`.
    No(Span),
}
