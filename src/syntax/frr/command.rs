//! What a line says: the commands that the checks read, with their arguments.
//!
//! Spans count from the line's first byte. Knows no effect of a command.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

use super::clause::{Match, Set};
use super::kinds::{IpVersion, Protocol};
use super::words::Arg;
use crate::text::Span;

/// What a matching entry of a list or route-map decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Take it.
    Permit,
    /// Refuse it.
    Deny,
}

/// Which way routes go through a neighbor's filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the neighbor.
    In,
    /// To the neighbor.
    Out,
}

/// A command that the checks know, as the line has it.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Known, and of no meaning for any check.
    Inert,
    /// Into another block, or out of one: see the node after the line.
    Block,
    /// `end`: skipped in a file; leads a session out of the configuration.
    End,
    /// `frr version`: the version whose defaults the file counts on.
    FrrVersion(Span),
    /// `frr defaults`: the profile of defaults.
    FrrDefaults(Span),
    /// `router bgp`.
    RouterBgp(RouterBgp),
    /// A line of `ip prefix-list` or `ipv6 prefix-list`.
    PrefixList(PrefixListLine),
    /// A line of `access-list` or `ipv6 access-list`.
    AccessList(Box<AccessListLine>),
    /// A line of `bgp as-path access-list`.
    AsPathList(PatternListLine),
    /// A line of `bgp community-list` and its kin.
    CommunityList(CommunityKind, PatternListLine),
    /// `route-map`.
    RouteMap(RouteMapLine),
    /// `ip route` or `ipv6 route`.
    StaticRoute(Box<StaticRouteLine>),
    /// `interface`.
    Interface(Span),
    /// `vrf`.
    Vrf(Span),
    /// `ip address` or `ipv6 address` in an interface.
    Address(Arg<IpNet>),
    /// A line of `router bgp` about the router as a whole.
    Bgp(BgpLine),
    /// `neighbor`.
    Neighbor(NeighborLine),
    /// `network`.
    Network(NetworkLine),
    /// `redistribute`.
    Redistribute(RedistributeLine),
    /// `aggregate-address`.
    Aggregate(AggregateLine),
    /// `match` in a route-map.
    Match(Match<Span>),
    /// `set` in a route-map.
    Set(Set<Span>),
    /// `call` in a route-map; without a name only in the `no` form.
    Call(Option<Span>),
    /// `on-match` or `continue` in a route-map.
    OnMatch(OnMatch),
}

/// `router bgp AS vrf NAME`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouterBgp {
    /// The AS number; without it the line needs an instance that exists.
    pub as_number: Option<Arg<u32>>,
    /// The VRF or view.
    pub instance: Option<Span>,
}

/// A line about a prefix-list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrefixListLine {
    /// `ip` or `ipv6`.
    pub version: IpVersion,
    /// The list.
    pub name: Span,
    /// The entry's place in the list, if said.
    pub seq: Option<Arg<u32>>,
    /// What about it.
    pub rule: PrefixListRule,
}

/// What a line says of a prefix-list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrefixListRule {
    /// An entry.
    Entry {
        /// Permit or deny.
        action: Action,
        /// The prefix, host bits kept; `None` is `any`.
        prefix: Option<Arg<IpNet>>,
        /// Least length.
        ge: Option<Arg<u32>>,
        /// Greatest length.
        le: Option<Arg<u32>>,
    },
    /// A description: the list exists.
    Description,
    /// The list, or the entry of the number, as a whole (in a `no` form).
    Whole,
}

/// A line about an access-list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessListLine {
    /// IPv4's or IPv6's name space.
    pub version: IpVersion,
    /// The list.
    pub name: Span,
    /// The entry's place in the list, if said.
    pub seq: Option<Arg<u32>>,
    /// What about it.
    pub rule: AccessListRule,
}

/// What a line says of an access-list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessListRule {
    /// An entry.
    Entry(Action, AccessPattern),
    /// A remark: the list exists.
    Remark,
    /// The list as a whole (in a `no` form).
    Whole,
}

/// What an access-list's entry matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessPattern {
    /// Everything.
    Any,
    /// A prefix and what lies in it, or with `exact-match` only itself.
    Prefix(Arg<IpNet>, bool),
    /// Network addresses, by wildcard bits.
    Network(Wildcard),
    /// Network addresses and, as if they were addresses, netmasks.
    Extended(Wildcard, Wildcard),
    /// A form that is not evaluated.
    Other,
}

/// An address and the bits that need not agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wildcard {
    /// The address; `None` if it is known at run time only.
    pub address: Option<Ipv4Addr>,
    /// Bits set here are not compared; `None` if they are known at run time only.
    pub ignored: Option<Ipv4Addr>,
}

/// A line about a list of patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PatternListLine {
    /// The list.
    pub name: Span,
    /// The entry's place in the list, if said.
    pub seq: Option<Arg<u32>>,
    /// The entry: what it decides and its pattern, to the end of the line. `None` is the list
    /// as a whole (in a `no` form).
    pub entry: Option<(Action, Span)>,
}

/// What a community-list's entries are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommunityKind {
    /// Communities (RFC 1997).
    Standard,
    /// Regular expressions over communities.
    Expanded,
    /// Large communities (RFC 8092), in either form.
    Large,
    /// Extended communities (RFC 4360), in either form.
    Extended,
}

/// `route-map NAME permit 10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteMapLine {
    /// The map.
    pub name: Span,
    /// The entry; `None` is the map as a whole (in a `no` form).
    pub entry: Option<(Action, Arg<u32>)>,
}

/// `ip route PREFIX TARGET`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StaticRouteLine {
    /// The prefix, host bits kept.
    pub prefix: Arg<IpNet>,
    /// Where to.
    pub target: StaticTarget,
    /// The tag.
    pub tag: Option<Arg<u32>>,
    /// The administrative distance.
    pub distance: Option<Arg<u32>>,
    /// The VRF, if the line says one.
    pub vrf: Option<Span>,
    /// Whether the line has a `table`, which FreeBSD does not know.
    pub table: Option<Arg<u32>>,
}

/// Where a static route leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaticTarget {
    /// To an address, perhaps on a given interface.
    Gateway(Arg<IpAddr>, Option<Span>),
    /// Out of an interface.
    Interface(Span),
    /// Nowhere: `Null0`, `blackhole` or `reject`.
    Nowhere,
}

/// A line of `router bgp` about the router as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BgpLine {
    /// `bgp router-id`; without an address only in the `no` form.
    RouterId(Option<Arg<Ipv4Addr>>),
    /// `bgp ebgp-requires-policy`.
    EbgpRequiresPolicy,
    /// `bgp network import-check`.
    ImportCheck,
    /// `timers bgp`: the hold time, in seconds.
    HoldTime(Arg<u32>),
    /// `bgp default ipv4-unicast` or `ipv6-unicast`.
    DefaultFamily(IpVersion),
    /// `bgp default` for a family that is not followed, such as `l2vpn-evpn`.
    DefaultOtherFamily,
    /// `bgp default local-preference`.
    DefaultLocalPreference(Option<Arg<u32>>),
    /// `bgp default shutdown`: neighbors made after it are shut down.
    DefaultShutdown,
    /// `bgp listen range`: neighbors that nobody lists.
    ListenRange(Arg<IpNet>, Span),
    /// `bgp confederation`: which AS numbers count as inside is no longer plain.
    Confederation,
}

/// A line about a neighbor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeighborLine {
    /// An address, an interface or a peer-group.
    pub peer: Span,
    /// What about it.
    pub setting: NeighborSetting,
}

/// The AS on the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoteAsWord {
    /// A number.
    Number(Arg<u32>),
    /// The same as here.
    Internal,
    /// Any other than here.
    External,
    /// Whatever the other side says.
    Auto,
}

/// What kind of filter a neighbor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilterKind {
    /// An access-list.
    DistributeList,
    /// A prefix-list.
    PrefixList,
    /// An as-path access-list.
    FilterList,
    /// A route-map.
    RouteMap,
}

/// What a line says of a neighbor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeighborSetting {
    /// `remote-as`: makes the neighbor.
    RemoteAs(RemoteAsWord),
    /// `neighbor NAME peer-group`: makes a group.
    DefineGroup,
    /// `peer-group NAME`: joins a group.
    JoinGroup(Span),
    /// `interface`: an unnumbered neighbor, perhaps with its AS or group.
    Interface(Option<RemoteAsWord>, Option<Span>),
    /// The neighbor itself (in a `no` form).
    Whole,
    /// `shutdown`.
    Shutdown,
    /// `update-source`; without a value only in the `no` form.
    UpdateSource(Option<Span>),
    /// `ebgp-multihop`, with its hops if said.
    EbgpMultihop(Option<Arg<u32>>),
    /// `ttl-security hops`.
    TtlSecurity(Arg<u32>),
    /// `disable-connected-check`.
    DisableConnectedCheck,
    /// `local-as`, and whether `replace-as` hides the router's own; without a number only in
    /// the `no` form.
    LocalAs(Option<Arg<u32>>, bool),
    /// `password`; without a value only in the `no` form.
    Password(Option<Span>),
    /// `activate`.
    Activate,
    /// A filter.
    Filter(FilterKind, Span, Direction),
    /// `unsuppress-map`.
    UnsuppressMap(Span),
    /// `default-originate`, with its route-map.
    DefaultOriginate(Option<Span>),
    /// `next-hop-self`, and whether it counts for reflected routes too.
    NextHopSelf(bool),
    /// `route-reflector-client`.
    RouteReflectorClient,
    /// `route-server-client`.
    RouteServerClient,
    /// `allowas-in`.
    AllowasIn,
    /// `as-override`.
    AsOverride,
    /// `send-community`, and which.
    SendCommunity(SendCommunity),
    /// `advertise-map`: what is sent depends on other routes.
    AdvertiseMap,
    /// `capability extended-nexthop`.
    ExtendedNextHop,
    /// `timers`: the hold time, in seconds.
    HoldTime(Arg<u32>),
    /// A setting that changes attributes on the way out: `remove-private-AS`,
    /// `attribute-unchanged`.
    ChangesAttributes,
    /// A setting of no meaning for any check.
    Inert,
}

/// Which communities a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendCommunity {
    /// Communities (RFC 1997), alone.
    Standard,
    /// Communities among others.
    All,
    /// Others only.
    Others,
}

/// `network PREFIX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkLine {
    /// The prefix, host bits kept.
    pub prefix: Arg<IpNet>,
    /// The route-map.
    pub route_map: Option<Span>,
    /// Whether it is only a mark on somebody else's route.
    pub backdoor: bool,
}

/// `redistribute PROTOCOL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedistributeLine {
    /// The protocol.
    pub protocol: Protocol,
    /// The protocol's word.
    pub word: Span,
    /// The route-map.
    pub route_map: Option<Span>,
    /// The MED that routes get.
    pub metric: Option<Arg<u32>>,
}

/// `aggregate-address PREFIX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AggregateLine {
    /// The prefix, host bits kept.
    pub prefix: Arg<IpNet>,
    /// Whether the routes inside are kept back.
    pub summary_only: bool,
    /// The route-map of the aggregate's attributes.
    pub route_map: Option<Span>,
    /// Which routes inside are kept back.
    pub suppress_map: Option<Span>,
}

/// What follows when a route-map's entry has matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnMatch {
    /// The next entry is tried too.
    Next,
    /// The first entry from this number on is tried too; without a number only in the `no`
    /// form.
    Goto(Option<Arg<u32>>),
}
