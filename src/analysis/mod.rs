//! From a snapshot to findings: builds the hosts and the site, runs the rules, takes out what is
//! accepted, sets the levels. Pure and synchronous; the command line and the server differ only
//! in where the snapshot comes from and where the findings go.

mod accepted;
mod levels;
mod mend;
mod parallel;

use crate::files::{HostFiles, Snapshot};
use crate::finding::Finding;
use crate::host::Host;
use crate::rules::{self, Check, Report, Rule};
use crate::site::{Blocks, Site};
use crate::text::Place;
use crate::vocabulary::Candidates;

/// What an analysis gives.
#[derive(Debug)]
pub struct Analysis {
    /// The picture of all hosts.
    pub site: Site,
    /// The findings, in no order, also those in files that were read as context only.
    pub findings: Vec<Finding>,
    /// Lines that were read.
    pub lines: usize,
    /// Lines or statements that were not understood.
    pub not_understood: Vec<Place>,
}

/// The picture of a snapshot's hosts, without findings.
#[must_use]
pub fn picture(snapshot: &Snapshot) -> Site {
    let many = snapshot.hosts.len() >= parallel::MANY;
    let hosts = parallel::map(&snapshot.hosts, many, build_host);
    let configs = snapshot.configs.iter().map(|file| &file.config);
    Site::new(hosts, Blocks::new(configs))
}

/// Everything there is to say about a snapshot.
#[must_use]
pub fn analyse(snapshot: &Snapshot) -> Analysis {
    let site = picture(snapshot);
    let mut findings = run_rules(&site);
    accepted::heed(&mut findings, &site, snapshot);
    levels::set(&mut findings, snapshot);
    let files = || site.hosts.iter().flat_map(|host| &host.files);
    Analysis {
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

fn build_host(host: &HostFiles) -> Host {
    let freebsd = host
        .freebsd
        .as_ref()
        .map_or(Candidates::Unknown, |said| Candidates::Known(said.value));
    let frr = host
        .frr
        .as_ref()
        .map_or(Candidates::Unknown, |said| Candidates::Known(said.value));
    Host::build(host, freebsd, frr)
}

fn run_rules(site: &Site) -> Vec<Finding> {
    let many = site.hosts.len() >= parallel::MANY;
    let by_rule = parallel::map(rules::all(), many, |rule| {
        let mut findings = Vec::new();
        run(rule, site, &mut Report::new(rule, &mut findings));
        findings
    });
    by_rule.into_iter().flatten().collect()
}

fn run(rule: &Rule, site: &Site, report: &mut Report) {
    match rule.check {
        Check::File(check) => {
            for file in site.hosts.iter().flat_map(|host| &host.files) {
                check(file, report);
            }
        }
        Check::Host(check) => {
            for host in &site.hosts {
                check(host, report);
            }
        }
        Check::Site(check) => check(site, report),
        Check::Elsewhere => {}
    }
}
