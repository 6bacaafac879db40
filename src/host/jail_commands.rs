//! Mistakes in what a jail's exec parameters run that show in the commands alone.

use super::HostJail;
use super::jail_on_host::{AT_STOP, BEFORE_INTERFACES};
use super::scripts::{Command, InterfaceWork, Word};
use crate::text::Place;

/// A script of sh(1) that another program is told to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignShell {
    /// That program, as it is called.
    pub shell: String,
    /// Where that stands.
    pub shell_place: Place,
    /// The script.
    pub script: String,
}

/// An interface that comes back from a jail under another name than it went in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostName {
    /// Its name when the jail takes it.
    pub taken: String,
    /// Its name in the jail.
    pub inside: String,
    /// The name that it gets when the jail stops, and where that stands; `None` where it keeps
    /// the one that it has in the jail.
    pub given: Option<(String, Place)>,
    /// Where it is renamed when the jail starts.
    pub renamed: Place,
}

/// Programs that cannot run a script of sh(1), and may have been taken for a shell that can.
const OTHER_SHELLS: [&str; 8] = [
    "csh", "tcsh", "fish", "python", "python3", "perl", "ruby", "tclsh",
];
/// rc(8)'s scripts.
const RC_SCRIPTS: [&str; 2] = ["/etc/rc", "/etc/rc.shutdown"];

impl HostJail {
    /// Where /etc/rc or /etc/rc.shutdown is run by something that is no sh(1).
    #[must_use]
    pub fn foreign_shells(&self) -> Vec<ForeignShell> {
        let commands = self.commands_of(&["exec.start", "command", "exec.stop"]);
        commands.filter_map(foreign_shell).collect()
    }

    /// Interfaces that `exec.stop` does not give their names back, so that the next start does
    /// not find them. None where a hook on the host may see to that.
    #[must_use]
    pub fn lost_names(&self) -> Vec<LostName> {
        let after = self.interface_work(&AT_STOP);
        let before = self.interface_work(&BEFORE_INTERFACES);
        if self.doubtful || after.opaque || before.opaque || before.open {
            return Vec::new();
        }
        let taken: Vec<&str> = self.taken_interfaces().map(|v| v.text.as_str()).collect();
        let renames = |parameter| self.commands_of(parameter).filter_map(renamed);
        let is_seen_to = |name: &str| {
            let names = |list: &[String]| list.iter().any(|known| known == name);
            names(&after.mentioned) || names(&after.named) || names(&before.named)
        };
        let keeps_names = self.keeps_names_at_stop(&after);
        let mut lost = Vec::new();
        for start in renames(&["exec.start"])
            .filter(|start| taken.contains(&start.from) && start.from != start.to)
        {
            let stop = renames(&["exec.stop"]).find(|stop| stop.from == start.to);
            let made = before.may_make(start.from);
            let again = renames(&["exec.start"]).any(|again| again.from == start.to);
            let given = match stop {
                Some(stop) if stop.to == start.from || is_seen_to(stop.to) => continue,
                Some(stop) => Some((stop.to.to_owned(), stop.to_place)),
                None if !keeps_names || again || is_seen_to(start.to) => continue,
                None => None,
            };
            if !made && !is_seen_to(start.from) {
                lost.push(LostName {
                    taken: start.from.to_owned(),
                    inside: start.to.to_owned(),
                    given,
                    renamed: start.place,
                });
            }
        }
        lost
    }

    /// Whether nothing that runs when the jail stops names or destroys an interface that the
    /// files do not name, or any at all in the jail.
    fn keeps_names_at_stop(&self, after: &InterfaceWork) -> bool {
        let inside = self.interface_work(&["exec.stop"]);
        let does_nothing = |work: &InterfaceWork| {
            !work.opaque && !work.open && work.destroyed.is_empty() && work.named.is_empty()
        };
        does_nothing(&inside) && does_nothing(after)
    }
}

fn foreign_shell(command: &Command) -> Option<ForeignShell> {
    let (shell, arguments) = command.words.split_first()?;
    let script = arguments
        .iter()
        .filter_map(Word::literal)
        .find(|word| !word.starts_with('-'))?;
    let foreign = OTHER_SHELLS.contains(&shell.base_name()?) && RC_SCRIPTS.contains(&script);
    foreign.then(|| ForeignShell {
        shell: shell.text.clone(),
        shell_place: shell.place,
        script: script.to_owned(),
    })
}

/// `ifconfig FROM ... name TO`
struct Rename<'c> {
    from: &'c str,
    to: &'c str,
    to_place: Place,
    place: Place,
}

fn renamed(command: &Command) -> Option<Rename<'_>> {
    if command.program() != Some("ifconfig") {
        return None;
    }
    let words = command.words.get(1..)?;
    let name = words
        .iter()
        .position(|word| word.literal() == Some("name"))?;
    let to = words.get(name + 1)?;
    Some(Rename {
        from: words.first()?.literal()?,
        to: to.literal()?,
        to_place: to.place,
        place: command.place,
    })
}
