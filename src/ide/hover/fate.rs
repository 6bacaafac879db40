//! What becomes of a jail's address.

use crate::policy::Outcome;
use crate::site::{Fate, Journey, Site, SiteAddress, Step, StepKind};
use crate::text::Place;

/// What becomes of the jail address that is written at `place`; `None` if none is.
#[must_use]
pub fn jail_address(site: &Site, place: Place) -> Option<String> {
    let indices = site.indexed().map(|(index, _)| index);
    let mut addresses = indices.flat_map(|index| site.jail_addresses(index));
    let address = addresses.find(|address| {
        let written = address.element.place;
        written.file == place.file
            && (written.span.contains(place.span.start) || written.span.end == place.span.start)
    })?;
    Some(fate(site, address))
}

fn fate(site: &Site, address: SiteAddress<'_>) -> String {
    let SiteAddress {
        host,
        jail,
        element,
        ..
    } = address;
    let mut told = format!("**{}** of jail {}", element.address, jail.name());
    if let Some(interface) = &element.interface {
        told.push_str(&format!(", on {interface}"));
        let fib = host.interfaces.fib_of(interface);
        told.push_str(&format!(" in FIB {fib}"));
    }
    if let Some(fib) = jail.fib.number {
        told.push_str(&format!("; the jail runs in FIB {fib}"));
    }
    if !site.is_public(element.address) {
        told.push_str("\n\nIt is private: nobody outside needs to find it.");
    }
    if host.is_on_link(element) {
        told.push_str(
            "\n\nIt is on the network of its interface: machines there find it without BGP.",
        );
    }
    let journeys = site.journeys(address);
    if journeys.is_empty() {
        told.push_str(
            "\n\nNo BGP neighbor takes routes of its address family: it is announced to nobody.",
        );
    }
    for journey in &journeys {
        told.push_str("\n\n");
        told.push_str(&way(site, journey));
    }
    told
}

/// The neighbors of a journey; of many, the first few.
fn neighbors(journey: &Journey<'_>) -> String {
    const MOST: usize = 4;
    let mut names = journey.neighbors().map(|own| own.peer.to_string());
    let first: Vec<_> = names.by_ref().take(MOST).collect();
    match names.count() {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// One journey as a list: a heading with its end, a line a step.
fn way(site: &Site, journey: &Journey<'_>) -> String {
    let neighbor = neighbors(journey);
    let end = match journey.fate() {
        Fate::Arrives => format!("It arrives at {neighbor}:"),
        Fate::Perhaps => format!("It may arrive at {neighbor}; the files do not tell:"),
        Fate::Stopped(_) => format!("It does not get to {neighbor}:"),
    };
    let steps = journey.steps().iter().map(|step| sentence(site, step));
    std::iter::once(format!("{end}\n"))
        .chain(steps)
        .collect::<Vec<_>>()
        .join("\n- ")
}

fn sentence(site: &Site, step: &Step) -> String {
    let host = site.host(step.host).map_or("the peer", |host| &host.name);
    let by = |words: String| match &step.decider {
        Some(decider) => format!("{words}: {decider}"),
        None => words,
    };
    match (step.kind, step.outcome) {
        (StepKind::Origination, Outcome::Yes) => format!("{host} puts it into BGP"),
        (StepKind::Origination, Outcome::Perhaps) => format!("{host} may put it into BGP"),
        (StepKind::Origination, Outcome::No) => {
            format!("nothing on {host} puts it into BGP")
        }
        (StepKind::Filter, Outcome::Yes) => by(format!("{host} lets it out")),
        (StepKind::Filter, Outcome::Perhaps) => by(format!("{host} may let it out")),
        (StepKind::Filter, Outcome::No) => by(format!("{host} keeps it back")),
        (StepKind::Session, Outcome::Yes) => format!("{host} has the session"),
        (StepKind::Session, Outcome::Perhaps) => {
            format!("{host} has that address; whether it has the session is not in its files")
        }
        (StepKind::Session, Outcome::No) => format!("{host} has no such session"),
        (StepKind::PeerFilter, Outcome::Yes) => by(format!("{host} lets it in")),
        (StepKind::PeerFilter, Outcome::Perhaps) => by(format!("{host} may let it in")),
        (StepKind::PeerFilter, Outcome::No) => by(format!("{host} throws it away")),
    }
}
