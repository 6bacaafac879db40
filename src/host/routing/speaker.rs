//! BGP speakers and their neighbors, peer-groups resolved.
//!
//! Knows no list and no route.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

use super::{Family, PerFamily};
use crate::syntax::frr::{Direction, FilterKind, Protocol};
use crate::text::Place;

/// A `router bgp`.
#[derive(Clone, Debug)]
pub struct Speaker {
    /// Its AS number.
    pub as_number: u32,
    /// Where the number stands.
    pub as_place: Place,
    /// Its VRF or view; `None` is the default one.
    pub vrf: Option<String>,
    /// `bgp router-id`.
    pub router_id: Option<(Ipv4Addr, Place)>,
    /// The line that opens it.
    pub place: Place,
    /// The neighbors, in the order of the lines that make them.
    pub neighbors: Vec<Neighbor>,
    /// The peer-groups and the lines that make them.
    pub groups: BTreeMap<String, Place>,
    /// `bgp listen range`: who may connect without being listed, and as a member of what.
    pub listen_ranges: Vec<ListenRange>,
    /// Lines about neighbors that do not exist at that point: FRR refuses them.
    pub orphans: Vec<Orphan>,
    /// `bgp default` lines that come after neighbors that they are meant for.
    pub late_defaults: Vec<LateDefault>,
    /// Lines that open it again with another AS number: FRR refuses them, and loses what follows.
    pub other_as: Vec<OtherAs>,
    /// What it originates.
    pub families: PerFamily<Origination>,
    /// Whether an eBGP session without filters carries nothing (RFC 8212).
    pub ebgp_requires_policy: bool,
    /// Whether a `network` needs its route in the RIB.
    pub import_check: bool,
    /// `bgp default local-preference`.
    pub local_preference: u32,
    /// Whether a confederation (RFC 5065) makes some other AS numbers internal.
    pub confederation: bool,
}

/// A `bgp default` line below neighbors, which it does not change any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateDefault {
    /// The line.
    pub place: Place,
    /// The lines that make the neighbors above it that do not speak IPv4.
    pub neighbors: Vec<Place>,
}

/// A `router bgp` with another AS number than the one that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherAs {
    /// The number.
    pub number: u32,
    /// Where it stands.
    pub place: Place,
}

/// `bgp listen range`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenRange {
    /// Where neighbors may connect from.
    pub range: IpNet,
    /// The group that they belong to.
    pub group: String,
    /// The line.
    pub place: Place,
}

/// A line about a neighbor that FRR refuses, because something it needs was not made above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphan {
    /// The neighbor as the line names it.
    pub peer: String,
    /// What is missing.
    pub missing: Missing,
    /// The line.
    pub place: Place,
}

/// What a line about a neighbor needs above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A `remote-as` or `peer-group` line that makes the neighbor.
    Neighbor,
    /// The line that makes this group.
    Group(String),
}

/// What a speaker originates in an address family.
#[derive(Clone, Debug, Default)]
pub struct Origination {
    /// `network`.
    pub networks: Vec<Network>,
    /// `redistribute`.
    pub redistributions: Vec<Redistribution>,
    /// `aggregate-address`.
    pub aggregates: Vec<Aggregate>,
}

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
}

/// A `network` statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// The prefix, host bits cleared.
    pub prefix: IpNet,
    /// Its route-map.
    pub route_map: Option<Named>,
    /// The line.
    pub place: Place,
}

/// A `redistribute` statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redistribution {
    /// Which routes.
    pub protocol: Protocol,
    /// The protocol's word.
    pub word: String,
    /// Its route-map.
    pub route_map: Option<Named>,
    /// The MED that it gives.
    pub metric: Option<u32>,
    /// The line.
    pub place: Place,
}

/// An `aggregate-address` statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregate {
    /// The prefix, host bits cleared.
    pub prefix: IpNet,
    /// Whether the routes inside are kept back.
    pub summary_only: bool,
    /// Its route-map.
    pub route_map: Option<Named>,
    /// Which routes inside are kept back.
    pub suppress_map: Option<Named>,
    /// The line.
    pub place: Place,
}

/// Who a neighbor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peer {
    /// The one of this address.
    Address(IpAddr),
    /// Whoever is on this interface.
    Interface(String),
}

/// The AS on the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoteAs {
    /// A number.
    Number(u32),
    /// The same as here.
    Internal,
    /// Any other than here.
    External,
    /// Not said in the files.
    Unknown,
}

/// Whether a session crosses the border of the AS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PeerKind {
    /// It does.
    Ebgp,
    /// It does not.
    Ibgp,
}

/// A neighbor, what its peer-group says included.
#[derive(Clone, Debug)]
pub struct Neighbor {
    /// Who it is.
    pub peer: Peer,
    /// Its AS.
    pub remote_as: RemoteAs,
    /// The line that gives its AS, or makes it a member of a group that has one.
    pub place: Place,
    /// The group it is in, and the line that says so.
    pub peer_group: Option<Named>,
    /// `shutdown`: there is no session.
    pub shutdown: Option<Place>,
    /// Whether it is active in an address family that is not followed, such as EVPN.
    pub active_elsewhere: bool,
    /// `update-source`.
    pub update_source: Option<Named>,
    /// `ebgp-multihop` and its hops.
    pub ebgp_multihop: Option<Hops>,
    /// `ttl-security hops`.
    pub ttl_security: Option<Hops>,
    /// `disable-connected-check`.
    pub connected_check_off: bool,
    /// `local-as`: the number shown to this neighbor.
    pub local_as: Option<LocalAs>,
    /// `capability extended-nexthop` (RFC 8950): the line.
    pub extended_next_hop: Option<Place>,
    /// `password` (RFC 2385), and where it stands.
    pub password: Option<Named>,
    /// What holds in each address family.
    pub families: PerFamily<NeighborFamily>,
}

/// How many hops away a neighbor may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hops {
    /// So many.
    pub hops: u8,
    /// The line that says so.
    pub place: Place,
}

/// `local-as`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalAs {
    /// The number.
    pub number: u32,
    /// Whether it stands in for the speaker's own instead of joining it.
    pub replaces: bool,
}

/// What holds for a neighbor in an address family.
#[derive(Clone, Debug)]
pub struct NeighborFamily {
    /// Whether routes of the family are exchanged at all.
    pub active: bool,
    /// Whether a line of the neighbor or its group says so, `no neighbor X activate` included;
    /// else it is by default.
    pub activation_said: bool,
    /// The filters for what comes in.
    pub inbound: Filters,
    /// The filters for what goes out.
    pub outbound: Filters,
    /// `default-originate`.
    pub default_originate: Option<DefaultOriginate>,
    /// `unsuppress-map`.
    pub unsuppress_map: Option<Named>,
    /// `next-hop-self`.
    pub next_hop_self: bool,
    /// `next-hop-self force`: for reflected routes too.
    pub next_hop_self_force: bool,
    /// `route-reflector-client` (RFC 4456).
    pub route_reflector_client: bool,
    /// `route-server-client` (RFC 7947).
    pub route_server_client: bool,
    /// `allowas-in`: its own AS in a path does not matter.
    pub allowas_in: bool,
    /// `as-override`: the neighbor's AS in a path is replaced by the speaker's.
    pub as_override: bool,
    /// Whether communities (RFC 1997) are sent; FRR does unless told otherwise.
    pub sends_communities: bool,
    /// Whether what is sent depends on other routes (`advertise-map`).
    pub conditional: bool,
    /// Whether attributes are changed on the way out in a way not followed here.
    pub changes_attributes: bool,
}

impl Default for NeighborFamily {
    fn default() -> Self {
        Self {
            active: false,
            activation_said: false,
            inbound: Filters::default(),
            outbound: Filters::default(),
            default_originate: None,
            unsuppress_map: None,
            next_hop_self: false,
            next_hop_self_force: false,
            route_reflector_client: false,
            route_server_client: false,
            allowas_in: false,
            as_override: false,
            sends_communities: true,
            conditional: false,
            changes_attributes: false,
        }
    }
}

/// `default-originate`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultOriginate {
    /// Its route-map.
    pub route_map: Option<Named>,
    /// The line.
    pub place: Place,
}

/// A filter of a neighbor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterRef {
    /// The list's name.
    pub name: String,
    /// What kind of list.
    pub kind: FilterKind,
    /// Where the name stands.
    pub place: Place,
}

/// A neighbor's filters in one direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    slots: [Option<FilterRef>; 4],
}

impl Filters {
    /// The filter of a kind.
    #[must_use]
    pub fn get(&self, kind: FilterKind) -> Option<&FilterRef> {
        self.iter().find(|filter| filter.kind == kind)
    }

    /// The filters in the order in which FRR asks them: distribute-list, prefix-list,
    /// filter-list, route-map.
    pub fn iter(&self) -> impl Iterator<Item = &FilterRef> {
        self.slots.iter().flatten()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    fn slot(&mut self, kind: FilterKind) -> &mut Option<FilterRef> {
        let [distribute, prefix, as_path, map] = &mut self.slots;
        match kind {
            FilterKind::DistributeList => distribute,
            FilterKind::PrefixList => prefix,
            FilterKind::FilterList => as_path,
            FilterKind::RouteMap => map,
        }
    }

    pub(super) fn set(&mut self, filter: FilterRef) {
        let slot = self.slot(filter.kind);
        *slot = Some(filter);
    }

    pub(super) fn clear(&mut self, kind: FilterKind) {
        *self.slot(kind) = None;
    }

    /// Adds what the group has and the member has not. A prefix-list and a distribute-list
    /// exclude each other, and the member's own stays.
    pub(super) fn inherit(&mut self, group: &Self) {
        let own = self.clone();
        for filter in group.iter() {
            let excluded = excludes(filter.kind).is_some_and(|other| own.get(other).is_some());
            if own.get(filter.kind).is_none() && !excluded {
                self.set(filter.clone());
            }
        }
    }
}

/// The kind that cannot stand beside `kind` in the same direction.
pub(super) fn excludes(kind: FilterKind) -> Option<FilterKind> {
    match kind {
        FilterKind::DistributeList => Some(FilterKind::PrefixList),
        FilterKind::PrefixList => Some(FilterKind::DistributeList),
        FilterKind::FilterList | FilterKind::RouteMap => None,
    }
}

impl NeighborFamily {
    /// The filters of a direction.
    #[must_use]
    pub fn filters(&self, direction: Direction) -> &Filters {
        match direction {
            Direction::In => &self.inbound,
            Direction::Out => &self.outbound,
        }
    }

    pub(super) fn filters_mut(&mut self, direction: Direction) -> &mut Filters {
        match direction {
            Direction::In => &mut self.inbound,
            Direction::Out => &mut self.outbound,
        }
    }

    /// Adds what the group says. Whether the family is active is not inherited here: groups
    /// hand that on at the moment their line is read.
    pub(super) fn inherit(&mut self, group: &Self) {
        self.inbound.inherit(&group.inbound);
        self.outbound.inherit(&group.outbound);
        inherit(&mut self.default_originate, &group.default_originate);
        inherit(&mut self.unsuppress_map, &group.unsuppress_map);
        self.next_hop_self |= group.next_hop_self;
        self.next_hop_self_force |= group.next_hop_self_force;
        self.route_reflector_client |= group.route_reflector_client;
        self.route_server_client |= group.route_server_client;
        self.allowas_in |= group.allowas_in;
        self.as_override |= group.as_override;
        self.sends_communities &= group.sends_communities;
        self.conditional |= group.conditional;
        self.changes_attributes |= group.changes_attributes;
    }
}

/// Takes the group's value where there is none.
pub(super) fn inherit<T: Clone>(own: &mut Option<T>, group: &Option<T>) {
    if own.is_none() {
        own.clone_from(group);
    }
}

impl Neighbor {
    /// The neighbor's address, unless it is named by an interface.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        match self.peer {
            Peer::Address(address) => Some(address),
            Peer::Interface(_) => None,
        }
    }

    /// The AS number that `speaker` shows to this neighbor.
    #[must_use]
    pub fn shown_as(&self, speaker: &Speaker) -> u32 {
        self.local_as
            .map_or(speaker.as_number, |local| local.number)
    }

    /// Whether it is up for routes of a family: activated there and not shut down.
    #[must_use]
    pub fn takes_part(&self, family: Family) -> bool {
        self.families.get(family).active && self.shutdown.is_none()
    }

    /// Whether the session crosses the AS's border; `None` where the files do not say.
    #[must_use]
    pub fn kind(&self, speaker: &Speaker) -> Option<PeerKind> {
        match self.remote_as {
            RemoteAs::Internal => Some(PeerKind::Ibgp),
            RemoteAs::Number(number) if number == self.shown_as(speaker) => Some(PeerKind::Ibgp),
            RemoteAs::Unknown => None,
            RemoteAs::Number(_) | RemoteAs::External if speaker.confederation => None,
            RemoteAs::Number(_) | RemoteAs::External => Some(PeerKind::Ebgp),
        }
    }
}
