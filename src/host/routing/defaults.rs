//! The defaults that a `router bgp` starts with: they follow the `frr version` and
//! `frr defaults` lines above it.

use crate::vocabulary::{Candidates, FrrVersion};

/// The last version whose eBGP sessions needed no policy and whose `network` statements no
/// route; `frr version` with it or an older one brings that back.
const LAST_OPEN: FrrVersion = FrrVersion::new(7, 3);

/// What the lines read so far say of defaults.
#[derive(Clone, Debug)]
pub(super) struct Defaults {
    running: Candidates<FrrVersion>,
    pub line: Option<FrrVersion>,
    pub datacenter: bool,
}

impl Defaults {
    pub fn new(running: Candidates<FrrVersion>) -> Self {
        Self {
            running,
            line: None,
            datacenter: false,
        }
    }

    fn open(&self) -> bool {
        let old = |version: FrrVersion| {
            (version.major, version.minor) <= (LAST_OPEN.major, LAST_OPEN.minor)
        };
        self.line.is_some_and(old) || self.running.known().is_some_and(old)
    }

    /// Whether eBGP needs a policy: since 7.4, and not in the profile for data centers.
    pub fn ebgp_requires_policy(&self) -> bool {
        !self.open() && !self.datacenter
    }

    /// Whether a `network` needs its route in the RIB: since 7.4; the profile for data centers
    /// keeps it whatever the version.
    pub fn import_check(&self) -> bool {
        !self.open() || self.datacenter
    }
}
