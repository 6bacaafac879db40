//! Which fixes can be applied together: in the order of files and places, each one that does not
//! get in the way of those before it.

use std::collections::BTreeMap;

use crate::finding::{Edit, Fix, Target};
use crate::text::Span;

/// An edit in a file that is known otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedEdit {
    /// The bytes that it replaces; none in a file that does not exist yet.
    pub span: Span,
    /// By what.
    pub text: String,
    /// The rule whose other edits may insert at the same place.
    beside: Option<&'static str>,
}

/// Edits by file.
pub type Edits<F> = BTreeMap<F, Vec<PlacedEdit>>;

/// Fixes taken so far; `F` is what a file is known by.
#[derive(Debug)]
pub struct Chosen<F> {
    edits: Edits<F>,
}

impl<F> Default for Chosen<F> {
    fn default() -> Self {
        Self {
            edits: BTreeMap::new(),
        }
    }
}

impl<F: Ord> Chosen<F> {
    /// Takes a fix of `rule`, all of it, unless one of its edits is in the way of one that was
    /// taken before. `file_of` leads from an edit to its file.
    pub fn take(
        &mut self,
        rule: &'static str,
        fix: &Fix,
        file_of: impl Fn(&Target) -> Option<F>,
    ) -> bool {
        let Some(placed) = placed(rule, fix, file_of) else {
            return false;
        };
        let fits = placed.iter().all(|(file, edit)| {
            let there = self.edits.get(file).map_or(&[][..], Vec::as_slice);
            !there.iter().any(|other| conflict(other, edit))
        });
        if !fits {
            return false;
        }
        for (file, edit) in placed {
            let there = self.edits.entry(file).or_default();
            if !there.contains(&edit) {
                there.push(edit);
            }
        }
        true
    }

    /// What was taken, each file's edits in their order.
    #[must_use]
    pub fn into_edits(mut self) -> Edits<F> {
        for edits in self.edits.values_mut() {
            // Stable: insertions at one place stay in the order in which they were taken, and
            // come before what is replaced there.
            edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        }
        self.edits
    }
}

fn placed<F>(
    rule: &'static str,
    fix: &Fix,
    file_of: impl Fn(&Target) -> Option<F>,
) -> Option<Vec<(F, PlacedEdit)>> {
    let place = |edit: &Edit| {
        let placed = PlacedEdit {
            span: edit.target.span(),
            text: edit.text.clone(),
            beside: edit.beside.then_some(rule),
        };
        Some((file_of(&edit.target)?, placed))
    };
    fix.edits.iter().map(place).collect()
}

/// Whether two edits of one file cannot both be made. The same edit asked for twice is one edit.
fn conflict(a: &PlacedEdit, b: &PlacedEdit) -> bool {
    if a == b {
        return false;
    }
    if a.span.is_empty() && b.span.is_empty() {
        let beside = a.beside.is_some() && a.beside == b.beside;
        return a.span == b.span && !beside;
    }
    if a.span.is_empty() || b.span.is_empty() {
        let (point, whole) = if a.span.is_empty() { (a, b) } else { (b, a) };
        return whole.span.start < point.span.start && point.span.start < whole.span.end;
    }
    a.span.start < b.span.end && b.span.start < a.span.end
}
