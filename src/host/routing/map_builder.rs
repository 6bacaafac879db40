//! Makes the entries of route-maps of the lines in them.

use super::defects::{ListDefect, Slot};
use super::line::Line;
use super::list_builder::second;
use super::lists::{Clause, Flow, RouteMapEntry};
use crate::syntax::frr::{Action, Command, ListWord, Match, NextHopWord, OnMatch, PeerWord, Set};
use crate::text::Place;

impl RouteMapEntry {
    pub(super) fn new(seq: u32, action: Action, place: Place) -> Self {
        Self {
            seq,
            action,
            place,
            matches: Vec::new(),
            sets: Vec::new(),
            call: None,
            flow: Flow::Exit,
        }
    }

    /// Takes a line of the entry.
    pub(super) fn take(
        &mut self,
        line: Line<'_>,
        no: bool,
        command: &Command,
        defects: &mut Vec<ListDefect>,
    ) {
        let place = line.place();
        let seq = self.seq;
        let slot = |verb, kind| Slot::Clause { verb, kind, seq };
        match command {
            Command::Match(Match::No(words)) => {
                undo(&mut self.matches, &line.text(*words), Match::kind);
            }
            Command::Match(clause) => {
                let clause = clause.map(|span| line.text(span));
                if let Some((before, kind)) =
                    replace(&mut self.matches, Clause { clause, place }, Match::kind)
                    && let Some(after) = self.matches.iter().find(|one| one.place == place)
                {
                    let same = same_match(&before.clause, &after.clause);
                    defects.push(second(same, slot("match", kind), before.place, place));
                }
            }
            Command::Set(Set::No(words)) => undo(&mut self.sets, &line.text(*words), Set::kind),
            Command::Set(clause) => {
                let clause = clause.map(|span| line.text(span));
                let (of_one_form, is_offset) = (is_of_one_form(&clause), is_offset(&clause));
                if let Some((before, kind)) =
                    replace(&mut self.sets, Clause { clause, place }, Set::kind)
                    && of_one_form
                    && is_of_one_form(&before.clause)
                    // A number beside an offset is refused where vtysh reads the file.
                    && self::is_offset(&before.clause) == is_offset
                    && let Some(after) = self.sets.iter().find(|one| one.place == place)
                {
                    let same = same_set(&before.clause, &after.clause);
                    defects.push(second(same, slot("set", kind), before.place, place));
                }
            }
            Command::Call(name) => {
                let call = name.filter(|_| !no).map(|name| Clause {
                    clause: line.text(name),
                    place,
                });
                if let (Some(before), Some(after)) = (&self.call, &call) {
                    let same = before.clause == after.clause;
                    defects.push(second(same, slot("call", ""), before.place, place));
                }
                self.call = call;
            }
            Command::OnMatch(_) if no => self.flow = Flow::Exit,
            Command::OnMatch(OnMatch::Next) => self.flow = Flow::Next,
            Command::OnMatch(OnMatch::Goto(to)) => {
                if let Some(to) = to.and_then(|to| to.value).filter(|to| *to > self.seq) {
                    self.flow = Flow::Goto(to);
                }
            }
            _ => {}
        }
    }
}

/// A second clause of one kind takes the first one's place; gives that one back, and the kind.
fn replace<C>(
    clauses: &mut Vec<Clause<C>>,
    new: Clause<C>,
    kind: fn(&C) -> &'static str,
) -> Option<(Clause<C>, &'static str)> {
    let name = kind(&new.clause);
    match clauses
        .iter_mut()
        .find(|one| !name.is_empty() && kind(&one.clause) == name)
    {
        Some(known) => Some((std::mem::replace(known, new), name)),
        None => {
            clauses.push(new);
            None
        }
    }
}

/// Whether all clauses of this kind are one command of FRR's: some kinds hold several, which
/// stand beside each other.
fn is_of_one_form(set: &Set<String>) -> bool {
    matches!(
        set,
        Set::Community(_)
            | Set::DeleteCommunities(_)
            | Set::Metric(_)
            | Set::LocalPreference(_)
            | Set::Prepend(_)
            | Set::Tag(_)
            | Set::Origin(_)
            | Set::NextHop(_)
            | Set::Table(_)
    )
}

/// Whether a clause adds to a value, or takes from it.
fn is_offset(set: &Set<String>) -> bool {
    matches!(set, Set::Metric(value) if value.starts_with(['+', '-']))
}

/// Whether two clauses say the same, wherever their values stand.
fn same_match(one: &Match<String>, other: &Match<String>) -> bool {
    match (one, other) {
        (Match::LocalPreference(one), Match::LocalPreference(other))
        | (Match::Metric(one), Match::Metric(other))
        | (Match::Probability(one), Match::Probability(other))
        | (Match::Tag(one), Match::Tag(other)) => one.value == other.value,
        (
            Match::NextHop(_, NextHopWord::Address(one)),
            Match::NextHop(_, NextHopWord::Address(other)),
        )
        | (Match::Peer(PeerWord::Address(one)), Match::Peer(PeerWord::Address(other))) => {
            one.value == other.value
        }
        (Match::Address(_, ListWord::Length(one)), Match::Address(_, ListWord::Length(other))) => {
            one.value == other.value
        }
        (one, other) => one == other,
    }
}

fn same_set(one: &Set<String>, other: &Set<String>) -> bool {
    match (one, other) {
        (Set::Tag(one), Set::Tag(other)) | (Set::Table(one), Set::Table(other)) => {
            one.value == other.value
        }
        (Set::NextHop(one), Set::NextHop(other)) => one.value == other.value,
        (one, other) => one == other,
    }
}

/// Takes out the clauses of the kind that `words` begin with; the longest kind is meant.
fn undo<C>(clauses: &mut Vec<Clause<C>>, words: &str, kind: fn(&C) -> &'static str) {
    let meant = clauses
        .iter()
        .map(|one| kind(&one.clause))
        .filter(|kind| !kind.is_empty() && words.starts_with(kind))
        .max_by_key(|kind| kind.len());
    if let Some(meant) = meant {
        clauses.retain(|one| kind(&one.clause) != meant);
    }
}
