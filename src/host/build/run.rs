//! What rc.local, scripts and the jails' hooks do.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::files::SourceFile;
use crate::host::fibs::{FibUse, FibUser};
use crate::host::interfaces::FibChange;
use crate::host::run_time::{self, PathlessCommand, RunBy, Vtysh, VtyshWords};
use crate::host::scripts::{self, ActionKind, Command, Destination, Ifconfig, InterfaceWork};
use crate::host::static_routes::{PublishedArp, StaticSource};
use crate::host::{Host, HostFile, HostJail};
use crate::syntax::Tree;

impl Host {
    /// What rc.local and the host's scripts do.
    pub(super) fn take_scripts(&mut self) {
        let own = own_programs(&self.files);
        let scripts: Vec<_> = self
            .files
            .iter()
            .filter_map(|file| match file.tree() {
                Tree::Shell(tree) => Some((file, tree)),
                _ => None,
            })
            .map(|(file, tree)| {
                (
                    file.is_named("rc.local"),
                    scripts::commands(file.id(), tree),
                )
            })
            .collect();
        for (at_boot, commands) in scripts {
            if at_boot {
                let pathless = run_time::pathless(&commands, &own, &RunBy::RcLocal);
                self.pathless_commands.extend(pathless);
                self.early_jail_queries
                    .extend(run_time::jail_queries(&commands));
                self.take_boot_actions(&commands);
                self.routes_by_hand.take_unknown(&commands, &own);
                self.boot_starts_jails |= commands.iter().any(run_time::starts_jails);
            }
            // Scripts are full of programs of their own; it is rc.local that calls them at boot.
            let work = InterfaceWork::of(&commands);
            self.by_scripts.extend(&InterfaceWork {
                opaque: work.opaque && at_boot,
                ..work
            });
            self.addresses_by_hand.take(&commands);
            self.routes_by_hand.take(&commands);
            self.jexec_calls.extend(run_time::jexec_calls(&commands));
            self.take_published_arp(&commands);
            self.take_setfibs(&commands);
            let vtysh = Vtysh::of(&commands);
            self.runtime_networks.extend(vtysh.networks);
            self.entered_routers.extend(vtysh.routers);
            self.vtysh_words.extend(vtysh.words);
        }
    }

    /// ARP entries that rc.local sets up, or a script that somebody runs.
    fn take_published_arp(&mut self, commands: &[Command]) {
        for action in scripts::actions(commands) {
            if let ActionKind::PublishArp(entry) = action.kind {
                self.published_arp.push(PublishedArp {
                    address: entry.address,
                    place: entry.place,
                    list: entry.list.unwrap_or(entry.place),
                    another: entry.another,
                });
            }
        }
    }

    /// Routes and FIBs of interfaces that rc.local sets up.
    pub(super) fn take_boot_actions(&mut self, commands: &[Command]) {
        for action in scripts::actions(commands) {
            match action.kind {
                ActionKind::Route(route) => {
                    if action.command.fib.is_none() {
                        self.take_fibs_of(&route, FibUser::Command("the route".to_owned()));
                    }
                    self.take_route(route, StaticSource::Script, action.place);
                }
                ActionKind::Ifconfig(call) => self.take_interface_fib(&call),
                _ => {}
            }
        }
    }

    /// An `ifconfig IF fib N`.
    fn take_interface_fib(&mut self, call: &Ifconfig) {
        let Some(interface) = &call.interface else {
            return;
        };
        let Some(at) = call.words.iter().position(|word| word.text == "fib") else {
            return;
        };
        let number = call.words.get(at + 1);
        let change = FibChange {
            interface: interface.literal().map(ToOwned::to_owned),
            fib: number.and_then(|word| word.literal()?.parse().ok()),
        };
        if let (Some(name), Some(fib), Some(word)) = (&change.interface, change.fib, number) {
            self.fibs.uses.push(FibUse {
                number: fib,
                by: FibUser::Interface(name.clone()),
                place: word.place,
            });
        }
        self.interfaces.change_fib(change);
    }

    pub(super) fn take_setfibs(&mut self, commands: &[Command]) {
        for command in commands {
            if let Some(fib) = &command.fib
                && let Some(number) = fib.number
            {
                let program = command.words.first().map_or("", |word| &word.text);
                self.fibs.uses.push(FibUse {
                    number,
                    by: FibUser::Command(format!("setfib {number} {program}").trim().to_owned()),
                    place: fib.place,
                });
            }
        }
    }

    /// What the jails' hooks do.
    pub(super) fn take_hooks(&mut self) {
        let own = own_programs(&self.files);
        let mut on_host = Vec::new();
        let mut pathless = Vec::new();
        let mut words = VtyshWords::default();
        for jail in &mut self.jails {
            let commands: Vec<Command> = jail
                .hooks
                .iter()
                .filter(|hook| hook.on_host)
                .flat_map(|hook| hook.commands.iter().cloned())
                .collect();
            let vtysh = Vtysh::of(&commands);
            jail.runtime_networks = vtysh.networks;
            jail.runtime_withdrawals = vtysh.withdrawn;
            words.extend(vtysh.words);
            for router in vtysh.routers {
                if !self.entered_routers.contains(&router) {
                    self.entered_routers.push(router);
                }
            }
            pathless.extend(pathless_in_hooks(jail, &own));
            on_host.extend(commands);
        }
        self.vtysh_words.extend(words);
        self.pathless_commands.extend(once_for_all(pathless));
        self.addresses_by_hand.take(&on_host);
        self.routes_by_hand.take(&on_host);
        self.routes_by_hand.take_unknown(&on_host, &own);
        self.jexec_calls.extend(run_time::jexec_calls(&on_host));
        self.take_hook_actions(&on_host);
    }

    /// Default routes and FIBs of interfaces that the jails' hooks set up on the host. A hook of
    /// a wildcard runs for many jails and is taken once.
    fn take_hook_actions(&mut self, commands: &[Command]) {
        let mut seen = FxHashSet::default();
        for action in scripts::actions(commands) {
            match action.kind {
                ActionKind::Route(route)
                    if route.destination == Destination::Default && seen.insert(action.place) =>
                {
                    self.take_route(route, StaticSource::Script, action.place);
                }
                ActionKind::Ifconfig(call) => self.take_interface_fib(&call),
                _ => {}
            }
        }
    }
}

/// The host's own programs below /usr/local: name and path.
fn own_programs(files: &[HostFile]) -> Vec<(String, String)> {
    files
        .iter()
        .filter_map(|file| own_program(&file.source))
        .collect()
}

fn own_program(file: &SourceFile) -> Option<(String, String)> {
    let folder = ["usr/local/bin/", "usr/local/sbin/"];
    let in_folder = folder
        .iter()
        .any(|folder| file.relative.starts_with(folder));
    in_folder.then(|| (file.file_name().to_owned(), format!("/{}", file.relative)))
}

/// What stands in a wildcard's hook, once for all of its jails.
fn once_for_all(commands: Vec<PathlessCommand>) -> Vec<PathlessCommand> {
    let mut kept: Vec<PathlessCommand> = Vec::new();
    let mut first = FxHashMap::default();
    for command in commands {
        let key = (command.place, command.name.clone());
        let at = *first.entry(key).or_insert(kept.len());
        match (
            kept.get_mut(at).map(|earlier| &mut earlier.run_by),
            &command.run_by,
        ) {
            (Some(RunBy::Hook { jails, .. }), RunBy::Hook { jails: more, .. }) => {
                jails.extend(more.iter().cloned());
            }
            _ => kept.push(command),
        }
    }
    kept
}

/// Calls that a jail's host hooks make. With `exec.clean` their PATH comes from login.conf,
/// which has /usr/local.
fn pathless_in_hooks(jail: &HostJail, own: &[(String, String)]) -> Vec<PathlessCommand> {
    if jail.jail.flag("exec.clean") {
        return Vec::new();
    }
    jail.hooks
        .iter()
        .filter(|hook| hook.on_host)
        .flat_map(|hook| {
            let run_by = RunBy::Hook {
                jails: vec![jail.name().to_owned()],
                parameter: hook.parameter,
            };
            run_time::pathless(&hook.commands, own, &run_by)
        })
        .collect()
}
