//! Lines of FRR's configuration that are for daemons which rc.conf does not start: while the
//! file is loaded they are dropped without a word (facts of 8.4.4, 10.3 and 10.7.1).
//!
//! Knows no rule and no words for it.

use super::Host;
use super::routing::OwnedLines;
use crate::text::Place;
use crate::vocabulary::FrrVersion;
use crate::vocabulary::frr::{Daemons, unsupported_daemons};

/// Lines that no daemon reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unserved {
    /// The daemons of which one has to run.
    pub by: Vec<&'static str>,
    /// The first of the lines.
    pub first: Place,
    /// How many there are.
    pub lines: usize,
}

/// The daemon that puts static routes into zebra, in every version. From FRR 10.0 on mgmtd reads
/// their lines.
const STATICD: &str = "staticd";

impl Host {
    /// The lines that no daemon reads, by the daemons that would. None where rc.conf does not
    /// tell which daemons run.
    #[must_use]
    pub fn unserved(&self) -> Vec<Unserved> {
        if self.frr.enabled != Some(true) || !self.knows_daemons() {
            return Vec::new();
        }
        let named = self.frr.daemons.iter();
        let running = named.filter_map(|daemon| Daemons::named(&daemon.name));
        let running = running.fold(Daemons::NONE, Daemons::with);
        let line = self.routing.version_line.filter(|_| !self.frr_version_said);
        let since = line.map(|(version, _)| version);
        let mut found: Vec<(Daemons, Unserved)> = Vec::new();
        for lines in &self.routing.owned_lines {
            let Some(owners) = idle_owners(lines, running, since) else {
                continue;
            };
            match found.iter_mut().find(|(known, _)| *known == owners) {
                Some((_, known)) => known.lines += lines.lines,
                None => found.push((
                    owners,
                    Unserved {
                        by: owners.names().collect(),
                        first: lines.first,
                        lines: lines.lines,
                    },
                )),
            }
        }
        let mut found: Vec<Unserved> = found.into_iter().map(|(_, unserved)| unserved).collect();
        found.extend(self.routes_without_staticd(&found));
        found
    }

    /// Whether the list of daemons is what rc.conf has, or the port's own.
    fn knows_daemons(&self) -> bool {
        let is_known = match self.rc.get("frr_daemons") {
            Some(list) => list.known,
            None => self.rc_is_whole,
        };
        is_known && self.rc.is_complete()
    }

    /// The static routes, where they are read and go no further.
    fn routes_without_staticd(&self, found: &[Unserved]) -> Option<Unserved> {
        let runs = self.frr.daemons.iter().any(|one| one.name == STATICD);
        let routes = &self.routing.static_routes;
        let first = routes.first().filter(|_| !runs)?.place;
        let is_told = found.iter().any(|one| one.first == first);
        (!is_told).then_some(Unserved {
            by: vec![STATICD],
            first,
            lines: routes.len(),
        })
    }
}

/// The daemons that know the lines, if surely none of them runs. Those that the port leaves out
/// are another rule's matter.
fn idle_owners(lines: &OwnedLines, running: Daemons, since: Option<FrrVersion>) -> Option<Daemons> {
    let is_idle = |owners: Daemons| !owners.is_empty() && owners.and(running).is_empty();
    if !lines.owners(since).all(is_idle) {
        return None;
    }
    let owners = lines.owners(since).fold(Daemons::NONE, Daemons::with);
    (owners.and(unsupported_daemons()) != owners).then_some(owners)
}
