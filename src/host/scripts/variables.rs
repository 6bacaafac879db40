//! The variables of a script while it is followed.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::word::Word;

/// Variables and a journal of their changes, so that what a subshell or a branch sets can be
/// taken back.
#[derive(Debug, Default)]
pub(crate) struct Variables {
    values: FxHashMap<String, Rc<Word>>,
    journal: Vec<(String, Option<Rc<Word>>)>,
    open: usize,
}

/// A point that [`Variables::roll_back`] returns to.
pub(super) struct Mark(usize);

impl Variables {
    pub(crate) fn get(&self, name: &str) -> Option<Rc<Word>> {
        self.values.get(name).cloned()
    }

    pub(crate) fn set(&mut self, name: &str, value: Rc<Word>) {
        let before = self.values.insert(name.to_owned(), value);
        self.note(name, before);
    }

    pub(super) fn unset(&mut self, name: &str) {
        let before = self.values.remove(name);
        self.note(name, before);
    }

    fn note(&mut self, name: &str, before: Option<Rc<Word>>) {
        if self.open > 0 {
            self.journal.push((name.to_owned(), before));
        }
    }

    pub(super) fn mark(&mut self) -> Mark {
        self.open += 1;
        Mark(self.journal.len())
    }

    /// Takes back all changes since `mark`; gives the names that were changed.
    pub(super) fn roll_back(&mut self, mark: &Mark) -> Vec<String> {
        let changes = self.journal.split_off(mark.0.min(self.journal.len()));
        let mut names = Vec::with_capacity(changes.len());
        for (name, before) in changes.into_iter().rev() {
            match before {
                Some(value) => self.values.insert(name.clone(), value),
                None => self.values.remove(&name),
            };
            names.push(name);
        }
        self.open = self.open.saturating_sub(1);
        names.sort_unstable();
        names.dedup();
        names
    }
}
