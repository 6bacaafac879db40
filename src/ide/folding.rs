//! Which parts of a file can be folded away, and how a selection grows.
//!
//! Knows one file alone, and no protocol.

use super::outline::{Item, ItemKind, outline, trimmed};
use super::tokens::words;
use crate::syntax::jail::Statement;
use crate::syntax::shell::{Command, CommandKind, List};
use crate::syntax::{TokenKind, Tree};
use crate::text::{SourceText, Span};

/// Lines that can be folded away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fold {
    /// The line that stays, from 0.
    pub first: usize,
    /// The last line of the part.
    pub last: usize,
    /// Whether it is comments.
    pub is_comment: bool,
}

/// The parts of a file that go over more than one line.
#[must_use]
pub fn folds(tree: &Tree, text: &SourceText) -> Vec<Fold> {
    let mut spans = Vec::new();
    items(&outline(tree, text), &mut spans);
    if let Tree::Shell(tree) = tree {
        compounds(&tree.body, &mut spans);
    }
    if let Tree::Rc(tree) = tree {
        compounds(&tree.script().body, &mut spans);
    }
    let tokens = tree.tokens().unwrap_or_default().iter();
    let quoted = tokens.filter(|token| token.kind == TokenKind::Quoted);
    spans.extend(quoted.map(|token| token.span));
    let mut folds: Vec<Fold> = spans
        .into_iter()
        .map(|span| Fold {
            first: text.line_of(span.start),
            last: text.line_of(span.end.saturating_sub(1).max(span.start)),
            is_comment: false,
        })
        .collect();
    folds.extend(comments(tree, text));
    folds.retain(|fold| fold.first < fold.last);
    folds.sort();
    // One fold a line: the longest.
    folds.reverse();
    folds.dedup_by_key(|fold| fold.first);
    folds.reverse();
    folds
}

fn items(all: &[Item], spans: &mut Vec<Span>) {
    for item in all {
        if item.kind != ItemKind::Group {
            spans.push(item.span);
        }
        items(&item.children, spans);
    }
}

/// Commands that hold others. How deep they lie is limited by the parser.
fn compounds(list: &List, spans: &mut Vec<Span>) {
    let pipelines = list.items.iter().flat_map(|item| &item.pipelines);
    for command in pipelines.flat_map(|pipeline| &pipeline.commands) {
        compound(command, spans);
    }
}

fn compound(command: &Command, spans: &mut Vec<Span>) {
    if !matches!(command.kind, CommandKind::Unknown) {
        spans.push(command.span);
    }
    match &command.kind {
        CommandKind::Group(body) | CommandKind::Subshell(body) => compounds(body, spans),
        CommandKind::For(for_) => compounds(&for_.body, spans),
        CommandKind::Loop(loop_) => compounds(&loop_.body, spans),
        CommandKind::If(if_) => {
            let bodies = if_.branches.iter().map(|(_, body)| body);
            bodies
                .chain(&if_.otherwise)
                .for_each(|body| compounds(body, spans));
        }
        CommandKind::Case(case) => {
            case.arms
                .iter()
                .for_each(|(_, body)| compounds(body, spans));
        }
        CommandKind::Function(function) => compound(&function.body, spans),
        CommandKind::Simple(_) | CommandKind::Unknown => {}
    }
}

/// Runs of lines that are comments and nothing else.
fn comments(tree: &Tree, text: &SourceText) -> Vec<Fold> {
    let mut runs: Vec<Fold> = Vec::new();
    for span in tree.comments() {
        let first = text.line_of(span.start);
        let before = Span {
            start: text.line_span(first).start,
            end: span.start,
        };
        if !text.slice(before).trim().is_empty() {
            continue;
        }
        let end = span.end.saturating_sub(1).max(span.start);
        let last = text.line_of(end);
        match runs.last_mut() {
            Some(run) if run.last + 1 == first => run.last = last,
            _ => runs.push(Fold {
                first,
                last,
                is_comment: true,
            }),
        }
    }
    runs
}

/// What a selection at byte `at` grows to, step by step: each span holds the one before it.
#[must_use]
pub fn selections(tree: &Tree, text: &SourceText, at: u32) -> Vec<Span> {
    let whole = Span::new(0, text.as_str().len());
    let line = text.line_span(text.line_of(at));
    let content = text.slice(line).trim_end_matches(['\r', '\n']).len();
    let content = Span::new(line.start as usize, line.start as usize + content);
    let mut spans = vec![whole, content, trimmed(text, content)];
    if let Tree::Frr(_) = tree {
        spans.extend(words(text, content));
    }
    let tokens = tree.tokens().unwrap_or_default().iter();
    let tokens = tokens.filter(|token| token.kind != TokenKind::Space);
    spans.extend(tokens.map(|token| token.span));
    nested(&outline(tree, text), &mut spans);
    if let Tree::Jail(tree) = tree {
        inside(&tree.statements, &mut spans);
    }
    spans.retain(|span| span.start <= at && at <= span.end && !span.is_empty());
    // Of two at the place's ends, the one that begins there.
    spans.sort_by_key(|span| (span.len(), span.end == at));
    let mut steps: Vec<Span> = Vec::new();
    for span in spans {
        if steps
            .last()
            .is_none_or(|last| last.to(span) == span && *last != span)
        {
            steps.push(span);
        }
    }
    steps
}

fn nested(all: &[Item], spans: &mut Vec<Span>) {
    for item in all {
        spans.extend([item.name_span, item.span]);
        nested(&item.children, spans);
    }
}

/// Values, lists of values, and what stands between braces.
fn inside(all: &[Statement], spans: &mut Vec<Span>) {
    for statement in all {
        match statement {
            Statement::Block(block) => {
                if let Some(close) = block.close {
                    spans.push(Span {
                        start: block.open.end,
                        end: close.start,
                    });
                }
                inside(&block.statements, spans);
            }
            Statement::Parameter(parameter) => {
                let values = parameter.values.iter().map(|value| value.span);
                spans.extend(values.clone().reduce(Span::to));
                spans.extend(values);
            }
            Statement::Include(include) => {
                spans.extend(include.patterns.iter().map(|pattern| pattern.span));
            }
        }
    }
}
