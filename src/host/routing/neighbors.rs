//! Makes neighbors of the lines about them: order matters, and groups hand on what they say.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::activation::{Activations, Turns, in_force};
use super::line::Line;
use super::refusals::{RefusedKind, RefusedLine, hold_time};
use super::speaker::{
    DefaultOriginate, FilterRef, Hops, LocalAs, Missing, Named, Neighbor, NeighborFamily, Orphan,
    Peer, RemoteAs, excludes, inherit,
};
use super::{Family, PerFamily};
use crate::syntax::frr::{
    Arg, Direction, FilterKind, NeighborLine, NeighborSetting as Setting, RemoteAsWord,
    SendCommunity, address_of,
};
use crate::text::{Place, Span};

/// The neighbors and groups of one speaker read so far.
pub(super) struct Neighbors {
    drafts: Vec<Draft>,
    by_name: FxHashMap<String, usize>,
    active: PerFamily<bool>,
    orphans: Vec<Orphan>,
    /// Lines that are refused although the neighbor exists.
    pub refused: Vec<RefusedLine>,
    /// The speaker's AS number.
    own_as: u32,
    /// Whether a family that is not followed is active for neighbors made from now on.
    pub active_elsewhere_by_default: bool,
    /// Where `bgp default shutdown` stands, while it holds.
    pub shut_by_default: Option<Place>,
    turns: Turns,
}

impl Neighbors {
    /// The neighbors of a speaker with this AS number.
    pub fn of(own_as: u32) -> Self {
        let mut active = PerFamily::default();
        *active.get_mut(Family::Ipv4Unicast) = true;
        Self {
            drafts: Vec::new(),
            by_name: FxHashMap::default(),
            active,
            orphans: Vec::new(),
            refused: Vec::new(),
            own_as,
            active_elsewhere_by_default: false,
            shut_by_default: None,
            turns: Turns::default(),
        }
    }
}

/// The longest password, in bytes (PEER_PASSWORD_MAXLEN in bgpd/bgpd.h).
const MOST_OF_PASSWORD: usize = 80;

/// A neighbor or a group, with what it says itself.
struct Draft {
    is_group: bool,
    removed: bool,
    group: Option<usize>,
    remote_as: Option<RemoteAs>,
    activations: Activations,
    neighbor: Neighbor,
}

type Finished = (Vec<Neighbor>, BTreeMap<String, Place>, Vec<Orphan>);

impl Neighbors {
    /// Whether neighbors made from now on exchange routes of `family` unless told otherwise.
    pub fn active_by_default(&mut self, family: Family) -> &mut bool {
        self.active.get_mut(family)
    }

    /// The lines that make the neighbors so far that are no IPv4 address.
    pub fn without_ipv4(&self) -> Vec<Place> {
        let is_ipv4 = |peer: &Peer| matches!(peer, Peer::Address(address) if address.is_ipv4());
        let drafts = self
            .drafts
            .iter()
            .filter(|draft| !draft.is_group && !draft.removed);
        let others = drafts.filter(|draft| !is_ipv4(&draft.neighbor.peer));
        others.map(|draft| draft.neighbor.place).collect()
    }

    /// The neighbors with what their groups say, the groups, and the lines about neighbors that
    /// did not exist.
    pub fn finish(self) -> Finished {
        let mut neighbors = Vec::new();
        let mut groups = BTreeMap::new();
        let name_of: BTreeMap<usize, &String> =
            self.by_name.iter().map(|(name, at)| (*at, name)).collect();
        for (at, draft) in self.drafts.iter().enumerate() {
            if draft.removed {
                continue;
            }
            if draft.is_group {
                if let Some(name) = name_of.get(&at) {
                    groups.insert((*name).clone(), draft.neighbor.place);
                }
                continue;
            }
            let group = draft.group.and_then(|at| self.drafts.get(at));
            neighbors.push(draft.resolved(group));
        }
        (neighbors, groups, self.orphans)
    }

    pub fn command(
        &mut self,
        line: Line<'_>,
        family: Option<Family>,
        no: bool,
        neighbor: &NeighborLine,
    ) {
        let name = line.text(neighbor.peer);
        match neighbor.setting {
            Setting::RemoteAs(remote) if !no => self.remote_as(line, &name, remote),
            Setting::RemoteAs(_) | Setting::Whole if no => self.remove(&name),
            Setting::DefineGroup if no => self.remove(&name),
            Setting::DefineGroup => {
                let at = self.make(line, &name);
                self.change(at, |draft| draft.is_group = true);
            }
            Setting::Interface(..) if no => self.remove(&name),
            Setting::Interface(remote, group) => {
                let at = self.make(line, &name);
                if let Some(remote) = remote {
                    self.change(at, |draft| draft.remote_as = Some(number_of(remote)));
                }
                if let Some(group) = group {
                    self.join(line, &name, group);
                }
            }
            Setting::JoinGroup(group) if !no => self.join(line, &name, group),
            setting => match self.by_name.get(&name) {
                Some(at) => self.set(line, *at, family, no, setting),
                None => self.orphan(line, &name, Missing::Neighbor),
            },
        }
    }

    fn orphan(&mut self, line: Line<'_>, peer: &str, missing: Missing) {
        self.orphans.push(Orphan {
            peer: peer.to_owned(),
            missing,
            place: line.place(),
        });
    }

    fn change(&mut self, at: usize, change: impl FnOnce(&mut Draft)) {
        if let Some(draft) = self.drafts.get_mut(at) {
            change(draft);
        }
    }

    fn make(&mut self, line: Line<'_>, name: &str) -> usize {
        if let Some(at) = self.by_name.get(name) {
            return *at;
        }
        let peer = match address_of(name) {
            Some(address) => Peer::Address(address),
            None => Peer::Interface(name.to_owned()),
        };
        let mut draft = Draft::new(peer, line.place(), self.shut_by_default);
        draft.neighbor.active_elsewhere = self.active_elsewhere_by_default;
        for family in Family::ALL {
            draft.activations.get_mut(family).active = *self.active.get(family);
        }
        self.drafts.push(draft);
        self.by_name.insert(name.to_owned(), self.drafts.len() - 1);
        self.drafts.len() - 1
    }

    fn remove(&mut self, name: &str) {
        if let Some(at) = self.by_name.remove(name) {
            self.change(at, |draft| draft.removed = true);
        }
    }

    /// `remote-as`: makes a neighbor of an address; an interface or a group must exist.
    fn remote_as(&mut self, line: Line<'_>, name: &str, remote: RemoteAsWord) {
        let known = self.by_name.get(name).copied();
        let at = match known {
            Some(at) => at,
            None if address_of(name).is_some() => self.make(line, name),
            None => {
                self.orphan(line, name, Missing::Neighbor);
                return;
            }
        };
        self.change(at, |draft| {
            draft.remote_as = Some(number_of(remote));
            if !draft.is_group {
                draft.neighbor.place = line.place();
            }
        });
    }

    /// `peer-group NAME`: the group must exist; it makes the neighbor if it has an AS.
    fn join(&mut self, line: Line<'_>, name: &str, group: Span) {
        let group = line.named(group);
        let group_at = self.by_name.get(&group.name).copied();
        let group_draft = group_at
            .and_then(|at| self.drafts.get(at))
            .filter(|draft| draft.is_group);
        let Some((group_at, has_as)) =
            group_at.zip(group_draft.map(|draft| draft.remote_as.is_some()))
        else {
            self.orphan(line, name, Missing::Group(group.name));
            return;
        };
        if !self.by_name.contains_key(name) && !has_as {
            self.orphan(line, name, Missing::Neighbor);
            return;
        }
        let at = self.make(line, name);
        if let Some(group) = self.drafts.get(group_at) {
            let state = group.activations.clone();
            if let Some(draft) = self.drafts.get_mut(at) {
                self.turns.join(&mut draft.activations, &state);
            }
        }
        self.change(at, |draft| {
            draft.group = Some(group_at);
            draft.neighbor.peer_group = Some(group);
        });
    }

    fn set(
        &mut self,
        line: Line<'_>,
        at: usize,
        family: Option<Family>,
        no: bool,
        setting: Setting,
    ) {
        if !no && let Some(kind) = self.refusal(line, at, setting) {
            let place = line.place();
            self.refused.push(RefusedLine { kind, place });
            return;
        }
        match (setting, family) {
            (Setting::HoldTime(time), _) => self.refused.extend(hold_time(line, no, time)),
            (Setting::Activate, Some(family)) => {
                if let Some(draft) = self.drafts.get_mut(at) {
                    self.turns.say(&mut draft.activations, family, !no);
                }
            }
            (Setting::Activate, None) if !no => {
                self.change(at, |draft| draft.neighbor.active_elsewhere = true);
            }
            (Setting::Filter(kind, name, direction), Some(family)) => {
                let filter = FilterRef {
                    name: line.text(name),
                    kind,
                    place: line.at(name),
                };
                self.filter(at, family, no, direction, filter);
            }
            (Setting::JoinGroup(_), _) => {
                let group = self.drafts.get(at).and_then(|draft| draft.group);
                let group = group.and_then(|at| self.drafts.get(at));
                let state = group.map(|group| group.activations.clone());
                self.change(at, |draft| {
                    draft.activations = draft.in_force(state.as_ref());
                    draft.group = None;
                    draft.neighbor.peer_group = None;
                });
            }
            (setting, family) => self.change(at, |draft| {
                draft.neighbor.set(line, no, setting);
                if let Some(family) = family {
                    draft
                        .neighbor
                        .families
                        .get_mut(family)
                        .set(line, no, setting);
                }
            }),
        }
    }

    /// Why bgpd refuses a setting of a neighbor or group that exists (bgpd/bgpd.c).
    fn refusal(&self, line: Line<'_>, at: usize, setting: Setting) -> Option<RefusedKind> {
        let draft = self.drafts.get(at)?;
        let neighbor = &draft.neighbor;
        let is_ebgp = || draft.is_ebgp(draft.group.and_then(|at| self.drafts.get(at)), self.own_as);
        match setting {
            Setting::LocalAs(Some(number), _) if number.value == Some(self.own_as) => {
                Some(RefusedKind::OwnLocalAs(self.own_as))
            }
            Setting::Password(Some(password)) if line.slice(password).len() > MOST_OF_PASSWORD => {
                Some(RefusedKind::LongPassword(line.slice(password).len()))
            }
            // As far as 255 hops bgpd counts by ttl-security itself.
            Setting::EbgpMultihop(Some(hops)) if hops.value != Some(255) && is_ebgp() => {
                let other = neighbor.ttl_security?.place;
                Some(RefusedKind::MultihopBesideTtlSecurity { other })
            }
            Setting::TtlSecurity(_) if is_ebgp() => {
                let other = neighbor.ebgp_multihop.filter(|one| one.hops != 1)?.place;
                Some(RefusedKind::MultihopBesideTtlSecurity { other })
            }
            Setting::RouteReflectorClient if is_ebgp() => {
                Some(RefusedKind::ReflectorClientOfEbgp {
                    peer: neighbor.peer.to_string(),
                })
            }
            _ => None,
        }
    }

    /// A prefix-list beside a distribute-list in the same direction is refused, the group's
    /// counted.
    fn filter(
        &mut self,
        at: usize,
        family: Family,
        no: bool,
        direction: Direction,
        filter: FilterRef,
    ) {
        let own = |at: Option<usize>, kind: FilterKind| {
            let draft = at.and_then(|at| self.drafts.get(at))?;
            let filters = draft.neighbor.families.get(family).filters(direction);
            filters.get(kind).map(|filter| filter.place)
        };
        let group = self.drafts.get(at).and_then(|draft| draft.group);
        let beside =
            excludes(filter.kind).and_then(|kind| own(Some(at), kind).or(own(group, kind)));
        if let Some(other) = beside.filter(|_| !no) {
            let (kind, place) = (RefusedKind::ListsTogether { other }, filter.place);
            self.refused.push(RefusedLine { kind, place });
            return;
        }
        self.change(at, |draft| {
            let filters = draft
                .neighbor
                .families
                .get_mut(family)
                .filters_mut(direction);
            if no {
                filters.clear(filter.kind);
            } else {
                filters.set(filter);
            }
        });
    }
}

fn number_of(remote: RemoteAsWord) -> RemoteAs {
    match remote {
        RemoteAsWord::Number(Arg {
            value: Some(number),
            ..
        }) => RemoteAs::Number(number),
        RemoteAsWord::Internal => RemoteAs::Internal,
        RemoteAsWord::External => RemoteAs::External,
        RemoteAsWord::Number(_) | RemoteAsWord::Auto => RemoteAs::Unknown,
    }
}

impl Draft {
    fn new(peer: Peer, place: Place, shutdown: Option<Place>) -> Self {
        Self {
            is_group: false,
            removed: false,
            group: None,
            remote_as: None,
            activations: Activations::default(),
            neighbor: Neighbor {
                peer,
                remote_as: RemoteAs::Unknown,
                place,
                peer_group: None,
                shutdown,
                active_elsewhere: false,
                update_source: None,
                ebgp_multihop: None,
                ttl_security: None,
                connected_check_off: false,
                local_as: None,
                extended_next_hop: None,
                password: None,
                families: PerFamily::default(),
            },
        }
    }

    /// Whether the neighbor surely is of another AS.
    fn is_ebgp(&self, group: Option<&Self>, own_as: u32) -> bool {
        let shown = self.neighbor.local_as.map_or(own_as, |local| local.number);
        match self.remote_as.or(group.and_then(|group| group.remote_as)) {
            Some(RemoteAs::Number(number)) => number != shown,
            Some(RemoteAs::External) => true,
            Some(RemoteAs::Internal | RemoteAs::Unknown) | None => false,
        }
    }

    /// Which families are active, with what the group says.
    fn in_force(&self, group: Option<&Activations>) -> Activations {
        PerFamily::new(|family| {
            let group = group.map(|group| *group.get(family));
            in_force(*self.activations.get(family), group)
        })
    }

    fn resolved(&self, group: Option<&Self>) -> Neighbor {
        let mut neighbor = self.neighbor.clone();
        let mut remote_as = self.remote_as;
        if let Some(group) = group {
            remote_as = remote_as.or(group.remote_as);
            let said = &group.neighbor;
            inherit(&mut neighbor.shutdown, &said.shutdown);
            inherit(&mut neighbor.update_source, &said.update_source);
            inherit(&mut neighbor.ebgp_multihop, &said.ebgp_multihop);
            inherit(&mut neighbor.ttl_security, &said.ttl_security);
            inherit(&mut neighbor.local_as, &said.local_as);
            inherit(&mut neighbor.extended_next_hop, &said.extended_next_hop);
            inherit(&mut neighbor.password, &said.password);
            neighbor.connected_check_off |= said.connected_check_off;
            neighbor.active_elsewhere |= said.active_elsewhere;
            for family in Family::ALL {
                let own = neighbor.families.get_mut(family);
                own.inherit(said.families.get(family));
            }
        }
        let activations = self.in_force(group.map(|group| &group.activations));
        for family in Family::ALL {
            let (own, state) = (neighbor.families.get_mut(family), activations.get(family));
            own.active = state.active;
            own.activation_said = state.said;
        }
        neighbor.remote_as = remote_as.unwrap_or(RemoteAs::Unknown);
        neighbor
    }
}

fn small(arg: Arg<u32>) -> Option<u8> {
    arg.value.and_then(|value| u8::try_from(value).ok())
}

impl Neighbor {
    fn set(&mut self, line: Line<'_>, no: bool, setting: Setting) {
        let named = |span: Option<Span>| -> Option<Named> {
            span.filter(|_| !no).map(|span| line.named(span))
        };
        let place = line.place();
        let far = |hops: u8| Hops { hops, place };
        match setting {
            Setting::Shutdown => self.shutdown = (!no).then(|| line.place()),
            Setting::UpdateSource(source) => self.update_source = named(source),
            Setting::Password(password) => self.password = named(password),
            Setting::EbgpMultihop(hops) => {
                let hops = hops.map_or(Some(u8::MAX), small);
                self.ebgp_multihop = hops.filter(|_| !no).map(far);
            }
            Setting::TtlSecurity(hops) => {
                self.ttl_security = small(hops).filter(|_| !no).map(far);
            }
            Setting::ExtendedNextHop => {
                self.extended_next_hop = (!no).then(|| line.place());
            }
            Setting::DisableConnectedCheck => self.connected_check_off = !no,
            Setting::LocalAs(number, replaces) => {
                let number = number.and_then(|arg| arg.value).filter(|_| !no);
                self.local_as = number.map(|number| LocalAs { number, replaces });
            }
            _ => {}
        }
    }
}

impl NeighborFamily {
    fn set(&mut self, line: Line<'_>, no: bool, setting: Setting) {
        match setting {
            Setting::UnsuppressMap(map) => {
                self.unsuppress_map = (!no).then(|| line.named(map));
            }
            Setting::DefaultOriginate(map) => {
                self.default_originate = (!no).then(|| DefaultOriginate {
                    route_map: map.map(|map| line.named(map)),
                    place: line.place(),
                });
            }
            Setting::NextHopSelf(force) => {
                self.next_hop_self = !no;
                self.next_hop_self_force = force && !no;
            }
            Setting::RouteReflectorClient => self.route_reflector_client = !no,
            Setting::RouteServerClient => self.route_server_client = !no,
            Setting::AllowasIn => self.allowas_in = !no,
            Setting::AsOverride => self.as_override = !no,
            Setting::SendCommunity(SendCommunity::Standard | SendCommunity::All) => {
                self.sends_communities = !no;
            }
            Setting::AdvertiseMap => self.conditional = !no,
            Setting::ChangesAttributes => self.changes_attributes = !no,
            _ => {}
        }
    }
}
