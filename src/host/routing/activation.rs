//! Whether neighbors exchange routes of a family. A group hands its state on to those that are
//! its members at that moment, so of the lines about a neighbor and about its group the last
//! counts: each has its turn, and nobody needs to look for a group's members.

use super::{Family, PerFamily};

/// What the lines about one neighbor or group say last.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Activation {
    pub active: bool,
    /// Whether a line says so; else it is by default.
    pub said: bool,
    turn: u32,
}

/// The state in each family.
pub(super) type Activations = PerFamily<Activation>;

/// Counts the lines about activation.
#[derive(Default)]
pub(super) struct Turns(u32);

impl Turns {
    fn next(&mut self) -> u32 {
        self.0 = self.0.saturating_add(1);
        self.0
    }

    /// `activate`, or `no ... activate`.
    pub fn say(&mut self, own: &mut Activations, family: Family, active: bool) {
        *own.get_mut(family) = Activation {
            active,
            said: true,
            turn: self.next(),
        };
    }

    /// A neighbor that joins a group takes its state over.
    pub fn join(&mut self, own: &mut Activations, group: &Activations) {
        for family in Family::ALL {
            let (before, taken) = (own.get(family).said, *group.get(family));
            *own.get_mut(family) = Activation {
                active: taken.active,
                said: before || taken.said,
                turn: self.next(),
            };
        }
    }
}

/// What holds for a member of a group: what was said last.
pub(super) fn in_force(own: Activation, group: Option<Activation>) -> Activation {
    group.filter(|group| group.turn > own.turn).unwrap_or(own)
}
