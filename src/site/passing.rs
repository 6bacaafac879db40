//! Which hosts of the site learn a route: those that get it from its origin, and those that
//! they pass it on to.
//!
//! A router is followed once, by the first way that the route comes to it; which of several
//! ways it takes as its best one is not asked.

use std::collections::BTreeSet;

use super::peers::HostIndex;
use super::{Fate, Journey, Site, StepKind};
use crate::host::Host;
use crate::host::jails::JailAddress;
use crate::host::routing::{Family, Neighbor, PeerKind, Speaker};
use crate::host::static_routes::StaticRoute;
use crate::policy::{self, Outcome, Route, RouteSource};

/// A host that learns a route over BGP.
#[derive(Clone, Debug)]
pub struct Learner<'a> {
    /// Its place in the site.
    pub(super) index: HostIndex,
    /// The host.
    pub router: &'a Host,
    /// Its router.
    pub speaker: &'a Speaker,
    /// Its statement about the neighbor that it learns the route from.
    pub from: &'a Neighbor,
    /// The route as its filters leave it.
    pub(super) route: Route,
}

impl<'a> Learner<'a> {
    /// Static routes of the router that win over the learned one: longer, or as long and of a
    /// lower distance, in the FIB in which its BGP daemon works.
    pub fn shadowing(&self, element: &JailAddress) -> impl Iterator<Item = &'a StaticRoute> {
        let routes = self.router.static_routes.iter();
        routes.filter(|route| self.wins(route, element))
    }

    fn wins(&self, route: &StaticRoute, element: &JailAddress) -> bool {
        let fib = self.router.frr.intended_fib("zebra");
        let is_longer = route.destination.prefix_len() > element.prefix_length;
        route.fibs.contains(fib, 0) == Some(true)
            && route.is_as_specific(element)
            && (is_longer || route.distance < distance(self.from.kind(self.speaker)))
    }
}

/// The distance that bgpd gives to what it learns over a session of this kind (bgpd.h). Where
/// the kind is not known, the lower one: what wins over that wins over both.
fn distance(kind: Option<PeerKind>) -> u8 {
    match kind {
        Some(PeerKind::Ibgp) => 200,
        Some(PeerKind::Ebgp) | None => 20,
    }
}

impl Site {
    /// The hosts that learn what arrives by some of these journeys of one address, which all
    /// begin at `origin`. Those at the journeys' ends may learn it; what they pass on, they
    /// surely do.
    #[must_use]
    pub fn learners<'a>(&'a self, origin: HostIndex, journeys: &[Journey<'a>]) -> Vec<Learner<'a>> {
        let mut learners: Vec<_> = journeys
            .iter()
            .filter_map(|journey| self.at_the_end(journey))
            .collect();
        let mut reached = BTreeSet::from([origin]);
        reached.extend(learners.iter().map(|learner| learner.index));
        let mut followed = 0;
        while let Some(learner) = learners.get(followed) {
            let next = self.passed_on(learner, &reached);
            reached.extend(next.iter().map(|learner| learner.index));
            learners.extend(next);
            followed += 1;
        }
        learners
    }

    /// Who is at a journey's end, if the route is not stopped on the way.
    pub(super) fn at_the_end<'a>(&'a self, journey: &Journey<'a>) -> Option<Learner<'a>> {
        if matches!(journey.fate(), Fate::Stopped(_)) {
            return None;
        }
        let peer = journey.session.peer?;
        let router = self.host(peer.host)?;
        let (speaker, from) = peer.statement(router)?;
        let mut steps = journey.steps().iter();
        let arrival = steps.find(|step| step.kind == StepKind::PeerFilter)?;
        let route = arrival.route.as_deref()?;
        Some(Learner {
            index: peer.host,
            router,
            speaker,
            from,
            route: policy::receive(&router.routing.lists, speaker, from, route).route,
        })
    }

    /// The hosts not yet reached to which a router surely passes on what it has learned.
    fn passed_on<'a>(
        &'a self,
        learner: &Learner<'a>,
        reached: &BTreeSet<HostIndex>,
    ) -> Vec<Learner<'a>> {
        let lists = &learner.router.routing.lists;
        let family = Family::of_prefix(learner.route.prefix);
        self.sessions_of(learner.index)
            .filter_map(|session| {
                let (speaker, to) = session.statement(learner.router)?;
                let peer = session.peer.filter(|peer| !reached.contains(&peer.host))?;
                let is_its_table = speaker.place == learner.speaker.place;
                if !is_its_table || !passes_on(speaker, learner.from, to, family) {
                    return None;
                }
                let sent = policy::send(lists, speaker, to, &learner.route);
                let router = self.host(peer.host)?;
                let (speaker, from) = peer.statement(router)?;
                let mut route = sent.route;
                route.source = RouteSource::Received(from.address());
                let taken = policy::receive(&router.routing.lists, speaker, from, &route);
                let arrives = from.takes_part(family)
                    && sent.verdict.outcome == Outcome::Yes
                    && taken.verdict.outcome == Outcome::Yes;
                arrives.then_some(Learner {
                    index: peer.host,
                    router,
                    speaker,
                    from,
                    route: taken.route,
                })
            })
            .collect()
    }
}

/// Whether a router passes on to one neighbor what it learned from another: between neighbors of
/// its own AS only as a route reflector (RFC 4456, 6).
pub(super) fn passes_on(speaker: &Speaker, from: &Neighbor, to: &Neighbor, family: Family) -> bool {
    let is_client = |neighbor: &Neighbor| neighbor.families.get(family).route_reflector_client;
    to.takes_part(family)
        && match (from.kind(speaker), to.kind(speaker)) {
            (Some(PeerKind::Ibgp), Some(PeerKind::Ibgp)) => is_client(from) || is_client(to),
            (Some(_), Some(_)) => true,
            _ => false,
        }
}
