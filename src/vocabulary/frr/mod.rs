//! FRR's commands, node by node, as the versions know them whose listings are in
//! `grammars/tables/frr`.
//!
//! Knows which word may follow which, and who knows a command; compares no line with them.

mod commands;
mod daemon_files;
mod format;
mod freebsd;
mod help;
mod listing;
mod node;
mod words;

pub use commands::{Command, Commands, Follow, Word, WordKind, commands, way_in};
pub use daemon_files::readers;
pub use freebsd::{Unsupported, unsupported_command, unsupported_daemons, why_no_daemon};
pub use help::help;
pub use listing::{Daemons, Listing, ListingSet, PerListing};
pub use node::{LISTINGS, Node};
pub use words::{is_front_of_keyword, number_class};
