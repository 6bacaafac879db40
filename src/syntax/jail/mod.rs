//! jail.conf(5): text to a tree, for all releases at once.
//!
//! What jail(8) reads without complaint parses without error, and the other way round: any text
//! gives a tree, and what a release refuses is an error that names the releases. Knows no
//! parameter, no file but the one it is given, and not what the statements come to.

mod cursor;
mod escape;
mod lexeme;
mod lexer;
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

use crate::syntax::SyntaxError;

/// How many bytes are read at most to try the remedies of one file.
const TRIED_BYTES: usize = 1 << 20;

/// Parses a jail.conf file.
///
/// An error comes with a remedy only if the file has fewer errors after it.
#[must_use]
pub fn parse(text: &str) -> Tree {
    let mut tree = read(text);
    if tree.errors.iter().any(|error| error.remedy.is_some()) {
        keep_helpful(&mut tree, text);
    }
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

/// Drops the remedies after which the file would not parse better.
fn keep_helpful(tree: &mut Tree, text: &str) {
    let before = (lasting(&tree.errors), tree.errors.len());
    let mut left = TRIED_BYTES;
    for error in &mut tree.errors {
        let Some(remedy) = error.remedy.take() else {
            continue;
        };
        let Some(rest) = left.checked_sub(text.len()) else {
            continue;
        };
        left = rest;
        let helps = remedy.applied(text).is_some_and(|mended| {
            let errors = read(&mended).errors;
            (lasting(&errors), errors.len()) < before
        });
        error.remedy = helps.then_some(remedy);
    }
}

/// How many errors hold on every release.
fn lasting(errors: &[SyntaxError]) -> usize {
    errors
        .iter()
        .filter(|error| error.accepted_since.is_none())
        .count()
}
