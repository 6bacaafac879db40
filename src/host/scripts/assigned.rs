//! Which variables a list of commands may set.

use crate::syntax::shell::{Command, CommandKind, List, Simple, Tree, is_name};

/// The names, in no particular order, perhaps more than once. Nesting is limited by the parser.
pub(super) fn assigned_names<'t>(tree: &'t Tree, list: &'t List) -> Vec<&'t str> {
    let mut names = Vec::new();
    in_list(tree, list, &mut names);
    names
}

fn in_list<'t>(tree: &'t Tree, list: &'t List, names: &mut Vec<&'t str>) {
    let pipelines = list.items.iter().flat_map(|item| &item.pipelines);
    for command in pipelines.flat_map(|pipeline| &pipeline.commands) {
        in_command(tree, command, names);
    }
}

fn in_command<'t>(tree: &'t Tree, command: &'t Command, names: &mut Vec<&'t str>) {
    match &command.kind {
        CommandKind::Simple(simple) => in_simple(tree, simple, names),
        CommandKind::Group(body) => in_list(tree, body, names),
        CommandKind::For(for_) => {
            names.push(tree.slice(for_.variable));
            in_list(tree, &for_.body, names);
        }
        CommandKind::Loop(loop_) => {
            in_list(tree, &loop_.condition, names);
            in_list(tree, &loop_.body, names);
        }
        CommandKind::If(if_) => {
            for (condition, body) in &if_.branches {
                in_list(tree, condition, names);
                in_list(tree, body, names);
            }
            if let Some(body) = &if_.otherwise {
                in_list(tree, body, names);
            }
        }
        CommandKind::Case(case) => {
            for (_, body) in &case.arms {
                in_list(tree, body, names);
            }
        }
        CommandKind::Function(function) => in_command(tree, &function.body, names),
        CommandKind::Subshell(_) | CommandKind::Unknown => {}
    }
}

fn in_simple<'t>(tree: &'t Tree, simple: &'t Simple, names: &mut Vec<&'t str>) {
    let Some((program, arguments)) = simple.words.split_first() else {
        names.extend(simple.assignments.iter().map(|a| tree.slice(a.name)));
        return;
    };
    if matches!(
        tree.slice(program.span),
        "read" | "getopts" | "export" | "readonly" | "local" | "unset"
    ) {
        let named = arguments.iter().map(|word| {
            let text = tree.slice(word.span);
            text.split_once('=').map_or(text, |(name, _)| name)
        });
        names.extend(named.filter(|name| is_name(name)));
    }
}
