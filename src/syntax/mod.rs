//! Text to trees, one folder a language. Total: any text gives a tree plus errors; what is not
//! understood is kept and counted.
//!
//! Knows no host and no other file.

mod error;
mod language;
mod lines;
mod remedy;
mod token;
mod tree;
mod typed;

pub mod frr;
pub mod jail;
pub mod loader;
pub mod rc;
pub mod shell;
pub mod sysctl;

pub use error::SyntaxError;
pub use language::{FRR_DAEMONS, Language, NotALanguage};
pub use remedy::{Remedy, Replacement};
pub use token::{Token, TokenKind};
pub use tree::{Tree, parse};
