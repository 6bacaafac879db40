//! From the site to what `show` tells.

use std::collections::BTreeMap;

use super::{
    Bgp, Daemon, DefaultRoute, Fibs, Host, Interface, Jail, JailAddress, Neighbor, RemoteAs,
    Setting, Show,
};
use crate::files::Snapshot;
use crate::host::routing::{self, Family, Speaker};
use crate::host::{self, HostJail};
use crate::site::{HostIndex, Site};
use crate::syntax::Language;
use crate::text::{Encoding, Place};
use crate::vocabulary::When;

impl Show {
    /// The picture of a site.
    #[must_use]
    pub fn of(snapshot: &Snapshot, site: &Site) -> Self {
        let picture = Picture { snapshot, site };
        Self {
            version: 1,
            hosts: site
                .indexed()
                .map(|(index, host)| picture.host(index, host))
                .collect(),
            files: None,
        }
    }
}

/// How many FIBs are looked at where their number is not known.
const MOST_FIBS: u32 = 64;

/// Where the parts come from.
struct Picture<'a> {
    snapshot: &'a Snapshot,
    site: &'a Site,
}

impl Picture<'_> {
    /// File and line, from 1.
    fn place(&self, place: Place) -> (String, usize) {
        let Some((shown, text)) = self.snapshot.named_text(place.file) else {
            return (String::new(), 0);
        };
        let position = text.position(place.span.start, Encoding::Utf32);
        (shown.to_owned(), position.line + 1)
    }

    fn host(&self, index: HostIndex, host: &host::Host) -> Host {
        Host {
            name: host.name.clone(),
            root: host.root.clone(),
            freebsd: host.freebsd.known().map(|release| release.to_string()),
            frr: host.frr_version.known().map(|version| version.to_string()),
            interfaces: self.interfaces(host),
            fibs: self.fibs(host),
            jails: host.jails.iter().map(|jail| self.jail(jail)).collect(),
            settings: self.settings(host),
            daemons: self.daemons(host),
            bgp: host
                .routing
                .speakers
                .iter()
                .map(|speaker| self.bgp(index, host, speaker))
                .collect(),
        }
    }

    fn interfaces(&self, host: &host::Host) -> Vec<Interface> {
        let each = host.interfaces.iter();
        each.map(|interface| {
            let (file, line) = self.place(interface.place);
            let addresses = interface.addresses.iter();
            Interface {
                name: interface.name.clone(),
                fib: interface.fib,
                addresses: addresses.map(|own| own.network.to_string()).collect(),
                file,
                line,
            }
        })
        .collect()
    }

    fn fibs(&self, host: &host::Host) -> Fibs {
        let routes = host.fibs.default_routes.iter();
        let count = host.fibs.count.as_ref().map_or(1, |count| count.effective);
        // Where the count is not known, what the files name is shown all the same.
        let listed = host.fibs.count.as_ref().map_or(MOST_FIBS, |_| count);
        Fibs {
            count,
            add_addr_allfibs: all_fibs(host),
            default_routes: routes
                .flat_map(|route| {
                    let (file, line) = self.place(route.place);
                    let within =
                        (0..listed).filter(|fib| route.fibs.contains(*fib, 0) == Some(true));
                    within.map(move |fib| DefaultRoute {
                        fib,
                        via: route.via.clone(),
                        file: file.clone(),
                        line,
                    })
                })
                .collect(),
        }
    }

    fn jail(&self, jail: &HostJail) -> Jail {
        let (file, line) = self.place(jail.jail.place);
        Jail {
            name: jail.name().to_owned(),
            file,
            line,
            vnet: jail.is_vnet(),
            fib: jail.fib.number.unwrap_or(0),
            addresses: jail
                .addresses
                .iter()
                .map(|element| JailAddress {
                    address: element.address.to_string(),
                    prefix_length: element.prefix_length,
                    interface: element.interface.clone(),
                })
                .collect(),
            parameters: parameters(jail),
        }
    }

    fn settings(&self, host: &host::Host) -> Vec<Setting> {
        let each = host.settings.assignments.iter();
        each.map(|setting| {
            let (file, line) = self.place(setting.place);
            Setting {
                name: setting.name.clone(),
                value: setting.value.clone(),
                file,
                line,
                takes_effect: host.settings.takes_effect(setting),
            }
        })
        .collect()
    }

    fn daemons(&self, host: &host::Host) -> Vec<Daemon> {
        let each = host
            .frr
            .daemons
            .iter()
            .filter(|_| host.frr.enabled.is_some());
        each.map(|daemon| Daemon {
            name: daemon.name.clone(),
            enabled: host.frr.enabled == Some(true),
            fib: daemon.fib.effective,
            config: self.configuration(host, &daemon.name),
        })
        .collect()
    }

    /// The file that a daemon's configuration comes from.
    fn configuration(&self, host: &host::Host, daemon: &str) -> Option<String> {
        let own = format!("{daemon}.conf");
        let mut files = host
            .files
            .iter()
            .filter(|file| file.language() == Language::Frr);
        let read = files.find(|file| {
            host.frr_files.contains(&file.id())
                && (file.is_named("frr.conf") || file.is_named(&own))
        });
        read.map(|file| file.source.shown.clone())
    }

    fn bgp(&self, index: HostIndex, host: &host::Host, speaker: &Speaker) -> Bgp {
        let (file, line) = self.place(speaker.place);
        Bgp {
            asn: speaker.as_number,
            vrf: speaker.vrf.clone(),
            router_id: speaker.router_id.map(|(id, _)| id.to_string()),
            file,
            line,
            neighbors: self.neighbors(index, host, speaker),
            originates: originates(speaker),
        }
    }

    fn neighbors(&self, index: HostIndex, host: &host::Host, speaker: &Speaker) -> Vec<Neighbor> {
        let sessions = self.site.sessions_of(index);
        sessions
            .filter_map(|session| {
                let (own, neighbor) = session.statement(host)?;
                let active = Family::ALL
                    .into_iter()
                    .filter(|family| neighbor.families.get(*family).active);
                std::ptr::eq(own, speaker).then(|| Neighbor {
                    address: neighbor.peer.to_string(),
                    remote_as: remote_as(neighbor),
                    families: active.map(|family| family.to_string()).collect(),
                    host: session
                        .peer
                        .and_then(|peer| self.site.host(peer.host))
                        .map(|peer| peer.name.clone()),
                })
            })
            .collect()
    }
}

fn remote_as(neighbor: &routing::Neighbor) -> Option<RemoteAs> {
    match neighbor.remote_as {
        routing::RemoteAs::Number(number) => Some(RemoteAs::Number(number)),
        routing::RemoteAs::Internal => Some(RemoteAs::Word("internal".to_owned())),
        routing::RemoteAs::External => Some(RemoteAs::Word("external".to_owned())),
        routing::RemoteAs::Unknown => None,
    }
}

/// What is in force: a value that the machine does not take counts as not written.
fn all_fibs(host: &host::Host) -> Option<bool> {
    let effective = host.settings.effective("net.add_addr_allfibs");
    let written = effective.and_then(|setting| setting.value.trim().parse::<u32>().ok());
    match (written, &host.fibs.add_addr_allfibs_default) {
        (Some(value), _) => Some(value != 0),
        (None, When::Always) => Some(true),
        (None, When::Never) => Some(false),
        (None, When::On(_)) => None,
    }
}

fn parameters(jail: &HostJail) -> BTreeMap<String, Vec<String>> {
    let each = jail.jail.parameters.iter();
    each.map(|parameter| {
        let values = parameter.values.iter().map(|value| value.text.clone());
        (parameter.name.clone(), values.collect())
    })
    .collect()
}

/// Prefixes of `network` and `aggregate-address`, and what is redistributed.
fn originates(speaker: &Speaker) -> Vec<String> {
    let mut all = Vec::new();
    for family in Family::ALL {
        let lines = speaker.families.get(family);
        all.extend(
            lines
                .networks
                .iter()
                .map(|network| network.prefix.to_string()),
        );
        all.extend(
            lines
                .aggregates
                .iter()
                .map(|aggregate| aggregate.prefix.to_string()),
        );
        let redistributed = lines.redistributions.iter();
        all.extend(redistributed.map(|line| format!("redistribute {}", line.word)));
    }
    all
}
