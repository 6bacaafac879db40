//! What the rules about refused lines say alike: severity, the version's words, what was
//! expected.

use rustc_hash::FxHashMap;

use super::with_places;
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::routing::{LineDefect, LineDefectKind, Refusal};
use crate::rules::Report;
use crate::rules::edits::{lines_before, text_at};
use crate::syntax::frr::{Diagnosis, Verdict};
use crate::text::{Place, Span};
use crate::vocabulary::frr::{Listing, Node, way_in};
use crate::vocabulary::{FrrVersion, When, releases};

/// So many possibilities are named; of more, how many there are.
const MOST_NAMED: usize = 12;

/// Lines that FRR refuses for the same word after the same words, in order.
pub(super) struct Alike<'a> {
    /// The first of them.
    pub defect: &'a LineDefect,
    /// Why that one is refused.
    pub refusal: &'a Refusal,
    /// The others.
    others: Vec<(&'a LineDefect, &'a Refusal)>,
}

/// The lines of the host that FRR refuses with `verdict`: one mistake is often made in many
/// lines.
pub(super) fn refusals(host: &Host, verdict: Verdict) -> Vec<Alike<'_>> {
    let mut groups: Vec<Alike<'_>> = Vec::new();
    let mut known = FxHashMap::default();
    for defect in &host.routing.line_defects {
        let LineDefectKind::Refused(refusal) = &defect.kind else {
            continue;
        };
        if refusal.verdict != verdict {
            continue;
        }
        let said = |place: Option<Place>| place.map(|place| text(host, place));
        let word = match said(refusal.word) {
            Some(word) if is_assignment(word) => "=",
            word => word.unwrap_or(""),
        };
        let versions = match &defect.when {
            When::On(some) => some.len(),
            _ => 0,
        };
        let understood = said(refusal.understood);
        let key = (defect.place.file, refusal.node, understood, word, versions);
        let at = *known.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.others.push((defect, refusal)),
            None => groups.push(Alike {
                defect,
                refusal,
                others: Vec::new(),
            }),
        }
    }
    groups
}

/// Whether a line is one of a shell's files: FRR's `daemons` file of Linux is one.
fn is_assignment(word: &str) -> bool {
    let name = word.split_once('=').map_or("", |(name, _)| name);
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !name.is_empty() && name.chars().all(inside)
}

/// How bad it is, and who it is bad for: "FRR", "FRR 8.0 to 8.5".
pub(super) fn severity_and_name(when: &When<FrrVersion>, worst: Severity) -> (Severity, String) {
    match when {
        When::On(some) => (Severity::Info, format!("FRR {}", releases(some))),
        When::Always | When::Never => (worst, "FRR".to_owned()),
    }
}

/// The text of the file at a place.
pub(super) fn text(host: &Host, place: Place) -> &str {
    let file = host.file(place.file);
    file.map_or("", |file| file.source.text.slice(place.span))
}

/// A node as people find it in the file: `` `router bgp` ``, "the top level".
pub(super) fn node_words(node: Node) -> String {
    match way_in(node) {
        Some(way) if node.is_bgp_family() => format!("`{way}`"),
        Some(way) => match node.parent().filter(|above| *above != Node::Config) {
            Some(above) => format!("`{way}` of {}", node_words(above)),
            None => format!("`{way}`"),
        },
        None => "the top level".to_owned(),
    }
}

/// A finding about lines that are refused alike, with the notes and the fix that their diagnosis
/// gives.
pub(super) fn finding(report: &Report, host: &Host, alike: &Alike<'_>, message: String) -> Finding {
    let (defect, refusal) = (alike.defect, alike.refusal);
    let (severity, _) = severity_and_name(&defect.when, Severity::Error);
    let place = refusal.word.unwrap_or(defect.place);
    let mut finding = report.finding_at(severity, place, message);
    if let Some(note) = version_note(refusal) {
        finding = finding.note(note);
    }
    let all = std::iter::once(refusal).chain(alike.others.iter().map(|(_, refusal)| *refusal));
    let meant: Vec<_> = all.filter_map(|refusal| refusal.meant).collect();
    if is_comment_behind(host, refusal) {
        let refusals = alike.others.iter().copied();
        let all = std::iter::once((defect, refusal)).chain(refusals);
        let edits = all.filter_map(|(defect, refusal)| comment_moved(host, defect, refusal));
        finding = finding
            .note("FRR knows comments on lines of their own only: behind a command they spoil it")
            .fix(Fix::not_safe(
                "move the comment above",
                edits.flatten().collect(),
            ));
    } else if let Some((written, prefix)) = &refusal.prefix {
        let edit = Edit::replace(*written, prefix.clone());
        finding = finding
            .note(format!("FRR wants the length of the mask here: {prefix}"))
            .fix(Fix::not_safe(format!("write {prefix}"), vec![edit]));
    } else if is_assignment(text(host, place)) {
        finding = finding.note(
            "lines such as NAME=VALUE are no FRR configuration; on FreeBSD they belong in rc.conf \
             (frr_daemons, zebra_flags)",
        );
    } else if meant.is_empty() {
        if let Some(diagnosis) = &refusal.diagnosis {
            finding = explained(finding, refusal, diagnosis);
        }
    } else {
        finding = with_meant(finding, &meant);
    }
    let others = alike.others.iter().map(|(defect, _)| defect.place);
    with_places(finding, others, "refused too")
}

/// Whether the line would be a command without what looks like a comment behind it.
fn is_comment_behind(host: &Host, refusal: &Refusal) -> bool {
    let word = refusal.word.map_or("", |place| text(host, place));
    let may_end = refusal.diagnosis.as_ref().is_some_and(|one| one.may_end);
    may_end && refusal.understood.is_some() && word.starts_with(['#', '!', '/'])
}

/// The comment behind a command, as a line above it.
fn comment_moved(host: &Host, defect: &LineDefect, refusal: &Refusal) -> Option<[Edit; 2]> {
    let (understood, word, line) = (refusal.understood?, refusal.word?, defect.place);
    let source = text_at(host, line)?;
    let end = line.span.end;
    let part = |start: u32| Place::new(line.file, Span { start, end });
    let said = text(host, part(word.span.start)).trim_start_matches(['#', '!', '/']);
    let comment = format!("! {}", said.trim());
    Some([
        lines_before(source, line, &[comment]),
        Edit::remove(part(understood.span.end)),
    ])
}

fn explained(mut finding: Finding, refusal: &Refusal, diagnosis: &Diagnosis) -> Finding {
    if let Some(note) = belongs_note(&diagnosis.belongs) {
        return finding.note(note);
    }
    let is_told = refusal.understood.is_some() || diagnosis.verdict != Verdict::Unknown;
    if is_told && let Some(wanted) = wanted_note(diagnosis) {
        finding = finding.note(wanted);
    }
    finding
}

/// Asks whether another word was meant, and offers to write it at all the places.
pub(super) fn with_meant(finding: Finding, all: &[(&'static str, Place)]) -> Finding {
    let Some((keyword, first)) = all.first() else {
        return finding;
    };
    let (question, title) = if first.span.is_empty() {
        (
            format!("did you mean it to begin with `{keyword}`?"),
            format!("add {keyword}"),
        )
    } else {
        (
            format!("did you mean `{keyword}`?"),
            format!("write {keyword}"),
        )
    };
    let edit = |(keyword, place): &(&'static str, Place)| match place.span.is_empty() {
        true => Edit::insert(place.file, place.span.start, format!("{keyword} ")),
        false => Edit::replace(*place, *keyword),
    };
    finding
        .note(question)
        .fix(Fix::not_safe(title, all.iter().map(edit).collect()))
}

/// Which listed versions take the line, where the running one does not.
fn version_note(refusal: &Refusal) -> Option<String> {
    let newest = refusal.taken_by.iter().next_back()?;
    let oldest = refusal.taken_by.iter().next()?;
    Some(if newest == Listing::newest() {
        format!("FRR {} knows it", oldest.version())
    } else {
        format!("FRR {} knew it", newest.version())
    })
}

fn belongs_note(belongs: &[Node]) -> Option<String> {
    let named: Vec<String> = belongs.iter().map(|node| node_words(*node)).collect();
    match &named[..] {
        [] => None,
        [one] => Some(format!("it is a command of {one}")),
        [one, other] => Some(format!("it is a command of {one} and of {other}")),
        [first, ..] => Some(format!("it is a command of {first} and of other blocks")),
    }
}

fn wanted_note(diagnosis: &Diagnosis) -> Option<String> {
    let end = diagnosis.may_end && diagnosis.word.is_some();
    let (shown, more) = match diagnosis.wanted.split_at_checked(MOST_NAMED) {
        Some((shown, more)) => (shown, more.len()),
        None => (&diagnosis.wanted[..], 0),
    };
    if shown.is_empty() {
        return end.then(|| "the line ends before it".to_owned());
    }
    let words = if diagnosis.verdict == Verdict::Ambiguous {
        "it is short for"
    } else {
        "expected"
    };
    let mut said = format!("{words}: {}", shown.join(", "));
    if more > 0 {
        said.push_str(&format!(" and {more} more"));
    }
    if end {
        said.push_str(", or the end of the line");
    }
    Some(said)
}
