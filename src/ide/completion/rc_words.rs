//! Names of variables in rc.conf: the vocabulary's, with the host's own names put in.

use std::collections::BTreeSet;

use super::item::{Completions, escaped};
use super::{Completion, Cursor, Kind, known};
use crate::host::rc::{RcVariable, variable_suffix};
use crate::ide::describe::Subject;
use crate::text::Span;
use crate::vocabulary::{RcKind, RcName, RcPart, When, rc_variable, rc_variables};

/// Families of which another variable holds the names, and that variable.
const NAMED_BY: [(&str, &str); 5] = [
    ("ipv6_route_", "ipv6_static_routes"),
    ("ppp_", "ppp_profile"),
    ("route_", "static_routes"),
    ("static_arp_", "static_arp_pairs"),
    ("static_ndp_", "static_ndp_pairs"),
];

/// Names of variables that fit `typed`.
pub(super) fn names(
    cursor: &Cursor<'_>,
    typed: &str,
    replaced: Span,
    has_value: bool,
) -> Completions {
    let set = names_set(cursor, replaced);
    let mut parts = Parts {
        service: service(typed),
        interfaces: None,
    };
    let mut offered = BTreeSet::new();
    let mut items = Vec::new();
    // Names that are certain come before those that are made up of what is typed.
    for (word, since) in rc_variables().filter_map(|word| Some((word, read_since(cursor, word)?))) {
        for name in parts.names(cursor, word) {
            if offered.insert(name.clone()) {
                let item = item(&name, word, &since, has_value);
                items.push((set.contains(name.as_str()), item));
            }
        }
    }
    Completions::sorted(typed, replaced, items)
}

/// Whether the host may read a variable, and since when where only some of its candidate releases
/// do. Older forms of others are not for those who write anew.
fn read_since(cursor: &Cursor<'_>, word: RcName) -> Option<String> {
    if word.is_older_form() {
        return None;
    }
    match cursor.freebsd.when(|release| word.is_read_by(release)) {
        When::Never => None,
        When::Always => Some(String::new()),
        When::On(_) => Some(
            word.since()
                .map_or_else(String::new, |since| format!(", since {since}")),
        ),
    }
}

fn item(name: &str, word: RcName, since: &str, has_value: bool) -> Completion {
    let is_open = name.ends_with('_');
    let snippet = (!has_value && !is_open).then(|| match word.kind() {
        RcKind::Bool(_) => format!("{}=\"${{1:YES}}\"", escaped(name)),
        _ => format!("{}=\"$1\"", escaped(name)),
    });
    let label = match is_open {
        true => word.pattern().replace(['{', '}'], ""),
        false => name.to_owned(),
    };
    let detail = format!("{}{since}", word.meaning());
    Completion::new(Kind::Variable, label.as_str(), detail)
        .inserting(name)
        .with_snippet(snippet)
        .about(Subject::RcVariable(label))
}

/// What may stand for the parts that differ, looked up once.
struct Parts<'t> {
    service: Option<&'t str>,
    interfaces: Option<Vec<String>>,
}

impl Parts<'_> {
    /// The names that a variable of the vocabulary stands for.
    fn names(&mut self, cursor: &Cursor<'_>, word: RcName) -> Vec<String> {
        let parts = match word.part() {
            None => return vec![word.pattern().to_owned()],
            Some(RcPart::Service) => self.service.map(str::to_owned).into_iter().collect(),
            Some(RcPart::Interface) => self.interfaces(cursor).to_vec(),
            Some(RcPart::Number) => fibs(cursor),
            Some(RcPart::Name) => named(cursor, word.beginning()),
        };
        let is_open = word.with_part("") == word.beginning() && !word.is_of_services();
        match parts.is_empty() && is_open && word.part() != Some(RcPart::Number) {
            true => vec![word.beginning().to_owned()],
            false => (parts.iter())
                .map(|part| word.with_part(part))
                // `ipv6_enable` is no service's.
                .filter(|name| !word.is_of_services() || rc_variable(name) == Some(word))
                .collect(),
        }
    }

    fn interfaces(&mut self, cursor: &Cursor<'_>) -> &[String] {
        self.interfaces.get_or_insert_with(|| {
            let interfaces = known::interfaces(cursor).into_iter();
            interfaces.map(|own| variable_suffix(&own.label)).collect()
        })
    }
}

/// FIB 0 has variables of its own.
fn fibs(cursor: &Cursor<'_>) -> Vec<String> {
    let fibs = known::fibs(cursor).into_iter().skip(1);
    fibs.map(|own| own.label).collect()
}

/// The names that variables with this beginning are for.
fn named(cursor: &Cursor<'_>, beginning: &str) -> Vec<String> {
    if beginning == "jail_" {
        let jails = known::jails(cursor, None).into_iter();
        return jails.map(|jail| jail.label).collect();
    }
    let list = NAMED_BY.iter().find(|(own, _)| *own == beginning);
    let variable = list.and_then(|(_, list)| cursor.host?.rc.get(list));
    let words = variable.map(RcVariable::words).unwrap_or_default();
    let name = |word: &str| word.split(':').next().unwrap_or_default().to_owned();
    words.iter().map(|(word, _)| name(word)).collect()
}

/// The service of which the user is writing a variable: what is before the last underscore.
fn service(typed: &str) -> Option<&str> {
    let (service, _) = typed.rsplit_once('_')?;
    let is_other = |word: RcName| {
        matches!(word.part(), Some(part) if part != RcPart::Service)
            && typed.starts_with(word.beginning())
    };
    (!service.is_empty() && !rc_variables().any(is_other)).then_some(service)
}

/// The variables that the file sets, but for the one that is being written.
fn names_set<'a>(cursor: &Cursor<'a>, replaced: Span) -> BTreeSet<&'a str> {
    let start = (replaced.start as usize).min(cursor.text.len());
    let (before, behind) = cursor.text.split_at_checked(start).unwrap_or_default();
    let behind = behind.split_once('\n').map_or("", |(_, behind)| behind);
    let lines = before.lines().chain(behind.lines());
    lines
        .filter_map(|line| Some(line.split_once('=')?.0.trim()))
        .collect()
}
