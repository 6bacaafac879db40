//! Commands in rc.conf that were meant as assignments.

use crate::syntax::SyntaxError;
use crate::syntax::shell::{self, Assignment, Simple, Word, is_name};

/// What is wrong with a command that was meant as an assignment; nothing if it was meant as a
/// command, as far as one can tell.
pub(super) fn of_command(script: &shell::Tree, simple: &Simple) -> Option<SyntaxError> {
    let (program, arguments) = simple.words.split_first()?;
    if let Some(assignment) = simple.assignments.last() {
        return Some(value_runs(script, assignment, program));
    }
    let text = script.slice(program.span);
    if let Some((name, _)) = text.split_once("+=")
        && is_name(name)
    {
        return Some(appends(name, program));
    }
    if let Some((name, _)) = text.split_once('=')
        && is_nearly_name(name)
    {
        return Some(no_name(name, program));
    }
    let equals = arguments.first()?;
    if is_name(text) && script.slice(equals.span).starts_with('=') {
        return Some(name_runs(text, program, equals));
    }
    None
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
    let plain = name.replace(['.', '-'], "_");
    if is_name(&plain) {
        error.with_note(format!(
            "write {plain}=\"...\"; of an interface's name, rc.conf writes `.` and `-` as `_`"
        ))
    } else {
        error.with_note("a name is letters, digits and `_`, and begins with no digit")
    }
}

/// `name = value`, `name ="value"`
fn name_runs(name: &str, program: &Word, equals: &Word) -> SyntaxError {
    SyntaxError::new(
        program.span.to(equals.span),
        format!("`{name}` is run as a command: sh takes no blanks around `=`"),
    )
    .with_note(format!(
        "{name} keeps its old value; write {name}=\"...\" without blanks"
    ))
}

/// `name= value`, `name=one two`
fn value_runs(script: &shell::Tree, assignment: &Assignment, program: &Word) -> SyntaxError {
    let name = script.slice(assignment.name);
    let program_text = script.slice(program.span);
    if assignment.value.pieces.is_empty() {
        SyntaxError::new(
            assignment.span.to(program.span),
            format!("{program_text} is run as a command: sh takes no blanks around `=`"),
        )
        .with_note(format!(
            "{name} keeps its old value; write {name}=\"...\" without blanks"
        ))
    } else {
        SyntaxError::new(
            program.span,
            format!("{program_text} is run as a command: the value of {name} ends at the blank"),
        )
        .with_note(format!(
            "{name} keeps its old value; put the whole value in quotes"
        ))
    }
}

/// `name+="value"`
fn appends(name: &str, program: &Word) -> SyntaxError {
    SyntaxError::new(
        program.span,
        format!("sh has no `+=`: this is run as a command and {name} keeps its old value"),
    )
    .with_note(format!("write {name}=\"${{{name}}} ...\""))
}
