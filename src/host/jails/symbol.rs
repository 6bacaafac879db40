//! Parameter names as small numbers, and which spellings mean one parameter.

use rustc_hash::FxHashMap;

/// A name, exactly as spelled.
pub(super) type Symbol = usize;

/// Longest name of which `no` forms are looked for; the kernel's are far shorter.
const MAX_NAME: usize = 255;

/// All names that a configuration sets.
#[derive(Debug, Default)]
pub(super) struct Symbols<'a> {
    names: Vec<&'a str>,
    numbers: FxHashMap<&'a str, Symbol>,
    others: Vec<Vec<Symbol>>,
}

impl<'a> Symbols<'a> {
    /// The number of a name.
    pub(super) fn intern(&mut self, name: &'a str) -> Symbol {
        let next = self.names.len();
        let symbol = *self.numbers.entry(name).or_insert(next);
        if symbol == next {
            self.names.push(name);
        }
        symbol
    }

    /// The number of a name, if it is set anywhere.
    pub(super) fn find(&self, name: &str) -> Option<Symbol> {
        self.numbers.get(name).copied()
    }

    /// The name.
    pub(super) fn name(&self, symbol: Symbol) -> &'a str {
        self.names.get(symbol).copied().unwrap_or_default()
    }

    /// All names.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.names.iter().copied()
    }

    /// How many names there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Finds the spellings that belong together, once all are known.
    pub(super) fn relate(&mut self) {
        self.others = vec![Vec::new(); self.names.len()];
        for (symbol, name) in self.names.iter().enumerate() {
            for positive in positive_forms(name) {
                let Some(other) = self.find(&positive) else {
                    continue;
                };
                for (from, to) in [(symbol, other), (other, symbol)] {
                    if let Some(others) = self.others.get_mut(from) {
                        others.push(to);
                    }
                }
            }
        }
    }

    /// The other spellings of a parameter that occur: `a.foo` and `a.nofoo`.
    pub(super) fn others(&self, symbol: Symbol) -> &[Symbol] {
        self.others.get(symbol).map_or(&[], Vec::as_slice)
    }
}

/// The names that `name` may be the `no` form of: without the `no` that begins one of its
/// components.
fn positive_forms(name: &str) -> Vec<String> {
    if name.len() > MAX_NAME {
        return Vec::new();
    }
    component_starts(name)
        .filter_map(|start| {
            let (before, component) = name.split_at_checked(start)?;
            let positive = component.strip_prefix("no")?;
            Some(format!("{before}{positive}"))
        })
        .collect()
}

/// Whether two spellings mean one parameter, as libjail and jail(8) see it.
pub(super) fn same_parameter(one: &str, other: &str) -> bool {
    one == other || is_negation(one, other) || is_negation(other, one)
}

/// Whether `name` is `positive` with a `no` before one of its components.
pub(super) fn is_negation(name: &str, positive: &str) -> bool {
    name.len() == positive.len() + 2
        && name.len() <= MAX_NAME
        && component_starts(name).any(|start| is_negated_at(name, positive, start))
}

/// Whether a `no` at byte `start` is all that `name` has more than `positive`.
fn is_negated_at(name: &str, positive: &str, start: usize) -> bool {
    let (name, positive) = (name.as_bytes(), positive.as_bytes());
    let parts = name
        .split_at_checked(start)
        .zip(positive.split_at_checked(start));
    parts.is_some_and(|((before, negated), (same, component))| {
        before == same && negated.strip_prefix(b"no") == Some(component)
    })
}

/// Where the components of a name begin.
fn component_starts(name: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(name.match_indices('.').map(|(at, _)| at + 1))
}
