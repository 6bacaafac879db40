//! Sessions with networks of the Internet, which several rules ask about.

use crate::host::Host;
use crate::host::routing::{Family, Neighbor, PeerKind, RemoteAs, Speaker};
use crate::site::Session;
use crate::vocabulary::is_private_as;

/// A session with a network of the Internet.
#[derive(Clone, Copy)]
pub(super) struct Upstream<'a> {
    pub speaker: &'a Speaker,
    pub neighbor: &'a Neighbor,
    /// The other side's AS number.
    pub number: u32,
}

/// The session, if its other end is none of the site's hosts, both AS numbers are public, and
/// routes of the family go over it.
pub(super) fn upstream<'a>(
    session: &Session,
    host: &'a Host,
    family: Family,
) -> Option<Upstream<'a>> {
    let (speaker, neighbor) = session.statement(host)?;
    let RemoteAs::Number(number) = neighbor.remote_as else {
        return None;
    };
    let is_upstream = session.peer.is_none()
        && neighbor.takes_part(family)
        && neighbor.kind(speaker) == Some(PeerKind::Ebgp)
        && !is_private_as(number)
        && !is_private_as(neighbor.shown_as(speaker));
    is_upstream.then_some(Upstream {
        speaker,
        neighbor,
        number,
    })
}
