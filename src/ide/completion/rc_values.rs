//! Values of variables in rc.conf.

use super::{Completion, Cursor, Kind, known};
use crate::syntax::FRR_DAEMONS;
use crate::vocabulary::{
    IfconfigArgument, InterfaceForm, RcKind, cloned_drivers, ifconfig_argument, ifconfig_words,
    interface_form, rc_variable,
};

/// A place in the value of a variable.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    /// The word just before.
    pub last: Option<&'a str>,
    /// The words that are in the value already.
    pub others: &'a [&'a str],
    /// The word at the cursor.
    pub own: &'a str,
}

/// Words for the value of the variable `name`.
pub(super) fn of(cursor: &Cursor<'_>, name: &str, at: At<'_>) -> Vec<Completion> {
    let Some(known) = rc_variable(name) else {
        return Vec::new();
    };
    let is_first = at.others.is_empty();
    match known.kind() {
        RcKind::Bool(more) if is_first => {
            let more = more.split_ascii_whitespace().map(str::to_ascii_uppercase);
            let words = ["YES", "NO"].map(str::to_owned).into_iter();
            words.chain(more).map(value).collect()
        }
        RcKind::Choice(words) if is_first => words.split_ascii_whitespace().map(value).collect(),
        RcKind::Fib if is_first => known::fibs(cursor),
        RcKind::Interface if is_first => interfaces(cursor, at),
        RcKind::Interfaces => interfaces(cursor, at),
        RcKind::Clones => clones(cursor, at),
        RcKind::Jails => absent(known::jails(cursor, None), at),
        RcKind::Daemons => absent(FRR_DAEMONS.map(value), at),
        RcKind::Ifconfig => ifconfig(cursor, at.last),
        _ => Vec::new(),
    }
}

fn value(word: impl Into<String>) -> Completion {
    Completion::new(Kind::Value, word, "")
}

/// Those that are not in the value yet.
fn absent(items: impl IntoIterator<Item = Completion>, at: At<'_>) -> Vec<Completion> {
    let items = items.into_iter();
    items
        .filter(|item| !at.others.contains(&item.label.as_str()))
        .collect()
}

/// The host's interfaces. It has taken the word that is being typed for one.
fn interfaces(cursor: &Cursor<'_>, at: At<'_>) -> Vec<Completion> {
    let items = known::interfaces(cursor).into_iter();
    absent(items.filter(|item| item.label != at.own), at)
}

/// Interfaces that can be made: those that are set up somewhere, and the first of each kind.
fn clones(cursor: &Cursor<'_>, at: At<'_>) -> Vec<Completion> {
    let is_end_of_pair = |name: &str| name.starts_with("epair") && name.ends_with(['a', 'b']);
    let is_clone =
        |name: &str| interface_form(name) == InterfaceForm::Cloned && !is_end_of_pair(name);
    let mut items = interfaces(cursor, at);
    items.retain(|item| is_clone(&item.label));
    let firsts = cloned_drivers().map(|driver| match driver {
        // The system makes lo0.
        "lo" => "lo1".to_owned(),
        _ => format!("{driver}0"),
    });
    let more: Vec<String> = firsts
        .filter(|name| !items.iter().any(|item| item.label == *name))
        .collect();
    items.extend(absent(more.into_iter().map(value), at));
    items
}

fn ifconfig(cursor: &Cursor<'_>, last: Option<&str>) -> Vec<Completion> {
    match last.and_then(ifconfig_argument) {
        Some(IfconfigArgument::Interface) => known::interfaces(cursor),
        Some(IfconfigArgument::Fib) => known::fibs(cursor),
        Some(IfconfigArgument::OneOf(words)) => words.split(' ').map(value).collect(),
        Some(IfconfigArgument::Other) => Vec::new(),
        None => {
            let mut words: Vec<_> = ifconfig_words().collect();
            words.sort_by_key(|(_, meaning)| meaning.is_empty());
            (words.into_iter())
                .map(|(word, meaning)| Completion::new(Kind::Keyword, word, meaning))
                .collect()
        }
    }
}
