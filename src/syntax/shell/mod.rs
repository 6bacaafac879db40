//! FreeBSD's sh(1), as far as it takes to see which commands a script would run with which
//! words.
//!
//! Knows no program: `setfib` and `vtysh` are words like any other. Nothing is expanded here.

mod command;
mod compound;
mod dollar;
mod lex;
mod parser;
mod recover;
#[cfg(test)]
mod tests;
mod tree;
mod word;

pub use tree::{
    AndOr, Assignment, Case, Command, CommandKind, For, Function, If, Join, List, Loop, Operator,
    Piece, PieceKind, Pipeline, Quote, Redirection, Simple, Tree, Word,
};

use crate::syntax::{SyntaxError, typed};
use crate::text::Span;
use parser::{Output, Parser};

/// How deep commands and expansions may nest before they are kept as text only.
pub const DEPTH_LIMIT: usize = 32;

/// Reads a script. Any text gives a tree; what sh would stop at is among the tree's errors.
#[must_use]
pub fn parse(text: &str) -> Tree {
    let (text, carriage_returns) = without_carriage_returns(text);
    let mut tree = read(&text, false);
    if tree.1 {
        // Somewhere a quote is not closed; where, the lines themselves tell best.
        tree = read(&text, true);
    }
    let mut tree = tree.0;
    if let Some(error) = carriage_returns {
        tree.errors.insert(0, error);
    }
    tree.text = text.into_boxed_str();
    tree
}

/// Whether `text` can be the name of a variable: a letter or `_`, then letters, digits, `_`.
#[must_use]
pub fn is_name(text: &str) -> bool {
    lex::name_len(text) == text.len() && !text.is_empty()
}

/// The second value tells whether a quote was open at the end of the text.
fn read(text: &str, breaking: bool) -> (Tree, bool) {
    let mut output = Output::new(breaking);
    let mut parser = Parser::new(text, &mut output);
    let body = parser.script();
    let tree = Tree {
        text: Box::default(),
        body,
        tokens: parser::cover(text, output.tokens),
        errors: output.errors,
        not_understood: output.not_understood,
        here_documents: output.here_documents,
    };
    (tree, output.open_quote)
}

/// sh keeps the CR of a CR LF in the last word of the line. Said once; after that, lines are read
/// as they were meant.
fn without_carriage_returns(text: &str) -> (String, Option<SyntaxError>) {
    let at_end = text.ends_with('\r').then(|| text.len() - 1);
    let Some(first) = text.find("\r\n").or(at_end) else {
        return (text.to_owned(), None);
    };
    let error = SyntaxError::new(
        Span::new(first, first + 1),
        "lines end in CR LF: sh keeps the CR as part of the last word of each line",
    )
    .with_note("save the file with LF line ends")
    .with_remedy(typed::unix_line_ends(text));
    let mut clean = text.replace("\r\n", " \n");
    if at_end.is_some() {
        clean.pop();
        clean.push(' ');
    }
    (clean, Some(error))
}
