//! The words of FRR's lines with what each of them is, for colours.

use super::{explained, named};
use crate::ide::tokens::{Class, Coloured, is_number};
use crate::syntax::frr::{Command, LineContent, LineRecord, Tree};
use crate::text::{SourceText, Span};
use crate::vocabulary::frr::{ListingSet, WordKind};

/// The coloured words of a file, in order. Lines that are not understood have none.
pub(in crate::ide) fn coloured(tree: &Tree, text: &SourceText) -> Vec<Coloured> {
    let mut parts = Vec::new();
    for (start, line) in tree.placed() {
        match &line.content {
            LineContent::Comment(span) => parts.push(Coloured {
                span: span.shifted(start),
                class: Class::Comment,
                is_definition: false,
            }),
            LineContent::Command { command, .. } => {
                words(text, start, line, command, &mut parts);
            }
            LineContent::Blank | LineContent::NotUnderstood | LineContent::Pieces(_) => {}
        }
    }
    parts
}

fn words(
    text: &SourceText,
    start: u32,
    line: &LineRecord,
    command: &Command,
    parts: &mut Vec<Coloured>,
) {
    let whole = Span {
        start,
        end: start.saturating_add(line.length),
    };
    let source = text.slice(whole);
    let Some((known, _)) = explained(line, source, ListingSet::ALL) else {
        // `end` is passed over by the reader of a file, and is no command to it.
        if *command == Command::End {
            let span = crate::ide::outline::trimmed(text, whole);
            parts.push(Coloured {
                span,
                class: Class::Keyword,
                is_definition: false,
            });
        }
        return;
    };
    let names = named(&known);
    for (span, word) in &known.words {
        let name = names.iter().find(|name| name.span == *span);
        let written = source.get(span.range()).unwrap_or_default();
        let class = match word.kind {
            WordKind::Keyword => Class::Keyword,
            _ if name.is_some() => Class::Name,
            WordKind::Variable if !is_number(written) => Class::String,
            _ => Class::Number,
        };
        let opens = *command == Command::Interface(*span);
        parts.push(Coloured {
            span: span.shifted(start),
            class,
            is_definition: opens || name.is_some_and(|name| name.is_definition),
        });
    }
}
