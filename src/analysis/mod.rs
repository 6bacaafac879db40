//! From a snapshot to findings: builds the hosts and the site, runs the rules, takes out what is
//! accepted, sets the levels. Pure and synchronous; the command line and the server differ only
//! in where the snapshot comes from and where the findings go.

mod accepted;
mod levels;
mod mend;

use std::sync::Arc;

use crate::files::{HostFiles, Snapshot};
use crate::finding::Finding;
use crate::host::Host;
use crate::parallel;
use crate::rules::{self, Check, Report};
use crate::site::{Blocks, Site};
use crate::text::Place;
use crate::vocabulary::Candidates;

/// What an analysis gives.
#[derive(Debug)]
pub struct Analysis {
    /// What the rules about one file or one host find, host by host, before anything is accepted.
    own: Vec<Arc<[Finding]>>,
    /// The picture of all hosts.
    pub site: Site,
    /// The findings, in no order, also those in files that were read as context only.
    pub findings: Vec<Finding>,
    /// Lines that were read.
    pub lines: usize,
    /// Lines or statements that were not understood.
    pub not_understood: Vec<Place>,
}

/// With fewer hosts than this, starting threads takes longer than they save.
const MANY: usize = 8;

/// So many bytes in its files make a host large.
const LARGE: usize = 1 << 20;

/// The picture of a snapshot's hosts, without findings.
#[must_use]
pub fn picture(snapshot: &Snapshot) -> Site {
    let many = snapshot.hosts.len() >= MANY;
    let hosts = parallel::map(&snapshot.hosts, many, |host| {
        Arc::new(build_host(host, None))
    });
    site(snapshot, hosts)
}

/// Everything there is to say about a snapshot.
#[must_use]
pub fn analyse(snapshot: &Snapshot) -> Analysis {
    analysed(snapshot, None)
}

/// The same, where `before` was found of an earlier snapshot of the same site: what is as it was
/// then is not found out again.
#[must_use]
pub fn analyse_again(snapshot: &Snapshot, before: (&Snapshot, &Analysis)) -> Analysis {
    analysed(snapshot, Some(before))
}

fn analysed(snapshot: &Snapshot, before: Option<(&Snapshot, &Analysis)>) -> Analysis {
    let many = snapshot.hosts.len() >= MANY;
    let known = snapshot.hosts.iter().enumerate().map(|(at, host)| {
        let known = before.and_then(|before| Known::at(at, before));
        (host, known.filter(|known| known.files.root == host.root))
    });
    let hosts: Vec<_> = known.collect();
    let hosts = parallel::map(&hosts, many, |(host, known)| match known {
        Some(known) if known.files.is_same(host) => known.again(),
        known => {
            let host = build_host(host, known.as_ref().map(|known| &**known.host));
            let findings = run_on_host(&host);
            (Arc::new(host), findings.into())
        }
    });
    let (hosts, own): (Vec<_>, Vec<_>) = hosts.into_iter().unzip();
    let site = site(snapshot, hosts);
    let mut findings: Vec<Finding> = own.iter().flat_map(|own| own.iter().cloned()).collect();
    findings.extend(run_on_site(&site));
    accepted::heed(&mut findings, &site, snapshot);
    levels::set(&mut findings, snapshot);
    let files = || site.hosts.iter().flat_map(|host| &host.files);
    Analysis {
        own,
        findings,
        lines: files().map(|file| file.source.text.line_count()).sum(),
        not_understood: files()
            .flat_map(|file| {
                let spans = file.tree().not_understood();
                spans.into_iter().map(|span| Place::new(file.id(), span))
            })
            .chain(site.hosts.iter().flat_map(|host| host.rc.unread().to_vec()))
            .collect(),
        site,
    }
}

/// What an earlier analysis knows of a host.
struct Known<'a> {
    files: &'a HostFiles,
    host: &'a Arc<Host>,
    findings: &'a Arc<[Finding]>,
}

impl<'a> Known<'a> {
    fn at(index: usize, (snapshot, analysis): (&'a Snapshot, &'a Analysis)) -> Option<Self> {
        Some(Self {
            files: snapshot.hosts.get(index)?,
            host: analysis.site.hosts.get(index)?,
            findings: analysis.own.get(index)?,
        })
    }

    fn again(&self) -> (Arc<Host>, Arc<[Finding]>) {
        (Arc::clone(self.host), Arc::clone(self.findings))
    }
}

fn site(snapshot: &Snapshot, hosts: Vec<Arc<Host>>) -> Site {
    let configs = snapshot.configs.iter().map(|file| &file.config);
    Site::new(hosts, Blocks::new(configs))
}

fn build_host(host: &HostFiles, before: Option<&Host>) -> Host {
    let freebsd = host
        .freebsd
        .as_ref()
        .map_or(Candidates::Unknown, |said| Candidates::Known(said.value));
    let frr = host
        .frr
        .as_ref()
        .map_or(Candidates::Unknown, |said| Candidates::Known(said.value));
    Host::build(host, freebsd, frr, before)
}

/// What the rules about one file or one host find.
fn run_on_host(host: &Host) -> Vec<Finding> {
    let by_rule = parallel::map(rules::all(), is_large(host), |rule| {
        let mut findings = Vec::new();
        let mut report = Report::new(rule, &mut findings);
        match rule.check {
            Check::File(check) => {
                for file in &host.files {
                    check(file, &mut report);
                }
            }
            Check::Host(check) => check(host, &mut report),
            Check::Site(_) | Check::Elsewhere => {}
        }
        findings
    });
    by_rule.into_iter().flatten().collect()
}

/// Whether a host's files are so long that its rules are worth threads of their own.
fn is_large(host: &Host) -> bool {
    let bytes = host
        .files
        .iter()
        .map(|file| file.source.text.as_str().len());
    bytes.sum::<usize>() >= LARGE
}

/// What the rules about hosts together find.
fn run_on_site(site: &Site) -> Vec<Finding> {
    let many = site.hosts.len() >= MANY;
    let by_rule = parallel::map(rules::all(), many, |rule| {
        let mut findings = Vec::new();
        if let Check::Site(check) = rule.check {
            check(site, &mut Report::new(rule, &mut findings));
        }
        findings
    });
    by_rule.into_iter().flatten().collect()
}
