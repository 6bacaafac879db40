//! What a file is made of, in the order in which it stands there.
//!
//! Knows one file alone, and no protocol.

use super::frr::blocks as frr_blocks;
use crate::syntax::jail::{self, Statement};
use crate::syntax::shell::{self, CommandKind};
use crate::syntax::{Tree, rc};
use crate::text::{SourceText, Span};

/// What an [`Item`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A jail, or a wildcard for jails.
    Jail,
    /// A parameter of a jail.
    Parameter,
    /// A variable.
    Variable,
    /// An `.include`.
    Include,
    /// A tunable or sysctl.
    Setting,
    /// Several settings that stand together.
    Group,
    /// A block of FRR's configuration.
    Block,
    /// A list of FRR's configuration, such as a prefix list.
    List,
    /// A function of a script.
    Function,
}

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is called; never empty.
    pub name: String,
    /// Its value, cut short.
    pub detail: Option<String>,
    /// What it is.
    pub kind: ItemKind,
    /// All of it.
    pub span: Span,
    /// Its name's bytes, within `span`.
    pub name_span: Span,
    /// Its parts.
    pub children: Vec<Item>,
}

/// The longest value that is shown, in characters.
const MAX_DETAIL: usize = 60;

/// The parts of a file.
#[must_use]
pub fn outline(tree: &Tree, text: &SourceText) -> Vec<Item> {
    match tree {
        Tree::Jail(tree) => statements(&tree.statements, text),
        Tree::Rc(tree) => tree
            .assignments
            .iter()
            .map(|a| assignment(a, text))
            .collect(),
        Tree::Loader(tree) => {
            let all = tree.settings.iter();
            grouped(all.map(|s| setting(&s.name, &s.value, s.span, s.name_span)))
        }
        Tree::Sysctl(tree) => {
            let all = tree.settings.iter();
            grouped(all.map(|s| setting(&s.name, &s.value, s.span, s.name_span)))
        }
        Tree::Frr(tree) => frr_blocks(tree, text),
        Tree::Shell(tree) => functions(tree),
    }
}

/// How deep blocks lie in blocks is limited by the parser.
fn statements(all: &[Statement], text: &SourceText) -> Vec<Item> {
    all.iter().map(|one| statement(one, text)).collect()
}

fn statement(one: &Statement, text: &SourceText) -> Item {
    match one {
        Statement::Block(block) => Item {
            name: named(&block.name.text),
            detail: None,
            kind: ItemKind::Jail,
            span: block.span,
            name_span: block.name.span,
            children: statements(&block.statements, text),
        },
        Statement::Parameter(parameter) => Item {
            name: match parameter.is_variable {
                true => format!("${}", parameter.name.text),
                false => named(&parameter.name.text),
            },
            detail: values(&parameter.values, text),
            kind: match parameter.is_variable {
                true => ItemKind::Variable,
                false => ItemKind::Parameter,
            },
            span: parameter.span,
            name_span: parameter.name.span,
            children: Vec::new(),
        },
        Statement::Include(include) => Item {
            name: ".include".to_owned(),
            detail: values(&include.patterns, text),
            kind: ItemKind::Include,
            span: include.span,
            name_span: include.keyword,
            children: Vec::new(),
        },
    }
}

fn named(name: &str) -> String {
    match name.trim() {
        "" => "\"\"".to_owned(),
        _ => name.to_owned(),
    }
}

fn values(all: &[jail::Value], text: &SourceText) -> Option<String> {
    let span = all.iter().map(|value| value.span).reduce(Span::to)?;
    detail(text.slice(span))
}

fn detail(value: &str) -> Option<String> {
    let words: Vec<&str> = value.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(MAX_DETAIL) {
        Some((at, _)) => Some(format!("{}…", line.get(..at).unwrap_or_default())),
        None => (!line.is_empty()).then_some(line),
    }
}

fn assignment(one: &rc::Assignment, text: &SourceText) -> Item {
    Item {
        name: text.slice(one.name).to_owned(),
        detail: detail(text.slice(one.value.span)),
        kind: ItemKind::Variable,
        span: one.span,
        name_span: one.name,
        children: Vec::new(),
    }
}

fn setting(name: &str, value: &str, span: Span, name_span: Span) -> Item {
    Item {
        name: named(name),
        detail: detail(value),
        kind: ItemKind::Setting,
        span,
        name_span,
        children: Vec::new(),
    }
}

/// Settings that stand together and begin alike, such as those of `net`, as one item.
fn grouped(settings: impl Iterator<Item = Item>) -> Vec<Item> {
    let mut groups: Vec<(String, Vec<Item>)> = Vec::new();
    for item in settings {
        let group = group_of(&item.name);
        match groups.last_mut() {
            Some((last, items)) if *last == group => items.push(item),
            _ => groups.push((group, vec![item])),
        }
    }
    let group = |(name, mut items): (String, Vec<Item>)| {
        let span = items.iter().map(|item| item.span).reduce(Span::to);
        match (items.len(), items.first().map(|item| item.name_span), span) {
            (2.., Some(name_span), Some(span)) => vec![Item {
                name,
                detail: None,
                kind: ItemKind::Group,
                span,
                name_span,
                children: items,
            }],
            _ => std::mem::take(&mut items),
        }
    };
    groups.into_iter().flat_map(group).collect()
}

fn group_of(name: &str) -> String {
    match name.split_once('.') {
        Some((first, _)) => first.to_owned(),
        None if name.ends_with("_load") => "modules".to_owned(),
        None => "loader".to_owned(),
    }
}

/// One that is called by its words.
pub(super) fn item(text: &SourceText, kind: ItemKind, span: Span, name_span: Span) -> Item {
    Item {
        name: text.slice(name_span).to_owned(),
        detail: None,
        kind,
        span,
        name_span,
        children: Vec::new(),
    }
}

/// Without blanks at either end.
pub(super) fn trimmed(text: &SourceText, span: Span) -> Span {
    let line = text.slice(span);
    let start = span.start as usize + (line.len() - line.trim_start().len());
    Span::new(start, start + line.trim().len())
}

fn functions(tree: &shell::Tree) -> Vec<Item> {
    let pipelines = tree.body.items.iter().flat_map(|item| &item.pipelines);
    let commands = pipelines.flat_map(|pipeline| &pipeline.commands);
    commands
        .filter_map(|command| match &command.kind {
            CommandKind::Function(function) => Some(Item {
                name: named(tree.slice(function.name)),
                detail: None,
                kind: ItemKind::Function,
                span: command.span.to(function.name),
                name_span: function.name,
                children: Vec::new(),
            }),
            _ => None,
        })
        .collect()
}
