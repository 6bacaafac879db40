//! What scripts and hooks would run, as far as that is written down: loops over literal lists are
//! unrolled, variables followed, commands in substitutions included. Nothing is run.
//!
//! Knows the few programs that the checks ask about.

mod actions;
mod prefix;
mod route;
mod run;

pub use actions::{Action, VtyshLine, actions};
pub use route::{Destination, Gateway, Route, Verb, route_arguments};
pub use run::{commands, commands_of_text};

use crate::text::Place;

/// A command that a script would run.
#[derive(Clone, Debug)]
pub struct Command {
    /// The program and its arguments, prefixes such as setfib(1) taken off.
    pub words: Vec<Word>,
    /// The lines of a here-document that is its input.
    pub input: Vec<Word>,
    /// Where it stands.
    pub place: Place,
    /// Whether the script goes on without waiting for it.
    pub background: bool,
    /// Whether PATH was set so that it may lead to /usr/local.
    pub path_set: bool,
    /// The FIB that setfib(1) puts it into.
    pub fib: Option<Fib>,
}

/// A word of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The text; [`UNKNOWN`](crate::syntax::frr::UNKNOWN_PART) stands for what depends on run time.
    pub text: String,
    /// Whether all of it is known.
    pub known: bool,
    /// Where it stands.
    pub place: Place,
    /// Where the value comes from, if it comes from a `for` list.
    pub from: Option<Place>,
    /// That list.
    pub list: Option<Place>,
    /// Whether the text is what stands at `place`, so that offsets in it lead to places.
    pub literal: bool,
}

/// The FIB of a setfib(1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fib {
    /// Its number, where it is known.
    pub number: Option<u32>,
    /// Where the number stands.
    pub place: Place,
}
