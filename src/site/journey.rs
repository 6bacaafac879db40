//! What becomes of one jail address towards one neighbor, step by step.

use std::sync::Arc;

use super::Site;
use super::address::{Asked, SiteAddress};
use super::exits::Exit;
use super::origination::{Candidate, Candidates, Originated, is_summarized};
use super::peers::{HostIndex, Session};
use crate::host::Host;
use crate::host::jails::JailAddress;
use crate::host::routing::{Family, Lists, Neighbor, Speaker};
use crate::policy::{self, Decider, Outcome, Route, RouteSource, Verdict};
use crate::text::Place;

/// One address on its way to one neighbor, or to several that are treated alike.
#[derive(Clone, Debug)]
pub struct Journey<'a> {
    /// The neighbor statement that it leaves by; of several, the first.
    pub neighbor: &'a Neighbor,
    /// The speaker that the statement belongs to.
    pub speaker: &'a Speaker,
    pub(super) session: &'a Session,
    sessions: Vec<&'a Session>,
    host: &'a Host,
    ways: Arc<[Way]>,
    at: usize,
}

/// One step of a journey.
#[derive(Clone, Debug)]
pub struct Step {
    /// What is asked.
    pub kind: StepKind,
    /// On which host.
    pub host: HostIndex,
    /// The answer.
    pub outcome: Outcome,
    /// The line that decides, if one does.
    pub place: Option<Place>,
    /// The entry of a filter that decides.
    pub decider: Option<Decider>,
    /// The route that a filter was asked about.
    pub route: Option<Arc<Route>>,
}

/// What a step asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Is it in BGP at all?
    Origination,
    /// Do the outbound filters let it out?
    Filter,
    /// Does the other end have a session with us?
    Session,
    /// Do the other end's inbound filters let it in?
    PeerFilter,
}

/// How a journey ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate<'a> {
    /// As far as the site goes, it arrives.
    Arrives,
    /// The files do not tell.
    Perhaps,
    /// It is stopped by this step.
    Stopped(&'a Step),
}

impl PartialEq for Step {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.host == other.host && self.place == other.place
    }
}

impl<'a> Journey<'a> {
    /// The steps, in the order in which they happen, up to the first that stops it.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        self.ways.get(self.at).map_or(&[], |way| &way.steps)
    }

    /// All neighbor statements that it leaves by alike, the first first.
    pub fn neighbors(&self) -> impl Iterator<Item = &'a Neighbor> {
        let host = self.host;
        let statements = self.sessions.iter();
        statements.filter_map(move |session| Some(session.statement(host)?.1))
    }

    /// The other end of the session that it leaves by, where that is a host of the site.
    #[must_use]
    pub fn peer_host(&self) -> Option<HostIndex> {
        Some(self.session.peer?.host)
    }

    /// How it ends.
    #[must_use]
    pub fn fate(&self) -> Fate<'_> {
        if let Some(step) = self.steps().iter().find(|step| step.outcome == Outcome::No) {
            return Fate::Stopped(step);
        }
        if self
            .steps()
            .iter()
            .any(|step| step.outcome == Outcome::Perhaps)
        {
            return Fate::Perhaps;
        }
        Fate::Arrives
    }

    /// The step that stops it, if that is a step of `kind`.
    #[must_use]
    pub fn stopped_at(&self, kind: StepKind) -> Option<&Step> {
        match self.fate() {
            Fate::Stopped(step) if step.kind == kind => Some(step),
            _ => None,
        }
    }
}

/// A journey as the site keeps it.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// Which of the host's exits in the family.
    exit: usize,
    steps: Vec<Step>,
}

/// How far a journey gets: more is better.
fn progress(steps: &[Step]) -> (usize, usize) {
    let passed = steps.iter().take_while(|step| step.outcome != Outcome::No);
    let sure = steps.iter().filter(|step| step.outcome == Outcome::Yes);
    (passed.count(), sure.count())
}

impl Site {
    /// The journeys of one jail address: one for each neighbor that is active in its address
    /// family, or for several that are treated alike.
    #[must_use]
    pub fn journeys<'a>(&'a self, address: SiteAddress<'a>) -> Vec<Journey<'a>> {
        let ways = match self.ways.get(address.index.0) {
            Some(known) => known.get(address, || self.ways(address.into())),
            None => return Vec::new(),
        };
        self.journeys_by(address.into(), ways)
    }

    /// The journeys from a host of an address that none of its jails has, with the length of the
    /// prefix that is asked about.
    #[must_use]
    pub fn journeys_without_jail<'a>(
        &'a self,
        index: HostIndex,
        element: &'a JailAddress,
    ) -> Vec<Journey<'a>> {
        let Some(host) = self.host(index) else {
            return Vec::new();
        };
        let asked = Asked {
            index,
            host,
            jail: None,
            element,
        };
        self.journeys_by(asked, self.ways(asked).into())
    }

    fn journeys_by<'a>(&'a self, asked: Asked<'a>, ways: Arc<[Way]>) -> Vec<Journey<'a>> {
        let exits = self.exits(asked);
        let sessions = self.sessions.get(asked.index.0);
        let journeys = (0..ways.len()).filter_map(|at| {
            let exit = exits.get(ways.get(at)?.exit)?;
            let sessions = exit.sessions.iter().filter_map(|own| sessions?.get(*own));
            let sessions: Vec<_> = sessions.collect();
            let session = *sessions.first()?;
            let (speaker, neighbor) = session.statement(asked.host)?;
            Some(Journey {
                neighbor,
                speaker,
                session,
                sessions,
                host: asked.host,
                ways: Arc::clone(&ways),
                at,
            })
        });
        journeys.collect()
    }

    fn exits(&self, asked: Asked<'_>) -> &[Exit] {
        let family = Family::of(asked.element.address);
        let exits = self.exits.get(asked.index.0);
        exits.map_or(&[], |exits| exits.get(family))
    }

    fn ways(&self, asked: Asked<'_>) -> Vec<Way> {
        let exits = self.exits(asked).iter().enumerate();
        let mut known = Candidates::new(asked);
        exits
            .filter_map(|(exit, alike)| {
                let own = self.sessions.get(asked.index.0)?;
                let session = own.get(*alike.sessions.first()?)?;
                let (speaker, neighbor) = session.statement(asked.host)?;
                let candidates = known.of(speaker);
                let steps = self.best(asked, session, speaker, neighbor, candidates);
                Some(Way { exit, steps })
            })
            .collect()
    }

    /// The steps of the route that gets farthest.
    fn best(
        &self,
        asked: Asked<'_>,
        session: &Session,
        speaker: &Speaker,
        neighbor: &Neighbor,
        candidates: &[Candidate],
    ) -> Vec<Step> {
        let family = neighbor.families.get(Family::of(asked.element.address));
        let keeps_summarized = family.unsuppress_map.is_some();
        candidates
            .iter()
            .filter(|own| keeps_summarized || !is_summarized(speaker, &own.route))
            .map(|own| self.follow(asked.host, session, speaker, neighbor, own))
            .max_by_key(|steps| progress(steps))
            .unwrap_or_else(|| vec![originated(session.host, Originated::No)])
    }

    /// Follows one route of the address out of the host and into the peer.
    fn follow(
        &self,
        host: &Host,
        session: &Session,
        speaker: &Speaker,
        neighbor: &Neighbor,
        candidate: &Candidate,
    ) -> Vec<Step> {
        let origin = Originated::of(std::slice::from_ref(candidate));
        let mut steps = vec![originated(session.host, origin)];
        let route = &candidate.route;
        let sent = policy::send(&host.routing.lists, speaker, neighbor, route);
        steps.push(filtered(
            StepKind::Filter,
            session.host,
            Arc::clone(route),
            sent.verdict,
        ));
        if steps.iter().all(|step| step.outcome != Outcome::No) {
            steps.extend(self.at_peer(session, sent.route));
        }
        steps
    }

    /// Asks a filter's step again as if its host had these lists.
    #[must_use]
    pub fn asked_again(&self, journey: &Journey, step: &Step, lists: &Lists) -> Option<Outcome> {
        let route = step.route.as_deref()?;
        let verdict = match step.kind {
            StepKind::Filter => {
                policy::send(lists, journey.speaker, journey.neighbor, route).verdict
            }
            StepKind::PeerFilter => {
                let (speaker, neighbor) = journey.session.peer?.statement(self.host(step.host)?)?;
                policy::receive(lists, speaker, neighbor, route).verdict
            }
            StepKind::Origination | StepKind::Session => return None,
        };
        Some(verdict.outcome)
    }

    fn at_peer(&self, session: &Session, route: Route) -> Vec<Step> {
        let Some(peer) = session.peer else {
            return Vec::new();
        };
        let Some(host) = self.host(peer.host) else {
            return Vec::new();
        };
        let Some((speaker, neighbor)) = peer.statement(host) else {
            return vec![step(StepKind::Session, peer.host, Outcome::Perhaps, None)];
        };
        // A peer that does not take part in the family asks no filter of it.
        if !neighbor.takes_part(Family::of_prefix(route.prefix)) {
            return vec![step(StepKind::Session, peer.host, Outcome::Perhaps, None)];
        }
        let session = step(
            StepKind::Session,
            peer.host,
            Outcome::Yes,
            Some(neighbor.place),
        );
        let mut route = route;
        route.source = RouteSource::Received(neighbor.address());
        let received = policy::receive(&host.routing.lists, speaker, neighbor, &route);
        vec![
            session,
            filtered(
                StepKind::PeerFilter,
                peer.host,
                Arc::new(route),
                received.verdict,
            ),
        ]
    }
}

fn step(kind: StepKind, host: HostIndex, outcome: Outcome, place: Option<Place>) -> Step {
    Step {
        kind,
        host,
        outcome,
        place,
        decider: None,
        route: None,
    }
}

fn originated(host: HostIndex, originated: Originated) -> Step {
    let (outcome, place) = match originated {
        Originated::Yes(place) => (Outcome::Yes, Some(place)),
        Originated::Perhaps(place) => (Outcome::Perhaps, Some(place)),
        Originated::No => (Outcome::No, None),
    };
    step(StepKind::Origination, host, outcome, place)
}

fn filtered(kind: StepKind, host: HostIndex, route: Arc<Route>, verdict: Verdict) -> Step {
    Step {
        kind,
        host,
        outcome: verdict.outcome,
        place: verdict.decided_by.as_ref().map(|decider| decider.place),
        decider: verdict.decided_by,
        route: Some(route),
    }
}
