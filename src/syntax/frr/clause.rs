//! The `match` and `set` clauses of a route-map, as the line has them.
//!
//! Knows no effect of a clause.

use std::net::IpAddr;

use super::kinds::{IpVersion, Protocol};
use super::words::Arg;

/// A `match` clause; a name is an `N`: a span of the line, or its text. In the `no` form the values may be missing; `no` forms are therefore kept
/// as [`Match::No`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match<N> {
    /// `match ip address` or `match ipv6 address`.
    Address(IpVersion, ListWord<N>),
    /// `match ip next-hop` or `match ipv6 next-hop`.
    NextHop(IpVersion, NextHopWord<N>),
    /// `match ip route-source`.
    RouteSource(ListWord<N>),
    /// `match as-path`.
    AsPath(N),
    /// `match community`.
    Community(N, CommunityMode),
    /// `match large-community`.
    LargeCommunity(N),
    /// `match extcommunity`.
    ExtendedCommunity(N),
    /// `match interface`.
    Interface(N),
    /// `match local-preference`.
    LocalPreference(Arg<u32>),
    /// `match metric`.
    Metric(Arg<u32>),
    /// `match origin`.
    Origin(OriginWord),
    /// `match peer`.
    Peer(PeerWord<N>),
    /// `match probability`, in per cent.
    Probability(Arg<u32>),
    /// `match source-protocol`.
    SourceProtocol(Protocol),
    /// `match tag`; `untagged` is 0.
    Tag(Arg<u32>),
    /// Another clause, by its second word.
    Other(N),
    /// The `no` form: the words after `match`.
    No(N),
}

/// A list in a `match` clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListWord<N> {
    /// An access-list.
    Access(N),
    /// A prefix-list.
    Prefix(N),
    /// A prefix length.
    Length(Arg<u32>),
}

/// What a next hop is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextHopWord<N> {
    /// A list.
    List(ListWord<N>),
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
pub enum PeerWord<N> {
    /// This router.
    Local,
    /// The neighbor of an address.
    Address(Arg<IpAddr>),
    /// The neighbor on an interface, or of a group.
    Named(N),
}

/// A `set` clause; a name is an `N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set<N> {
    /// `set community none`.
    NoCommunity,
    /// `set community`, the values to the end of the line.
    Community(N),
    /// `set comm-list NAME delete`.
    DeleteCommunities(N),
    /// `set large-community` and its kin.
    LargeCommunity,
    /// `set metric`, an offset with its sign.
    Metric(N),
    /// `set local-preference`, an offset with its sign.
    LocalPreference(N),
    /// `set as-path prepend`, the numbers to the end of the line.
    Prepend(N),
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
    Other(N),
    /// The `no` form: the words after `set`.
    No(N),
}

impl<N> ListWord<N> {
    /// The same with other names.
    pub fn map<M>(self, name: impl Fn(N) -> M) -> ListWord<M> {
        match self {
            Self::Access(list) => ListWord::Access(name(list)),
            Self::Prefix(list) => ListWord::Prefix(name(list)),
            Self::Length(length) => ListWord::Length(length),
        }
    }
}

impl<N> Match<N> {
    /// The same with other names.
    pub fn map<M>(self, name: impl Fn(N) -> M) -> Match<M> {
        match self {
            Self::Address(version, list) => Match::Address(version, list.map(name)),
            Self::NextHop(version, hop) => Match::NextHop(
                version,
                match hop {
                    NextHopWord::List(list) => NextHopWord::List(list.map(name)),
                    NextHopWord::Address(address) => NextHopWord::Address(address),
                    NextHopWord::Blackhole => NextHopWord::Blackhole,
                },
            ),
            Self::RouteSource(list) => Match::RouteSource(list.map(name)),
            Self::AsPath(list) => Match::AsPath(name(list)),
            Self::Community(list, mode) => Match::Community(name(list), mode),
            Self::LargeCommunity(list) => Match::LargeCommunity(name(list)),
            Self::ExtendedCommunity(list) => Match::ExtendedCommunity(name(list)),
            Self::Interface(interface) => Match::Interface(name(interface)),
            Self::LocalPreference(value) => Match::LocalPreference(value),
            Self::Metric(value) => Match::Metric(value),
            Self::Origin(origin) => Match::Origin(origin),
            Self::Peer(peer) => Match::Peer(match peer {
                PeerWord::Local => PeerWord::Local,
                PeerWord::Address(address) => PeerWord::Address(address),
                PeerWord::Named(peer) => PeerWord::Named(name(peer)),
            }),
            Self::Probability(percent) => Match::Probability(percent),
            Self::SourceProtocol(protocol) => Match::SourceProtocol(protocol),
            Self::Tag(tag) => Match::Tag(tag),
            Self::Other(words) => Match::Other(name(words)),
            Self::No(words) => Match::No(name(words)),
        }
    }

    /// The words that tell this kind of clause from others: of one kind, an entry has one.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Address(version, list) => match (version, list) {
                (IpVersion::V4, ListWord::Access(_)) => "ip address",
                (IpVersion::V4, ListWord::Prefix(_)) => "ip address prefix-list",
                (IpVersion::V4, ListWord::Length(_)) => "ip address prefix-len",
                (IpVersion::V6, ListWord::Access(_)) => "ipv6 address",
                (IpVersion::V6, ListWord::Prefix(_)) => "ipv6 address prefix-list",
                (IpVersion::V6, ListWord::Length(_)) => "ipv6 address prefix-len",
            },
            Self::NextHop(version, hop) => match (version, hop) {
                (IpVersion::V4, NextHopWord::List(ListWord::Access(_))) => "ip next-hop",
                (IpVersion::V4, NextHopWord::List(ListWord::Prefix(_))) => {
                    "ip next-hop prefix-list"
                }
                (IpVersion::V4, NextHopWord::List(ListWord::Length(_))) => "ip next-hop prefix-len",
                (IpVersion::V4, NextHopWord::Address(_)) => "ip next-hop address",
                (IpVersion::V4, NextHopWord::Blackhole) => "ip next-hop type",
                (IpVersion::V6, NextHopWord::List(ListWord::Access(_))) => "ipv6 next-hop",
                (IpVersion::V6, NextHopWord::List(ListWord::Prefix(_))) => {
                    "ipv6 next-hop prefix-list"
                }
                (IpVersion::V6, NextHopWord::List(ListWord::Length(_))) => {
                    "ipv6 next-hop prefix-len"
                }
                (IpVersion::V6, NextHopWord::Address(_)) => "ipv6 next-hop address",
                (IpVersion::V6, NextHopWord::Blackhole) => "ipv6 next-hop type",
            },
            Self::RouteSource(ListWord::Prefix(_)) => "ip route-source prefix-list",
            Self::RouteSource(_) => "ip route-source",
            Self::AsPath(_) => "as-path",
            Self::Community(..) => "community",
            Self::LargeCommunity(_) => "large-community",
            Self::ExtendedCommunity(_) => "extcommunity",
            Self::Interface(_) => "interface",
            Self::LocalPreference(_) => "local-preference",
            Self::Metric(_) => "metric",
            Self::Origin(_) => "origin",
            Self::Peer(_) => "peer",
            Self::Probability(_) => "probability",
            Self::SourceProtocol(_) => "source-protocol",
            Self::Tag(_) => "tag",
            Self::Other(_) | Self::No(_) => "",
        }
    }
}

impl<N> Set<N> {
    /// The same with other names.
    pub fn map<M>(self, name: impl Fn(N) -> M) -> Set<M> {
        match self {
            Self::NoCommunity => Set::NoCommunity,
            Self::Community(values) => Set::Community(name(values)),
            Self::DeleteCommunities(list) => Set::DeleteCommunities(name(list)),
            Self::LargeCommunity => Set::LargeCommunity,
            Self::Metric(value) => Set::Metric(name(value)),
            Self::LocalPreference(value) => Set::LocalPreference(name(value)),
            Self::Prepend(numbers) => Set::Prepend(name(numbers)),
            Self::PrependLast(times) => Set::PrependLast(times),
            Self::ChangeAsPath => Set::ChangeAsPath,
            Self::Tag(tag) => Set::Tag(tag),
            Self::Origin(origin) => Set::Origin(origin),
            Self::NextHop(hop) => Set::NextHop(hop),
            Self::NextHopOther => Set::NextHopOther,
            Self::Table(table) => Set::Table(table),
            Self::Other(words) => Set::Other(name(words)),
            Self::No(words) => Set::No(name(words)),
        }
    }

    /// The words that tell this kind of clause from others: of one kind, an entry has one.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NoCommunity | Self::Community(_) => "community",
            Self::DeleteCommunities(_) => "comm-list",
            Self::LargeCommunity => "large-comm",
            Self::Metric(_) => "metric",
            Self::LocalPreference(_) => "local-preference",
            Self::Prepend(_) | Self::PrependLast(_) => "as-path prepend",
            Self::ChangeAsPath => "as-path",
            Self::Tag(_) => "tag",
            Self::Origin(_) => "origin",
            Self::NextHop(Arg {
                value: Some(IpAddr::V6(_)),
                ..
            }) => "ipv6 next-hop",
            Self::NextHop(_) => "ip next-hop",
            Self::NextHopOther => "next-hop",
            Self::Table(_) => "table",
            Self::Other(_) | Self::No(_) => "",
        }
    }
}
