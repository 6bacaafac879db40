//! Sessions between two hosts of the site that do not come up, or carry nothing, because the two
//! sides do not agree.
//!
//! Knows no rule and no words for it.

use std::net::IpAddr;

use super::peers::{HostIndex, Session};
use super::{Peer, Site};
use crate::host::Host;
use crate::host::routing::{self, Family, Neighbor, PeerKind, RemoteAs, Speaker};
use crate::text::Place;

/// A session that the two sides do not agree about, as the side sees it that is to be changed.
#[derive(Clone, Debug)]
pub struct SessionDefect<'a> {
    /// What is wrong.
    pub kind: SessionDefectKind,
    /// The host with the line that is wrong, or that asks in vain.
    pub host: &'a Host,
    /// Its statement.
    pub neighbor: &'a Neighbor,
    /// The other host.
    pub other: &'a Host,
    /// What of the other host is about it: its statement, else its speaker.
    pub counterpart: Place,
}

/// What two sides do not agree about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionDefectKind {
    /// The other side has another AS number than this.
    As {
        /// The number that is expected.
        expected: u32,
        /// The number that the other side shows.
        shown: u32,
    },
    /// One side takes the other for its own AS, or for another one.
    Kind(PeerKind),
    /// The other side has no statement about this host.
    MissingHalf {
        /// The address that this host speaks from.
        source: IpAddr,
        /// Its AS number as the other side would see it.
        shown: u32,
    },
    /// The other side expects this host at another address.
    Address {
        /// The address that this host speaks from.
        source: IpAddr,
        /// The address that the other side speaks to.
        expected: IpAddr,
    },
    /// This side has a password and the other has none.
    MissingPassword,
    /// The passwords differ.
    Password,
    /// This side asks for `ttl-security`, the other sends with a low TTL.
    TtlSecurity,
    /// The family is active on this side only.
    Family(Family),
}

impl Site {
    /// The sessions that two hosts of the site do not agree about.
    #[must_use]
    pub fn session_defects(&self) -> Vec<SessionDefect<'_>> {
        let mut found = Vec::new();
        for (index, host) in self.indexed() {
            for session in self.sessions_of(index) {
                if let Some(side) = self.side(index, host, session) {
                    found.extend(side.defects());
                }
            }
        }
        found
    }

    fn side<'a>(
        &'a self,
        index: HostIndex,
        host: &'a Host,
        session: &'a Session,
    ) -> Option<Side<'a>> {
        let peer = session.peer.as_ref()?;
        let (speaker, neighbor) = session.statement(host)?;
        let other = self.host(peer.host)?;
        let is_off = |host: &Host| host.frr.enabled == Some(false);
        let apart = speaker.vrf.is_some() || speaker.confederation;
        if neighbor.shutdown.is_some() || is_off(host) || is_off(other) || apart {
            return None;
        }
        Some(Side {
            index,
            host,
            speaker,
            neighbor,
            peer,
            other,
        })
    }
}

/// One side of a session.
struct Side<'a> {
    index: HostIndex,
    host: &'a Host,
    speaker: &'a Speaker,
    neighbor: &'a Neighbor,
    peer: &'a Peer,
    other: &'a Host,
}

impl<'a> Side<'a> {
    fn defect(&self, kind: SessionDefectKind, counterpart: Place) -> SessionDefect<'a> {
        SessionDefect {
            kind,
            host: self.host,
            neighbor: self.neighbor,
            other: self.other,
            counterpart,
        }
    }

    fn defects(&self) -> Vec<SessionDefect<'a>> {
        let Some((speaker, neighbor)) = self.peer.statement(self.other) else {
            return self.missing_half().into_iter().collect();
        };
        if neighbor.shutdown.is_some() || speaker.confederation {
            return Vec::new();
        }
        // What keeps the session down is told before what it would carry.
        let down = (self.wrong_as(speaker, neighbor))
            .or_else(|| self.wrong_address(neighbor))
            .or_else(|| self.wrong_password(neighbor))
            .or_else(|| self.wrong_ttl(neighbor));
        let told: Vec<_> = match down {
            Some(kind) => vec![kind],
            None => self.one_sided_families(neighbor).collect(),
        };
        let counterpart = neighbor.place;
        told.into_iter()
            .map(|kind| self.defect(kind, counterpart))
            .collect()
    }

    /// The other host has a speaker, and no statement about this one.
    fn missing_half(&self) -> Option<SessionDefect<'a>> {
        let speakers = &self.other.routing.speakers;
        let first = speakers.first()?;
        let may_take_any = speakers.iter().any(|speaker| {
            let by_interface = |one: &Neighbor| matches!(one.peer, routing::Peer::Interface(_));
            !speaker.listen_ranges.is_empty()
                || speaker.vrf.is_some()
                || speaker.neighbors.iter().any(by_interface)
        });
        let runtime = !self.other.entered_routers.is_empty();
        if may_take_any || runtime || !self.knows_own_addresses() {
            return None;
        }
        let source = self.source()?;
        let kind = SessionDefectKind::MissingHalf {
            source,
            shown: self.neighbor.shown_as(self.speaker),
        };
        Some(self.defect(kind, first.place))
    }

    fn knows_own_addresses(&self) -> bool {
        let dynamic = self.host.interfaces.iter().any(|one| one.dynamic);
        self.host.rc_is_whole && self.host.rc.is_complete() && !dynamic
    }

    /// The address that this side speaks from.
    fn source(&self) -> Option<IpAddr> {
        source_of(self.host, self.neighbor)
    }

    fn wrong_as(&self, speaker: &Speaker, neighbor: &Neighbor) -> Option<SessionDefectKind> {
        let shown = neighbor.shown_as(speaker);
        let own = self.neighbor.shown_as(self.speaker);
        match self.neighbor.remote_as {
            RemoteAs::Number(expected) if expected != shown => {
                Some(SessionDefectKind::As { expected, shown })
            }
            RemoteAs::Internal if own != shown => Some(SessionDefectKind::Kind(PeerKind::Ibgp)),
            RemoteAs::External if own == shown => Some(SessionDefectKind::Kind(PeerKind::Ebgp)),
            _ => None,
        }
    }

    /// Each side speaks from an address that the other has no statement about: neither way of
    /// opening the session works. Told once, of the first host.
    fn wrong_address(&self, neighbor: &Neighbor) -> Option<SessionDefectKind> {
        let expected = neighbor.address()?;
        let source = self.source()?;
        let theirs = source_of(self.other, neighbor)?;
        let is_wrong = source != expected && Some(theirs) != self.neighbor.address();
        (is_wrong && self.index < self.peer.host)
            .then_some(SessionDefectKind::Address { source, expected })
    }

    fn wrong_password(&self, neighbor: &Neighbor) -> Option<SessionDefectKind> {
        match (&self.neighbor.password, &neighbor.password) {
            (Some(_), None) => Some(SessionDefectKind::MissingPassword),
            (Some(own), Some(other)) if own.name != other.name && self.index < self.peer.host => {
                Some(SessionDefectKind::Password)
            }
            _ => None,
        }
    }

    fn wrong_ttl(&self, neighbor: &Neighbor) -> Option<SessionDefectKind> {
        let is_ebgp = self.neighbor.kind(self.speaker) == Some(PeerKind::Ebgp);
        let strict = self.neighbor.ttl_security.is_some() && neighbor.ttl_security.is_none();
        (is_ebgp && strict).then_some(SessionDefectKind::TtlSecurity)
    }

    /// Families that a line of this side makes active, and the other side's are not.
    fn one_sided_families(&self, neighbor: &Neighbor) -> impl Iterator<Item = SessionDefectKind> {
        let families = Family::ALL.into_iter().filter(|family| {
            let (own, other) = (
                self.neighbor.families.get(*family),
                neighbor.families.get(*family),
            );
            own.active && own.activation_said && !other.active
        });
        families
            .map(SessionDefectKind::Family)
            .collect::<Vec<_>>()
            .into_iter()
    }
}

/// The address from which a host speaks to a neighbor: `update-source`, else its own on the
/// neighbor's network.
fn source_of(host: &Host, neighbor: &Neighbor) -> Option<IpAddr> {
    let to = neighbor.address()?;
    let Some(source) = &neighbor.update_source else {
        let (_, own) = host.interfaces.on_link(to)?;
        return Some(own.network.addr());
    };
    if let Ok(address) = source.name.parse() {
        return Some(address);
    }
    let interface = host.interfaces.get(&source.name)?;
    let mut addresses = interface.addresses.iter().map(|own| own.network.addr());
    let of_family = |address: &IpAddr| address.is_ipv4() == to.is_ipv4();
    let first = addresses.find(of_family)?;
    // Of several addresses FRR takes one that is not told here.
    addresses
        .all(|address| !of_family(&address))
        .then_some(first)
}
