//! Whether the fixes of a round did any good: a finding that is still there with the same fix was
//! not mended, and the fix would be applied again and again.

use std::path::PathBuf;

use super::choose::Edits;
use super::done::Mended;
use super::texts::Changed;

/// How things were before a round, to go back if it did no good.
pub(super) struct LastRound {
    pub changed_before: Changed,
    pub mended_before: usize,
    /// What was mended, where it would stand now.
    pub applied: Vec<Standing>,
}

/// A finding with a fix, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub mended: Mended,
    /// The finding's file, without links.
    pub file: PathBuf,
    /// The finding's first byte.
    pub start: u32,
}

impl LastRound {
    /// Those of the applied fixes whose findings are among `now`.
    pub fn useless<'s>(&self, now: impl Iterator<Item = &'s Standing>) -> Option<Vec<Mended>> {
        let stays = now.filter(|standing| self.applied.contains(standing));
        let mut useless: Vec<Mended> = stays.map(|standing| standing.mended.clone()).collect();
        useless.sort();
        useless.dedup();
        (!useless.is_empty()).then_some(useless)
    }
}

impl Standing {
    /// The same where `edits`, which are in order, have moved it.
    pub fn after(&self, edits: &Edits<PathBuf>) -> Self {
        let mut start = i64::from(self.start);
        for edit in edits.get(&self.file).into_iter().flatten() {
            if edit.span.end <= self.start {
                let added = i64::try_from(edit.text.len()).unwrap_or(0);
                start += added - i64::from(edit.span.end - edit.span.start);
            }
        }
        Self {
            start: u32::try_from(start).unwrap_or(self.start),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::finding::{Edit, Fix, Target};
    use crate::fix::choose::Chosen;
    use crate::text::{FileId, Place, Span};

    fn standing(start: u32) -> Standing {
        Standing {
            mended: Mended {
                rule: "a",
                file: String::new(),
                message: String::new(),
                title: String::new(),
                edited: Vec::new(),
            },
            file: PathBuf::from("f"),
            start,
        }
    }

    #[test]
    fn a_fix_is_useless_if_its_finding_stays_where_it_was() {
        let edits = [
            Edit::replace(Place::new(FileId(0), Span::new(0, 3)), "a\n"),
            Edit::create(Arc::from(Path::new("other")), "text"),
            Edit::insert(FileId(0), 10, "more"),
        ];
        let mut chosen = Chosen::default();
        let path_of = |target: &Target| match target {
            Target::Place(_) => Some(PathBuf::from("f")),
            Target::New(path) => Some(path.to_path_buf()),
        };
        assert!(chosen.take("a", &Fix::safe("", edits.to_vec()), path_of));
        let last = LastRound {
            changed_before: Changed::default(),
            mended_before: 0,
            applied: vec![standing(8).after(&chosen.into_edits())],
        };
        assert!(last.useless([standing(7)].iter()).is_some());
        // One that is worded alike stands somewhere else.
        assert!(last.useless([standing(8), standing(3)].iter()).is_none());
    }
}
