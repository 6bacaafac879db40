//! Watches lines about route-maps, lists, static routes and interfaces for what daemons refuse.

use std::net::IpAddr;

use ipnet::IpNet;
use rustc_hash::FxHashMap;

use super::forms::Forms;
use super::patterns::{bracket_fault, character_fault};
use super::{NextHopFault, RefusedKind, RefusedLine};
use crate::host::routing::line::Line;
use crate::syntax::frr::{
    Action, Arg, Command, CommunityKind, OnMatch, PatternListLine, RouteMapLine, Set,
    StaticRouteLine, StaticTarget,
};
use crate::text::{Place, Span};
use crate::vocabulary::{begins_community, community_in_other_case, community_value};

/// Watches the lines of one file.
#[derive(Default)]
pub(in crate::host::routing) struct RefusalWatch<'a> {
    /// Whether lines are loaded in groups: vtysh reads the file, no daemon its own.
    is_grouped: bool,
    entry: Option<Entry<'a>>,
    forms: Forms<'a>,
    community_lists: FxHashMap<&'a str, (CommunityKind, Place)>,
    /// By prefix, VRF, table and distance: whether routes lead nowhere, and the first line.
    routes: FxHashMap<RouteKey<'a>, (bool, Place)>,
    refused: Vec<RefusedLine>,
}

type RouteKey<'a> = (IpNet, Option<&'a str>, Option<u32>, u32);

/// The route-map's entry that clauses stand in.
#[derive(Clone, Copy)]
struct Entry<'a> {
    map: &'a str,
    action: Action,
    seq: u32,
}

impl<'a> RefusalWatch<'a> {
    /// Watches a file that vtysh reads if `is_grouped`, else a daemon's own.
    pub fn new(is_grouped: bool) -> Self {
        Self {
            is_grouped,
            ..Self::default()
        }
    }

    /// The refused lines so far.
    pub fn finish(self) -> Vec<RefusedLine> {
        self.refused
    }

    /// A line that vtysh takes. `vrf` is the block of a VRF that it stands in.
    pub fn command(&mut self, line: Line<'a>, no: bool, vrf: Option<&'a str>, command: &Command) {
        match command {
            Command::RouteMap(map) => self.entry = entry(line, no, map),
            Command::StaticRoute(route) => self.static_route(line, no, vrf, route),
            Command::Set(Set::No(words)) => {
                if let Some(entry) = self.entry {
                    self.forms.undo((entry.map, entry.seq), line.slice(*words));
                }
            }
            _ if no => {}
            Command::OnMatch(flow) => self.flow(line, flow),
            Command::Call(Some(name)) if self.is_in(line.slice(*name)) => {
                self.refuse(RefusedKind::CallsItself, line.at(*name));
            }
            Command::Set(set) => self.set(line, set),
            Command::AsPathList(list) => self.as_path(line, list),
            Command::CommunityList(kind, list) => self.community_list(line, *kind, list),
            Command::Address(address) => self.address(line, address),
            _ => {}
        }
    }

    /// Whether the line stands in this route-map.
    fn is_in(&self, map: &str) -> bool {
        self.entry.is_some_and(|entry| entry.map == map)
    }

    fn refuse(&mut self, kind: RefusedKind, place: Place) {
        self.refused.push(RefusedLine { kind, place });
    }

    fn flow(&mut self, line: Line<'_>, flow: &OnMatch) {
        let Some(entry) = self.entry else {
            return;
        };
        if entry.action == Action::Deny {
            self.refuse(RefusedKind::GoesOnAfterDeny, line.place());
            return;
        }
        if let OnMatch::Goto(Some(Arg {
            value: Some(to),
            span,
        })) = flow
            && *to <= entry.seq
        {
            let (to, seq) = (*to, entry.seq);
            self.refuse(RefusedKind::GoesBack { to, seq }, line.at(*span));
        }
    }

    fn set(&mut self, line: Line<'_>, set: &Set<Span>) {
        if let Some(entry) = self.entry.filter(|_| self.is_grouped)
            && let Some(other) = self.forms.take(line, (entry.map, entry.seq), set)
        {
            self.refuse(RefusedKind::Contradiction { other }, line.place());
        }
        match set {
            Set::Community(values) => {
                let additive = |word: &str| !word.is_empty() && "additive".starts_with(word);
                self.communities(line, *values, |word| {
                    additive(word) || begins_community(word)
                });
            }
            Set::NextHop(Arg {
                value: Some(hop),
                span,
            }) => {
                if let Some(fault) = global_fault(*hop) {
                    self.refuse(RefusedKind::NextHop(fault), line.at(*span));
                }
            }
            Set::NextHopOther => {
                let mut words = line.words().skip_while(|word| *word != "local");
                let hop = words.nth(1).and_then(|word| word.parse().ok());
                if let Some(IpAddr::V6(hop)) = hop
                    && !hop.is_unicast_link_local()
                {
                    self.refuse(RefusedKind::NextHop(NextHopFault::Global), line.place());
                }
            }
            _ => {}
        }
    }

    /// The words at `span`, each a community unless it is one of those that `also` allows.
    fn communities(&mut self, line: Line<'_>, span: Span, also: impl Fn(&str) -> bool) {
        let mut words = line.words_at(span);
        let bad = words.find(|(word, _)| community_value(word).is_none() && !also(word));
        if let Some((word, place)) = bad {
            let meant = community_in_other_case(word);
            self.refuse(RefusedKind::Community { meant }, place);
        }
    }

    fn as_path(&mut self, line: Line<'_>, list: &PatternListLine) {
        let Some((_, span)) = list.entry else {
            return;
        };
        let pattern = line.slice(span);
        if let Some(fault) = character_fault(pattern).or_else(|| bracket_fault(pattern)) {
            self.refuse(RefusedKind::Pattern(fault), line.at(span));
        }
    }

    fn community_list(&mut self, line: Line<'a>, kind: CommunityKind, list: &PatternListLine) {
        if !matches!(kind, CommunityKind::Standard | CommunityKind::Expanded) {
            return;
        }
        let known = self.community_lists.get(line.slice(list.name)).copied();
        if let Some((_, other)) = known.filter(|(known, _)| *known != kind) {
            self.refuse(RefusedKind::OtherKindOfList { other }, line.place());
            return;
        }
        let before = self.refused.len();
        if let Some((_, span)) = list.entry {
            match kind {
                CommunityKind::Standard => self.communities(line, span, begins_community),
                _ => {
                    if let Some(fault) = bracket_fault(line.slice(span)) {
                        self.refuse(RefusedKind::Pattern(fault), line.at(span));
                    }
                }
            }
        }
        // A line that is refused makes no list.
        if known.is_none() && self.refused.len() == before {
            let first = (kind, line.place());
            self.community_lists.insert(line.slice(list.name), first);
        }
    }

    /// Ways of one prefix at one distance: either nowhere, or to next hops.
    fn static_route(
        &mut self,
        line: Line<'a>,
        no: bool,
        vrf: Option<&'a str>,
        route: &StaticRouteLine,
    ) {
        let Some(prefix) = route.prefix.value.map(|net| net.trunc()) else {
            return;
        };
        let number = |arg: Option<Arg<u32>>| arg.and_then(|arg| arg.value);
        let vrf = route.vrf.map(|span| line.slice(span)).or(vrf);
        let distance = number(route.distance).unwrap_or(1);
        let key = (prefix, vrf, number(route.table), distance);
        if no {
            self.routes.remove(&key);
            return;
        }
        let is_nowhere = matches!(route.target, StaticTarget::Nowhere);
        let first = *self.routes.entry(key).or_insert((is_nowhere, line.place()));
        if first.0 != is_nowhere {
            let kind = RefusedKind::NowhereBesideNextHop { other: first.1 };
            self.refuse(kind, line.place());
        }
    }

    fn address(&mut self, line: Line<'_>, address: &Arg<IpNet>) {
        if let Some(IpNet::V4(net)) = address.value
            && (net.addr().is_loopback() || net.addr().is_multicast())
        {
            self.refuse(RefusedKind::InterfaceAddress, line.at(address.span));
        }
    }
}

fn entry<'a>(line: Line<'a>, no: bool, map: &RouteMapLine) -> Option<Entry<'a>> {
    let (action, seq) = map.entry.filter(|_| !no)?;
    Some(Entry {
        map: line.slice(map.name),
        action,
        seq: seq.value?,
    })
}

/// What is wrong with an address as the next hop that others are told.
fn global_fault(hop: IpAddr) -> Option<NextHopFault> {
    match hop {
        IpAddr::V4(hop) => hop.is_unspecified().then_some(NextHopFault::Zero),
        IpAddr::V6(hop) => hop
            .is_unicast_link_local()
            .then_some(NextHopFault::LinkLocal),
    }
}
