//! Values that the machine may not take as written.

use crate::text::Place;

/// A value as it was meant and as the machine has it. Rules about other things go on with what
/// was meant, so that one mistake stays one finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valued<T> {
    /// What the person wrote.
    pub intended: T,
    /// What is in force.
    pub effective: T,
    /// Why the two differ.
    pub cause: Option<Cause>,
}

impl<T: Clone> Valued<T> {
    /// A value that is in force as written.
    pub fn plain(value: T) -> Self {
        Self {
            effective: value.clone(),
            intended: value,
            cause: None,
        }
    }
}

/// Why a value is not in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The setting at this place is not taken from the file in which it stands.
    SettingNotTaken(Place),
    /// `frr_fib` at this place is read by nobody.
    FrrFibNotRead(Place),
}
