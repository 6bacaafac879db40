//! jail.conf(5): text to a tree, for all releases at once.
//!
//! What jail(8) reads without complaint parses without error, and the other way round: any text
//! gives a tree, and what a release refuses is an error that names the releases. Knows no
//! parameter, no file but the one it is given, and not what the statements come to.

mod cursor;
mod escape;
mod lexeme;
mod lexer;
mod lexing;
mod mend;
mod parser;
mod quote;
mod recovery;
mod statement;
mod tree;

#[cfg(test)]
mod tests;

pub use tree::{
    Block, Include, Name, Operator, OperatorKind, Parameter, Piece, Statement, Tree, Value,
};

use crate::syntax::remedy::{keep_helpful, lasting};

/// Parses a jail.conf file.
#[must_use]
pub fn parse(text: &str) -> Tree {
    let mut tree = read(text);
    keep_helpful(&mut tree.errors, text, |mended| read(mended).errors);
    tree
}

/// Read as the machine reads it, a forgotten quote or brace turns the rest of the file inside
/// out. So a file with errors is read a second time with an eye for such slips, and the reading
/// with fewer errors counts.
fn read(text: &str) -> Tree {
    let exact = parser::parse(text, lexer::lex(text, false), false);
    let errors = lasting(&exact.tree.errors);
    if errors == 0 {
        return exact.tree;
    }
    let guessed = parser::parse(text, lexer::lex(text, true), exact.misses_brace);
    let fewer = (1..=errors).contains(&lasting(&guessed.tree.errors));
    if fewer { guessed.tree } else { exact.tree }
}
