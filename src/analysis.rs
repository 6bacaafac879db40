//! From a snapshot to findings: builds the hosts and the site, runs the rules, heeds the
//! suppressions. Pure and synchronous; the command line and the server differ only in where the
//! snapshot comes from and where the findings go.

use crate::config::Level;
use crate::files::{HostFiles, Snapshot};
use crate::finding::suppression::{self, Suppression};
use crate::finding::{Finding, Severity};
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
    let hosts = snapshot.hosts.iter().map(build_host).collect();
    let configs = snapshot.configs.iter().map(|file| &file.config);
    Site::new(hosts, Blocks::new(configs))
}

/// Everything there is to say about a snapshot.
#[must_use]
pub fn analyse(snapshot: &Snapshot) -> Analysis {
    let site = picture(snapshot);
    let mut findings = run_rules(&site);
    set_levels(&mut findings, snapshot);
    findings.retain(|finding| !is_allowed_by_config(finding, snapshot));
    heed(&mut findings, &suppressions(&site), snapshot);
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

/// Levels of the `cellblock.toml` that holds for the file.
fn set_levels(findings: &mut Vec<Finding>, snapshot: &Snapshot) {
    findings.retain_mut(|finding| {
        let config = snapshot.config_of(finding.place.file);
        match config.and_then(|file| file.config.level(finding.rule)) {
            Some(Level::Off) => return false,
            Some(Level::Info) => finding.severity = Severity::Info,
            Some(Level::Warning) => finding.severity = Severity::Warning,
            Some(Level::Error) => finding.severity = Severity::Error,
            None => {}
        }
        true
    });
}

/// `[[hosts.NAME.allow]]` of `cellblock.toml`.
fn is_allowed_by_config(finding: &Finding, snapshot: &Snapshot) -> bool {
    let host = snapshot.host_of(finding.place.file);
    let file = snapshot.file(finding.place.file);
    let (Some(said), Some(file)) = (host.and_then(HostFiles::settings), file) else {
        return false;
    };
    let mut allowed = said.allow.iter();
    allowed.any(|allow| allow.covers(finding.rule, &finding.message, &file.relative))
}

fn suppressions(site: &Site) -> Vec<Suppression> {
    let files = site.hosts.iter().flat_map(|host| &host.files);
    files
        .flat_map(|file| {
            let text = &file.source.text;
            if !text.as_str().contains("cellblock:") {
                return Vec::new();
            }
            let comments = file.tree().comments();
            suppression::suppressions(file.id(), text, comments.into_iter())
        })
        .collect()
}

/// Takes out what is allowed, and reports allowances that name no rule or were of no use.
fn heed(findings: &mut Vec<Finding>, suppressions: &[Suppression], snapshot: &Snapshot) {
    let line_of = |place: Place| {
        let file = snapshot.file(place.file);
        file.map_or(0, |file| file.text.line_of(place.span.start))
    };
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
