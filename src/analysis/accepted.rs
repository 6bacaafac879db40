//! Findings that somebody accepts: in a comment beside them, or in an entry of `allow` in
//! `cellblock.toml`. Takes them out, and says what is wrong with such an allowance.
//!
//! What is found wrong with an allowance here cannot be allowed by another one, or the two could
//! keep each other in use for ever. Its level can be set, as any rule's.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::mend;
use crate::config::Allow;
use crate::files::{HostFiles, Layout, Snapshot};
use crate::finding::Finding;
use crate::finding::suppression::{self, Suppression};
use crate::host::HostFile;
use crate::rules::any_file::{suppression_without_reason, unknown_suppression, unused_suppression};
use crate::rules::{self, Check, Rule};
use crate::site::Site;
use crate::text::{FileId, Place};

/// The comments of each file that has some.
type Comments = BTreeMap<FileId, Vec<Suppression>>;

/// The places of the rules' names in allowances that a finding needs.
type Used = FxHashSet<Place>;

/// Takes out what is accepted, and reports allowances that name no rule, were of no use, or do
/// not say why.
pub(super) fn heed(findings: &mut Vec<Finding>, site: &Site, snapshot: &Snapshot) {
    let marked = marked(site);
    let comments = comments(&marked);
    let mut used = Used::default();
    findings.retain(|finding| {
        // Both are asked: neither is of no use because the other was asked first.
        let by_comment = is_accepted_by_comment(finding, &comments, snapshot, &mut used);
        let by_entry = is_accepted_by_entry(finding, snapshot, &mut used);
        !by_comment && !by_entry
    });
    let mut reports = malformed(&marked);
    for comment in comments.values().flatten() {
        report_comment(comment, &used, snapshot, &mut reports);
    }
    for (host, entry) in entries_to_report(snapshot) {
        reports.extend(report_entry(host, entry, &used, findings, snapshot));
    }
    findings.extend(reports);
}

/// What every such comment holds; files without it, long ones too, are passed over.
const MARK: &[u8] = b"cellblock:";

/// The files that may hold such comments.
fn marked(site: &Site) -> Vec<&HostFile> {
    let files = site.hosts.iter().flat_map(|host| &host.files);
    files
        .filter(|file| memchr::memmem::find(file.source.text.as_str().as_bytes(), MARK).is_some())
        .collect()
}

fn comments(marked: &[&HostFile]) -> Comments {
    marked
        .iter()
        .map(|file| {
            let comments = file.tree().comments().into_iter();
            let text = &file.source.text;
            let read = suppression::suppressions(file.id(), text, comments);
            (file.id(), read)
        })
        .collect()
}

/// Comments that are meant to accept a finding and cannot be understood.
fn malformed(marked: &[&HostFile]) -> Vec<Finding> {
    let rule = &unknown_suppression::RULE;
    let in_file = |file: &&HostFile| {
        let comments = file.tree().comments().into_iter();
        let spans = suppression::malformed(&file.source.text, comments);
        let id = file.id();
        spans.into_iter().map(move |span| {
            let message = "this comment allows nothing: it is not understood";
            Finding::new(rule.name, rule.severity, Place::new(id, span), message)
                .note("write `cellblock: allow(rule) reason`")
        })
    };
    marked.iter().flat_map(in_file).collect()
}

fn is_accepted_by_comment(
    finding: &Finding,
    comments: &Comments,
    snapshot: &Snapshot,
    used: &mut Used,
) -> bool {
    let id = finding.place.file;
    let (Some(comments), Some(file)) = (comments.get(&id), snapshot.file(id)) else {
        return false;
    };
    let line = file.text.line_of(finding.place.span.start);
    let places = comments
        .iter()
        .flat_map(|comment| comment.names(finding.rule, line));
    let mut is_accepted = false;
    for place in places {
        used.insert(place);
        is_accepted = true;
    }
    is_accepted
}

/// `[[hosts.NAME.allow]]` of `cellblock.toml`.
fn is_accepted_by_entry(finding: &Finding, snapshot: &Snapshot, used: &mut Used) -> bool {
    let id = finding.place.file;
    let (Some(host), Some(file)) = (snapshot.host_of(id), snapshot.file(id)) else {
        return false;
    };
    let mut is_accepted = false;
    for (place, allow) in entries(host) {
        if allow.covers(finding.rule, &finding.message, &file.relative) {
            used.insert(place);
            is_accepted = true;
        }
    }
    is_accepted
}

/// A host's entries of `allow`, each with the place of its rule's name.
fn entries(host: &HostFiles) -> impl Iterator<Item = (Place, &Allow)> {
    let config = host.config.as_ref().zip(host.settings());
    config.into_iter().flat_map(|(config, said)| {
        let entries = said.allow.iter();
        entries.map(|allow| (Place::new(config.id, allow.rule.span), allow))
    })
}

fn report_comment(
    comment: &Suppression,
    used: &Used,
    snapshot: &Snapshot,
    reports: &mut Vec<Finding>,
) {
    let host = snapshot.host_of(comment.place.file);
    let mut stays = false;
    for (name, place) in &comment.rules {
        let can_be_told = |rule| host.is_some_and(|host| can_be_told(rule, host, snapshot));
        match rules::find(name) {
            None => reports.push(unknown(name, *place)),
            Some(rule) if !used.contains(place) && can_be_told(rule) => {
                let message = format!("nothing here needs `allow({name})`");
                let away = "remove it, or move it to the line of the finding";
                let finding = unused(*place, message).note(way_out(rule, away));
                let stays = |at: Place| {
                    let mut names = comment.rules.iter();
                    let name = names.find(|(_, own)| *own == at).map(|(name, _)| name);
                    let rule = name.and_then(|name| rules::find(name));
                    used.contains(&at) || !rule.is_some_and(can_be_told)
                };
                let text = snapshot.named_text(place.file).map(|(_, text)| text);
                let fix = text.and_then(|text| mend::without(comment, *place, stays, text));
                reports.push(finding.fix(fix));
            }
            Some(_) => stays = true,
        }
    }
    // Where the whole comment should go or is misspelled, a reason is not what it lacks.
    if stays && !comment.has_reason() {
        let message = "this comment does not say why the finding is allowed";
        let note = "put the reason behind the closing parenthesis";
        reports.push(without_reason(comment.place, message).note(note));
    }
}

/// The entries of hosts that were checked as a whole. One that names no rule is a mistake of
/// `cellblock.toml`, told elsewhere.
fn entries_to_report(
    snapshot: &Snapshot,
) -> impl Iterator<Item = (&HostFiles, (Place, &Allow, &'static Rule))> {
    let hosts = snapshot.hosts.iter().filter(|host| host.is_wholly_asked());
    hosts.flat_map(|host| {
        entries(host).filter_map(move |(place, allow)| {
            let rule = rules::find(&allow.rule.value)?;
            Some((host, (place, allow, rule)))
        })
    })
}

fn report_entry(
    host: &HostFiles,
    (place, allow, rule): (Place, &Allow, &'static Rule),
    used: &Used,
    findings: &[Finding],
    snapshot: &Snapshot,
) -> Option<Finding> {
    if used.contains(&place) || !can_be_told(rule, host, snapshot) {
        return (!allow.has_reason()).then(|| {
            let message = "this entry of `allow` does not say why the finding is allowed";
            without_reason(place, message).note("give it a `reason`")
        });
    }
    let message = format!("no finding of {} on {} needs this", rule.name, host.name);
    let finding = unused(place, message);
    let is_other = |finding: &&Finding| {
        let on_host = host.files.iter().any(|file| file.id == finding.place.file);
        finding.rule == rule.name && on_host
    };
    let others = findings.iter().filter(is_other).count();
    let away = match (&allow.matching, others) {
        (None, _) | (Some(_), 0) => "remove this entry of `allow`".to_owned(),
        (Some(matching), others) => format!(
            "remove this entry of `allow`, or correct its `match`: there {}, none with `{}` in \
             its message or path",
            if others == 1 {
                "is one such finding".to_owned()
            } else {
                format!("are {others} such findings")
            },
            matching.text
        ),
    };
    Some(finding.note(way_out(rule, &away)))
}

/// Whether a finding of this rule on this host would have been found: all files that it may need
/// were read. A file by itself says nothing of its host, and one host nothing of the site.
fn can_be_told(rule: &Rule, host: &HostFiles, snapshot: &Snapshot) -> bool {
    let is_read = |host: &HostFiles| {
        let is_alone = host.layout == Layout::Single;
        !is_alone && host.files.iter().all(|file| file.problem.is_none())
    };
    match rule.check {
        Check::File(_) | Check::Elsewhere => true,
        Check::Host(_) => is_read(host),
        Check::Site(_) => {
            let is_whole = host.is_among_all_of_its_site() && snapshot.skipped.is_empty();
            is_whole && snapshot.hosts.iter().all(is_read)
        }
    }
}

fn unknown(name: &str, place: Place) -> Finding {
    let rule = &unknown_suppression::RULE;
    let message = format!("there is no rule called {name}");
    let finding = Finding::new(rule.name, rule.severity, place, message);
    match rules::nearest(name) {
        Some(near) => finding
            .note(format!("did you mean {near}?"))
            .fix(mend::respelled(place, near)),
        None => finding.note("`cellblock rule` lists the rules"),
    }
}

fn unused(place: Place, message: String) -> Finding {
    let rule = &unused_suppression::RULE;
    Finding::new(rule.name, rule.severity, place, message)
}

/// How to be rid of an allowance of `rule` that is of no use.
fn way_out(rule: &Rule, usual: &str) -> String {
    match rule.check {
        Check::Elsewhere => "what is wrong with an allowance cannot be allowed: remove this, and \
                             set the rule's level in cellblock.toml instead"
            .to_owned(),
        _ => usual.to_owned(),
    }
}

fn without_reason(place: Place, message: &str) -> Finding {
    let rule = &suppression_without_reason::RULE;
    Finding::new(rule.name, rule.severity, place, message)
}
