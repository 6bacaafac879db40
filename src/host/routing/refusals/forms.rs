//! Clauses of a route-map's entry that come in two forms, of which FRR's model of the
//! configuration has room for one.

use rustc_hash::FxHashMap;

use crate::host::routing::line::Line;
use crate::syntax::frr::Set;
use crate::text::{Place, Span};

/// The clauses of the entries read so far.
#[derive(Default)]
pub(super) struct Forms<'a> {
    seen: FxHashMap<(&'a str, u32, &'static str), (bool, Place)>,
}

impl<'a> Forms<'a> {
    /// A `set` clause of the entry `seq` of `map`; the clause of the other form, if there is one.
    pub fn take(
        &mut self,
        line: Line<'_>,
        (map, seq): (&'a str, u32),
        set: &Set<Span>,
    ) -> Option<Place> {
        let (kind, form) = form_of(line, set)?;
        let first = self.seen.entry((map, seq, kind));
        let (first, place) = *first.or_insert((form, line.place()));
        (first != form).then_some(place)
    }

    /// `no set ...`: the clause of the kind is gone.
    pub fn undo(&mut self, (map, seq): (&'a str, u32), words: &str) {
        self.seen.retain(|(in_map, in_seq, kind), _| {
            *in_map != map || *in_seq != seq || !words.starts_with(kind)
        });
    }
}

/// The kind of a clause, and which of its two forms it has.
fn form_of(line: Line<'_>, set: &Set<Span>) -> Option<(&'static str, bool)> {
    match set {
        Set::NoCommunity => Some(("community", false)),
        Set::Community(_) => Some(("community", true)),
        Set::Prepend(_) => Some(("as-path prepend", false)),
        Set::PrependLast(_) => Some(("as-path prepend", true)),
        Set::Metric(value) => Some(("metric", line.slice(*value).starts_with(['+', '-']))),
        _ => None,
    }
}
