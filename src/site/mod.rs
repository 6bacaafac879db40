//! Hosts to a site: who peers with whom, and what becomes of one address.
//!
//! Knows no rule and no output.

mod address;
mod exits;
mod gaps;
mod journey;
mod origination;
mod passing;
mod peers;
mod privacy;
mod session_defects;
mod ways;

pub use address::SiteAddress;
pub use gaps::{Gap, WhyGap};
pub use journey::{Fate, Journey, Step, StepKind};
pub use origination::{Candidate, Originated, connected_route, refused_originations};
pub use passing::Learner;
pub use peers::{HostIndex, Peer, Session};
pub use privacy::Blocks;
pub use session_defects::{SessionDefect, SessionDefectKind};

use std::net::IpAddr;
use std::sync::Arc;

use crate::host::Host;
use crate::host::routing::PerFamily;
use exits::Exit;
use ways::KnownWays;

/// The hosts that are checked together.
#[derive(Debug)]
pub struct Site {
    /// The hosts, by name.
    pub hosts: Vec<Arc<Host>>,
    /// Which addresses are private.
    pub blocks: Blocks,
    /// By host.
    sessions: Vec<Vec<Session>>,
    /// By host.
    exits: Vec<PerFamily<Vec<Exit>>>,
    /// By host.
    ways: Vec<KnownWays>,
}

impl Site {
    /// Puts hosts together.
    #[must_use]
    pub fn new(hosts: Vec<Arc<Host>>, blocks: Blocks) -> Self {
        let sessions = peers::sessions(&hosts);
        let exits = hosts
            .iter()
            .zip(&sessions)
            .map(|(host, sessions)| PerFamily::new(|family| exits::exits(host, sessions, family)));
        Self {
            exits: exits.collect(),
            ways: hosts
                .iter()
                .map(|host| KnownWays::of(host, &blocks))
                .collect(),
            hosts,
            blocks,
            sessions,
        }
    }

    /// The hosts, each with its index.
    pub fn indexed(&self) -> impl Iterator<Item = (HostIndex, &Host)> {
        self.hosts
            .iter()
            .enumerate()
            .map(|(i, host)| (HostIndex(i), &**host))
    }

    /// The host at `index`.
    #[must_use]
    pub fn host(&self, index: HostIndex) -> Option<&Host> {
        self.hosts.get(index.0).map(|host| &**host)
    }

    /// The sessions that `host`'s neighbor statements ask for.
    pub fn sessions_of(&self, host: HostIndex) -> impl Iterator<Item = &Session> {
        self.sessions.get(host.0).into_iter().flatten()
    }

    /// Whether `address` is to be reached from outside.
    #[must_use]
    pub fn is_public(&self, address: IpAddr) -> bool {
        !self.blocks.is_private(address)
    }
}
