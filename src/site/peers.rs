//! Which neighbor statement of one host means which other host of the site.

use std::net::IpAddr;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::host::Host;
use crate::host::routing::{Neighbor, Speaker};

/// A host's index in its site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostIndex(pub usize);

/// What one neighbor statement asks for.
#[derive(Clone, Debug)]
pub struct Session {
    /// The host that has the statement.
    pub host: HostIndex,
    speaker: usize,
    neighbor: usize,
    /// The other end, where it is a host of the site.
    pub peer: Option<Peer>,
}

/// The other end of a session.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// The other host.
    pub host: HostIndex,
    /// Its speaker and its neighbor statement about us, where it has one.
    statement: Option<(usize, usize)>,
}

impl Session {
    /// The statement, in `host`, which is this session's.
    #[must_use]
    pub fn statement<'a>(&self, host: &'a Host) -> Option<(&'a Speaker, &'a Neighbor)> {
        statement(host, self.speaker, self.neighbor)
    }
}

impl Peer {
    /// The other end's statement about us, in `host`, which is this peer's.
    #[must_use]
    pub fn statement<'a>(&self, host: &'a Host) -> Option<(&'a Speaker, &'a Neighbor)> {
        let (speaker, neighbor) = self.statement?;
        statement(host, speaker, neighbor)
    }
}

fn statement(host: &Host, speaker: usize, neighbor: usize) -> Option<(&Speaker, &Neighbor)> {
    let speaker = host.routing.speakers.get(speaker)?;
    Some((speaker, speaker.neighbors.get(neighbor)?))
}

/// The sessions that each host's statements ask for.
pub(super) fn sessions(hosts: &[Arc<Host>]) -> Vec<Vec<Session>> {
    let owners = owners(hosts);
    let indices = (0..hosts.len()).map(HostIndex);
    indices
        .zip(hosts)
        .map(|(index, host)| sessions_of(hosts, &owners, index, host))
        .collect()
}

fn sessions_of(
    hosts: &[Arc<Host>],
    owners: &FxHashMap<IpAddr, Vec<HostIndex>>,
    index: HostIndex,
    host: &Host,
) -> Vec<Session> {
    let mut sessions = Vec::new();
    for (speaker, own) in host.routing.speakers.iter().enumerate() {
        for (neighbor, statement) in own.neighbors.iter().enumerate() {
            let address = statement.address();
            sessions.push(Session {
                host: index,
                speaker,
                neighbor,
                peer: address.and_then(|address| peer(hosts, owners, index, address)),
            });
        }
    }
    sessions
}

/// Which hosts have an address.
fn owners(hosts: &[Arc<Host>]) -> FxHashMap<IpAddr, Vec<HostIndex>> {
    let mut owners: FxHashMap<IpAddr, Vec<HostIndex>> = FxHashMap::default();
    for (index, host) in hosts.iter().enumerate() {
        for address in host.own_addresses() {
            owners.entry(address).or_default().push(HostIndex(index));
        }
    }
    owners
}

/// The host that `us` means by `address`. Where several hosts have the address, it is the one
/// that has a statement about us, if only one has.
fn peer(
    hosts: &[Arc<Host>],
    owners: &FxHashMap<IpAddr, Vec<HostIndex>>,
    us: HostIndex,
    address: IpAddr,
) -> Option<Peer> {
    let our_host = hosts.get(us.0)?;
    let mut others: Vec<Peer> = owners
        .get(&address)?
        .iter()
        .filter(|owner| **owner != us)
        .filter_map(|owner| {
            Some(Peer {
                host: *owner,
                statement: statement_about(hosts.get(owner.0)?, our_host, address),
            })
        })
        .collect();
    if others.len() > 1 {
        others.retain(|peer| peer.statement.is_some());
    }
    match others[..] {
        [peer] => Some(peer),
        _ => None,
    }
}

/// The statement of `host` whose address is one of `about`'s; one on the network of `address`
/// goes first.
fn statement_about(host: &Host, about: &Host, address: IpAddr) -> Option<(usize, usize)> {
    let near = about
        .interfaces
        .on_link(address)
        .map(|(_, own)| own.network.addr());
    let mut any = None;
    for (speaker_index, speaker) in host.routing.speakers.iter().enumerate() {
        for (neighbor_index, neighbor) in speaker.neighbors.iter().enumerate() {
            let Some(theirs) = neighbor.address() else {
                continue;
            };
            if Some(theirs) == near {
                return Some((speaker_index, neighbor_index));
            }
            if any.is_none() && about.has_address(theirs) {
                any = Some((speaker_index, neighbor_index));
            }
        }
    }
    any
}
