//! Mistakes in a jail.conf that are only what a syntax error leaves behind: half a name, a block
//! that begins in the middle of another one. One mistake is said once, as what it is.

use crate::host::HostFile;
use crate::host::jails::{DefectKind, JailDefect};
use crate::syntax::Tree;
use crate::text::{FileId, Place, Span};

/// The lines of a file that do not parse on any release.
struct Broken<'f> {
    file: FileId,
    /// In order of place.
    lines: Vec<(Span, &'f str)>,
}

/// The defects that stand for themselves.
pub(super) fn without_echoes(files: &[HostFile], defects: Vec<JailDefect>) -> Vec<JailDefect> {
    let broken: Vec<Broken> = files.iter().filter_map(broken_lines).collect();
    let is_echo = |defect: &JailDefect| {
        let file = broken.iter().find(|file| file.file == defect.place.file);
        file.is_some_and(|file| file.explains(defect))
    };
    let mut defects = defects;
    defects.retain(|defect| !is_echo(defect));
    defects
}

fn broken_lines(file: &HostFile) -> Option<Broken<'_>> {
    let Tree::Jail(tree) = file.tree() else {
        return None;
    };
    let text = &file.source.text;
    let mut lines: Vec<(Span, &str)> = tree
        .errors
        .iter()
        .filter(|error| error.accepted_since.is_none())
        .map(|error| text.whole_lines(error.span))
        .map(|line| (line, text.slice(line)))
        .collect();
    lines.sort_by_key(|(line, _)| line.start);
    let file = file.id();
    (!lines.is_empty()).then_some(Broken { file, lines })
}

impl Broken<'_> {
    /// Whether the defect is gone once the lines parse, or may be.
    fn explains(&self, defect: &JailDefect) -> bool {
        if self.is_between(defect.place, defect.place) {
            return true;
        }
        match &defect.kind {
            // A brace that is missing makes one block of two, or two of one.
            DefectKind::DuplicateName { first } => self.is_between(*first, defect.place),
            DefectKind::Overridden(overridden) => self.is_between(overridden.first, defect.place),
            // What is missing may be what does not parse.
            DefectKind::UndefinedVariable { .. } => self.has('$'),
            DefectKind::UnknownDependency { name, .. } => {
                self.lines.iter().any(|(_, line)| line.contains(name))
            }
            _ => false,
        }
    }

    fn has(&self, mark: char) -> bool {
        self.lines.iter().any(|(_, line)| line.contains(mark))
    }

    /// Whether a line from that of `first` to that of `last` does not parse.
    fn is_between(&self, first: Place, last: Place) -> bool {
        let from = if first.file == last.file {
            first.span.start
        } else {
            0
        };
        let end = last.span.end.max(last.span.start + 1);
        let behind = self.lines.partition_point(|(line, _)| line.start < end);
        let before = self.lines.get(..behind).unwrap_or_default();
        before.last().is_some_and(|(line, _)| line.end > from)
    }
}
