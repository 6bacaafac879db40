//! Variables: each jail's parameters with the values of others put in.

use std::borrow::Cow;

use super::defect::{DefectKind, Defects};
use super::jail::{Parameter, Value};
use super::slot::Slot;
use super::symbol::{Symbol, Symbols};
use crate::syntax::jail;
use crate::syntax::jail::Piece;
use crate::text::{FileId, Place};

/// Variables that refer to variables, one after the other.
const MAX_DEPTH: usize = 64;
/// Bytes of one value.
const MAX_VALUE: usize = 64 * 1024;

/// How much text may still be made out of variables, over all jails, in bytes.
pub(super) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(256 * 1024 * 1024)
    }
}

/// How far a slot is.
enum State<'a> {
    Fresh,
    /// Being expanded: who refers to it now makes a loop.
    Busy,
    /// Done; `bad` if something in it, or in what it refers to, is wrong.
    Done {
        values: Vec<Expanded<'a>>,
        bad: bool,
    },
}

/// A value without variables.
#[derive(Clone)]
struct Expanded<'a> {
    text: Cow<'a, str>,
    place: Place,
}

struct Expander<'e, 'a, F> {
    slots: &'e [Slot<'a>],
    symbols: &'e Symbols<'a>,
    find: F,
    jail_name: &'e str,
    jail: usize,
    states: Vec<State<'e>>,
    budget: &'e mut Budget,
    defects: &'e mut Defects,
}

/// The parameters of a jail and its variables, each in the order of the slots.
pub(super) fn expand<'a>(
    slots: &[Slot<'a>],
    symbols: &Symbols<'a>,
    find: impl Fn(Symbol) -> Option<usize>,
    jail_name: &str,
    jail: usize,
    budget: &mut Budget,
    defects: &mut Defects,
) -> (Vec<Parameter>, Vec<Parameter>) {
    let mut expander = Expander {
        slots,
        symbols,
        find,
        jail_name,
        jail,
        states: slots.iter().map(|_| State::Fresh).collect(),
        budget,
        defects,
    };
    for index in 0..slots.len() {
        expander.slot(index, 0);
    }
    let states = expander.states;
    let (mut parameters, mut variables) = (Vec::new(), Vec::new());
    for (slot, state) in slots.iter().zip(states) {
        let kind = match slot.variable {
            true => &mut variables,
            false => &mut parameters,
        };
        kind.push(parameter(slot, state, symbols));
    }
    (parameters, variables)
}

fn parameter(slot: &Slot<'_>, state: State<'_>, symbols: &Symbols<'_>) -> Parameter {
    let (expanded, bad) = match state {
        State::Done { values, bad } => (values, bad),
        State::Fresh | State::Busy => (Vec::new(), true),
    };
    Parameter {
        name: symbols.name(slot.symbol).to_owned(),
        place: slot.place,
        values: expanded
            .into_iter()
            .map(|value| Value {
                text: value.text.into_owned(),
                place: value.place,
            })
            .collect(),
        complete: !bad,
    }
}

/// What a reference comes to.
enum Reference {
    /// The text of one value.
    Text(String),
    /// The texts of several, which is for one's own value alone.
    List(Vec<String>),
    /// Nothing; what is wrong has been said.
    Bad,
}

impl<'e, 'a, F: Fn(Symbol) -> Option<usize>> Expander<'e, 'a, F> {
    /// Expands a slot, if that has not been done. Recursion is bounded by [`MAX_DEPTH`].
    fn slot(&mut self, index: usize, depth: usize) {
        let slots = self.slots;
        let (Some(slot), Some(State::Fresh)) = (slots.get(index), self.states.get(index)) else {
            return;
        };
        if let Some(state) = self.states.get_mut(index) {
            *state = State::Busy;
        }
        let mut values = Vec::with_capacity(slot.values.len());
        let mut bad = false;
        for (file, value) in &slot.values {
            bad |= !self.value(*file, value, &mut values, depth);
        }
        if let Some(state) = self.states.get_mut(index) {
            *state = State::Done { values, bad };
        }
    }

    /// Expands a value; gives false if something is wrong with it.
    fn value(
        &mut self,
        file: FileId,
        value: &'e jail::Value,
        out: &mut Vec<Expanded<'e>>,
        depth: usize,
    ) -> bool {
        let place = Place::new(file, value.span);
        if let Some(text) = value.literal() {
            out.push(Expanded { text, place });
            return true;
        }
        let alone = value.pieces.len() == 1;
        let mut text = String::new();
        let mut good = true;
        for piece in &value.pieces {
            match piece {
                Piece::Text { text: piece, .. } => text.push_str(piece),
                Piece::Variable { name, span } => {
                    let at = Place::new(file, *span);
                    match self.reference(name, at, alone, depth) {
                        Reference::Text(found) => good &= self.append(&mut text, &found, name, at),
                        Reference::List(texts) => {
                            out.extend(texts.into_iter().map(|text| Expanded {
                                text: Cow::Owned(text),
                                place,
                            }));
                            return false;
                        }
                        Reference::Bad => good = false,
                    }
                }
            }
        }
        let text = Cow::Owned(text);
        out.push(Expanded { text, place });
        good
    }

    fn append(&mut self, text: &mut String, more: &str, variable: &str, at: Place) -> bool {
        let fits = text.len() + more.len() <= MAX_VALUE && more.len() <= self.budget.0;
        if fits {
            self.budget.0 -= more.len();
            text.push_str(more);
        } else {
            self.say(
                DefectKind::VariableTooDeep {
                    variable: variable.to_owned(),
                },
                at,
            );
        }
        fits
    }

    fn say(&mut self, kind: DefectKind, at: Place) {
        self.defects.add(kind, at, Some(self.jail));
    }

    fn reference(&mut self, name: &str, at: Place, alone: bool, depth: usize) -> Reference {
        let found = self
            .symbols
            .find(name)
            .and_then(|symbol| (self.find)(symbol));
        let variable = || name.to_owned();
        let Some(index) = found else {
            if name == "name" {
                return Reference::Text(self.jail_name.to_owned());
            }
            if name == "jid" && super::name::is_jail_id(self.jail_name) {
                return Reference::Text(self.jail_name.to_owned());
            }
            let kind = DefectKind::UndefinedVariable {
                variable: variable(),
                without_value: false,
                near: None,
            };
            self.say(kind, at);
            return Reference::Bad;
        };
        if depth >= MAX_DEPTH {
            let kind = DefectKind::VariableTooDeep {
                variable: variable(),
            };
            self.say(kind, at);
            return Reference::Bad;
        }
        self.slot(index, depth + 1);
        let (values, bad) = match self.states.get(index) {
            Some(State::Done { values, bad }) => (values, *bad),
            Some(State::Busy) => {
                let kind = DefectKind::VariableLoop {
                    variable: variable(),
                };
                self.say(kind, at);
                return Reference::Bad;
            }
            _ => return Reference::Bad,
        };
        match values.as_slice() {
            [] => {
                let kind = DefectKind::UndefinedVariable {
                    variable: variable(),
                    without_value: true,
                    near: None,
                };
                self.say(kind, at);
                Reference::Bad
            }
            _ if bad => Reference::Bad,
            [only] => Reference::Text(only.text.clone().into_owned()),
            list => {
                let texts = if alone {
                    list.iter().map(|v| v.text.clone().into_owned()).collect()
                } else {
                    Vec::new()
                };
                let definition = self.slots.get(index).map_or(at, |slot| slot.place);
                let kind = DefectKind::ListInVariable {
                    variable: variable(),
                    definition,
                    alone,
                };
                self.say(kind, at);
                if alone {
                    Reference::List(texts)
                } else {
                    Reference::Bad
                }
            }
        }
    }
}
