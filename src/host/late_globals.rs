//! Globals of jail.conf behind the jails that set the same parameter, on the releases on which
//! those globals win.
//!
//! Knows no rule: rules ask it so that one such mistake is told once.

use super::jails::{DefectKind, JailDefect, Overridden};
use super::start_order::LateNetwork;
use super::{Host, HostJail};
use crate::text::Place;

impl Host {
    /// The global at `place`, which is its name, if it wins over a jail before it because the
    /// host is known to run a release before 14.0.
    #[must_use]
    pub fn late_global_at(&self, place: Place) -> Option<&JailDefect> {
        self.late_globals().find(|global| global.place == place)
    }

    fn late_globals(&self) -> impl Iterator<Item = &JailDefect> {
        let wins = self.freebsd.known().is_some_and(|known| known.major < 14);
        let is_late =
            |defect: &&JailDefect| matches!(defect.kind, DefectKind::VersionDependentGlobal { .. });
        self.jail_defects
            .iter()
            .filter(move |defect| wins && is_late(defect))
    }

    /// Whether what sets up a jail's network too late stands in such a global.
    #[must_use]
    pub fn is_late_by_global(&self, jail: &HostJail, late: &LateNetwork) -> bool {
        let mut globals = self.late_globals();
        globals.any(|global| self.makes_late(global, jail, late))
    }

    /// The jails whose network such a global sets up too late.
    #[must_use]
    pub fn late_by_global(&self, global: &JailDefect) -> Vec<String> {
        if self.late_global_at(global.place).is_none() {
            return Vec::new();
        }
        let jails = self.jails.iter().filter(|jail| {
            let late = jail.late_network();
            late.is_some_and(|late| self.makes_late(global, jail, &late))
        });
        jails.map(|jail| jail.name().to_owned()).collect()
    }

    fn makes_late(&self, global: &JailDefect, jail: &HostJail, late: &LateNetwork) -> bool {
        let DefectKind::VersionDependentGlobal { parameter, .. } = &global.kind else {
            return false;
        };
        let named = |index: &usize| {
            let named = self.jails.get(*index);
            named.is_some_and(|named| named.jail.block == jail.jail.block)
        };
        // The values of the statement come next behind its name.
        let first = late.late.first();
        let stands_in_it = first.is_some_and(|place| {
            place.file == global.place.file && place.span.start > global.place.span.end
        });
        parameter == "exec.start" && stands_in_it && global.jails.iter().any(named)
    }

    /// What such a global overrides besides the jails' values: another global before it.
    #[must_use]
    pub fn overridden_by_global(&self, global: &JailDefect) -> Option<&Overridden> {
        self.late_global_at(global.place)?;
        self.jail_defects
            .iter()
            .find_map(|defect| match &defect.kind {
                DefectKind::Overridden(overridden) if defect.place == global.place => {
                    Some(overridden)
                }
                _ => None,
            })
    }
}
