//! What becomes of one jail address towards one neighbor, step by step.

use super::Site;
use super::origination::{Candidate, Originated, is_summarized, originations};
use super::peers::{HostIndex, Session};
use crate::host::jails::JailAddress;
use crate::host::routing::{Family, Lists, Neighbor, Speaker};
use crate::host::{Host, HostJail};
use crate::policy::{self, Decider, Outcome, Route, RouteSource, Verdict};
use crate::text::Place;

/// One address on its way to one neighbor.
#[derive(Clone, Debug)]
pub struct Journey<'a> {
    /// The neighbor statement that it leaves by.
    pub neighbor: &'a Neighbor,
    /// The speaker that the statement belongs to.
    pub speaker: &'a Speaker,
    pub(super) session: &'a Session,
    /// The steps, in the order in which they happen, up to the first that stops it.
    pub steps: Vec<Step>,
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
    pub route: Option<Box<Route>>,
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

impl Journey<'_> {
    /// How it ends.
    #[must_use]
    pub fn fate(&self) -> Fate<'_> {
        if let Some(step) = self.steps.iter().find(|step| step.outcome == Outcome::No) {
            return Fate::Stopped(step);
        }
        if self
            .steps
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

    /// How far it gets: more is better.
    fn progress(&self) -> (usize, usize) {
        let passed = self
            .steps
            .iter()
            .take_while(|step| step.outcome != Outcome::No)
            .count();
        let sure = self
            .steps
            .iter()
            .filter(|step| step.outcome == Outcome::Yes)
            .count();
        (passed, sure)
    }
}

impl Site {
    /// The journeys of one jail address: one for each neighbor that is active in its address
    /// family.
    #[must_use]
    pub fn journeys<'a>(
        &'a self,
        index: HostIndex,
        jail: &HostJail,
        element: &JailAddress,
    ) -> Vec<Journey<'a>> {
        let Some(host) = self.host(index) else {
            return Vec::new();
        };
        let family = Family::of(element.address);
        self.sessions_of(index)
            .filter_map(|session| {
                let (speaker, neighbor) = session.statement(host)?;
                let takes_part = neighbor.takes_part(family);
                takes_part.then(|| self.journey(host, session, speaker, neighbor, jail, element))
            })
            .collect()
    }

    fn journey<'a>(
        &'a self,
        host: &'a Host,
        session: &'a Session,
        speaker: &'a Speaker,
        neighbor: &'a Neighbor,
        jail: &HostJail,
        element: &JailAddress,
    ) -> Journey<'a> {
        let mut candidates = originations(host, speaker, jail, element);
        let family = neighbor.families.get(Family::of(element.address));
        if family.unsuppress_map.is_none() {
            candidates.retain(|candidate| !is_summarized(speaker, &candidate.route));
        }
        let journeys = candidates.iter().map(|candidate| Journey {
            neighbor,
            speaker,
            session,
            steps: self.follow(host, session, speaker, neighbor, candidate),
        });
        journeys
            .max_by_key(Journey::progress)
            .unwrap_or_else(|| Journey {
                neighbor,
                speaker,
                session,
                steps: vec![originated(session.host, Originated::No)],
            })
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
            route,
            sent.verdict,
        ));
        if steps.iter().all(|step| step.outcome != Outcome::No) {
            steps.extend(self.at_peer(session, &sent.route));
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

    fn at_peer(&self, session: &Session, route: &Route) -> Vec<Step> {
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
        let mut route = route.clone();
        route.source = RouteSource::Received(neighbor.address());
        let received = policy::receive(&host.routing.lists, speaker, neighbor, &route);
        vec![
            session,
            filtered(StepKind::PeerFilter, peer.host, &route, received.verdict),
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

fn filtered(kind: StepKind, host: HostIndex, route: &Route, verdict: Verdict) -> Step {
    Step {
        kind,
        host,
        outcome: verdict.outcome,
        place: verdict.decided_by.as_ref().map(|decider| decider.place),
        decider: verdict.decided_by,
        route: Some(Box::new(route.clone())),
    }
}
