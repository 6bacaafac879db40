//! What the commands that matter here do: typed, instead of words.

mod arp;
mod ifconfig;
mod route;
#[cfg(test)]
mod tests;
mod vtysh;

pub use arp::{Another, PublishArp};
pub use ifconfig::Ifconfig;
pub use route::{Destination, Gateway, Route, RouteFibs, RouteVerb, route_arguments};
pub use vtysh::{Vtysh, VtyshLine};

use super::{Command, Fib};
use crate::text::Place;

/// One thing that a command does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action<'c> {
    /// What.
    pub kind: ActionKind,
    /// Where it stands.
    pub place: Place,
    /// The command that does it.
    pub command: &'c Command,
}

/// What a command does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// Gives commands to FRR.
    Vtysh(Vtysh),
    /// Adds, deletes or changes a route.
    Route(Route),
    /// Publishes an ARP entry for another machine.
    PublishArp(PublishArp),
    /// Sets up or shows an interface.
    Ifconfig(Ifconfig),
    /// Asks for or enters a running jail.
    JailQuery(JailProgram),
    /// Runs the command in a FIB.
    Setfib(Fib),
}

/// Programs that need a jail to be running.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JailProgram {
    /// jls(8)
    Jls,
    /// jexec(8)
    Jexec,
}

/// What `commands` do, in order; a command may do several things (a FIB and a route).
#[must_use]
pub fn actions(commands: &[Command]) -> Vec<Action<'_>> {
    let mut actions = Vec::new();
    for command in commands {
        let mut add = |kind, place| {
            actions.push(Action {
                kind,
                place,
                command,
            });
        };
        if let Some(fib) = command.fib {
            add(ActionKind::Setfib(fib), fib.place);
        }
        if let Some((kind, place)) = main_action(command) {
            add(kind, place);
        }
    }
    actions
}

fn main_action(command: &Command) -> Option<(ActionKind, Place)> {
    let (program, arguments) = command.words.split_first()?;
    let kind = match program.base_name()? {
        "vtysh" => ActionKind::Vtysh(vtysh::read(arguments)),
        "route" => ActionKind::Route(route::read(arguments, command.fib)?),
        "arp" => {
            let entry = arp::read(arguments, command)?;
            let place = entry.place;
            return Some((ActionKind::PublishArp(entry), place));
        }
        "ifconfig" => ActionKind::Ifconfig(ifconfig::read(arguments)),
        "jls" => ActionKind::JailQuery(JailProgram::Jls),
        "jexec" => ActionKind::JailQuery(JailProgram::Jexec),
        _ => return None,
    };
    Some((kind, command.place))
}
