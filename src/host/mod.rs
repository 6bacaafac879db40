//! One machine, pure: what its files together make of it. Effective jails, interfaces, FIBs,
//! settings in force, daemons, BGP speakers.
//!
//! Knows no other host and no rule; reads no disk.

pub mod daemons;
mod default_routes;
pub mod fibs;
pub mod file;
mod frr_loading;
pub mod gateways;
pub mod ifconfig_calls;
pub mod interfaces;
pub mod jail_commands;
pub mod jail_files;
pub mod jail_on_host;
mod jail_roots;
mod jail_way_out;
pub mod jails;
mod late_globals;
mod likeness;
mod programs;
mod proxy_arp;
pub mod rc;
pub mod rib;
pub mod routes_by_hand;
pub mod routing;
mod routing_words;
pub mod run_time;
pub mod scripts;
pub mod settings;
pub mod start_order;
pub mod static_routes;
mod unserved;
pub mod valued;
pub mod vnet;

mod build;

pub use file::{FileTarget, HostFile};
pub use frr_loading::{FrrFile, Skipped};
pub use jail_on_host::{HostJail, JailFib};
pub use proxy_arp::ArpAnswer;
pub use run_time::{EnteredRouter, JailQuery, PathlessCommand, RunBy, RuntimeNetwork, VtyshWords};
pub use unserved::Unserved;

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use crate::files::{Inclusion, Layout};
use crate::syntax::Language;
use crate::text::FileId;
use crate::vocabulary::{Candidates, FreebsdRelease, FrrVersion};
use daemons::Frr;
use fibs::Fibs;
use ifconfig_calls::IfconfigCalls;
use interfaces::Interfaces;
use jail_files::JailFile;
use jails::{JailAddress, JailDefect};
use rc::RcConf;
use routes_by_hand::RoutesByHand;
use routing::Routing;
use run_time::{AddressesByHand, JexecCall};
use scripts::InterfaceWork;
use settings::Settings;
use static_routes::{PublishedArp, StaticRoute};

/// One machine.
#[derive(Debug)]
pub struct Host {
    /// Its name in the site.
    pub name: String,
    /// Its folder, as shown to people.
    pub root: String,
    /// Its folder, absolute.
    pub folder: PathBuf,
    /// How its files lie in the folder.
    pub layout: Layout,
    /// The FreeBSD release that it runs.
    pub freebsd: Candidates<FreebsdRelease>,
    /// The FRR version that it runs.
    pub frr_version: Candidates<FrrVersion>,
    /// Whether somebody said so; else it is the `frr version` line, which may be older than what
    /// runs.
    pub frr_version_said: bool,
    /// Its files.
    pub files: Vec<HostFile>,
    /// What the `.include` statements of its jail.conf files led to.
    pub includes: Vec<Inclusion>,
    /// rc.conf's variables in force.
    pub rc: Arc<RcConf>,
    /// Whether rc.conf is there, and is all there is to it: it reads no other file by `.`.
    pub rc_is_whole: bool,
    /// Loader tunables and sysctls.
    pub settings: Arc<Settings>,
    /// Its FIBs.
    pub fibs: Fibs,
    /// Its interfaces.
    pub interfaces: Interfaces,
    /// What its scripts and hooks do to interfaces.
    pub ifconfig_calls: IfconfigCalls,
    /// Its jails.
    pub jails: Vec<HostJail>,
    /// What is wrong with how jail.conf defines them.
    pub jail_defects: Vec<JailDefect>,
    /// The files of jails, jail.conf first.
    pub jail_files: Vec<JailFile>,
    /// rc.local starts jails itself.
    pub boot_starts_jails: bool,
    /// What rc.local and the host's scripts do to its interfaces.
    pub by_scripts: InterfaceWork,
    /// Addresses that scripts and the jails' hooks give to its interfaces.
    pub addresses_by_hand: AddressesByHand,
    /// Commands that scripts and hooks run in jails.
    pub jexec_calls: Vec<JexecCall>,
    /// FRR's daemons.
    pub frr: Frr,
    /// The files that FRR's configuration comes from.
    pub frr_files: Vec<FileId>,
    /// FRR's configuration.
    pub routing: Arc<Routing>,
    /// Routes that its files put in by hand.
    pub static_routes: Vec<StaticRoute>,
    /// Routes that scripts and the jails' hooks put in.
    pub routes_by_hand: RoutesByHand,
    /// Addresses for which it answers ARP requests.
    pub published_arp: Vec<PublishedArp>,
    /// Routes that its scripts announce.
    pub runtime_networks: Vec<RuntimeNetwork>,
    /// BGP routers that its scripts and hooks configure.
    pub entered_routers: Vec<EnteredRouter>,
    /// What its scripts and hooks say to vtysh, word by word.
    pub vtysh_words: VtyshWords,
    /// Calls of /usr/local's programs that will not be found.
    pub pathless_commands: Vec<PathlessCommand>,
    /// Questions about jails that rc.local asks before any jail runs.
    pub early_jail_queries: Vec<JailQuery>,
}

impl Host {
    /// "FreeBSD 12.1", or words for a release that is not known.
    #[must_use]
    pub fn release_words(&self) -> String {
        match self.freebsd.known() {
            Some(release) => format!("FreeBSD {release}"),
            None => "every supported FreeBSD release".to_owned(),
        }
    }

    /// "FRR 7.3.1", or words for a version that is not known.
    #[must_use]
    pub fn frr_words(&self) -> String {
        match self.frr_version.known() {
            Some(version) => format!("FRR {version}"),
            None => "every supported FRR version".to_owned(),
        }
    }

    /// Whether it surely is a FreeBSD machine: its release is known, or a file lies there that
    /// only FreeBSD has. FRR's files alone may be of any other.
    #[must_use]
    pub fn is_surely_freebsd(&self) -> bool {
        let is_its_own = |file: &HostFile| {
            let language = file.language();
            matches!(language, Language::Jail | Language::Rc | Language::Loader)
        };
        self.freebsd.known().is_some() || self.files.iter().any(is_its_own)
    }

    /// Whether rc.conf is among its files.
    #[must_use]
    pub fn has_rc_conf(&self) -> bool {
        self.files.iter().any(|file| file.is_named("rc.conf"))
    }

    /// Every address that a jail takes from this host's interfaces, with its jail.
    pub fn jail_addresses(&self) -> impl Iterator<Item = (&HostJail, &JailAddress)> {
        self.jails
            .iter()
            .flat_map(|jail| jail.addresses.iter().map(move |element| (jail, element)))
    }

    /// The addresses of the host itself, as rc.conf and FRR set them.
    pub fn own_addresses(&self) -> impl Iterator<Item = IpAddr> {
        let by_rc = self.interfaces.iter().flat_map(|i| &i.addresses);
        let by_frr = self.routing.interfaces.iter().flat_map(|i| &i.addresses);
        by_rc
            .map(|own| own.network.addr())
            .chain(by_frr.map(|(network, _)| network.addr()))
    }

    /// Whether `address` is one of the host's own.
    #[must_use]
    pub fn has_address(&self, address: IpAddr) -> bool {
        self.own_addresses().any(|own| own == address)
    }

    /// Whether a jail's address lies on a network that is connected to its interface anyway, so
    /// that neighbors on the wire find it without any announcement.
    #[must_use]
    pub fn is_on_link(&self, element: &JailAddress) -> bool {
        let interface = element.interface.as_deref();
        interface
            .and_then(|name| self.interfaces.get(name))
            .is_some_and(|interface| {
                let mut networks = interface.addresses.iter().map(|own| own.network);
                networks.any(|network| network.contains(&element.address))
            })
    }

    /// Whether the host forwards packets for others than itself: jails with a network stack of
    /// their own, or a bridge.
    #[must_use]
    pub fn forwards_for_others(&self) -> bool {
        let bridged = self.interfaces.iter().any(|i| i.name.starts_with("bridge"));
        bridged || self.jails.iter().any(HostJail::is_vnet)
    }
}
