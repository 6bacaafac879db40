//! Commands in rc.conf that were meant as assignments.

use crate::syntax::shell::{self, Assignment, Simple, Word, is_name};
use crate::syntax::{Remedy, Replacement, SyntaxError, typed};
use crate::text::Span;
use crate::vocabulary::setting;

/// What is wrong with a command that was meant as an assignment; nothing if it was meant as a
/// command, as far as one can tell.
pub(super) fn of_command(script: &shell::Tree, simple: &Simple) -> Option<SyntaxError> {
    let (program, arguments) = simple.words.split_first()?;
    if let Some(assignment) = simple.assignments.last() {
        if let Some(error) = typographic(script, assignment) {
            return Some(error);
        }
        return Some(value_runs(script, assignment, &simple.words, program));
    }
    let text = script.slice(program.span);
    if let Some((name, value)) = text.split_once("+=")
        && is_name(name)
    {
        let value = arguments.is_empty().then_some(value);
        return Some(appends(name, value, program));
    }
    if let Some((name, _)) = text.split_once('=')
        && is_nearly_name(name)
    {
        return Some(no_name(name, program));
    }
    let equals = arguments.first()?;
    if is_name(text) && script.slice(equals.span).starts_with('=') {
        return Some(name_runs(script, text, program, arguments, equals));
    }
    None
}

/// A value in quotes that are none to sh: they become part of it, and it ends at a blank.
pub(super) fn typographic(script: &shell::Tree, assignment: &Assignment) -> Option<SyntaxError> {
    let start = assignment.value.span.start as usize;
    let rest = script.text.get(start..)?.lines().next()?;
    let quote = rest
        .chars()
        .next()
        .filter(|c| typed::plain_quote(*c).is_some())?;
    let name = typed::named(quote)?;
    let message = format!("{name} is none to sh, but part of the value");
    let span = Span::new(start, start + quote.len_utf8());
    let remedy = typed::quotes(rest, start, "\"")
        .map(|replacements| Remedy::certain("write plain quotes", replacements));
    let error = SyntaxError::new(span, message);
    Some(
        error
            .with_note("write plain quotes: NAME=\"value\"")
            .with_remedy(remedy),
    )
}

/// Whether somebody took this for a variable's name: `ifconfig_em0.50`, `1st`.
fn is_nearly_name(name: &str) -> bool {
    let nearly = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(nearly)
}

/// `ifconfig_em0.50="..."`
fn no_name(name: &str, program: &Word) -> SyntaxError {
    let error = SyntaxError::new(
        program.span,
        format!("`{name}` is no name of a variable: sh runs all of this as a command"),
    );
    if setting(name).is_some() {
        return error.with_note(format!("{name} is a setting: it belongs into sysctl.conf"));
    }
    let plain = name.replace(['.', '-'], "_");
    if is_name(&plain) {
        let start = program.span.start as usize;
        let replacement = Replacement::new(Span::new(start, start + name.len()), &*plain);
        error
            .with_note(format!(
                "write {plain}=\"...\"; of an interface's name, rc.conf writes `.` and `-` as `_`"
            ))
            .with_remedy(Remedy::certain(format!("write {plain}"), vec![replacement]))
    } else {
        error.with_note("a name is letters, digits and `_`, and begins with no digit")
    }
}

/// `name = value`, `name ="value"`
fn name_runs(
    script: &shell::Tree,
    name: &str,
    program: &Word,
    arguments: &[Word],
    equals: &Word,
) -> SyntaxError {
    let before = between(program, equals);
    let blanks = match arguments {
        [_] if equals.span.len() > 1 => Some(vec![before]),
        [_, value] if equals.span.len() == 1 => Some(vec![before, between(equals, value)]),
        _ => None,
    };
    SyntaxError::new(
        program.span.to(equals.span),
        format!("`{name}` is run as a command: sh takes no blanks around `=`"),
    )
    .with_note(format!(
        "{name} keeps its old value; write {name}=\"...\" without blanks"
    ))
    .with_remedy(blanks.and_then(|blanks| without_blanks(script, blanks)))
}

/// What stands between two words.
fn between(first: &Word, second: &Word) -> Span {
    Span {
        start: first.span.end,
        end: second.span.start,
    }
}

/// Takes blanks around `=` out, where they are nothing but that.
fn without_blanks(script: &shell::Tree, blanks: Vec<Span>) -> Option<Remedy> {
    let plain = |span: &Span| script.slice(*span).trim_matches([' ', '\t']).is_empty();
    let replacements = blanks
        .iter()
        .map(|span| Replacement::remove(*span))
        .collect();
    blanks
        .iter()
        .all(plain)
        .then(|| Remedy::certain("remove the blanks around `=`", replacements))
}

/// `name= value`, `name=one two`
fn value_runs(
    script: &shell::Tree,
    assignment: &Assignment,
    words: &[Word],
    program: &Word,
) -> SyntaxError {
    let name = script.slice(assignment.name);
    let program_text = script.slice(program.span);
    if assignment.value.pieces.is_empty() {
        let blank = Span {
            start: assignment.span.end,
            end: program.span.start,
        };
        let remedy = (words.len() == 1).then(|| without_blanks(script, vec![blank]));
        SyntaxError::new(
            assignment.span.to(program.span),
            format!("{program_text} is run as a command: sh takes no blanks around `=`"),
        )
        .with_note(format!(
            "{name} keeps its old value; write {name}=\"...\" without blanks"
        ))
        .with_remedy(remedy.flatten())
    } else {
        SyntaxError::new(
            program.span,
            format!("{program_text} is run as a command: the value of {name} ends at the blank"),
        )
        .with_note(format!(
            "{name} keeps its old value; put the whole value in quotes"
        ))
        .with_remedy(quoted(script, assignment, words))
    }
}

/// Puts quotes around a value and the words behind it, where that changes nothing in them.
fn quoted(script: &shell::Tree, assignment: &Assignment, words: &[Word]) -> Option<Remedy> {
    let value = assignment.value.span.to(words.last()?.span);
    let plain = |c: char| c.is_ascii_alphanumeric() || " _-.:,/|+@%".contains(c);
    let text = script.slice(value);
    let replacements = vec![
        Replacement::insert(value.start as usize, "\""),
        Replacement::insert(value.end as usize, "\""),
    ];
    let remedy = Remedy {
        // With a path behind it, it may have been meant for that command alone.
        certain: !script.slice(words.first()?.span).starts_with('/'),
        ..Remedy::certain("put the whole value in quotes", replacements)
    };
    text.chars().all(plain).then_some(remedy)
}

/// `name+="value"`; the value is given where it is all that follows.
fn appends(name: &str, value: Option<&str>, program: &Word) -> SyntaxError {
    SyntaxError::new(
        program.span,
        format!("sh has no `+=`: this is run as a command and {name} keeps its old value"),
    )
    .with_note(format!("write {name}=\"${{{name}}} ...\""))
    .with_remedy(value.and_then(|value| written_out(name, value, program)))
}

/// `name="${name} value"`
fn written_out(name: &str, value: &str, program: &Word) -> Option<Remedy> {
    let operator = program.span.start as usize + name.len();
    let bare = |c: char| c.is_ascii_alphanumeric() || "_-.:,/".contains(c);
    let replacements = if let Some(inside) = value.strip_prefix('"') {
        let blank = if inside.starts_with(' ') { "" } else { " " };
        let span = Span::new(operator, operator + 3);
        vec![Replacement::new(span, format!("=\"${{{name}}}{blank}"))]
    } else if !value.is_empty() && value.chars().all(bare) {
        let span = Span::new(operator, operator + 2);
        vec![
            Replacement::new(span, format!("=\"${{{name}}} ")),
            Replacement::insert(program.span.end as usize, "\""),
        ]
    } else {
        return None;
    };
    Some(Remedy::certain("write the old value out", replacements))
}
