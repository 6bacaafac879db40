//! A file's words with what each of them is, for colours.
//!
//! From the trees alone: one file, no other. Knows no protocol.

use super::frr::coloured as frr_coloured;
use super::outline::{Item, ItemKind, outline};
use crate::syntax::jail::{self, Statement};
use crate::syntax::shell::{self, CommandKind};
use crate::syntax::{TokenKind, Tree, rc};
use crate::text::{SourceText, Span};

/// What a word is. The order is part of the protocol's legend: add at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A comment.
    Comment,
    /// A value, quotes included.
    String,
    /// A number or an address.
    Number,
    /// A variable.
    Variable,
    /// A parameter of a jail, a setting.
    Property,
    /// A word of the language.
    Keyword,
    /// A jail, a list, a route-map: what the user has named.
    Name,
    /// A program or a function.
    Function,
}

impl Class {
    /// Every class, in the order of the legend.
    pub const ALL: [Self; 8] = [
        Self::Comment,
        Self::String,
        Self::Number,
        Self::Variable,
        Self::Property,
        Self::Keyword,
        Self::Name,
        Self::Function,
    ];
}

/// One coloured part of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coloured {
    /// Its bytes: on one line, not empty.
    pub span: Span,
    /// What it is.
    pub class: Class,
    /// Whether the name is made or set here.
    pub is_definition: bool,
}

/// The coloured parts of a file, in order, none over another.
#[must_use]
pub fn coloured(tree: &Tree, text: &SourceText) -> Vec<Coloured> {
    let all = match tree {
        Tree::Frr(tree) => frr_coloured(tree, text),
        _ => of_tokens(tree, text),
    };
    let mut parts = Vec::with_capacity(all.len());
    for part in all {
        lines(text, part, &mut parts);
    }
    parts
}

/// Cuts a part at line breaks.
fn lines(text: &SourceText, part: Coloured, out: &mut Vec<Coloured>) {
    let mut start = part.span.start as usize;
    for line in text.slice(part.span).split_inclusive(['\n', '\r']) {
        let content = line.trim_end_matches(['\n', '\r']).len();
        if content > 0 {
            let span = Span::new(start, start + content);
            out.push(Coloured { span, ..part });
        }
        start += line.len();
    }
}

/// What is known of some words beyond their tokens' kinds.
type Known = (Span, Class, bool);

fn of_tokens(tree: &Tree, text: &SourceText) -> Vec<Coloured> {
    let mut known: Vec<Known> = Vec::new();
    match tree {
        Tree::Shell(tree) => script(&tree.body, &mut known),
        Tree::Rc(tree) => rc_names(tree, &mut known),
        Tree::Jail(tree) => jail_names(&tree.statements, &mut known),
        _ => settings(&outline(tree, text), &mut known),
    }
    known.sort_by_key(|(span, ..)| *span);
    let is_script = matches!(tree, Tree::Shell(_) | Tree::Rc(_));
    let mut parts = Vec::new();
    let mut next = known.into_iter().peekable();
    for token in tree.tokens().unwrap_or_default() {
        while next
            .next_if(|(span, ..)| span.end <= token.span.start)
            .is_some()
        {}
        let found = next
            .peek()
            .filter(|(span, ..)| span.start <= token.span.start && token.span.end <= span.end);
        let (class, is_definition) = match (token.kind, found) {
            (TokenKind::Comment, _) => (Class::Comment, false),
            (TokenKind::Space | TokenKind::Punctuation | TokenKind::Unknown, _) => continue,
            // In a value, too, a variable shows.
            (TokenKind::Variable, Some((_, Class::Variable, true))) => (Class::Variable, true),
            (TokenKind::Variable, _) => (Class::Variable, false),
            (TokenKind::Word, None | Some((_, Class::String, _))) => {
                let word = text.slice(token.span);
                match () {
                    () if is_number(word) => (Class::Number, false),
                    () if is_script && found.is_none() && is_reserved(word) => {
                        (Class::Keyword, false)
                    }
                    () => (Class::String, false),
                }
            }
            (_, Some((_, class, is_definition))) => (*class, *is_definition),
            (TokenKind::Quoted, None) => (Class::String, false),
        };
        parts.push(Coloured {
            span: token.span,
            class,
            is_definition,
        });
    }
    parts
}

/// How deep blocks lie in blocks is limited by the parser.
fn jail_names(statements: &[Statement], known: &mut Vec<Known>) {
    for statement in statements {
        match statement {
            Statement::Block(block) => {
                known.push((block.name.span, Class::Name, true));
                jail_names(&block.statements, known);
            }
            Statement::Parameter(jail::Parameter {
                name, is_variable, ..
            }) => {
                let class = match is_variable {
                    true => Class::Variable,
                    false => Class::Property,
                };
                known.push((name.span, class, *is_variable));
            }
            Statement::Include(include) => known.push((include.keyword, Class::Keyword, false)),
        }
    }
}

fn settings(items: &[Item], known: &mut Vec<Known>) {
    for item in items {
        if item.kind != ItemKind::Group {
            known.push((item.name_span, Class::Property, false));
        }
        settings(&item.children, known);
    }
}

fn rc_names(tree: &rc::Tree, known: &mut Vec<Known>) {
    let names = tree.assignments.iter().map(|assignment| assignment.name);
    known.extend(names.map(|name| (name, Class::Property, false)));
    script(&tree.script().body, known);
    known.sort_by_key(|(span, class, _)| (*span, *class));
    // What rc.conf sets is a setting before it is a variable.
    known.reverse();
    known.dedup_by_key(|(span, ..)| *span);
}

/// How deep commands lie in commands is limited by the parser.
fn script(list: &shell::List, known: &mut Vec<Known>) {
    let pipelines = list.items.iter().flat_map(|item| &item.pipelines);
    for command in pipelines.flat_map(|pipeline| &pipeline.commands) {
        script_command(command, known);
    }
}

fn script_command(command: &shell::Command, known: &mut Vec<Known>) {
    match &command.kind {
        CommandKind::Simple(simple) => {
            let names = simple.assignments.iter().map(|assignment| assignment.name);
            known.extend(names.map(|name| (name, Class::Variable, true)));
            let values = simple.assignments.iter();
            plain(values.map(|assignment| &assignment.value), known);
            if let Some((program, words)) = simple.words.split_first() {
                known.push((program.span, Class::Function, false));
                plain(words, known);
            }
        }
        CommandKind::Group(body) | CommandKind::Subshell(body) => script(body, known),
        CommandKind::For(for_) => {
            known.push((for_.variable, Class::Variable, true));
            plain(for_.words.iter().flatten(), known);
            script(&for_.body, known);
        }
        CommandKind::Loop(loop_) => {
            script(&loop_.condition, known);
            script(&loop_.body, known);
        }
        CommandKind::If(if_) => {
            for (condition, body) in &if_.branches {
                script(condition, known);
                script(body, known);
            }
            if_.otherwise.iter().for_each(|body| script(body, known));
        }
        CommandKind::Case(case) => {
            plain([&case.word], known);
            for (patterns, body) in &case.arms {
                plain(patterns, known);
                script(body, known);
            }
        }
        CommandKind::Function(function) => {
            known.push((function.name, Class::Function, true));
            script_command(&function.body, known);
        }
        CommandKind::Unknown => {}
    }
}

/// No words of the language, whatever they look like. Longer ones look like none.
fn plain<'w>(words: impl IntoIterator<Item = &'w shell::Word>, known: &mut Vec<Known>) {
    let spans = words.into_iter().map(|word| word.span);
    let short = spans.filter(|span| !span.is_empty() && span.len() <= LONGEST_RESERVED);
    known.extend(short.map(|span| (span, Class::String, false)));
}

/// The length of the longest reserved word, in bytes.
const LONGEST_RESERVED: usize = "while".len();

/// sh(1), "Reserved Words".
fn is_reserved(word: &str) -> bool {
    matches!(
        word,
        "if" | "then"
            | "elif"
            | "else"
            | "fi"
            | "for"
            | "in"
            | "while"
            | "until"
            | "do"
            | "done"
            | "case"
            | "esac"
            | "{"
            | "}"
            | "!"
    )
}

/// Whether it looks like a number or an address.
pub(super) fn is_number(word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':' | '/');
    word.starts_with(|c: char| c.is_ascii_digit() || c == ':') && word.chars().all(is_part)
        || (word.contains(':') && word.chars().all(is_part))
}

/// The words of a line, which blanks separate.
pub(super) fn words(text: &SourceText, line: Span) -> Vec<Span> {
    let source = text.slice(line);
    let mut at = line.start as usize;
    let mut spans = Vec::new();
    for part in source.split_inclusive(|c: char| c.is_ascii_whitespace()) {
        let word = part.trim_end_matches(|c: char| c.is_ascii_whitespace());
        if !word.is_empty() {
            spans.push(Span::new(at, at + word.len()));
        }
        at += part.len();
    }
    spans
}
