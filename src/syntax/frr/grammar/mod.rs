//! What a command says, for those that the checks read. Which command a line is was found
//! before: each word is the keyword at its place, or a value.
//!
//! Knows no effect of a command.

mod bgp;
mod lists;
mod neighbor;
mod route_map;
mod top;

use nom::Parser;
use nom::sequence::terminated;

use super::command::{Action, Command};
use super::words::{Parsed, Words, end, kw, one_of};
use crate::vocabulary::frr::Node;

/// What a command of `node` says, and whether it begins with `no`; nothing where no check reads
/// it.
pub(super) fn recognise(words: Words<'_>, node: Node) -> Option<(bool, Command)> {
    if let Some(command) = typed(words, node, false) {
        return Some((false, command));
    }
    let (rest, ()) = kw("no")(words).ok()?;
    typed(rest, node, true).map(|command| (true, command))
}

/// The commands with arguments, node by node.
fn typed(words: Words<'_>, node: Node, no: bool) -> Option<Command> {
    let found = match node {
        Node::Config => top::command(words, no),
        Node::Bgp => bgp::router(words, no),
        Node::Routemap => route_map::command(words, no),
        Node::Interface => top::in_interface(words),
        Node::Vrf => top::static_route(words),
        node if node.is_bgp_family() => bgp::family(words),
        _ => return None,
    };
    found.ok().map(|(_, command)| command)
}

/// `parser`, and nothing after it.
fn line<'a, O>(
    parser: impl Parser<Words<'a>, Output = O, Error = ()>,
) -> impl FnMut(Words<'a>) -> Parsed<'a, O> {
    let mut parser = terminated(parser, end);
    move |words| parser.parse(words)
}

/// `parser`; where `no` undoes the line, its words may be missing.
fn or_missing<'a, O>(
    no: bool,
    mut parser: impl Parser<Words<'a>, Output = O, Error = ()>,
) -> impl FnMut(Words<'a>) -> Parsed<'a, Option<O>> {
    move |words| match parser.parse(words) {
        Ok((rest, value)) => Ok((rest, Some(value))),
        Err(_) if no => Ok((words, None)),
        Err(error) => Err(error),
    }
}

/// `permit` or `deny`.
fn action(words: Words<'_>) -> Parsed<'_, Action> {
    one_of(&[("permit", Action::Permit), ("deny", Action::Deny)])(words)
}
