//! Route-maps: which entry decides, where `on-match` leads, what `call` adds.
//!
//! A clause may be undecided; then both ways are followed, and the verdict is definite only if
//! all ways end alike. Ways only lead forward, so one pass over the entries is enough.

use super::matching::{Context, holds};
use super::setting;
use super::{Decider, Entry, Outcome, Route, Verdict};
use crate::host::routing::{Flow, RouteMapEntry};
use crate::syntax::frr::{Action, FilterKind};
use crate::text::Place;

/// How many maps may call each other in a row before nothing is said any more.
const DEEPEST: u32 = 10;

/// How many entries are looked at in all: maps that call each other can make a file of few lines
/// long to answer.
const MOST_STEPS: u32 = 100_000;

/// What a route-map makes of a route.
pub(super) struct Applied {
    pub verdict: Verdict,
    /// The route as the map leaves it, in so far as that is known; of a denied route nothing.
    pub route: Route,
}

/// The route-map `name` applied to `route`. `named_at` is the line that names the map.
pub(super) fn apply(
    context: Context<'_>,
    name: &str,
    named_at: Option<Place>,
    route: &Route,
) -> Applied {
    let mut steps = MOST_STEPS;
    let run = Run {
        context,
        steps: &mut steps,
        depth: 0,
    };
    match context.lists.route_maps.get(name) {
        Some(entries) => run.map(name, entries, route),
        None => {
            let undefined =
                named_at.map(|place| decider(name, place, Entry::Undefined, Outcome::No));
            Applied {
                verdict: Verdict {
                    outcome: Outcome::No,
                    decided_by: undefined,
                },
                route: route.clone(),
            }
        }
    }
}

fn decider(map: &str, place: Place, entry: Entry, outcome: Outcome) -> Decider {
    Decider {
        place,
        list: map.to_owned(),
        kind: Some(FilterKind::RouteMap),
        entry,
        outcome,
    }
}

struct Run<'a, 's> {
    context: Context<'a>,
    steps: &'s mut u32,
    depth: u32,
}

/// How the ways through a map end.
#[derive(Default)]
struct Ends {
    permitted: Option<(Decider, Route)>,
    denied: Option<Decider>,
    /// The first thing that could not be decided.
    open: Option<Decider>,
}

impl Ends {
    fn permit(&mut self, decider: Decider, route: Route) {
        self.permitted = Some(match self.permitted.take() {
            Some((first, before)) => (first, before.either(route)),
            None => (decider, route),
        });
    }

    fn deny(&mut self, decider: Decider) {
        self.denied.get_or_insert(decider);
    }

    fn doubt(&mut self, decider: Decider) {
        self.open.get_or_insert(decider);
    }

    fn applied(self, route: &Route) -> Applied {
        match (self.permitted, self.denied) {
            (Some((decider, route)), None) => Applied {
                verdict: Verdict::new(Outcome::Yes, decider),
                route,
            },
            (None, Some(decider)) => Applied {
                verdict: Verdict::new(Outcome::No, decider),
                route: route.clone(),
            },
            (permitted, _) => Applied {
                verdict: Verdict {
                    outcome: Outcome::Perhaps,
                    decided_by: self.open,
                },
                route: permitted.map_or_else(|| route.clone(), |(_, route)| route),
            },
        }
    }
}

impl Run<'_, '_> {
    fn map(self, name: &str, entries: &[RouteMapEntry], route: &Route) -> Applied {
        let Run {
            context,
            steps,
            depth,
        } = self;
        let mut ends = Ends::default();
        let mut arrivals: Vec<Option<Route>> = vec![None; entries.len()];
        let mut falling = Some(route.clone());
        for (at, entry) in entries.iter().enumerate() {
            let by_jump = arrivals.get_mut(at).and_then(Option::take);
            let Some(mut here) = joined(falling.take(), by_jump) else {
                continue;
            };
            if *steps == 0 {
                let stopped = decider(name, entry.place, Entry::RunTime, Outcome::Perhaps);
                ends.doubt(stopped.clone());
                ends.deny(stopped.clone());
                ends.permit(stopped, here);
                break;
            }
            *steps -= 1;
            let matched = all_hold(context, entry, &here);
            if matched == Outcome::Perhaps {
                let open = Entry::Seq(entry.seq);
                ends.doubt(decider(name, entry.place, open, Outcome::Perhaps));
            }
            if matched != Outcome::Yes {
                falling = Some(here.clone());
            }
            if matched == Outcome::No {
                continue;
            }
            if entry.action == Action::Deny {
                let seq = Entry::Seq(entry.seq);
                ends.deny(decider(name, entry.place, seq, Outcome::No));
                continue;
            }
            setting::apply(entry, &mut here);
            let run = Run {
                context,
                steps: &mut *steps,
                depth: depth + 1,
            };
            let Some(here) = run.call(entry, here, &mut ends) else {
                continue;
            };
            match next(entries, at) {
                Some(to) => {
                    if let Some(slot) = arrivals.get_mut(to) {
                        *slot = joined(slot.take(), Some(here));
                    }
                }
                None => {
                    let seq = Entry::Seq(entry.seq);
                    ends.permit(decider(name, entry.place, seq, Outcome::Yes), here);
                }
            }
        }
        if falling.is_some()
            && let Some(last) = entries.last()
        {
            ends.deny(decider(name, last.place, Entry::EndOfList, Outcome::No));
        }
        ends.applied(route)
    }

    /// The route after the map that the entry calls; `None` if that one denies it for sure. A
    /// map that does not exist is as if it permitted.
    fn call(self, entry: &RouteMapEntry, route: Route, ends: &mut Ends) -> Option<Route> {
        let called = entry.call.as_ref();
        let entries = called.and_then(|call| self.context.lists.route_maps.get(&call.clause));
        let (Some(call), Some(entries)) = (called, entries) else {
            return Some(route);
        };
        if self.depth > DEEPEST {
            let deep = decider(&call.clause, call.place, Entry::RunTime, Outcome::Perhaps);
            ends.doubt(deep.clone());
            ends.deny(deep);
            return Some(route);
        }
        let Applied { verdict, route } = self.map(&call.clause, entries, &route);
        match (verdict.outcome, verdict.decided_by) {
            (Outcome::Yes, _) => Some(route),
            (Outcome::No, Some(decider)) => {
                ends.deny(decider);
                None
            }
            (_, by) => {
                let unsure = by.unwrap_or_else(|| {
                    decider(&call.clause, call.place, Entry::RunTime, Outcome::Perhaps)
                });
                ends.doubt(unsure.clone());
                ends.deny(unsure);
                Some(route)
            }
        }
    }
}

fn joined(one: Option<Route>, other: Option<Route>) -> Option<Route> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.either(other)),
        (one, other) => one.or(other),
    }
}

fn all_hold(context: Context<'_>, entry: &RouteMapEntry, route: &Route) -> Outcome {
    entry.matches.iter().fold(Outcome::Yes, |so_far, clause| {
        so_far.and(holds(context, &clause.clause, route))
    })
}

/// The entry that is tried after `at` has permitted; `None` if the permit stands.
fn next(entries: &[RouteMapEntry], at: usize) -> Option<usize> {
    let after = match entries.get(at)?.flow {
        Flow::Exit => return None,
        Flow::Next => at + 1,
        Flow::Goto(seq) => entries.partition_point(|entry| entry.seq < seq).max(at + 1),
    };
    (after < entries.len()).then_some(after)
}
