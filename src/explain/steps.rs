//! The steps in words.

use super::{Kind, Step, name_of};
use crate::host::jails::JailAddress;
use crate::host::{ArpAnswer, Host};
use crate::policy::{Outcome, Route, RouteSource};
use crate::site::{self, HostIndex, Journey, Learner, Site, SiteAddress, StepKind};
use crate::text::Place;

/// What is asked on the jail's own host before any BGP.
pub(super) fn at_home(at: SiteAddress<'_>) -> Vec<Step> {
    let mut steps = vec![jail(at), interface(at)];
    steps.extend(fib(at));
    steps
}

fn step(kind: Kind, host: &Host, outcome: Outcome, message: String, place: Option<Place>) -> Step {
    Step {
        kind,
        host: Some(host.name.clone()),
        outcome,
        message,
        place,
    }
}

fn jail(at: SiteAddress<'_>) -> Step {
    let (name, host) = (at.jail.name(), at.host);
    let place = Some(at.element.place);
    if at.jail.doubtful {
        let message = format!("jail {name} may have it: a variable in its block is not defined");
        return step(Kind::Jail, host, Outcome::Perhaps, message, place);
    }
    let message = format!("jail {name} has it");
    step(Kind::Jail, host, Outcome::Yes, message, place)
}

fn interface(at: SiteAddress<'_>) -> Step {
    let host = at.host;
    let Some(name) = at.element.interface.as_deref() else {
        let (outcome, message) = match host.has_address(at.element.address) {
            true => (Outcome::Yes, "it is an address of the host itself"),
            false => (
                Outcome::Perhaps,
                "no interface is named: the address has to be on the host already",
            ),
        };
        return step(Kind::Interface, host, outcome, message.to_owned(), None);
    };
    match host.interfaces.get(name) {
        Some(interface) => {
            let message = match interface.fib_known {
                true => format!("it is put on {name}, which is in FIB {}", interface.fib),
                false => format!("it is put on {name}, whose FIB is known at run time only"),
            };
            let place = Some(interface.place);
            step(Kind::Interface, host, Outcome::Yes, message, place)
        }
        None => {
            let message = format!("it is put on {name}, of which rc.conf says nothing");
            step(Kind::Interface, host, Outcome::Yes, message, None)
        }
    }
}

/// Nothing of a jail with a network stack of its own, which has one FIB.
fn fib(at: SiteAddress<'_>) -> Option<Step> {
    let (host, jail, element) = (at.host, at.jail, at.element);
    let interface = element.interface.as_deref().filter(|_| !jail.is_vnet())?;
    let own = host.interfaces.fib_of(interface);
    let place = jail.fib.place;
    let Some(number) = jail.fib.number else {
        let message = "the jail's FIB is known at run time only".to_owned();
        return Some(step(Kind::Fib, host, Outcome::Perhaps, message, place));
    };
    let told = |outcome, message| Some(step(Kind::Fib, host, outcome, message, place));
    if host.fibs.is_out_of_range(number) {
        let message = format!("the jail does not start: there is no FIB {number}");
        return told(Outcome::No, message);
    }
    if !host.is_fib_apart(jail) {
        return told(Outcome::Yes, format!("the jail runs in FIB {number} too"));
    }
    if host.has_own_way_out(jail, element) {
        let message = format!("the jail runs in FIB {number}, which has a way out of its own");
        return told(Outcome::Yes, message);
    }
    let message = format!(
        "the jail runs in FIB {number}, its address is in FIB {own}: its answers leave by the \
         wrong routing table"
    );
    told(Outcome::No, message)
}

/// What there is to say where no neighbor is sent it.
pub(super) fn without_neighbors(at: SiteAddress<'_>, is_on_link: bool) -> Step {
    let host = at.host;
    let (outcome, message) = match is_on_link {
        true => (
            Outcome::Yes,
            "it lies on the interface's own network: neighbors there find it without BGP",
        ),
        false => (
            Outcome::Perhaps,
            "no BGP neighbor is sent addresses of this family: who knows the way to it, the files \
             do not tell",
        ),
    };
    step(Kind::Origination, host, outcome, message.to_owned(), None)
}

/// No jail has it; perhaps a host.
pub(super) fn no_jail(is_of_host: bool) -> Step {
    let message = match is_of_host {
        true => "no jail of this site has it; it is an address of a host",
        false => "no jail of this site has it",
    };
    Step {
        kind: Kind::Jail,
        host: None,
        outcome: Outcome::Yes,
        message: message.to_owned(),
        place: None,
    }
}

/// No host brings it into BGP.
pub(super) fn nothing_originates() -> Step {
    Step {
        kind: Kind::Origination,
        host: None,
        outcome: Outcome::No,
        message: "nothing in this site brings it into BGP".to_owned(),
        place: None,
    }
}

/// The way to a neighbor, and what its router does with it.
pub(super) fn of_journey(
    site: &Site,
    index: HostIndex,
    journey: &Journey<'_>,
    element: &JailAddress,
) -> Vec<Step> {
    let route = journey
        .steps()
        .iter()
        .find_map(|step| step.route.as_deref());
    let mut steps: Vec<Step> = (journey.steps().iter())
        .map(|one| told(site, journey, route, one))
        .collect();
    if steps.iter().any(|step| step.outcome == Outcome::No) {
        return steps;
    }
    for learner in site.learners(index, std::slice::from_ref(journey)) {
        let router = learner.router;
        for route in learner.shadowing(element) {
            let same_way = leads_there(&learner, &route.via);
            let message = match same_way {
                true => format!(
                    "the static route to {} leads the same way, and stays when the jail goes",
                    route.destination
                ),
                false => format!(
                    "the static route to {} via {} wins over it",
                    route.destination, route.via
                ),
            };
            let outcome = Outcome::of(same_way);
            let place = Some(route.place);
            steps.push(step(Kind::StaticRoute, router, outcome, message, place));
        }
    }
    let router = journey.peer_host().and_then(|peer| site.host(peer));
    steps.extend(router.and_then(|router| proxy_arp(router, element)));
    steps
}

/// Whether a static route by this way leads to the neighbor that the route is learned from.
fn leads_there(learner: &Learner<'_>, via: &str) -> bool {
    let Some(neighbor) = learner.from.address() else {
        return false;
    };
    let interface = learner.router.interfaces.get(via);
    let mut networks = interface.into_iter().flat_map(|one| &one.addresses);
    via.parse() == Ok(neighbor) || networks.any(|own| own.network.contains(&neighbor))
}

fn proxy_arp(router: &Host, element: &JailAddress) -> Option<Step> {
    let name = &router.name;
    let (outcome, message, place) = match router.arp_answer(element.address)? {
        ArpAnswer::Given(place) => (
            Outcome::Yes,
            format!("{name} answers ARP requests for it"),
            place,
        ),
        ArpAnswer::Missing(place) => (
            Outcome::No,
            format!("{name} answers ARP requests for others, and not for it"),
            Some(place),
        ),
        ArpAnswer::Unknown(place) => (
            Outcome::Perhaps,
            format!("whether {name} answers ARP requests for it is decided at run time"),
            Some(place),
        ),
    };
    Some(step(Kind::ProxyArp, router, outcome, message, place))
}

/// A step of a journey in words.
fn told(site: &Site, journey: &Journey<'_>, route: Option<&Route>, one: &site::Step) -> Step {
    let peer = &journey.neighbor.peer;
    let host = name_of(site, one.host);
    let named = host.as_deref().unwrap_or_default();
    let decided = |otherwise: String| match &one.decider {
        Some(decider) => decider.to_string(),
        None => otherwise,
    };
    let (kind, message) = match one.kind {
        StepKind::Origination => (Kind::Origination, origination(named, route, one.outcome)),
        StepKind::Filter => (
            Kind::Filter,
            decided(format!("nothing filters what {peer} is sent")),
        ),
        StepKind::Session if one.outcome == Outcome::Yes => (
            Kind::Session,
            format!("{named} is {peer} and has a session with this host"),
        ),
        StepKind::Session => (
            Kind::Session,
            format!("{named} is {peer}, and has no statement about this host for this family"),
        ),
        StepKind::PeerFilter => (
            Kind::PeerFilter,
            decided(format!("nothing filters what {named} takes")),
        ),
    };
    Step {
        kind,
        outcome: one.outcome,
        message,
        place: one.place,
        host,
    }
}

fn origination(host: &str, route: Option<&Route>, outcome: Outcome) -> String {
    let Some(route) = route.filter(|_| outcome != Outcome::No) else {
        return format!("nothing on {host} brings it into BGP");
    };
    let by = match route.source {
        RouteSource::Network => "a network line",
        RouteSource::Redistributed(_) => "redistribution",
        RouteSource::Aggregate => "an aggregate",
        RouteSource::Received(_) => "a neighbor",
    };
    let prefix = route.prefix;
    match outcome {
        Outcome::Perhaps => {
            format!("{by} may bring it into BGP as {prefix}: that is decided at run time")
        }
        _ => format!("{by} brings it into BGP as {prefix}"),
    }
}
