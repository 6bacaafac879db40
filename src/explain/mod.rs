//! What becomes of an address, told step by step to a person.
//!
//! Takes its answers from the site and puts them into words. Knows no format of output.

mod steps;
mod subject;

pub use subject::Subject;

use std::net::IpAddr;

use ipnet::IpNet;

use crate::host::jails::JailAddress;
use crate::policy::Outcome;
use crate::site::{HostIndex, Journey, Site, SiteAddress};
use crate::text::{FileId, Place, Span};

/// One address on its way to one neighbor.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The address, or the prefix that was asked about.
    pub address: String,
    /// The host that it begins at; none where nothing in the site has to do with it.
    pub host: Option<String>,
    /// The neighbor that it is sent to, as the host names it.
    pub peer: Option<String>,
    /// How it ends.
    pub verdict: Verdict,
    /// The steps, in the order in which they happen.
    pub steps: Vec<Step>,
}

/// How a trace ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As far as the site goes, it arrives.
    Arrives,
    /// A step says no.
    Stopped,
    /// The files do not tell.
    Perhaps,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// What is asked.
    pub kind: Kind,
    /// The host that it happens on.
    pub host: Option<String>,
    /// The answer.
    pub outcome: Outcome,
    /// The answer in words.
    pub message: String,
    /// The line that decides, if one does.
    pub place: Option<Place>,
}

/// What a step asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Does a jail have the address?
    Jail,
    /// Is it on an interface?
    Interface,
    /// Do the jail's answers leave by the routing table that the address is in?
    Fib,
    /// Does it come into BGP?
    Origination,
    /// Do the outbound filters let it out?
    Filter,
    /// Has the other end a session with us?
    Session,
    /// Do the other end's inbound filters let it in?
    PeerFilter,
    /// Does a static route win over what is learned?
    StaticRoute,
    /// Does the router answer ARP requests for it?
    ProxyArp,
}

impl Verdict {
    fn of(steps: &[Step]) -> Self {
        let has = |outcome| steps.iter().any(|step| step.outcome == outcome);
        match (has(Outcome::No), has(Outcome::Perhaps)) {
            (true, _) => Self::Stopped,
            (false, true) => Self::Perhaps,
            (false, false) => Self::Arrives,
        }
    }
}

impl Trace {
    fn new(address: String, host: Option<&str>, peer: Option<String>, steps: Vec<Step>) -> Self {
        Self {
            address,
            host: host.map(str::to_owned),
            peer,
            verdict: Verdict::of(&steps),
            steps,
        }
    }

    /// The first step that decides how it ends; none where it arrives.
    #[must_use]
    pub fn decisive(&self) -> Option<&Step> {
        let outcome = match self.verdict {
            Verdict::Arrives => return None,
            Verdict::Stopped => Outcome::No,
            Verdict::Perhaps => Outcome::Perhaps,
        };
        self.steps.iter().find(|step| step.outcome == outcome)
    }
}

/// The traces of what is asked about: one for each address and neighbor. None where a name is
/// no jail's.
#[must_use]
pub fn traces(site: &Site, subject: &Subject) -> Vec<Trace> {
    let indices = || site.indexed().map(|(index, _)| index);
    let of_jails = || indices().flat_map(|index| site.jail_addresses(index));
    let found: Vec<SiteAddress<'_>> = match subject {
        Subject::Every => indices()
            .flat_map(|index| site.announced_addresses(index))
            .collect(),
        Subject::Jail(name) => of_jails().filter(|one| one.jail.name() == name).collect(),
        Subject::Prefix(prefix) => of_jails()
            .filter(|one| prefix.contains(&one.element.address))
            .collect(),
    };
    match subject {
        Subject::Prefix(prefix) if found.is_empty() => without_jail(site, *prefix),
        _ => found
            .into_iter()
            .flat_map(|one| of_jail(site, one))
            .collect(),
    }
}

/// The traces of a jail's address.
fn of_jail(site: &Site, at: SiteAddress<'_>) -> Vec<Trace> {
    let address = at.element.address.to_string();
    let host = Some(at.host.name.as_str());
    let own = steps::at_home(at);
    let is_alone = at.host.is_on_link(at.element);
    let journeys = match is_alone {
        true => Vec::new(),
        false => site.journeys(at),
    };
    if journeys.is_empty() {
        let mut steps = own;
        steps.push(steps::without_neighbors(at, is_alone));
        return vec![Trace::new(address, host, None, steps)];
    }
    let mut traces = Vec::new();
    for journey in &journeys {
        let way = steps::of_journey(site, at.index, journey, at.element);
        for neighbor in journey.neighbors() {
            let steps = own.iter().chain(&way).cloned().collect();
            let peer = neighbor.peer.to_string();
            traces.push(Trace::new(address.clone(), host, Some(peer), steps));
        }
    }
    traces
}

/// The traces of a prefix that no jail has an address of.
fn without_jail(site: &Site, prefix: IpNet) -> Vec<Trace> {
    let address = shown(prefix);
    let element = JailAddress {
        address: prefix.addr(),
        prefix_length: prefix.prefix_len(),
        interface: None,
        place: Place::new(FileId(0), Span::at(0)),
    };
    let mut traces = Vec::new();
    for (index, host) in site.indexed() {
        let journeys = site.journeys_without_jail(index, &element);
        for journey in journeys.iter().filter(|journey| begins(journey)) {
            let mut steps = vec![steps::no_jail(host.has_address(element.address))];
            steps.extend(steps::of_journey(site, index, journey, &element));
            for neighbor in journey.neighbors() {
                let peer = Some(neighbor.peer.to_string());
                let host = Some(host.name.as_str());
                traces.push(Trace::new(address.clone(), host, peer, steps.clone()));
            }
        }
    }
    if traces.is_empty() {
        let owner = site
            .hosts
            .iter()
            .any(|host| host.has_address(element.address));
        let steps = vec![steps::no_jail(owner), steps::nothing_originates()];
        traces.push(Trace::new(address, None, None, steps));
    }
    traces
}

/// Whether the route is there at all.
fn begins(journey: &Journey<'_>) -> bool {
    journey
        .steps()
        .first()
        .is_some_and(|step| step.outcome != Outcome::No)
}

fn shown(prefix: IpNet) -> String {
    match prefix.prefix_len() == prefix.max_prefix_len() {
        true => IpAddr::to_string(&prefix.addr()),
        false => prefix.to_string(),
    }
}

/// The host of an index, by name.
fn name_of(site: &Site, index: HostIndex) -> Option<String> {
    site.host(index).map(|host| host.name.clone())
}
