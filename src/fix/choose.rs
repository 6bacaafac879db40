//! Which fixes can be applied together: in the order of files and places, each one that does not
//! get in the way of those before it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::finding::{Edit, Fix, Target};
use crate::text::Span;

/// An edit in a file that is known by its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlacedEdit {
    /// The bytes that it replaces; none in a file that does not exist yet.
    pub span: Span,
    /// By what.
    pub text: String,
    /// The rule whose other edits may insert at the same place.
    beside: Option<&'static str>,
}

/// Edits by file.
pub(super) type Edits = BTreeMap<PathBuf, Vec<PlacedEdit>>;

/// Fixes taken so far.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    edits: Edits,
}

impl Chosen {
    /// Takes a fix of `rule`, all of it, unless one of its edits is in the way of one that was
    /// taken before. `path_of` leads from an edit to its file.
    pub fn take(
        &mut self,
        rule: &'static str,
        fix: &Fix,
        path_of: impl Fn(&Target) -> Option<PathBuf>,
    ) -> bool {
        let Some(placed) = placed(rule, fix, path_of) else {
            return false;
        };
        let fits = placed.iter().all(|(path, edit)| {
            let there = self.edits.get(path).map_or(&[][..], Vec::as_slice);
            !there.iter().any(|other| conflict(other, edit))
        });
        if !fits {
            return false;
        }
        for (path, edit) in placed {
            let there = self.edits.entry(path).or_default();
            if !there.contains(&edit) {
                there.push(edit);
            }
        }
        true
    }

    /// What was taken, each file's edits in their order.
    pub fn into_edits(mut self) -> Edits {
        for edits in self.edits.values_mut() {
            // Stable: insertions at one place stay in the order in which they were taken, and
            // come before what is replaced there.
            edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        }
        self.edits
    }
}

fn placed(
    rule: &'static str,
    fix: &Fix,
    path_of: impl Fn(&Target) -> Option<PathBuf>,
) -> Option<Vec<(PathBuf, PlacedEdit)>> {
    let place = |edit: &Edit| {
        let span = match &edit.target {
            Target::Place(place) => place.span,
            Target::New(_) => Span::at(0),
        };
        let placed = PlacedEdit {
            span,
            text: edit.text.clone(),
            beside: edit.beside.then_some(rule),
        };
        Some((path_of(&edit.target)?, placed))
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
