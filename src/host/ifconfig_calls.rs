//! What scripts and hooks do to interfaces with ifconfig(8).
//!
//! Knows nothing of rc.conf.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::interfaces::{Argument, Arguments};
use super::jails::{Written, WrittenSetting};
use super::scripts::{self, ActionKind, Command, Fib, Ifconfig};
use super::{Host, HostJail};
use crate::syntax::Tree;
use crate::syntax::jail::Piece;
use crate::text::Place;

/// All calls of a host.
#[derive(Clone, Debug, Default)]
pub struct IfconfigCalls {
    /// Those that set something up, in no order that means anything.
    pub calls: Vec<IfconfigCall>,
    /// Names of interfaces that are created, or given to interfaces.
    created: BTreeSet<String>,
    /// Interfaces are created whose names are known at run time only.
    unsure: bool,
    /// The calls that stand at a place.
    by_place: FxHashMap<Place, Vec<usize>>,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IfconfigCall {
    /// The interface; `None` where it is known at run time only.
    pub interface: Option<String>,
    /// What follows it.
    pub arguments: Arguments,
    /// The FIB that setfib(1) gives it.
    pub fib: Option<Fib>,
    /// The command.
    pub place: Place,
    /// Where its last word stands, and the word, if it is known.
    pub last: Option<(String, Place)>,
    /// The jail in which it runs; `None` for the host itself.
    pub in_jail: Option<String>,
}

/// Programs that create interfaces, under names that are not followed here.
const CREATORS: [&str; 13] = [
    "jib", "jng", "ngctl", "service", "sysrc", "vm", "iocage", "bastille", "pot", "cbsd",
    "wg-quick", "netif", "devctl",
];

impl IfconfigCalls {
    /// The calls of shell scripts and of the jails' hooks. What a wildcard gives to many jails is
    /// told once. In jail.conf files without jails, those that jails to come will run.
    pub(super) fn of(host: &Host) -> Self {
        let mut found = Self::default();
        for file in &host.files {
            if let Tree::Shell(tree) = file.tree() {
                found.take(&scripts::commands(file.id(), tree), None);
            }
        }
        if host.jails.is_empty() {
            let written = host.written_jails();
            for setting in written
                .iter()
                .flat_map(Written::blocks)
                .flat_map(|b| b.settings())
            {
                found.take_written(&setting);
            }
        }
        for jail in &host.jails {
            for hook in &jail.hooks {
                let jail = (!hook.on_host).then(|| jail.name());
                found.take(&hook.commands, jail);
            }
        }
        found
    }

    fn take(&mut self, commands: &[Command], in_jail: Option<&str>) {
        if in_jail.is_none() {
            let mut programs = commands.iter().map(Command::program);
            self.unsure |= programs.any(|name| name.is_some_and(|name| CREATORS.contains(&name)));
        }
        for action in scripts::actions(commands) {
            let ActionKind::Ifconfig(call) = action.kind else {
                continue;
            };
            if in_jail.is_none() {
                self.note_names(&call);
            }
            let call = IfconfigCall {
                interface: interface_of(&call),
                arguments: arguments_of(&call),
                fib: action.command.fib,
                place: action.place,
                last: last_of(&call),
                in_jail: in_jail.map(ToOwned::to_owned),
            };
            let same = |known: &IfconfigCall| {
                known.interface == call.interface && known.arguments == call.arguments
            };
            let there = self.by_place.entry(call.place).or_default();
            if !there.iter().filter_map(|at| self.calls.get(*at)).any(same) {
                there.push(self.calls.len());
                self.calls.push(call);
            }
        }
    }

    /// The commands of an exec parameter as it is written; its variables are the shell's, which
    /// are not known either.
    fn take_written(&mut self, setting: &WrittenSetting<'_>) {
        let Some(on_host) = HostJail::runs_on_host(setting.name) else {
            return;
        };
        for value in setting.values {
            let texts = value.pieces.iter().map(|piece| match piece {
                Piece::Text { text, .. } => text.clone(),
                Piece::Variable { name, .. } => format!("${{{name}}}"),
            });
            let place = Place::new(setting.place.file, value.span);
            let text: String = texts.collect();
            let commands = scripts::commands_of_text(place.file, place, &text, false);
            self.take(&commands, (!on_host).then_some("*"));
        }
    }

    /// `ifconfig IF create`, `ifconfig IF name NEW`.
    fn note_names(&mut self, call: &Ifconfig) {
        let texts = || call.words.iter().map(|word| word.literal());
        let creates = texts().any(|text| matches!(text, Some("create" | "plumb")));
        let unknown_words = texts().any(|text| text.is_none());
        let named = texts().position(|text| text == Some("name"));
        let new = named.and_then(|at| call.words.get(at + 1));
        match (creates || unknown_words, interface_of(call)) {
            (true, Some(name)) => self.create(&name),
            (true, None) => self.unsure = true,
            (false, _) => {}
        }
        if let Some(new) = new {
            match new.literal() {
                Some(name) => self.create(name),
                None => self.unsure = true,
            }
        }
    }

    fn create(&mut self, name: &str) {
        if name.starts_with("epair") {
            let pair = name.trim_end_matches(['a', 'b']);
            self.created
                .extend([format!("{pair}a"), format!("{pair}b")]);
        }
        // `ifconfig bridge create` takes the next number.
        self.unsure |= !name.ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'a' | 'b'));
        self.created.insert(name.to_owned());
    }

    /// Whether a script or a hook creates an interface called `name`, or may do so.
    #[must_use]
    pub fn may_make(&self, name: &str) -> bool {
        self.unsure || self.created.contains(name)
    }
}

fn interface_of(call: &Ifconfig) -> Option<String> {
    let word = call.interface.as_ref()?;
    word.literal().map(ToOwned::to_owned)
}

fn arguments_of(call: &Ifconfig) -> Arguments {
    let words: Vec<Argument<'_>> = call
        .words
        .iter()
        .map(|word| Argument {
            text: word.literal(),
            place: word.place,
        })
        .collect();
    Arguments::read(&words)
}

fn last_of(call: &Ifconfig) -> Option<(String, Place)> {
    let word = call.words.last()?;
    Some((word.literal()?.to_owned(), word.place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::shell;
    use crate::text::FileId;

    fn of(text: &str) -> IfconfigCalls {
        let mut found = IfconfigCalls::default();
        let tree = shell::parse(text);
        found.take(&scripts::commands(FileId(0), &tree), None);
        found
    }

    #[test]
    fn creations_are_noted() {
        let calls = of("ifconfig lo1 create\nifconfig epair3 create\nifconfig em0 name lan0\n");
        for made in ["lo1", "epair3a", "epair3b", "lan0"] {
            assert!(calls.may_make(made), "{made}");
        }
        assert!(!calls.may_make("lo2"));
        for unsure in [
            "ifconfig $x create\n",
            "ifconfig bridge create\n",
            "ifconfig em0 name $x\n",
            "jib addm www em0\n",
        ] {
            assert!(of(unsure).may_make("lo2"), "{unsure}");
        }
    }

    #[test]
    fn calls_are_read() {
        let calls = of("setfib 2 ifconfig tun0 inet 10.0.0.1 10.0.0.2 up\n");
        let call = &calls.calls[0];
        assert_eq!(call.interface.as_deref(), Some("tun0"));
        assert_eq!(call.fib.and_then(|fib| fib.number), Some(2));
        assert_eq!(call.arguments.addresses.len(), 1);
    }
}
