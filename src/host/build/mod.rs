//! From a host's files to its picture.

mod echoes;
mod jail_sources;
mod routes;
mod run;
mod sources;

use super::daemons::{Frr, service_fibs};
use super::fibs::{FibUser, Fibs};
use super::ifconfig_calls::IfconfigCalls;
use super::interfaces::Interfaces;
use super::routes_by_hand::RoutesByHand;
use super::routing::Routing;
use super::run_time::{AddressesByHand, VtyshWords};
use super::scripts::InterfaceWork;
use super::{Host, HostFile, HostJail};
use crate::files::HostFiles;
use crate::vocabulary::{Candidates, FreebsdRelease, FrrVersion};

impl Host {
    /// The picture that a host's files make together. `before` is one of the same host, made
    /// when some of its files may have been others: what it knows is not found out again.
    #[must_use]
    pub fn build(
        host: &HostFiles,
        freebsd: Candidates<FreebsdRelease>,
        frr_said: Candidates<FrrVersion>,
        before: Option<&Self>,
    ) -> Self {
        let files: Vec<HostFile> = host
            .files
            .iter()
            .map(|source| HostFile {
                source: source.clone(),
                freebsd: freebsd.clone(),
            })
            .collect();
        let rc = sources::rc_conf(host, &files, before);
        let settings = sources::in_force(&files, &freebsd, before);
        let jail_sources::JailsOfHost {
            jails,
            defects: jail_defects,
            files: jail_files,
            ..
        } = jail_sources::jails_of(host, &files, &freebsd);
        let jail_defects = echoes::without_echoes(&files, jail_defects);
        let frr_files = sources::frr_files(&files, &rc, &frr_said);
        let routing = sources::routing_of(&files, &frr_files, &frr_said, before);
        let frr_version_said = frr_said.known().is_some();
        let frr_version = match (&frr_said, &routing.version_line) {
            (Candidates::Unknown, Some((version, _))) => Candidates::Known(*version),
            _ => frr_said,
        };
        let frr = Frr::from_rc(&rc, &frr_version);
        let has_rc = files.iter().any(|file| file.is_named("rc.conf"));
        let rc_is_whole = has_rc && !sources::rc_reads_more(&files);
        let names = names_elsewhere(&jails, &routing);
        let interfaces = Interfaces::from_rc(&rc, &names, has_rc);
        let complete = files.iter().any(|file| file.is_named("loader.conf"));
        let fibs = Fibs::from_settings(&settings, &freebsd, complete);
        let mut built = Self {
            name: host.name.clone(),
            root: host.shown.clone(),
            folder: host.root.clone(),
            layout: host.layout,
            freebsd,
            frr_version,
            frr_version_said,
            files,
            includes: host.includes.clone(),
            rc,
            rc_is_whole,
            settings,
            fibs,
            interfaces,
            ifconfig_calls: IfconfigCalls::default(),
            jails,
            jail_defects,
            jail_files,
            boot_starts_jails: false,
            by_scripts: InterfaceWork::default(),
            addresses_by_hand: AddressesByHand::default(),
            jexec_calls: Vec::new(),
            frr,
            frr_files,
            routing,
            static_routes: Vec::new(),
            routes_by_hand: RoutesByHand::default(),
            published_arp: Vec::new(),
            runtime_networks: Vec::new(),
            entered_routers: Vec::new(),
            vtysh_words: VtyshWords::default(),
            pathless_commands: Vec::new(),
            early_jail_queries: Vec::new(),
        };
        built.take_rc_routes();
        built.take_frr_routes();
        built.take_scripts();
        // After those of scripts, which are the ones to be added to.
        built.take_rc_arp();
        built.take_hooks();
        built.ifconfig_calls = IfconfigCalls::of(&built);
        built.take_fib_uses();
        built
    }

    /// Gathers every place that names a FIB.
    fn take_fib_uses(&mut self) {
        let jails = self.jails.iter().filter_map(HostJail::fib_use);
        let interfaces = self.interfaces.fib_uses.iter().cloned();
        let frr_runs = self.frr.enabled != Some(false);
        let daemons = self.frr.fib_uses.iter().filter(|_| frr_runs).cloned();
        let services = service_fibs(&self.rc);
        let more: Vec<_> = jails
            .chain(interfaces)
            .chain(daemons)
            .chain(services)
            .collect();
        self.fibs.uses.extend(more);
        self.fibs.uses.sort_by_key(|fib| fib.place);
        self.fibs.uses.dedup_by(|later, kept| {
            let same = later.place == kept.place;
            if let (true, FibUser::Jails(more), FibUser::Jails(jails)) =
                (same, &mut later.by, &mut kept.by)
            {
                jails.append(more);
            }
            same
        });
    }
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
