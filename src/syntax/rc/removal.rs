//! Which bytes make an assignment gone, and nothing else changed: what joins it to the commands
//! around it goes with it, and where that cannot be, there are none.

use crate::syntax::shell::{AndOr, CommandKind, Simple};
use crate::text::Span;

/// An item of a list of commands, and what stands beside it.
pub(super) struct InList<'a> {
    pub item: &'a AndOr,
    pub before: Option<&'a AndOr>,
    pub after: Option<&'a AndOr>,
    /// sh wants no other command in its place.
    pub may_go: bool,
}

/// The bytes of assignment `index` of `simple`, which is the command of `place`.
pub(super) fn of_assignment(
    text: &str,
    place: &InList<'_>,
    simple: &Simple,
    index: usize,
) -> Option<Span> {
    let own = simple.assignments.get(index)?.span;
    if let Some(next) = simple.assignments.get(index + 1) {
        return Some(Span {
            start: own.start,
            end: next.span.start,
        });
    }
    if let Some(previous) = index.checked_sub(1) {
        return Some(Span {
            start: simple.assignments.get(previous)?.span.end,
            end: own.end,
        });
    }
    place.is_only_this().then(|| of_command(text, place, own))?
}

impl InList<'_> {
    /// Whether the item is one command, without anything that joins it to others or works on it.
    fn is_only_this(&self) -> bool {
        let [pipeline] = self.item.pipelines.as_slice() else {
            return false;
        };
        let [command] = pipeline.commands.as_slice() else {
            return false;
        };
        let is_plain = matches!(command.kind, CommandKind::Simple(_));
        let is_joined = pipeline.negated || self.item.background;
        self.may_go && is_plain && !is_joined && command.redirections.is_empty()
    }
}

/// The bytes of the command `own`, which is all of its item.
fn of_command(text: &str, place: &InList<'_>, own: Span) -> Option<Span> {
    let own = own.range();
    let line_start = text.get(..own.start)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(own.end..)?;
    let line_end = rest
        .find('\n')
        .map_or(text.len(), |length| own.end + length + 1);
    if let Some(next) = place.after
        && (next.span.start as usize) < line_end
    {
        return Some(Span::new(own.start, next.span.start as usize));
    }
    let behind = text.get(own.end..line_end)?.trim_start();
    let behind = behind.strip_prefix(';').unwrap_or(behind).trim_start();
    if !behind.is_empty() && !behind.starts_with('#') {
        return None;
    }
    if text.get(line_start..own.start)?.trim().is_empty() {
        let lines_before = text.get(..line_start)?;
        return (!lines_before.ends_with("\\\n")).then(|| Span::new(line_start, line_end));
    }
    let before = place.before?.span.end as usize;
    let is_next_to = text.get(before..own.start)?.trim_matches([' ', '\t']) == ";";
    is_next_to.then(|| Span::new(before, own.end))
}
