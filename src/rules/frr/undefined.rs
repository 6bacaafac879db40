//! What the rules about undefined names have in common.

use rustc_hash::FxHashMap;

use super::{is_of_one_daemon, kind_words, with_places};
use crate::finding::{Edit, Finding, Fix};
use crate::host::Host;
use crate::host::routing::{Family, ListDefectKind, Name, NameKind, Slot, Use, UsedBy};
use crate::rules::Report;
use crate::rules::edits::text_at;
use crate::syntax::frr::{Action, Direction};
use crate::text::Place;
use crate::vocabulary::is_one_slip;

/// So many pairs of names are compared at most.
const MOST_COMPARED: usize = 1_000_000;

/// Reports names of some kinds that are used and not defined, each at its first use.
pub(super) fn check(host: &Host, kinds: fn(NameKind) -> bool, report: &mut Report) {
    let undefined = host.routing.names.undefined();
    let undefined: Vec<&Name> = undefined
        .filter(|name| kinds(name.kind) && !host.vtysh_words.may_have(&name.name))
        .collect();
    if undefined.is_empty() {
        return;
    }
    let known = Known::of(host);
    let compares = undefined.len().saturating_mul(known.count) <= MOST_COMPARED;
    let gone = clauses_gone(host);
    for name in undefined {
        let in_force =
            |one: &&Use| gone.is_empty() || gone.binary_search(&line_of(host, one.place)).is_err();
        let uses: Vec<&Use> = name.uses.iter().filter(in_force).collect();
        if let Some(finding) = render(host, name, &uses, &known, compares, report) {
            report.add(finding);
        }
    }
}

/// The lines whose clause a later one has taken the place of, in order.
fn clauses_gone(host: &Host) -> Vec<Place> {
    let defects = host.routing.list_defects.iter();
    let mut gone: Vec<Place> = defects
        .filter_map(|defect| match &defect.kind {
            ListDefectKind::Replaced {
                what: Slot::Clause { .. },
                earlier,
            } => Some(line_of(host, *earlier)),
            _ => None,
        })
        .collect();
    gone.sort_unstable();
    gone
}

/// The whole line at a place.
fn line_of(host: &Host, place: Place) -> Place {
    match text_at(host, place) {
        Some(text) => Place::new(place.file, text.whole_lines(place.span)),
        None => place,
    }
}

/// What the host's files define.
struct Known<'h> {
    by_text: FxHashMap<&'h str, Vec<&'h Name>>,
    by_kind: FxHashMap<NameKind, Vec<&'h Name>>,
    count: usize,
}

impl<'h> Known<'h> {
    fn of(host: &'h Host) -> Self {
        let mut known = Self {
            by_text: FxHashMap::default(),
            by_kind: FxHashMap::default(),
            count: 0,
        };
        let defined = host.routing.names.iter();
        for name in defined.filter(|name| !name.definitions.is_empty()) {
            known.by_text.entry(&name.name).or_default().push(name);
            known.by_kind.entry(name.kind).or_default().push(name);
            known.count += 1;
        }
        known
    }

    fn called(&self, text: &str) -> impl Iterator<Item = &'h Name> {
        self.by_text.get(text).into_iter().flatten().copied()
    }

    /// The list of the same name in the same file that is of a kind easily taken for this one.
    fn of_other_kind(&self, name: &Name) -> Option<&'h Name> {
        let mut others = self.called(&name.name);
        others.find(|other| other.file == name.file && is_taken_for(name.kind, other.kind))
    }

    /// The one name of the same kind in the same file that is nearly the same.
    fn near(&self, name: &Name) -> Option<&'h Name> {
        let others = self.by_kind.get(&name.kind).into_iter().flatten();
        let alike = |other: &&&Name| {
            let same = other.name.eq_ignore_ascii_case(&name.name);
            other.file == name.file && (same || is_one_slip(&other.name, &name.name))
        };
        let mut near = others.filter(alike);
        match (near.next(), near.next()) {
            (Some(near), None) => Some(near),
            _ => None,
        }
    }
}

/// The names that are meant by others that are not defined, so that they are not unused.
pub(super) fn meant(host: &Host) -> Vec<&Name> {
    let undefined: Vec<&Name> = host.routing.names.undefined().collect();
    if undefined.is_empty() {
        return Vec::new();
    }
    let known = Known::of(host);
    if undefined.len().saturating_mul(known.count) > MOST_COMPARED {
        return Vec::new();
    }
    let near = undefined.iter().filter_map(|name| known.near(name));
    let of_other_kind = undefined
        .iter()
        .filter_map(|name| known.of_other_kind(name));
    near.chain(of_other_kind).collect()
}

fn render(
    host: &Host,
    name: &Name,
    uses: &[&Use],
    known: &Known<'_>,
    compares: bool,
    report: &Report,
) -> Option<Finding> {
    let (first, others) = uses.split_first()?;
    let kind = kind_words(name.kind);
    let text = &name.name;
    let does = consequence(host, first.by)?;
    let message = format!("{kind} {text} is not defined: {does}");
    let mut finding = report.finding(first.place, message);
    let mut elsewhere = known.called(text).filter(|other| other.kind == name.kind);
    if let Some(other) = elsewhere.next() {
        let defined = other.definitions.first().copied()?;
        // Whose file it is, is known by its name only.
        if !is_of_one_daemon(host, first.place) || !is_of_one_daemon(host, defined) {
            return None;
        }
        finding = finding
            .note("each daemon reads its own file only: the list is needed in this one too")
            .related(defined, "defined here, for another daemon");
    }
    let uses = others.iter().map(|one| one.place);
    finding = with_places(finding, uses, "used here too");
    if let Some(other) = known.of_other_kind(name) {
        let is = kind_words(other.kind);
        finding = finding.note(format!(
            "{is} {text} is another list: this line asks for {kind} {text}"
        ));
        return Some(match other.definitions.first() {
            Some(place) => finding.related(*place, format!("{is} {text}")),
            None => finding,
        });
    }
    let near = known.near(name).filter(|_| compares);
    let Some(near) = near else {
        return Some(finding.note(format!("define {text}, or take it out here")));
    };
    if let Some(place) = near.definitions.first() {
        finding = finding.related(*place, format!("{} is defined here", near.name));
    }
    let edits = name.uses.iter();
    let edits = edits.map(|one| Edit::replace(one.place, near.name.clone()));
    let title = format!("write {}", near.name);
    Some(
        finding
            .note(format!("did you mean {}?", near.name))
            .fix(Fix::not_safe(title, edits.collect())),
    )
}

/// Whether a list of one kind is easily taken for one of another.
fn is_taken_for(kind: NameKind, other: NameKind) -> bool {
    // A filter-list sounds like one of prefixes.
    let is_list_of_prefixes = |kind| {
        matches!(
            kind,
            NameKind::PrefixList(_) | NameKind::AccessList(_) | NameKind::AsPathList
        )
    };
    let is_list_of_communities = |kind| matches!(kind, NameKind::CommunityList(_));
    kind != other
        && (is_list_of_prefixes(kind) && is_list_of_prefixes(other)
            || is_list_of_communities(kind) && is_list_of_communities(other))
}

/// What FRR does where it is told to use what is not defined; `None` where that does not matter.
fn consequence(host: &Host, by: UsedBy) -> Option<String> {
    let text = |place: Place| text_at(host, place).map(|text| text.slice(place.span));
    Some(match by {
        UsedBy::Filter {
            peer,
            direction: Direction::In,
        } => format!("everything that {} sends is denied", text(peer)?),
        UsedBy::Filter {
            peer,
            direction: Direction::Out,
        } => format!(
            "everything is denied, and nothing is sent to {}",
            text(peer)?
        ),
        UsedBy::DefaultOriginate { peer } => {
            format!("no default route is sent to {}", text(peer)?)
        }
        UsedBy::UnsuppressMap => "the line has no effect".to_owned(),
        UsedBy::Network | UsedBy::Redistribute => "the line originates nothing".to_owned(),
        UsedBy::Aggregate => "there will be no aggregate".to_owned(),
        UsedBy::SuppressMap => "the line keeps no route back".to_owned(),
        UsedBy::Match(entry) => {
            let (map, seq) = (text(entry.map)?, entry.seq);
            match entry.action {
                Action::Permit => {
                    format!("this never matches, and {map} permit {seq} takes no route")
                }
                Action::Deny => {
                    format!("this never matches, and {map} deny {seq} refuses no route")
                }
            }
        }
        UsedBy::Call(_) => "the call is passed over, as if it had permitted the route".to_owned(),
        UsedBy::DeleteCommunities => "no community is taken off".to_owned(),
        UsedBy::Member | UsedBy::ListenRange => "FRR refuses the line".to_owned(),
        UsedBy::PartOf(_) => "the interface takes no part in it".to_owned(),
        UsedBy::Elsewhere => "the line asks for what is not there".to_owned(),
        UsedBy::MatchPeer => return None,
    })
}

/// Whether the list of a family is missing where a use of it counts.
pub(super) fn is_prefix_list(kind: NameKind) -> bool {
    let [v4, v6] = Family::ALL.map(NameKind::PrefixList);
    kind == v4 || kind == v6
}
