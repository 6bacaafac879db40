//! What an editor is told about a place in a file: pure, from pictures and texts to words.
//!
//! Knows no protocol.

mod hover;

pub use hover::{jail_address, rule_page};
