//! What commands do to the interfaces of the machine that they run on: make, name, destroy.
//!
//! Says what may be as well: a command that is not known may do anything.

use super::actions::{ActionKind, Ifconfig, actions};
use super::{Command, Word};
use crate::text::Place;

/// What some commands do to interfaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InterfaceWork {
    /// `ifconfig IF create`.
    pub created: Vec<CreatedInterface>,
    /// Names that interfaces get by `name NEW`, and those that jib and jng make.
    pub named: Vec<String>,
    /// `ifconfig IF destroy`; `None` where it is known at run time only.
    pub destroyed: Vec<Option<String>>,
    /// Interfaces that some ifconfig(8) is called for.
    pub mentioned: Vec<String>,
    /// Interfaces that are made depend on run time.
    pub open: bool,
    /// One of the commands may do anything: a script, a program that is not known.
    pub opaque: bool,
}

/// An interface that a command creates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreatedInterface {
    /// As given to ifconfig(8): `epair0`, or `epair` for the next free one.
    pub name: String,
    /// The command.
    pub place: Place,
    /// What becomes of the jail does not hang on whether it works (`||`, `&&`).
    pub joined: bool,
}

/// Programs that leave the interfaces of the machine as they are.
const HARMLESS: [&str; 57] = [
    ":",
    "[",
    "arp",
    "awk",
    "basename",
    "cat",
    "cd",
    "chflags",
    "chmod",
    "chown",
    "cp",
    "cpuset",
    "cut",
    "date",
    "devfs",
    "dirname",
    "echo",
    "env",
    "exit",
    "export",
    "false",
    "grep",
    "head",
    "hostname",
    "id",
    "install",
    "ipfw",
    "jail",
    "jexec",
    "jls",
    "kldload",
    "ln",
    "logger",
    "ls",
    "mkdir",
    "mount",
    "mount_nullfs",
    "mv",
    "ndp",
    "pfctl",
    "printf",
    "rctl",
    "rm",
    "rmdir",
    "route",
    "sed",
    "set",
    "sleep",
    "sysctl",
    "tail",
    "test",
    "touch",
    "true",
    "umount",
    "vtysh",
    "zfs",
    "zpool",
];

impl InterfaceWork {
    /// What `commands` do.
    pub fn of<'c>(commands: impl IntoIterator<Item = &'c Command>) -> Self {
        let mut work = Self::default();
        for command in commands {
            work.take(command);
        }
        work
    }

    /// Adds what others do.
    pub fn extend(&mut self, other: &Self) {
        self.created.extend(other.created.iter().cloned());
        self.named.extend(other.named.iter().cloned());
        self.destroyed.extend(other.destroyed.iter().cloned());
        self.mentioned.extend(other.mentioned.iter().cloned());
        self.open |= other.open;
        self.opaque |= other.opaque;
    }

    /// Whether there may be an interface `name` after it.
    #[must_use]
    pub fn may_make(&self, name: &str) -> bool {
        let pair = epair_of(name);
        let whole = is_epair(name);
        let driver = driver_of(name);
        let made = |created: &CreatedInterface| match pair {
            Some(pair) => created.name == pair || created.name == "epair",
            // A pair has ends only.
            None if whole => false,
            None => created.name == name || created.name == driver,
        };
        let any = self.opaque || self.open;
        any || self.named.iter().any(|named| named == name) || self.created.iter().any(made)
    }

    fn take(&mut self, command: &Command) {
        let Some(program) = command.program() else {
            self.opaque = true;
            return;
        };
        if program == "ifconfig" {
            for action in actions(std::slice::from_ref(command)) {
                if let ActionKind::Ifconfig(call) = &action.kind {
                    self.ifconfig(call, command);
                }
            }
            return;
        }
        let mut words = command.words.iter().skip(1);
        let helper = match program {
            "sh" => words.next().and_then(Word::base_name),
            _ => Some(program),
        };
        match helper {
            Some("jib" | "jng") => self.helper(&words.collect::<Vec<_>>(), helper),
            // What is behind -c has been followed as commands of its own; /etc/rc runs in jails.
            Some("-c" | "rc" | "rc.shutdown") => {}
            Some(known) if HARMLESS.contains(&known) => {}
            _ => self.opaque = true,
        }
    }

    fn ifconfig(&mut self, call: &Ifconfig, command: &Command) {
        let Some(interface) = &call.interface else {
            return;
        };
        let Some(name) = interface.literal() else {
            let makes = ["create", "plumb", "name"];
            let destroys = ["destroy", "unplumb"];
            let says = |verbs: &[&str]| call.words.iter().any(|w| verbs.contains(&&*w.text));
            self.open |= says(&makes);
            if says(&destroys) {
                self.destroyed.push(None);
            }
            return;
        };
        self.mentioned.push(name.to_owned());
        let mut words = call.words.iter();
        while let Some(word) = words.next() {
            match word.literal() {
                Some("create" | "plumb") => self.created.push(CreatedInterface {
                    name: name.to_owned(),
                    place: command.place,
                    joined: command.joined,
                }),
                Some("destroy" | "unplumb") => self.destroyed.push(Some(name.to_owned())),
                Some("name") => match words.next().and_then(Word::literal) {
                    Some(new) => self.named.push(new.to_owned()),
                    None => self.open = true,
                },
                _ => {}
            }
        }
    }

    /// The helpers of /usr/share/examples/jails: `jib addm NAME IF...` makes e0b_NAME, e1b_NAME
    /// and on, `jng bridge NAME IF...` ng0_NAME and on.
    fn helper(&mut self, words: &[&Word], helper: Option<&str>) {
        let mut rest = words.iter().filter_map(|word| word.literal());
        let verb = rest.next();
        if words.iter().any(|word| !word.known) {
            self.opaque = true;
            return;
        }
        let mut names = rest.collect::<Vec<_>>();
        if names.first() == Some(&"-b") {
            names.drain(..names.len().min(2));
        }
        let Some((name, parents)) = names.split_first() else {
            return;
        };
        match verb {
            Some("addm" | "bridge") => {
                for number in 0..parents.len().max(1) {
                    let made = match helper {
                        Some("jib") => format!("e{number}b_{name}"),
                        _ => format!("ng{number}_{name}"),
                    };
                    self.named.push(made);
                }
            }
            // Which interfaces it destroys follows from their names.
            Some("destroy" | "shutdown") => self.destroyed.push(None),
            _ => {}
        }
    }
}

/// `epair0` for its ends `epair0a` and `epair0b`.
#[must_use]
pub fn epair_of(interface: &str) -> Option<&str> {
    let pair = interface.strip_suffix(['a', 'b'])?;
    is_epair(pair).then_some(pair)
}

/// Whether this is the name of a pair as a whole, which no interface has.
#[must_use]
pub fn is_epair(name: &str) -> bool {
    let number = name.strip_prefix("epair").unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// The name without the number at its end.
#[must_use]
pub fn driver_of(interface: &str) -> &str {
    interface.trim_end_matches(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::scripts::commands_of_text;
    use crate::text::{FileId, Span};

    fn work(text: &str) -> InterfaceWork {
        let place = Place::new(FileId(0), Span::at(0));
        InterfaceWork::of(&commands_of_text(FileId(0), place, text, false))
    }

    #[test]
    fn what_is_made() {
        for (text, name) in [
            ("ifconfig epair3 create up", "epair3b"),
            ("ifconfig epair create", "epair9a"),
            ("ifconfig bridge0 create", "bridge0"),
            ("ifconfig tap create", "tap4"),
            (
                "ifconfig epair1 create && ifconfig epair1b name web0",
                "web0",
            ),
            ("jib addm web em0", "e0b_web"),
            (
                "sh /usr/share/examples/jails/jib addm -b lan web em0 em1",
                "e1b_web",
            ),
            ("jng bridge web em0", "ng0_web"),
            ("/root/setup.sh", "whatever"),
            ("sh -c 'ifconfig epair3 create'", "epair3a"),
            ("service netif cloneup epair0", "epair0b"),
            ("ifconfig $(cat /x) create", "epair0b"),
        ] {
            assert!(work(text).may_make(name), "{text}");
        }
        for (text, name) in [
            ("ifconfig epair3 create up", "epair4b"),
            ("ifconfig epair3 create up", "epair3"),
            ("ifconfig epair3b inet 10.0.0.1/24", "epair3b"),
            ("jib addm web em0", "e0b_mail"),
            ("logger x; mount -t devfs devfs /x", "epair0b"),
            ("/bin/sh /etc/rc", "epair0b"),
        ] {
            assert!(!work(text).may_make(name), "{text}");
        }
    }

    #[test]
    fn what_is_destroyed() {
        let both = work("ifconfig epair3a destroy; ifconfig bridge0 destroy");
        assert_eq!(
            both.destroyed,
            [Some("epair3a".to_owned()), Some("bridge0".to_owned())]
        );
        assert_eq!(work("ifconfig ${x} destroy").destroyed, [None]);
        assert!(work("ifconfig epair0 create || true").created[0].joined);
    }

    #[test]
    fn ends_of_pairs() {
        assert_eq!(epair_of("epair12b"), Some("epair12"));
        for name in ["epair12", "epairb", "epair1c", "em0a"] {
            assert_eq!(epair_of(name), None, "{name}");
        }
    }
}
