//! The commands of a host's scripts and of its jails' hooks, with exact places.

use super::jail_text::JailWord;
use crate::host::Host;
use crate::host::scripts::{self, Command};
use crate::syntax::Tree;
use crate::syntax::jail::{Piece, Statement, Value};
use crate::text::{FileId, Span};

/// Stands for a variable's bytes: in no name.
const FILLER: &str = "\u{1}";

/// Every command of the scripts, and of the hooks as they are written.
pub(super) fn commands(host: &Host) -> Vec<Command> {
    let mut commands = Vec::new();
    for file in &host.files {
        match file.tree() {
            Tree::Shell(tree) => commands.extend(scripts::commands(file.id(), tree)),
            Tree::Jail(tree) => hooks(host, file.id(), &tree.statements, &mut commands),
            _ => {}
        }
    }
    commands
}

/// How deep blocks lie in blocks is limited by the parser.
fn hooks(host: &Host, file: FileId, statements: &[Statement], commands: &mut Vec<Command>) {
    for statement in statements {
        match statement {
            Statement::Block(block) => hooks(host, file, &block.statements, commands),
            Statement::Parameter(parameter) if is_hook(&parameter.name.text) => {
                let values = parameter.values.iter();
                commands.extend(values.flat_map(|value| of_value(host, file, value)));
            }
            Statement::Parameter(_) | Statement::Include(_) => {}
        }
    }
}

fn is_hook(parameter: &str) -> bool {
    parameter.starts_with("exec.") || parameter == "command"
}

fn of_value(host: &Host, file: FileId, value: &Value) -> Vec<Command> {
    let Some(word) = JailWord::of(host, file, value.span) else {
        return Vec::new();
    };
    let mut text = word.text.to_owned();
    for piece in &value.pieces {
        if let Piece::Variable { span, .. } = piece {
            blank(&mut text, *span, word.place.span.start);
        }
    }
    scripts::commands_of_text(file, word.place, &text, true)
}

/// Puts filler in place of a span of the file that `text` is from byte `start` on.
fn blank(text: &mut String, span: Span, start: u32) {
    let (from, to) = (span.start.checked_sub(start), span.end.checked_sub(start));
    if let (Some(from), Some(to)) = (from, to) {
        let range = from as usize..to as usize;
        if text.get(range.clone()).is_some() {
            text.replace_range(range.clone(), &FILLER.repeat(range.len()));
        }
    }
}
