//! What an editor is told about a place in a file: pure, from pictures and texts to words.
//!
//! Knows no protocol.

mod allow;
pub mod completion;
mod describe;
pub mod folding;
mod frr;
pub mod hover;
pub mod links;
pub mod outline;
pub mod rename;
pub mod symbols;
pub mod tokens;

pub use allow::allow_here;
pub use describe::Subject;
pub use hover::{jail_address, rule_page};
