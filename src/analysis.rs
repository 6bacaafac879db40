//! From a snapshot to findings: builds the hosts and the site, runs the rules, heeds the
//! suppressions. Pure and synchronous; the command line and the server differ only in where the
//! snapshot comes from and where the findings go.

use std::collections::BTreeSet;

use crate::config::{Config, Level};
use crate::files::{HostFiles, Snapshot};
use crate::finding::suppression::{self, Suppression};
use crate::finding::{Finding, Severity};
use crate::host::Host;
use crate::rules::{self, Check, Report, Rule};
use crate::site::{Blocks, Site};
use crate::text::{FileId, Place};
use crate::vocabulary::{Candidates, FreebsdRelease, FrrVersion};

/// What an analysis gives.
#[derive(Debug)]
pub struct Analysis {
    /// The picture of all hosts.
    pub site: Site,
    /// The findings, in the order of hosts, files and places.
    pub findings: Vec<Finding>,
    /// Lines that were read.
    pub lines: usize,
    /// Lines or statements that were not understood.
    pub not_understood: Vec<Place>,
}

/// What the user said about every host.
#[derive(Clone, Copy, Debug, Default)]
pub struct Overrides {
    /// `--freebsd`.
    pub freebsd: Option<FreebsdRelease>,
    /// `--frr`.
    pub frr: Option<FrrVersion>,
}

/// The picture of a snapshot's hosts, without findings.
#[must_use]
pub fn picture(snapshot: &Snapshot, overrides: Overrides) -> Site {
    let hosts = build_hosts(&snapshot.hosts, overrides);
    Site::new(hosts, Blocks::new(&snapshot.config))
}

/// Everything there is to say about a snapshot.
#[must_use]
pub fn analyse(snapshot: &Snapshot, overrides: Overrides) -> Analysis {
    let site = picture(snapshot, overrides);
    let mut findings = run_rules(&site);
    set_levels(&mut findings, &snapshot.config);
    let suppressions = suppressions(&site);
    heed(&mut findings, &suppressions, snapshot, &site);
    findings.sort_by(|a, b| (a.place, a.rule, &a.message).cmp(&(b.place, b.rule, &b.message)));
    let files = || site.hosts.iter().flat_map(|host| &host.files);
    Analysis {
        findings,
        lines: files().map(|file| file.source.text.line_count()).sum(),
        not_understood: files()
            .flat_map(|file| {
                let spans = file.tree().not_understood();
                spans.into_iter().map(|span| Place::new(file.id(), span))
            })
            .collect(),
        site,
    }
}

fn build_hosts(hosts: &[HostFiles], overrides: Overrides) -> Vec<Host> {
    hosts
        .iter()
        .map(|host| {
            let known = |version| Candidates::Known(version);
            let freebsd = overrides.freebsd.or(host.freebsd).map_or(Candidates::Unknown, known);
            let known = |version| Candidates::Known(version);
            let frr = overrides.frr.or(host.frr).map_or(Candidates::Unknown, known);
            Host::build(host, freebsd, frr)
        })
        .collect()
}

fn run_rules(site: &Site) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in rules::all() {
        run(rule, site, &mut Report::new(rule, &mut findings));
    }
    findings
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

/// Levels of cellblock.toml.
fn set_levels(findings: &mut Vec<Finding>, config: &Config) {
    findings.retain_mut(|finding| match config.rules.get(finding.rule) {
        Some(Level::Off) => false,
        Some(Level::At(severity)) => {
            finding.severity = *severity;
            true
        }
        None => true,
    });
}

fn suppressions(site: &Site) -> Vec<Suppression> {
    let files = site.hosts.iter().flat_map(|host| &host.files);
    files
        .flat_map(|file| {
            let text = &file.source.text;
            if !text.as_str().contains("cellblock:") {
                return Vec::new();
            }
            let comments = file.tree().comments(text.as_str());
            suppression::suppressions(file.id(), text, comments.into_iter())
        })
        .collect()
}

/// Takes out what is allowed, and reports allowances that name no rule or were of no use.
fn heed(
    findings: &mut Vec<Finding>,
    suppressions: &[Suppression],
    snapshot: &Snapshot,
    site: &Site,
) {
    let line_of = |place: Place| {
        let file = snapshot.file(place.file);
        file.map_or(0, |file| file.text.line_of(place.span.start))
    };
    allow_by_config(findings, site, snapshot);
    let used = suppression::apply(findings, suppressions, line_of);
    for (suppression, used) in suppressions.iter().zip(used) {
        for ((name, place), used) in suppression.rules.iter().zip(used) {
            if rules::find(name).is_none() {
                findings.push(unknown(name, *place));
            } else if !used {
                let message = format!("nothing here needs `allow({name})`");
                let unused = &rules::any_file::unused_suppression::RULE;
                let finding = Finding::new(unused.name, unused.severity, *place, message);
                findings.push(finding.note("remove it, or move it to the line of the finding"));
            }
        }
    }
}

fn unknown(name: &str, place: Place) -> Finding {
    let rule = &rules::any_file::unknown_suppression::RULE;
    let message = format!("there is no rule called {name}");
    let finding = Finding::new(rule.name, rule.severity, place, message);
    match rules::nearest(name) {
        Some(near) => finding.note(format!("did you mean {near}?")),
        None => finding.note("`cellblock rule` lists the rules"),
    }
}

/// `[[hosts.NAME.allow]]` of cellblock.toml.
fn allow_by_config(findings: &mut Vec<Finding>, site: &Site, snapshot: &Snapshot) {
    for host in &site.hosts {
        let Some(said) = snapshot.config.hosts.get(&host.name) else {
            continue;
        };
        let own: BTreeSet<FileId> = host.files.iter().map(crate::host::HostFile::id).collect();
        findings.retain(|finding| {
            let shown = snapshot.file(finding.place.file).map_or("", |file| &file.shown);
            let allowed = |allow: &crate::config::Allow| {
                allow.covers(finding.rule, &finding.message, shown)
            };
            !(own.contains(&finding.place.file) && said.allow.iter().any(allowed))
        });
    }
}

impl Analysis {
    /// The worst severity among the findings.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }
}
