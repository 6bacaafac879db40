//! Shell scripts, as far as the checks read them: which commands with which words, in which
//! loops (sh(1)). What is only structure, such as `if`, is kept as a block.
//!
//! Runs nothing and knows no command.

mod lexer;
mod parser;
mod tree;
mod word;

pub use parser::parse;
pub(crate) use parser::parse_settings;
pub use tree::{Assignment, ForLoop, Node, Piece, PieceKind, SimpleCommand, Tree, Word};

/// How deep blocks and command substitutions may lie in each other.
pub const DEPTH: usize = 32;
