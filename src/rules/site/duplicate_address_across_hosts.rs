//! `duplicate-address-across-hosts`.

use std::net::IpAddr;

use crate::finding::Finding;
use crate::host::Host;
use crate::policy::Outcome;
use crate::rules::{Report, declare_rule};
use crate::site::{HostIndex, Site, SiteAddress, StepKind};
use crate::text::Place;

declare_rule! {
    /// Two hosts of the site have the same address.
    ///
    /// On one segment their neighbors send to whichever answered last; announced by both, half
    /// of the packets come to the wrong one.
    ///
    /// Anycast does this on purpose, and is known by its form: the address is on a loopback of
    /// both hosts, and both announce it as a host route. Silent about that, about addresses that
    /// carp(4) moves between hosts, about private addresses on networks that the two hosts do not
    /// share, and where the two look like versions of one host: one name, or all addresses the
    /// same.
    ///
    /// ## Bad
    ///
    /// ```conf one:etc/rc.conf
    /// ifconfig_ix0="inet 192.0.2.2/24"
    /// ```
    /// ```conf one:etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|192.0.2.10"; }
    /// ```
    /// ```conf two:etc/rc.conf
    /// ifconfig_ix0="inet 192.0.2.3/24"
    /// ```
    /// ```conf two:etc/jail.conf
    /// mail { path = "/jails/mail"; ip4.addr = "ix0|192.0.2.10"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf one:etc/rc.conf
    /// ifconfig_ix0="inet 192.0.2.2/24"
    /// ```
    /// ```conf one:etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|192.0.2.10"; }
    /// ```
    /// ```conf two:etc/rc.conf
    /// ifconfig_ix0="inet 192.0.2.3/24"
    /// ```
    /// ```conf two:etc/jail.conf
    /// mail { path = "/jails/mail"; ip4.addr = "ix0|192.0.2.11"; }
    /// ```
    "duplicate-address-across-hosts", Error, Site(check)
}

/// Who has an address.
struct Owner<'a> {
    index: HostIndex,
    host: &'a Host,
    place: Place,
    interface: Option<&'a str>,
    jail: Option<SiteAddress<'a>>,
}

impl Owner<'_> {
    /// "jail web of one", or the host's name.
    fn words(&self) -> String {
        match self.jail {
            Some(at) => format!("jail {} of {}", at.jail.name(), self.host.name),
            None => self.host.name.clone(),
        }
    }
}

fn check(site: &Site, report: &mut Report) {
    let of_hosts = site.indexed();
    let mut owners: Vec<_> = of_hosts
        .flat_map(|(index, host)| owners_of(site, index, host))
        .collect();
    // Stable: the first host stays the first.
    owners.sort_by_key(|(address, _)| *address);
    for same in owners.chunk_by(|one, other| one.0 == other.0) {
        let Some(((address, first), others)) = same.split_first() else {
            continue;
        };
        let mut told = vec![first.index];
        for (_, other) in others {
            if !told.contains(&other.index) && clash(site, *address, first, other) {
                told.push(other.index);
                report.add(render(*address, first, other, report));
            }
        }
    }
}

/// The addresses of a host and of its jails. One that carp(4) moves is nobody's.
fn owners_of<'a>(site: &'a Site, index: HostIndex, host: &'a Host) -> Vec<(IpAddr, Owner<'a>)> {
    let of_jails = site.jail_addresses(index).map(|at| {
        let owner = Owner {
            index,
            host,
            place: at.element.place,
            interface: at.element.interface.as_deref(),
            jail: Some(at),
        };
        (at.element.address, owner)
    });
    let own = host.interfaces.iter().flat_map(|interface| {
        let addresses = interface.addresses.iter();
        addresses.map(|own| {
            let owner = Owner {
                index,
                host,
                place: own.place,
                interface: Some(&interface.name),
                jail: None,
            };
            (own.network.addr(), owner)
        })
    });
    let is_meant = |address: &IpAddr| !address.is_loopback() && !address.is_unspecified();
    own.chain(of_jails)
        .filter(|(address, owner)| is_meant(address) && !is_moved(host, owner.place))
        .collect()
}

/// Whether the address is one that carp(4) moves from host to host.
fn is_moved(host: &Host, place: Place) -> bool {
    let mut variables = host.rc.assignments().iter();
    variables.any(|variable| {
        let holds = variable.place.file == place.file
            && variable.place.span.start <= place.span.start
            && place.span.end <= variable.place.span.end;
        holds
            && variable
                .value
                .split_ascii_whitespace()
                .any(|word| word == "vhid")
    })
}

fn clash(site: &Site, address: IpAddr, one: &Owner<'_>, other: &Owner<'_>) -> bool {
    if one.host.is_version_of(other.host) {
        return false;
    }
    let both_on_loopback = on_loopback(one) && on_loopback(other);
    if both_on_loopback {
        // Nobody outside asks for what is not announced.
        let is_known = |owner: &Owner<'_>| owner.jail.is_some();
        let announced = |owner: &Owner<'_>| is_announced(site, owner);
        return is_known(one) && is_known(other) && announced(one) != announced(other);
    }
    site.is_public(address) || share_network(one.host, other.host, address)
}

fn on_loopback(owner: &Owner<'_>) -> bool {
    let name = owner.interface.unwrap_or_default();
    let number = name.strip_prefix("lo");
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a jail's address surely or perhaps comes into BGP.
fn is_announced(site: &Site, owner: &Owner<'_>) -> bool {
    owner.jail.is_some_and(|at| {
        site.journeys(at).iter().any(|journey| {
            let mut steps = journey.steps().iter();
            steps.any(|step| step.kind == StepKind::Origination && step.outcome != Outcome::No)
        })
    })
}

/// Whether both hosts have an interface on one network that holds the address.
fn share_network(one: &Host, other: &Host, address: IpAddr) -> bool {
    let network = |host: &Host| {
        let (_, own) = host.interfaces.on_link(address)?;
        Some(own.network.trunc())
    };
    let first = network(one);
    first.is_some() && first == network(other)
}

fn render(address: IpAddr, first: &Owner<'_>, other: &Owner<'_>, report: &Report) -> Finding {
    let who = first.words();
    let message = format!(
        "{} has {address} too: packets come to one of the two, now this, now that",
        who
    );
    report
        .finding(other.place, message)
        .related(first.place, format!("{} has it here", who))
        .note("if it is meant as anycast: put it on a loopback of both hosts and announce it as a host route from both")
}
