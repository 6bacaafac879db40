//! Makes speakers of the lines of `router bgp`.

use ipnet::IpNet;

use super::defaults::Defaults;
use super::line::Line;
use super::neighbors::Neighbors;
use super::ordered::Ordered;
use super::refusals::{RefusedKind, RefusedLine, hold_time};
use super::speaker::{
    Aggregate, LateDefault, ListenRange, Network, OtherAs, Redistribution, Speaker,
};
use super::{Family, PerFamily};
use crate::syntax::frr::{
    AggregateLine, BgpLine, Command, NetworkLine, RedistributeLine, RouterBgp,
};

/// The speakers read so far, and the one that lines go to.
#[derive(Default)]
pub(super) struct Speakers {
    drafts: Vec<Draft>,
    current: Option<usize>,
    /// Lines that open no speaker.
    refused: Vec<RefusedLine>,
}

struct Draft {
    speaker: Speaker,
    neighbors: Neighbors,
    networks: PerFamily<Ordered<IpNet, Network>>,
}

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
            .map(|draft| draft.finish(&mut refused));
        (speakers.collect(), refused)
    }

    /// `router bgp`. A second AS number in one VRF is refused, and the lines under it are lost.
    pub fn open(&mut self, line: Line<'_>, no: bool, router: &RouterBgp, defaults: &Defaults) {
        let vrf = router.instance.map(|span| line.text(span));
        let as_number = router.as_number.and_then(|arg| arg.value);
        let known = self.drafts.iter().position(|draft| {
            draft.speaker.vrf == vrf || (router.as_number.is_none() && draft.speaker.vrf.is_none())
        });
        if no {
            if let Some(known) = known {
                self.drafts.remove(known);
            }
            self.current = None;
            return;
        }
        if router.as_number.is_none() && (self.drafts.len() != 1 || known.is_none()) {
            let kind = RefusedKind::WhichRouter {
                running: self.drafts.len(),
            };
            let place = line.place();
            self.refused.push(RefusedLine { kind, place });
            self.current = None;
            return;
        }
        self.current = match (known, as_number, router.as_number) {
            (Some(known), number, arg) => {
                let draft = self.drafts.get_mut(known);
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
                    vrf,
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
                self.drafts.push(Draft {
                    speaker,
                    neighbors: Neighbors::of(number),
                    networks: PerFamily::default(),
                });
                Some(self.drafts.len() - 1)
            }
            _ => None,
        };
    }

    /// A line of a speaker; `family` is the one it is about, where that one is followed.
    pub fn command(&mut self, line: Line<'_>, family: Option<Family>, no: bool, command: &Command) {
        let Some(draft) = self.current.and_then(|at| self.drafts.get_mut(at)) else {
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
            self.speaker.families.get_mut(family).networks = networks.into_values();
        }
        Speaker {
            neighbors,
            groups,
            orphans,
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
                let neighbors = self.neighbors.without_ipv4();
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
                let ranges = &mut speaker.listen_ranges;
                let overlaps =
                    |one: &&ListenRange| one.range.contains(&range) || range.contains(&one.range);
                let is_other = |one: &&ListenRange| one.range != range || one.group != group;
                let mut others = ranges.iter().filter(overlaps).filter(is_other);
                if let Some(known) = others.next().filter(|_| !no) {
                    self.neighbors.refused.push(RefusedLine {
                        kind: RefusedKind::OverlappingRange {
                            range: known.range,
                            other: known.place,
                        },
                        place: line.place(),
                    });
                    return;
                }
                ranges.retain(|one| one.range != range || one.group != group);
                if !no {
                    let place = line.place();
                    ranges.push(ListenRange {
                        range,
                        group,
                        place,
                    });
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
        let aggregates = &mut self.speaker.families.get_mut(family).aggregates;
        aggregates.retain(|known| known.prefix != prefix);
        if !no {
            aggregates.push(Aggregate {
                prefix,
                summary_only: one.summary_only,
                route_map: one.route_map.map(|span| line.named(span)),
                suppress_map: one.suppress_map.map(|span| line.named(span)),
                place: line.place(),
            });
        }
    }
}
