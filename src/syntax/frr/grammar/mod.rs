//! Which command a line is, and where it leads: a line is tried in its node, then in the nodes
//! around it.
//!
//! Stands on hand-made rules for the commands that the checks read; knows no effect of one.

mod bgp;
mod blocks;
mod inert;
mod lists;
mod neighbor;
mod route_map;
mod top;

use nom::Parser;
use nom::sequence::terminated;

use super::command::{Action, Command};
use super::node::Node;
use super::words::{Parsed, Words, end, one_of};

/// A line that was understood.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Recognised {
    /// Whether it began with `no`.
    pub no: bool,
    /// The command.
    pub command: Command,
    /// The node after the line.
    pub after: Node,
}

/// What `words` say in `node`, if that is known.
pub(super) fn recognise(words: Words<'_>, node: Node) -> Option<Recognised> {
    let first = without_no(words).unwrap_or(words).first()?;
    let mut tried = Some(node);
    while let Some(here) = tried {
        if let Some(found) = in_node(words, here) {
            return Some(found);
        }
        if inert::is_own(first, here) {
            return None;
        }
        tried = here.parent();
    }
    None
}

fn in_node(words: Words<'_>, node: Node) -> Option<Recognised> {
    if let Some(after) = blocks::leaves(words, node) {
        return Some(block(after));
    }
    if let Some(command) = typed(words, node, false) {
        let after = blocks::entered_by(&command).unwrap_or(node);
        return Some(Recognised {
            no: false,
            command,
            after,
        });
    }
    if let Some(after) = blocks::enters(words, node) {
        return Some(block(after));
    }
    if let Some(rest) = without_no(words)
        && let Some(command) = typed(rest, node, true)
    {
        return Some(Recognised {
            no: true,
            command,
            after: node,
        });
    }
    inert::is_inert(words, node).then_some(Recognised {
        no: false,
        command: Command::Inert,
        after: node,
    })
}

fn block(after: Node) -> Recognised {
    Recognised {
        no: false,
        command: Command::Block,
        after,
    }
}

fn without_no(words: Words<'_>) -> Option<Words<'_>> {
    super::words::kw("no")(words).ok().map(|(rest, ())| rest)
}

/// The commands with arguments, node by node.
fn typed(words: Words<'_>, node: Node, no: bool) -> Option<Command> {
    let found = match node {
        Node::Config => top::command(words, no),
        Node::Bgp => bgp::router(words, no),
        Node::RouteMap => route_map::command(words, no),
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
