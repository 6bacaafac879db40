//! Text to trees, one folder a language. Total: any text gives a tree plus errors; what is not
//! understood is kept and counted.
//!
//! Knows no host and no other file.

mod error;
pub mod rc;
pub mod shell;
mod token;

pub use error::SyntaxError;
pub use token::{Token, TokenKind};
