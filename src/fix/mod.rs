//! Fixes carried out: chosen so that they do not get in each other's way, applied in memory until
//! nothing is left to do, checked, and only then written.
//!
//! Knows no rule: which fixes there are is for the findings to say.

mod choose;
mod done;
mod last_round;
mod remembered;
mod run;
mod texts;
mod write;

#[cfg(test)]
mod tests;

pub use choose::{Chosen, Edits, PlacedEdit};
pub use done::{Done, Dropped, Mended, WhyNot};
pub use run::{Allowed, Wanted, run};
pub use texts::{Changed, ChangedFile};
pub use write::{NotWritten, write};
