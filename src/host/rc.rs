//! rc.conf's variables as rc.subr has them.
//!
//! Knows no variable's meaning.

use std::collections::BTreeMap;

use crate::syntax::rc;
use crate::syntax::shell::{PieceKind, Word};
use crate::text::{FileId, Place, Span};

/// A file of variables.
#[derive(Clone, Copy, Debug)]
pub struct RcSource<'a> {
    /// Which.
    pub file: FileId,
    /// Its tree.
    pub tree: &'a rc::Tree,
}

/// A variable that is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RcVariable {
    /// Its name.
    pub name: String,
    /// Its value, variables expanded.
    pub value: String,
    /// Whether all of the value is known; a part that depends on run time is left out.
    pub known: bool,
    /// Name and value.
    pub place: Place,
    /// The name.
    pub name_place: Place,
    /// The value, without quotes.
    pub value_place: Place,
    /// Whether the value is the text at `value_place`, byte for byte.
    pub literal: bool,
}

/// The variables of a host.
#[derive(Clone, Debug, Default)]
pub struct RcConf {
    assignments: Vec<RcVariable>,
    in_force: BTreeMap<String, usize>,
}

/// Reads the sources in order; a later assignment wins.
#[must_use]
pub fn collect(sources: &[RcSource]) -> RcConf {
    let mut conf = RcConf::default();
    for source in sources {
        for assignment in &source.tree.assignments {
            let (value, known) = conf.expand(&assignment.value);
            let name_place = Place::new(source.file, assignment.name_span);
            let (inside, literal) = inside(&assignment.value);
            let variable = RcVariable {
                name: assignment.name.clone(),
                value,
                known,
                place: Place::new(source.file, assignment.name_span.to(assignment.value.span)),
                name_place,
                value_place: Place::new(source.file, inside),
                literal,
            };
            conf.in_force
                .insert(variable.name.clone(), conf.assignments.len());
            conf.assignments.push(variable);
        }
    }
    conf
}

/// The part of an `ifconfig_*` variable's name that an interface's name becomes (network.subr).
#[must_use]
pub fn variable_suffix(interface: &str) -> String {
    interface.replace(['.', '-', '/', '+'], "_")
}

/// The span of a value without its quotes, and whether the text there is the value.
fn inside(value: &Word) -> (Span, bool) {
    match value.pieces.as_slice() {
        [piece] => {
            let literal = match &piece.kind {
                PieceKind::Text(text) => text.len() == piece.span.len(),
                _ => false,
            };
            (piece.span, literal)
        }
        _ => (value.span, false),
    }
}

impl RcConf {
    fn expand(&self, value: &Word) -> (String, bool) {
        let mut text = String::new();
        let mut known = true;
        for piece in &value.pieces {
            match &piece.kind {
                PieceKind::Text(part) => text.push_str(part),
                PieceKind::Variable(name) => match self.get(name) {
                    Some(variable) => {
                        text.push_str(&variable.value);
                        known &= variable.known;
                    }
                    None => known = false,
                },
                PieceKind::Substitution(_) | PieceKind::Other => known = false,
            }
        }
        (text, known)
    }

    /// The assignment of `name` that is in force.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&RcVariable> {
        self.in_force
            .get(name)
            .and_then(|index| self.assignments.get(*index))
    }

    /// Those in force whose name begins with `prefix`.
    pub fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a RcVariable> {
        self.variables()
            .filter(move |variable| variable.name.starts_with(prefix))
    }

    /// Those in force, in the order of their assignments.
    pub fn variables(&self) -> impl Iterator<Item = &RcVariable> {
        let mut indices: Vec<usize> = self.in_force.values().copied().collect();
        indices.sort_unstable();
        indices
            .into_iter()
            .filter_map(|index| self.assignments.get(index))
    }

    /// Every assignment, also those that a later one overrides.
    #[must_use]
    pub fn assignments(&self) -> &[RcVariable] {
        &self.assignments
    }

    /// What `checkyesno` makes of a variable; `None` if it is not set or neither.
    #[must_use]
    pub fn yes(&self, name: &str) -> Option<bool> {
        let value = self.get(name)?.value.to_ascii_lowercase();
        match value.as_str() {
            "yes" | "true" | "on" | "1" => Some(true),
            "no" | "false" | "off" | "0" => Some(false),
            _ => None,
        }
    }

    /// The words of a value, each with its place: its own where the value is written as it is,
    /// else the whole value's.
    #[must_use]
    pub fn words(&self, variable: &RcVariable) -> Vec<(String, Place)> {
        let value = variable.value.as_str();
        let start = variable.value_place.span.start as usize;
        value
            .split_ascii_whitespace()
            .map(|word| {
                let offset = (word.as_ptr() as usize).saturating_sub(value.as_ptr() as usize);
                let own = Span::new(start + offset, start + offset + word.len());
                let span = if variable.literal {
                    own
                } else {
                    variable.value_place.span
                };
                (word.to_owned(), Place::new(variable.value_place.file, span))
            })
            .collect()
    }
}
