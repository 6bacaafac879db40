//! What a shell script of the host would run: its commands in order, with the words as far as
//! they are written in the script, and what the commands that matter here would do.
//!
//! Knows no other file of the host. What depends on run time is marked unknown, never guessed.

mod actions;
mod assigned;
mod builtin;
mod expand;
mod interface_work;
mod origin;
mod prefix;
mod variables;
mod walk;
mod word;

#[cfg(test)]
mod tests;

pub use actions::{
    Action, ActionKind, Another, Destination, Gateway, Ifconfig, JailProgram, PublishArp, Route,
    RouteFibs, RouteVerb, Vtysh, VtyshLine, actions, route_arguments,
};
pub use interface_work::{CreatedInterface, InterfaceWork, driver_of, epair_of, is_epair};
pub(in crate::host) use variables::Variables;
pub use word::{Piece, PieceKind, Word};

use crate::syntax::shell::{self, Tree};
use crate::text::{FileId, Place};
use origin::Origin;
use walk::Walker;

/// A program with its arguments, as a script would run it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The program and its arguments; never empty. Programs that only run another one (setfib,
    /// env, nohup, exec, command, sudo, doas) are left out. jexec is not: what it runs, runs
    /// elsewhere.
    pub words: Vec<Word>,
    /// The command as it stands, everything included.
    pub place: Place,
    /// Not waited for: in a list that is ended by `&`.
    pub background: bool,
    /// It hangs on another command or another one on it (`&&`, `||`, `|`, `!`, `&`), or it stands
    /// in a text within the script: more commands beside it would not do what it does.
    pub joined: bool,
    /// PATH was set before, or for this command, to something with /usr/local/bin in it or to
    /// something unknown. (/etc/rc and service(8) run scripts with a PATH without it.)
    pub path_set: bool,
    /// The FIB given by setfib(1).
    pub fib: Option<Fib>,
}

impl Command {
    /// The program's name without its folder, if it is known.
    #[must_use]
    pub fn program(&self) -> Option<&str> {
        self.words.first()?.base_name()
    }
}

/// A FIB given by setfib(1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fib {
    /// Its number; `None` if that is known at run time only, or is no number.
    pub number: Option<u32>,
    /// Where the number is written.
    pub place: Place,
}

/// The commands of a script, in order. Loops over known lists are unrolled, functions are
/// followed where they are called; of all else, every branch is followed once.
#[must_use]
pub fn commands(file: FileId, tree: &Tree) -> Vec<Command> {
    follow(tree, Origin::File(file))
}

/// The variables that a script sets, in no particular order, perhaps more than once.
#[must_use]
pub fn names_set(tree: &Tree) -> Vec<&str> {
    assigned::assigned_names(tree, &tree.body)
}

/// The commands of a text that is given to sh(1), such as an `exec.*` value of jail.conf.
/// `exact` says that the bytes of `text` are those of `value_place`, so that places inside can
/// be told; else every place is `value_place`.
#[must_use]
pub fn commands_of_text(file: FileId, value_place: Place, text: &str, exact: bool) -> Vec<Command> {
    let place = Place::new(file, value_place.span);
    let origin = if exact {
        Origin::At(place)
    } else {
        Origin::From(place)
    };
    follow(&shell::parse(text), origin)
}

fn follow(tree: &Tree, origin: Origin) -> Vec<Command> {
    let mut walker = Walker::new(tree, origin, Variables::default());
    walker.run();
    walker.commands
}

/// The value that the assignment `name=value` of a file gives, where `variables` are set before
/// it; it is set among them. A `conditional` one leaves behind a value that is not known.
pub(in crate::host) fn assign(
    file: FileId,
    tree: &Tree,
    name: &str,
    value: &shell::Word,
    conditional: bool,
    variables: &mut Variables,
) -> Word {
    let mut walker = Walker::new(tree, Origin::File(file), std::mem::take(variables));
    let value = walker.value(value);
    let kept = if conditional {
        Word::unknown(value.place)
    } else {
        value.clone()
    };
    walker.assign(name, kept);
    *variables = walker.variables;
    value
}
