//! Makes speakers of the lines of `router bgp`.

use ipnet::IpNet;
use rustc_hash::FxHashMap;

use super::defaults::Defaults;
use super::line::Line;
use super::listen_ranges::ListenRanges;
use super::neighbors::Neighbors;
use super::ordered::Ordered;
use super::refusals::{RefusedKind, RefusedLine, hold_time};
use super::speaker::{Aggregate, LateDefault, Network, OtherAs, Redistribution, Speaker};
use super::{Family, PerFamily};
use crate::syntax::frr::{
    AggregateLine, BgpLine, Command, NetworkLine, RedistributeLine, RouterBgp,
};

/// The speakers read so far, and the one that lines go to.
#[derive(Default)]
pub(super) struct Speakers {
    /// `None` where one was taken out again.
    drafts: Vec<Option<Draft>>,
    by_vrf: FxHashMap<Option<String>, usize>,
    current: Option<usize>,
    /// Lines that open no speaker.
    refused: Vec<RefusedLine>,
}

struct Draft {
    speaker: Speaker,
    neighbors: Neighbors,
    networks: PerFamily<Ordered<IpNet, Network>>,
    aggregates: PerFamily<Ordered<IpNet, Aggregate>>,
    listen_ranges: ListenRanges,
}

/// Of so many `bgp default` lines that come late one is told which neighbors they are for.
const MOST_LATE_DEFAULTS: usize = 100;

impl Speakers {
    /// No speaker takes lines until the next `router bgp`.
    pub fn leave(&mut self) {
        self.current = None;
    }

    /// The speakers, and the lines about neighbors that they refuse.
    pub fn finish(self) -> (Vec<Speaker>, Vec<RefusedLine>) {
        let mut refused = self.refused;
        let speakers = self
            .drafts
            .into_iter()
            .flatten()
            .map(|draft| draft.finish(&mut refused));
        (speakers.collect(), refused)
    }

    /// `router bgp`. A second AS number in one VRF is refused, and the lines under it are lost.
    pub fn open(&mut self, line: Line<'_>, no: bool, router: &RouterBgp, defaults: &Defaults) {
        let vrf = router.instance.map(|span| line.text(span));
        let as_number = router.as_number.and_then(|arg| arg.value);
        // Without a number it is the default one that is meant.
        let known = self.by_vrf.get(&vrf).copied();
        if no {
            self.by_vrf.remove(&vrf);
            if let Some(draft) = known.and_then(|known| self.drafts.get_mut(known)) {
                *draft = None;
            }
            self.current = None;
            return;
        }
        let running = self.by_vrf.len();
        if router.as_number.is_none() && (running != 1 || known.is_none()) {
            let kind = RefusedKind::WhichRouter { running };
            let place = line.place();
            self.refused.push(RefusedLine { kind, place });
            self.current = None;
            return;
        }
        self.current = match (known, as_number, router.as_number) {
            (Some(known), number, arg) => {
                let draft = self.drafts.get_mut(known).and_then(Option::as_mut);
                let is_other = |own: u32| number.is_some_and(|number| number != own);
                match draft.filter(|draft| is_other(draft.speaker.as_number)) {
                    Some(draft) => {
                        let place = arg.map_or(line.place(), |arg| line.at(arg.span));
                        let number = number.unwrap_or(0);
                        draft.speaker.other_as.push(OtherAs { number, place });
                        None
                    }
                    None => Some(known),
                }
            }
            (None, Some(number), Some(arg)) => {
                let speaker = Speaker {
                    as_number: number,
                    as_place: line.at(arg.span),
                    vrf: vrf.clone(),
                    router_id: None,
                    place: line.place(),
                    neighbors: Vec::new(),
                    groups: std::collections::BTreeMap::new(),
                    listen_ranges: Vec::new(),
                    orphans: Vec::new(),
                    late_defaults: Vec::new(),
                    other_as: Vec::new(),
                    families: PerFamily::default(),
                    ebgp_requires_policy: defaults.ebgp_requires_policy(),
                    import_check: defaults.import_check(),
                    local_preference: 100,
                    confederation: false,
                };
                self.drafts.push(Some(Draft {
                    speaker,
                    neighbors: Neighbors::of(number),
                    networks: PerFamily::default(),
                    aggregates: PerFamily::default(),
                    listen_ranges: ListenRanges::default(),
                }));
                let at = self.drafts.len() - 1;
                self.by_vrf.insert(vrf, at);
                Some(at)
            }
            _ => None,
        };
    }

    /// A line of a speaker; `family` is the one it is about, where that one is followed.
    pub fn command(&mut self, line: Line<'_>, family: Option<Family>, no: bool, command: &Command) {
        let draft = self.current.and_then(|at| self.drafts.get_mut(at));
        let Some(draft) = draft.and_then(Option::as_mut) else {
            return;
        };
        match (command, family) {
            (Command::Bgp(bgp), _) => draft.whole(line, no, bgp),
            (Command::Neighbor(neighbor), family) => {
                draft.neighbors.command(line, family, no, neighbor);
            }
            (Command::Network(network), Some(family)) => draft.network(line, family, no, network),
            (Command::Redistribute(one), Some(family)) => {
                draft.redistribute(line, family, no, one);
            }
            (Command::Aggregate(one), Some(family)) => draft.aggregate(line, family, no, one),
            _ => {}
        }
    }
}

impl Draft {
    fn finish(mut self, refused: &mut Vec<RefusedLine>) -> Speaker {
        refused.append(&mut self.neighbors.refused);
        let (neighbors, groups, orphans) = self.neighbors.finish();
        for family in Family::ALL {
            let networks = std::mem::take(self.networks.get_mut(family));
            let aggregates = std::mem::take(self.aggregates.get_mut(family));
            let said = self.speaker.families.get_mut(family);
            said.networks = networks.into_values();
            said.aggregates = aggregates.into_values();
        }
        Speaker {
            neighbors,
            groups,
            orphans,
            listen_ranges: self.listen_ranges.into_values(),
            ..self.speaker
        }
    }

    fn whole(&mut self, line: Line<'_>, no: bool, bgp: &BgpLine) {
        let speaker = &mut self.speaker;
        match bgp {
            BgpLine::RouterId(id) => {
                let id = id.and_then(|arg| Some((arg.value?, line.at(arg.span))));
                speaker.router_id = id.filter(|_| !no);
            }
            BgpLine::EbgpRequiresPolicy => speaker.ebgp_requires_policy = !no,
            BgpLine::ImportCheck => speaker.import_check = !no,
            BgpLine::DefaultLocalPreference(value) => {
                let value = value.and_then(|arg| arg.value).filter(|_| !no);
                speaker.local_preference = value.unwrap_or(100);
            }
            BgpLine::DefaultFamily(version) => {
                let is_told = speaker.late_defaults.len() < MOST_LATE_DEFAULTS;
                let neighbors = is_told.then(|| self.neighbors.without_ipv4());
                let neighbors = neighbors.unwrap_or_default();
                if !neighbors.is_empty() {
                    let place = line.place();
                    speaker.late_defaults.push(LateDefault { place, neighbors });
                }
                *self.neighbors.active_by_default((*version).into()) = !no;
            }
            BgpLine::HoldTime(time) => {
                self.neighbors.refused.extend(hold_time(line, no, *time));
            }
            BgpLine::DefaultOtherFamily => self.neighbors.active_elsewhere_by_default = !no,
            BgpLine::DefaultShutdown => {
                self.neighbors.shut_by_default = (!no).then(|| line.place());
            }
            BgpLine::ListenRange(range, group) => {
                let Some(range) = range.value.map(|net| net.trunc()) else {
                    return;
                };
                let group = line.text(*group);
                if no {
                    self.listen_ranges.remove(range, &group);
                } else {
                    let refused = self.listen_ranges.add(range, group, line.place());
                    self.neighbors.refused.extend(refused);
                }
            }
            BgpLine::Confederation => speaker.confederation = !no,
        }
    }

    fn network(&mut self, line: Line<'_>, family: Family, no: bool, network: &NetworkLine) {
        let Some(prefix) = network.prefix.value.map(|net| net.trunc()) else {
            return;
        };
        if Family::of_prefix(prefix) != family {
            return;
        }
        let networks = self.networks.get_mut(family);
        if no || network.backdoor {
            networks.remove(&prefix);
            return;
        }
        let statement = Network {
            prefix,
            route_map: network.route_map.map(|span| line.named(span)),
            place: line.place(),
        };
        networks.put(prefix, statement);
    }

    fn redistribute(&mut self, line: Line<'_>, family: Family, no: bool, one: &RedistributeLine) {
        let redistributions = &mut self.speaker.families.get_mut(family).redistributions;
        let word = line.text(one.word);
        redistributions.retain(|known| known.protocol != one.protocol || known.word != word);
        if !no {
            redistributions.push(Redistribution {
                protocol: one.protocol,
                word,
                route_map: one.route_map.map(|span| line.named(span)),
                metric: one.metric.and_then(|arg| arg.value),
                place: line.place(),
            });
        }
    }

    fn aggregate(&mut self, line: Line<'_>, family: Family, no: bool, one: &AggregateLine) {
        let Some(prefix) = one.prefix.value.map(|net| net.trunc()) else {
            return;
        };
        let aggregates = self.aggregates.get_mut(family);
        if no {
            aggregates.remove(&prefix);
            return;
        }
        let statement = Aggregate {
            prefix,
            summary_only: one.summary_only,
            route_map: one.route_map.map(|span| line.named(span)),
            suppress_map: one.suppress_map.map(|span| line.named(span)),
            place: line.place(),
        };
        aggregates.put(prefix, statement);
    }
}
