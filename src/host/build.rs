//! From a host's files to its picture.

use super::daemons::Frr;
use super::fibs::{DefaultRoute, FibUse, FibUser, Fibs};
use super::interfaces::Interfaces;
use super::jails::{self, Includes, JailDefect};
use super::rc::{self, RcConf, RcSource};
use super::routing::{self, Routing};
use super::run_time::{self, RunBy, Vtysh};
use super::scripts::{self, ActionKind, Command, Destination, Gateway, RouteFibs, RouteVerb};
use super::settings::{self, SettingSource, SettingTree};
use super::static_routes::{PublishedArp, StaticRoute, StaticSource};
use super::{Host, HostFile, HostJail};
use crate::files::{HostFiles, SourceFile};
use crate::syntax::{Language, Tree, jail};
use crate::text::{FileId, Place};
use crate::vocabulary::{Candidates, FreebsdRelease, FrrVersion};

impl Host {
    /// The picture that a host's files make together.
    #[must_use]
    pub fn build(
        host: &HostFiles,
        freebsd: Candidates<FreebsdRelease>,
        frr_said: Candidates<FrrVersion>,
    ) -> Self {
        let files: Vec<HostFile> = host
            .files
            .iter()
            .map(|source| HostFile {
                source: source.clone(),
                freebsd: freebsd.clone(),
            })
            .collect();
        let rc = rc_conf(&files);
        let settings = in_force(&files, &freebsd);
        let (jails, jail_defects) = jails_of(host, &files, &freebsd);
        let frr_files = frr_files(&files, &rc, &frr_said);
        let routing = routing_of(&files, &frr_files, &frr_said);
        let frr_version = match (&frr_said, &routing.version_line) {
            (Candidates::Unknown, Some((version, _))) => Candidates::Known(*version),
            _ => frr_said,
        };
        let frr = Frr::from_rc(&rc, &frr_version);
        let interfaces = Interfaces::from_rc(&rc, &names_elsewhere(&jails, &routing));
        let complete = files.iter().any(|file| file.is_named("loader.conf"));
        let fibs = Fibs::from_settings(&settings, &freebsd, complete);
        let mut built = Self {
            name: host.name.clone(),
            root: host.shown.clone(),
            freebsd,
            frr_version,
            files,
            rc,
            settings,
            fibs,
            interfaces,
            jails,
            jail_defects,
            frr,
            frr_files,
            routing,
            static_routes: Vec::new(),
            published_arp: Vec::new(),
            runtime_networks: Vec::new(),
            entered_routers: Vec::new(),
            pathless_commands: Vec::new(),
            early_jail_queries: Vec::new(),
        };
        built.take_rc_routes();
        built.take_frr_routes();
        built.take_scripts();
        built.take_hooks();
        built.take_fib_uses();
        built
    }

    /// `static_routes`, `ipv6_static_routes` and the default routers of rc.conf (rc.d/routing).
    fn take_rc_routes(&mut self) {
        self.fibs.add_default_routers(&self.rc);
        for (list, prefix) in [
            ("static_routes", "route_"),
            ("ipv6_static_routes", "ipv6_route_"),
        ] {
            let Some(names) = self.rc.get(list) else {
                continue;
            };
            let words = self.rc.words(names);
            for (entry, _) in words {
                let name = entry.split(':').next().unwrap_or(&entry).to_owned();
                let variable = rc::variable_suffix(&name);
                let Some(variable) = self.rc.get(&format!("{prefix}{variable}")).cloned() else {
                    continue;
                };
                let mut route = scripts::route_arguments(&variable.words());
                route.ipv6 |= prefix != "route_";
                self.take_fibs_of(&route, FibUser::RcVariable(variable.name));
                self.take_route(route, StaticSource::RcConf(name), variable.place);
            }
        }
    }

    /// The FIBs that `-fib` names.
    fn take_fibs_of(&mut self, route: &scripts::Route, by: FibUser) {
        let (RouteFibs::Numbers(ranges), Some(place)) = (&route.fibs, route.destination_place)
        else {
            return;
        };
        let highest = ranges.iter().map(|range| *range.end()).max();
        self.fibs
            .uses
            .extend(highest.map(|number| FibUse { number, by, place }));
    }

    fn take_frr_routes(&mut self) {
        let fib = self.frr.intended_fib("zebra");
        for route in &self.routing.static_routes {
            self.static_routes.push(StaticRoute {
                destination: route.prefix,
                via: route.target.to_string(),
                fibs: RouteFibs::Numbers(vec![fib..=fib]),
                source: StaticSource::Frr,
                place: route.place,
            });
        }
    }

    /// What rc.local and the host's scripts do.
    fn take_scripts(&mut self) {
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
            }
            self.take_setfibs(&commands);
            let vtysh = Vtysh::of(&commands);
            self.runtime_networks.extend(vtysh.networks);
            self.entered_routers.extend(vtysh.routers);
        }
    }

    /// Routes and ARP entries that rc.local sets up.
    fn take_boot_actions(&mut self, commands: &[Command]) {
        for action in scripts::actions(commands) {
            match action.kind {
                ActionKind::PublishArp(entry) => self.published_arp.push(PublishedArp {
                    address: entry.address,
                    place: entry.place,
                    list: entry.list.unwrap_or(entry.place),
                }),
                ActionKind::Route(route) => {
                    if action.command.fib.is_none() {
                        self.take_fibs_of(&route, FibUser::Command("the route".to_owned()));
                    }
                    self.take_route(route, StaticSource::Script, action.place);
                }
                _ => {}
            }
        }
    }

    fn take_route(&mut self, route: scripts::Route, source: StaticSource, place: Place) {
        if route.verb != RouteVerb::Add {
            return;
        }
        let via = via(route.gateway.as_ref());
        match route.destination {
            Destination::Default => self.fibs.default_routes.push(DefaultRoute {
                fibs: route.fibs,
                via,
                ipv6: route.ipv6,
                place,
            }),
            Destination::Net(destination) => self.static_routes.push(StaticRoute {
                destination,
                via,
                fibs: route.fibs,
                source,
                place,
            }),
            Destination::Unknown => {}
        }
    }

    fn take_setfibs(&mut self, commands: &[Command]) {
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
    fn take_hooks(&mut self) {
        let own = own_programs(&self.files);
        for jail in &mut self.jails {
            let commands: Vec<Command> = jail
                .hooks
                .iter()
                .filter(|hook| hook.on_host)
                .flat_map(|hook| hook.commands.iter().cloned())
                .collect();
            let vtysh = Vtysh::of(&commands);
            jail.runtime_networks = vtysh.networks;
            self.entered_routers.extend(vtysh.routers);
            self.pathless_commands
                .extend(run_time::pathless_in_hooks(jail, &own));
        }
    }

    /// Gathers every place that names a FIB.
    fn take_fib_uses(&mut self) {
        let jails = self.jails.iter().filter_map(HostJail::fib_use);
        let interfaces = self.interfaces.fib_uses.iter().cloned();
        let daemons = self.frr.fib_uses.iter().cloned();
        let more: Vec<_> = jails.chain(interfaces).chain(daemons).collect();
        self.fibs.uses.extend(more);
        self.fibs.uses.sort_by_key(|fib| fib.place);
        self.fibs.uses.dedup_by_key(|fib| fib.place);
    }
}

/// A route's way, for people.
fn via(gateway: Option<&Gateway>) -> String {
    match gateway {
        Some(Gateway::Address(address)) => address.to_string(),
        Some(Gateway::Interface(name)) => name.clone(),
        Some(Gateway::Unknown) | None => "a gateway known at run time only".to_owned(),
    }
}

/// rc.conf and its companions, in the order in which rc.subr reads them.
fn rc_conf(files: &[HostFile]) -> RcConf {
    let mut sources: Vec<_> = files
        .iter()
        .filter_map(|file| match file.tree() {
            Tree::Rc(tree) => Some((rank(file, &["rc.conf", "rc.conf.local"]), file.id(), tree)),
            _ => None,
        })
        .collect();
    sources.sort_by_key(|(rank, id, _)| (*rank, *id));
    let sources: Vec<_> = sources
        .into_iter()
        .map(|(_, file, tree)| RcSource { file, tree })
        .collect();
    rc::collect(&sources)
}

/// Position of a file's name in `order`; other names come after.
fn rank(file: &HostFile, order: &[&str]) -> usize {
    order
        .iter()
        .position(|name| file.is_named(name))
        .unwrap_or(order.len())
}

/// loader.conf, loader.conf.d, loader.conf.local, then sysctl.conf and sysctl.conf.local.
fn in_force(files: &[HostFile], freebsd: &Candidates<FreebsdRelease>) -> settings::Settings {
    let mut sources: Vec<_> = files
        .iter()
        .filter_map(|file| {
            let (rank, tree) = match file.tree() {
                Tree::Loader(tree) if file.is_named("loader.conf") => {
                    (0, SettingTree::Loader(tree))
                }
                Tree::Loader(tree) if file.is_named("loader.conf.local") => {
                    (2, SettingTree::Loader(tree))
                }
                Tree::Loader(tree) => (1, SettingTree::Loader(tree)),
                Tree::Sysctl(tree) => {
                    let order = ["sysctl.conf", "sysctl.conf.local"];
                    (3 + rank(file, &order), SettingTree::Sysctl(tree))
                }
                _ => return None,
            };
            Some((rank, file.id(), tree))
        })
        .collect();
    sources.sort_by_key(|(rank, id, _)| (*rank, *id));
    let sources: Vec<_> = sources
        .into_iter()
        .map(|(_, file, tree)| SettingSource { file, tree })
        .collect();
    settings::collect(&sources, freebsd)
}

/// The files of one host as jail.conf's `.include` sees them.
struct HostIncludes<'a> {
    host: &'a HostFiles,
    files: &'a [HostFile],
}

impl<'a> Includes<'a> for HostIncludes<'a> {
    fn resolve(&self, from: FileId, pattern: &str) -> Vec<(FileId, &'a jail::Tree)> {
        let mut inclusions = self.host.includes.iter();
        let matched = inclusions.find(|found| found.from == from && found.pattern == pattern);
        matched
            .map_or(&[][..], |found| &found.files)
            .iter()
            .copied()
            .filter_map(|id| {
                let file = self.files.iter().find(|file| file.id() == id)?;
                match file.tree() {
                    Tree::Jail(tree) => Some((id, tree)),
                    _ => None,
                }
            })
            .collect()
    }
}

/// The jails of jail.conf and what it includes, then those of files that stand alone, such as
/// jail.conf.d/NAME.conf (rc.d/jail reads one of them for each name).
fn jails_of(
    host: &HostFiles,
    files: &[HostFile],
    freebsd: &Candidates<FreebsdRelease>,
) -> (Vec<HostJail>, Vec<JailDefect>) {
    let includes = HostIncludes { host, files };
    let mut roots: Vec<_> = files
        .iter()
        .filter_map(|file| match file.tree() {
            Tree::Jail(tree) => Some((rank(file, &["jail.conf"]), file.id(), tree)),
            _ => None,
        })
        .collect();
    roots.sort_by_key(|(rank, id, _)| (*rank, *id));
    let mut found: Vec<HostJail> = Vec::new();
    let mut defects = Vec::new();
    let mut included = std::collections::BTreeSet::new();
    for (_, file, tree) in roots {
        if included.contains(&file) {
            continue;
        }
        let jails = jails::effective(file, tree, &includes, freebsd);
        for jail in &jails.jails {
            included.insert(jail.place.file);
        }
        found.extend(jails.jails.into_iter().map(HostJail::new));
        defects.extend(jails.defects);
    }
    (found, defects)
}

/// The files that FRR's configuration comes from: the integrated frr.conf where FRR reads it,
/// else the daemons' own files.
fn frr_files(files: &[HostFile], rc: &RcConf, version: &Candidates<FrrVersion>) -> Vec<FileId> {
    let frr: Vec<&HostFile> = files
        .iter()
        .filter(|file| file.language() == Language::Frr)
        .collect();
    let integrated = frr.iter().any(|file| file.is_named("frr.conf"));
    let own = frr.iter().any(|file| is_daemon_file(file));
    // frr7 and frr8 leave `vtysh -b` out unless told; later ports load frr.conf and nothing else.
    let old_port = version.known().is_some_and(|v| v < FrrVersion::new(9, 0));
    let boots_integrated = rc.yes("frr_vtysh_boot").unwrap_or(!old_port);
    let use_integrated = integrated && (boots_integrated || !own);
    frr.into_iter()
        .filter(|file| !file.is_named("vtysh.conf"))
        .filter(|file| file.is_named("frr.conf") == use_integrated || !integrated)
        .map(HostFile::id)
        .collect()
}

fn routing_of(files: &[HostFile], read: &[FileId], version: &Candidates<FrrVersion>) -> Routing {
    let sources: Vec<_> = files
        .iter()
        .filter(|file| read.contains(&file.id()))
        .filter_map(|file| match file.tree() {
            Tree::Frr(tree) => Some((file.id(), file.source.text.as_str(), tree)),
            _ => None,
        })
        .collect();
    routing::collect(&sources, version)
}

fn is_daemon_file(file: &HostFile) -> bool {
    !file.is_named("frr.conf") && !file.is_named("vtysh.conf")
}

/// Interface names from outside rc.conf.
fn names_elsewhere(jails: &[HostJail], routing: &Routing) -> Vec<String> {
    let of_jails = jails
        .iter()
        .flat_map(HostJail::on_interfaces)
        .map(|(_, name)| name.to_owned());
    let of_frr = routing
        .interfaces
        .iter()
        .map(|interface| interface.name.clone());
    of_jails.chain(of_frr).collect()
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
