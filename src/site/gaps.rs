//! Sessions over which a jail's addresses do not get from one host of the site to another, although
//! the router between has them and filters would let them pass.
//!
//! Asked by the sessions of a router, not by its routes: of the addresses of a host the first that
//! arrives at the router is asked about, and those of a few hosts only.

use rustc_hash::{FxHashMap, FxHashSet};

use super::passing::passes_on;
use super::peers::HostIndex;
use super::{Fate, Journey, Learner, Session, Site};
use crate::host::Host;
use crate::host::jails::JailAddress;
use crate::host::routing::{Family, Neighbor, PeerKind, RemoteAs, Speaker};
use crate::policy::{self, Entry, Outcome, RouteSource};
use crate::text::Place;

/// A session over which addresses of a host do not get.
#[derive(Clone, Debug)]
pub struct Gap<'a> {
    /// The host whose addresses they are.
    pub origin: &'a Host,
    /// One of them.
    pub element: &'a JailAddress,
    /// The router that has the route.
    pub router: &'a Host,
    /// The router's statement about the host that does not get it.
    pub to: &'a Neighbor,
    /// The host that does not get it.
    pub host: &'a Host,
    /// That host's router.
    pub speaker: &'a Speaker,
    /// That host's statement about the router.
    pub from: &'a Neighbor,
}

/// Why a host does not get a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyGap {
    /// The router learned it from its own AS, and passes such routes on to clients only.
    NotReflected,
    /// The host's own AS number is in the route's path.
    AsLoop,
}

/// So many hosts' addresses are asked about for each session: what keeps those back keeps back the
/// others too.
const MOST_ASKED: u8 = 16;

/// Neighbors of a router that are treated alike by what this is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Class {
    router: HostIndex,
    speaker: Place,
    family: Family,
    kind: Option<PeerKind>,
    number: Option<u32>,
    is_client: bool,
}

/// The sessions of a router by which routes may be lost, and how often each was asked about.
type Open<'a> = FxHashMap<Class, Vec<(&'a Session, u8)>>;

impl Site {
    /// The gaps of one kind: one for each session. What does not get from one side to the other
    /// does not get back either, and is given once.
    #[must_use]
    pub fn gaps(&self, why: WhyGap) -> Vec<Gap<'_>> {
        let mut open = Open::default();
        let mut given = FxHashSet::default();
        let mut asked = FxHashSet::default();
        let mut gaps = Vec::new();
        for (origin, _) in self.indexed() {
            if !self.may_lose(origin, why, &mut open) {
                continue;
            }
            for address in self.announced_addresses(origin) {
                let family = Family::of(address.element.address);
                let journeys = self.journeys(address);
                for journey in &journeys {
                    let Some((class, _)) = self.class(journey.session, family) else {
                        continue;
                    };
                    let Some(sessions) = open.get_mut(&class).filter(|open| !open.is_empty())
                    else {
                        continue;
                    };
                    if journey.fate() != Fate::Arrives || !asked.insert((origin, class)) {
                        continue;
                    }
                    sessions.retain_mut(|(session, times)| {
                        let Some(other) = session.peer.map(|peer| peer.host) else {
                            return false;
                        };
                        if other == origin || given.contains(&(class.router, other, origin)) {
                            return true;
                        }
                        let at = (origin, address.element);
                        let Some(gap) = self.gap(why, at, &journeys, journey, session) else {
                            *times += 1;
                            return *times < MOST_ASKED;
                        };
                        given.insert((class.router, origin, other));
                        gaps.push(gap);
                        false
                    });
                }
            }
        }
        gaps
    }

    /// Whether a router next to a host has sessions by which its routes may be lost; they are
    /// remembered.
    fn may_lose<'a>(&'a self, origin: HostIndex, why: WhyGap, open: &mut Open<'a>) -> bool {
        let mut any = false;
        for session in self.sessions_of(origin) {
            for family in Family::ALL {
                let Some((class, from)) = self.class(session, family) else {
                    continue;
                };
                let sessions = open.entry(class).or_insert_with(|| {
                    let all = self.sessions_of(class.router);
                    let suspects = all.filter(|one| self.is_suspect(one, class, from, why));
                    suspects.map(|session| (session, 0)).collect()
                });
                any |= !sessions.is_empty();
            }
        }
        any
    }

    /// The class of the neighbor that a session leads from, as the router at its other end sees
    /// it, with that router's statement.
    fn class(&self, session: &Session, family: Family) -> Option<(Class, &Neighbor)> {
        let peer = session.peer?;
        let (speaker, from) = peer.statement(self.host(peer.host)?)?;
        let class = Class {
            router: peer.host,
            speaker: speaker.place,
            family,
            kind: from.kind(speaker).filter(|_| !speaker.confederation),
            number: match from.remote_as {
                RemoteAs::Number(number) => Some(number),
                _ => None,
            },
            is_client: from.families.get(family).route_reflector_client,
        };
        Some((class, from))
    }

    /// Whether routes that a router has from a neighbor of a class may be lost on the way to
    /// another. `from` is one of that class.
    fn is_suspect(&self, session: &Session, class: Class, from: &Neighbor, why: WhyGap) -> bool {
        let router = self.host(class.router);
        let Some((speaker, to)) = router.and_then(|router| session.statement(router)) else {
            return false;
        };
        if speaker.place != class.speaker || session.peer.is_none() || speaker.confederation {
            return false;
        }
        let passes = passes_on(speaker, from, to, class.family);
        match why {
            WhyGap::NotReflected => {
                let internal = Some(PeerKind::Ibgp);
                !passes && (class.kind, to.kind(speaker)) == (internal, internal)
            }
            WhyGap::AsLoop => {
                let number = class.number.map(RemoteAs::Number);
                passes && number == Some(to.remote_as)
            }
        }
    }

    /// The gap, if an address that arrives at the router surely is lost by this session.
    fn gap<'a>(
        &'a self,
        why: WhyGap,
        (origin, element): (HostIndex, &'a JailAddress),
        journeys: &[Journey<'a>],
        journey: &Journey<'a>,
        session: &'a Session,
    ) -> Option<Gap<'a>> {
        let peer = session.peer?;
        let host = self.host(peer.host)?;
        let learner = self.at_the_end(journey)?;
        let (speaker, to) = session.statement(learner.router)?;
        let (own, from) = peer.statement(host)?;
        let is_lost = is_lost(why, &learner, (speaker, to), (host, own, from));
        let has_it = host.has_address(element.address)
            || host
                .jail_addresses()
                .any(|(_, one)| one.address == element.address);
        let learners = || self.learners(origin, journeys);
        if !is_lost || has_it || learners().iter().any(|one| one.index == peer.host) {
            return None;
        }
        Some(Gap {
            origin: self.host(origin)?,
            element,
            router: learner.router,
            to,
            host,
            speaker: own,
            from,
        })
    }
}

/// Whether a route that a router sends, or would send if it reflected, is taken at the other end
/// but for this.
fn is_lost(
    why: WhyGap,
    learner: &Learner<'_>,
    (speaker, to): (&Speaker, &Neighbor),
    (host, own, from): (&Host, &Speaker, &Neighbor),
) -> bool {
    let family = Family::of_prefix(learner.route.prefix);
    if own.confederation || !to.takes_part(family) || !from.takes_part(family) {
        return false;
    }
    let sent = policy::send(&learner.router.routing.lists, speaker, to, &learner.route);
    let mut route = sent.route;
    route.source = RouteSource::Received(from.address());
    let taken = policy::receive(&host.routing.lists, own, from, &route).verdict;
    let by_loop = taken
        .decided_by
        .is_some_and(|decider| decider.entry == Entry::AsLoop);
    sent.verdict.outcome == Outcome::Yes
        && match why {
            WhyGap::NotReflected => taken.outcome == Outcome::Yes,
            WhyGap::AsLoop => taken.outcome == Outcome::No && by_loop,
        }
}
