//! jail.conf.

use std::collections::BTreeSet;

use super::item::{Completions, escaped};
use super::jail_context::{self, Context};
use super::{Completion, Cursor, Kind, jail_values};
use crate::ide::describe::{Subject, value_words};
use crate::syntax::TokenKind;
use crate::syntax::jail::{self, Statement, Tree};
use crate::text::Span;
use crate::vocabulary::{JailParameter, ValueType, When, jail_parameters};

pub(super) fn complete(cursor: &Cursor<'_>) -> Completions {
    let tree = jail::parse(cursor.text);
    if is_in_long_text(cursor, &tree) {
        return Completions::none();
    }
    match jail_context::read(cursor.before()) {
        Context::Nothing => Completions::none(),
        Context::Statement { typed, depth } => statement(cursor, &tree, typed, depth),
        Context::Value {
            parameter,
            typed,
            block,
        } => jail_values::of(cursor, &parameter, typed, block.as_deref()),
        Context::Variable {
            typed,
            braced,
            is_set,
        } => variable(cursor, &tree, typed, braced, is_set),
    }
}

/// Whether the cursor is in a quoted text that began on an earlier line. That cannot be told from
/// what is before the cursor, where it would look like a forgotten quote.
fn is_in_long_text(cursor: &Cursor<'_>, tree: &Tree) -> bool {
    let at = u32::try_from(cursor.at).unwrap_or(u32::MAX);
    let index = tree.tokens.partition_point(|token| token.span.end <= at);
    tree.tokens.get(index).is_some_and(|token| {
        let start = token.span.start as usize;
        let begun = cursor.text.get(start..cursor.at).unwrap_or_default();
        token.kind == TokenKind::Quoted && begun.contains('\n')
    })
}

fn is_name_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._-".contains(c)
}

fn statement(cursor: &Cursor<'_>, tree: &Tree, typed: Span, depth: usize) -> Completions {
    let replaced = cursor.word_around(typed, is_name_part);
    let typed = cursor.text.get(typed.range()).unwrap_or_default();
    let set = names_around(cursor, tree);
    let is_alone = cursor
        .rest_of_line(replaced.end as usize)
        .trim_start()
        .trim_end_matches([' ', '\t', '}'])
        .is_empty();
    let parameters = jail_parameters().filter_map(|parameter| {
        let item = parameter_item(cursor, parameter, is_alone)?;
        Some((set.contains(parameter.name()), item))
    });
    let negations = jail_parameters()
        .filter_map(|parameter| negation_item(cursor, parameter, typed))
        .map(|item| (false, item));
    let include = include_item(cursor, depth).map(|item| (false, item));
    let all = parameters.chain(negations).chain(include);
    Completions::sorted(typed, replaced, all)
}

/// Whether any of the releases has the parameter, and on which not all do.
fn releases_with(cursor: &Cursor<'_>, parameter: JailParameter) -> Option<String> {
    match cursor.freebsd.when(|release| parameter.is_in(release)) {
        When::Never => None,
        When::Always => Some(String::new()),
        When::On(_) => Some(
            parameter
                .since()
                .map_or_else(String::new, |since| format!(", since {since}")),
        ),
    }
}

fn parameter_item(
    cursor: &Cursor<'_>,
    parameter: JailParameter,
    is_alone: bool,
) -> Option<Completion> {
    let since = releases_with(cursor, parameter)?;
    if !parameter.can_be_set() {
        return None;
    }
    let name = parameter.name();
    let mut detail = value_words(parameter);
    if let Some(default) = parameter.default_value() {
        detail.push_str(&format!(", default {default}"));
    }
    detail.push_str(&since);
    let snippet = is_alone.then(|| match parameter.value_type() {
        ValueType::Boolean => format!("{};", escaped(name)),
        ValueType::Text | ValueType::Address4 | ValueType::Address6 => {
            format!("{} = \"$1\";", escaped(name))
        }
        _ => format!("{} = $1;", escaped(name)),
    });
    Some(
        Completion::new(Kind::Parameter, name, detail)
            .with_snippet(snippet)
            .about(Subject::JailParameter(name.to_owned())),
    )
}

/// `allow.noraw_sockets`, for those who have begun to write it.
fn negation_item(cursor: &Cursor<'_>, parameter: JailParameter, typed: &str) -> Option<Completion> {
    let (name, last) = (parameter.name(), typed.rsplit('.').next()?);
    if parameter.value_type() != ValueType::Boolean || !last.starts_with("no") {
        return None;
    }
    let since = releases_with(cursor, parameter)?;
    let (group, own) = name
        .rsplit_once('.')
        .map_or(("", name), |(group, own)| (group, own));
    let label = match group {
        "" => format!("no{own}"),
        group => format!("{group}.no{own}"),
    };
    let item = Completion::new(
        Kind::Parameter,
        label,
        format!("the same as {name} = false{since}"),
    );
    Some(item.about(Subject::JailParameter(name.to_owned())))
}

/// `.include` is a statement from FreeBSD 14.0 on.
fn include_item(cursor: &Cursor<'_>, depth: usize) -> Option<Completion> {
    let detail = match cursor.freebsd.when(|release| release.major >= 14) {
        When::Never => return None,
        When::Always => "read other files here",
        When::On(_) => "read other files here, since 14.0",
    };
    let snippet = (depth == 0).then(|| ".include \"${1:/etc/jail.conf.d/*.conf}\";".to_owned());
    Some(Completion::new(Kind::Keyword, ".include", detail).with_snippet(snippet))
}

/// The parameters that the innermost block around the cursor sets, or the globals.
fn names_around(cursor: &Cursor<'_>, tree: &Tree) -> BTreeSet<String> {
    let at = u32::try_from(cursor.at).unwrap_or(u32::MAX);
    let mut inside = &tree.statements;
    loop {
        let block = inside.iter().find_map(|statement| match statement {
            Statement::Block(block) => {
                let end = block.close.map_or(block.span.end, |close| close.start);
                (block.open.end <= at && at <= end).then_some(block)
            }
            _ => None,
        });
        match block {
            Some(block) => inside = &block.statements,
            None => break,
        }
    }
    let names = inside.iter().filter_map(|statement| match statement {
        // The one that is being written is not set yet.
        Statement::Parameter(own) if own.name.span.end != at => Some(own.name.text.clone()),
        _ => None,
    });
    names.collect()
}

fn variable(
    cursor: &Cursor<'_>,
    tree: &Tree,
    typed: Span,
    braced: bool,
    is_set: bool,
) -> Completions {
    let replaced = match braced {
        true => cursor.word_around(typed, is_name_part),
        false => cursor.word_around(typed, |c| c.is_ascii_alphanumeric() || c == '_'),
    };
    let is_closed = cursor
        .text
        .get(replaced.end as usize..)
        .is_some_and(|rest| rest.starts_with('}'));
    let typed = cursor.text.get(typed.range()).unwrap_or_default();
    let names = Names::of_tree(tree, cursor.at);
    let own = names.variables.into_iter().map(|name| (name, "variable"));
    let parameters = names.parameters.into_iter().map(|name| (name, "parameter"));
    let implied = [("name".to_owned(), "the jail's name")];
    let found: Vec<(String, &str)> = match is_set {
        true => own.collect(),
        false => own.chain(implied).chain(parameters).collect(),
    };
    let items = found.into_iter().map(|(name, detail)| {
        let needs_braces = !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let insert = match (braced, needs_braces) {
            (true, _) if !is_closed => format!("{name}}}"),
            (false, true) => format!("{{{name}}}"),
            _ => name.clone(),
        };
        Completion::new(Kind::Variable, name, detail).inserting(insert)
    });
    Completions::of(typed, replaced, items)
}

/// The names that a file sets and that can be referred to.
#[derive(Default)]
struct Names {
    variables: BTreeSet<String>,
    parameters: BTreeSet<String>,
}

impl Names {
    /// Of all statements but the one whose name is being written at `at`.
    fn of_tree(tree: &Tree, at: usize) -> Self {
        let mut names = Self::default();
        let mut lists = vec![&tree.statements];
        while let Some(statements) = lists.pop() {
            for statement in statements {
                match statement {
                    Statement::Block(block) => lists.push(&block.statements),
                    Statement::Parameter(own) if own.name.span.end as usize != at => {
                        let name = own.name.text.clone();
                        match own.is_variable {
                            true => names.variables.insert(name),
                            false if own.values.is_empty() => false,
                            false => names.parameters.insert(name),
                        };
                    }
                    _ => {}
                }
            }
        }
        names.parameters.remove("name");
        names
    }
}
