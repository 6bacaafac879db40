//! Lines for zebra that switch something for the whole host.
//!
//! Knows not what rc.conf says of it.

use std::net::Ipv4Addr;

use super::Family;
use super::line::Line;
use crate::text::Place;

/// What zebra is told of the host as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Switches {
    /// `no ip forwarding` and `no ipv6 forwarding`: zebra turns forwarding off as it starts.
    pub forwarding_off: Vec<(Family, Place)>,
    /// `router-id` for IPv4, which bgpd takes over, and its line.
    pub router_id: Option<(Ipv4Addr, Place)>,
}

impl Switches {
    /// A command at the top level of which nothing else is followed.
    pub(super) fn command(&mut self, line: Line<'_>) {
        let no = line.words().next() == Some("no");
        let mut words = line.words().skip(usize::from(no));
        let said = [words.next(), words.next(), words.next()];
        match said.map(Option::unwrap_or_default) {
            ["ip", "forwarding", ""] if no => self.off(Family::Ipv4Unicast, line),
            ["ipv6", "forwarding", ""] if no => self.off(Family::Ipv6Unicast, line),
            ["router-id", id, ""] | ["ip", "router-id", id] => {
                let id = id.parse().ok().filter(|_| !no);
                self.router_id = id.map(|id| (id, line.place()));
            }
            ["ip", "forwarding", ""] => self.on(Family::Ipv4Unicast),
            ["ipv6", "forwarding", ""] => self.on(Family::Ipv6Unicast),
            _ => {}
        }
    }

    fn off(&mut self, family: Family, line: Line<'_>) {
        self.forwarding_off.push((family, line.place()));
    }

    /// A later line takes an earlier one back.
    fn on(&mut self, family: Family) {
        self.forwarding_off.retain(|(off, _)| *off != family);
    }
}
