//! Neighbors that a host treats alike: what becomes of a route is asked once for all of them.
//!
//! Knows no route and no address.

use rustc_hash::FxHashMap;

use super::peers::Session;
use crate::host::Host;
use crate::host::routing::Family;
use crate::policy;

/// Neighbors that are sent the same routes. One that is a host of the site stands alone, for
/// what becomes of a route there is its own matter.
#[derive(Clone, Debug)]
pub(super) struct Exit {
    /// Their sessions, as indices among the host's; never none.
    pub sessions: Vec<usize>,
}

/// The ways out of a host for routes of `family`, in the order of the lines that make them.
pub(super) fn exits(host: &Host, sessions: &[Session], family: Family) -> Vec<Exit> {
    let mut exits: Vec<Exit> = Vec::new();
    let mut known = FxHashMap::default();
    for (index, session) in sessions.iter().enumerate() {
        let Some((speaker, neighbor)) = session.statement(host) else {
            continue;
        };
        if !neighbor.takes_part(family) {
            continue;
        }
        let next = exits.len();
        let at = match session.peer {
            Some(_) => next,
            None => {
                let policy =
                    policy::OutboundPolicy::of(&host.routing.lists, speaker, neighbor, family);
                *known.entry((speaker.place, policy)).or_insert(next)
            }
        };
        match exits.get_mut(at) {
            Some(exit) => exit.sessions.push(index),
            None => exits.push(Exit {
                sessions: vec![index],
            }),
        }
    }
    exits
}
