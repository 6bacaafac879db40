//! Finding the hosts below the checked paths and reading their files. The only module that
//! touches the disk; everything else works on the [`Snapshot`] made here.
//!
//! Knows which paths a FreeBSD host has and how a file's language is told; of syntax only how
//! jail.conf names further files.

mod discover;
mod failure;
mod fence;
mod follow;
mod found;
mod held;
mod ignored;
mod kept;
mod layout;
mod more;
mod overlay;
mod overrides;
pub mod own;
mod paths;
mod plan;
mod problem;
mod read;
mod release;
mod replace;
mod search;
mod snapshot;
mod staged;
#[cfg(test)]
mod tests;
mod tree;
mod walk;

pub use discover::{discover, discover_in, discover_over};
pub use failure::Failure;
pub use found::Found;
pub use held::Held;
pub use kept::Kept;
pub use layout::Layout;
pub use more::Wanted;
pub use overlay::{Nothing, Overlay};
pub use overrides::{Overrides, StandardInput};
pub use problem::ReadProblem;
pub use release::{Said, Source};
pub use replace::replace;
pub use snapshot::{ConfigFile, HostFiles, Inclusion, Snapshot, SourceFile};
pub use staged::Staged;
pub use tree::{Disk, Entry, EntryKind, FileTree, Kind, SIZE_LIMIT, Stamp, in_words};
