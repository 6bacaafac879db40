//! rc.conf: a shell script that is meant to hold assignments only (rc.conf(5)).
//!
//! Knows no variable.

use super::shell::{self, Assignment, Node, SimpleCommand};
use super::{SyntaxError, Token};
use crate::text::Span;

/// An rc.conf file.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Its assignments, in order.
    pub assignments: Vec<Assignment>,
    /// All of its bytes.
    pub tokens: Vec<Token>,
    /// What sh would refuse, or do instead of an assignment.
    pub errors: Vec<SyntaxError>,
    /// Commands and blocks, which are not run.
    pub not_understood: Vec<Span>,
}

/// Parses an rc.conf file.
#[must_use]
pub fn parse(text: &str) -> Tree {
    let script = shell::parse_settings(text);
    let mut tree = Tree {
        tokens: script.tokens,
        errors: script.errors,
        ..Tree::default()
    };
    for node in script.nodes {
        tree.take(node);
    }
    tree.errors.extend(carriage_return(text));
    tree.errors.sort_by_key(|error| error.span);
    tree
}

impl Tree {
    fn take(&mut self, node: Node) {
        let Node::Simple(command) = node else {
            self.not_understood.extend(first_span(&node));
            return;
        };
        if command.words.is_empty() {
            self.assignments.extend(command.assignments);
            return;
        }
        match spaced_assignment(&command) {
            Some(error) => self.errors.push(error),
            None if is_export(&command) => {}
            None => self.not_understood.push(command.span),
        }
    }
}

/// `export NAME` changes no value.
fn is_export(command: &SimpleCommand) -> bool {
    command
        .words
        .first()
        .is_some_and(|word| word.is_bare("export"))
}

/// The span of the first command in a block.
fn first_span(node: &Node) -> Option<Span> {
    match node {
        Node::Simple(command) => Some(command.span),
        Node::For(each) => Some(each.list),
        Node::Block { nodes, .. } => nodes.first().and_then(first_span),
    }
}

/// `name = value`, `name =value` and `name= value`, which run a command.
fn spaced_assignment(command: &SimpleCommand) -> Option<SyntaxError> {
    let first = command.words.first()?;
    let (name, runs) = if let Some(assignment) = command.assignments.last() {
        let empty = assignment.value.pieces.is_empty();
        if !empty || assignment.value.span.end > first.span.start {
            return None;
        }
        (assignment.name.clone(), first.literal()?)
    } else {
        let second = command.words.get(1)?.literal()?;
        let name = first.literal()?;
        if !second.starts_with('=') || !is_name(&name) {
            return None;
        }
        (name.clone(), name)
    };
    let message =
        format!("blanks around `=`: sh runs `{runs}` as a command and does not set {name}");
    Some(
        SyntaxError::new(command.span, message)
            .with_note(format!("write {name}=\"...\" without blanks")),
    )
}

fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// sh takes the CR of a CRLF for a part of the value.
fn carriage_return(text: &str) -> Option<SyntaxError> {
    let at = text.find("\r\n")?;
    let error = SyntaxError::new(
        Span::new(at, at + 1),
        "lines end in CR LF: sh takes the CR for a part of each value",
    );
    Some(error.with_note("save the file with LF line ends"))
}
