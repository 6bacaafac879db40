//! A word of jail.conf.

use super::{Told, is_on};
use crate::host::jails::{Jail, Parameter as OfJail};
use crate::host::{Host, HostFile};
use crate::ide::describe::{Subject, code};
use crate::syntax::jail::{Parameter, Piece, Statement, Tree, Value};
use crate::text::{Place, Span};
use crate::vocabulary::{Spelling, spelled};

/// The most jails of which each is told by itself.
const MOST_JAILS: usize = 8;

/// What is known of the word at byte `at`.
pub(super) fn word(host: &Host, file: &HostFile, tree: &Tree, at: u32) -> Option<Told> {
    let (parameter, around) = parameter_at(tree, at)?;
    if is_on(parameter.name.span, at) {
        return name(host, file, parameter, around);
    }
    let value = (parameter.values.iter()).find(|value| is_on(value.span, at))?;
    let variable = value.pieces.iter().find_map(|piece| match piece {
        Piece::Variable { name, span } if span.contains(at) => Some((name.as_str(), *span)),
        _ => None,
    });
    if let Some((variable, span)) = variable {
        let text = values_of_variable(host, file, variable, around)?;
        return Some(Told { text, span });
    }
    let text = expansion(host, file, value, parameter, around)?;
    let span = value.span;
    Some(Told { text, span })
}

/// The statement around `at` that sets something, and the block that it is in.
fn parameter_at(tree: &Tree, at: u32) -> Option<(&Parameter, Option<Span>)> {
    let (mut inside, mut around) = (&tree.statements, None);
    loop {
        let index = inside.partition_point(|statement| statement.span().end < at);
        // Two statements may touch.
        let mut near = inside.iter().skip(index).take(2);
        match near.find(|statement| is_on(statement.span(), at) && !is_left(statement, at))? {
            Statement::Parameter(own) => return Some((own, around)),
            Statement::Block(block) => (inside, around) = (&block.statements, Some(block.span)),
            Statement::Include(_) => return None,
        }
    }
}

/// Whether the pointer is behind the semicolon of a statement.
fn is_left(statement: &Statement, at: u32) -> bool {
    match statement {
        Statement::Parameter(own) => {
            let last = own
                .values
                .last()
                .map_or(own.name.span.end, |value| value.span.end);
            last < at
        }
        _ => false,
    }
}

fn name(host: &Host, file: &HostFile, parameter: &Parameter, around: Option<Span>) -> Option<Told> {
    let (name, span) = (&parameter.name.text, parameter.name.span);
    let text = match parameter.is_variable {
        true => values_of_variable(host, file, name, around)?,
        false => Subject::JailParameter(known_name(name)?).describe(&file.freebsd)?,
    };
    Some(Told { text, span })
}

/// The parameter that is meant by `allow.noraw_sockets`, `meta.KEY` and such.
fn known_name(name: &str) -> Option<String> {
    match spelled(name) {
        Spelling::Off(parameter) => Some(parameter.name().to_owned()),
        // One that stands for all file systems says nothing of the one that is meant.
        Spelling::Plain(parameter) => {
            let rest = name.strip_prefix(parameter.name())?;
            let is_entry = rest.is_empty() || rest.starts_with('.');
            is_entry.then(|| parameter.name().to_owned())
        }
        Spelling::OffWithoutSwitch(_) | Spelling::Unknown => None,
    }
}

/// The jails that a statement in the block `around` is for, as far as jail(8) has them: those
/// that the block makes, or for a wildcard and outside all blocks any.
fn jails<'a>(
    host: &'a Host,
    file: &HostFile,
    around: Option<Span>,
) -> impl Iterator<Item = &'a Jail> {
    let id = file.id();
    let own = around.map(|span| Place::new(id, span));
    let is_own = own.is_some_and(|own| host.jails.iter().any(|jail| jail.jail.block == own));
    let jails = host.jails.iter().map(|jail| &jail.jail);
    jails.filter(move |jail| !is_own || Some(jail.block) == own)
}

/// "`/jails/www` in jail www", for each value that a variable has.
fn values_of_variable(
    host: &Host,
    file: &HostFile,
    name: &str,
    around: Option<Span>,
) -> Option<String> {
    let of_jail = |jail: &Jail| -> Option<String> {
        let same = |own: &&OfJail| own.name == name;
        let own = jail.variables.iter().find(same);
        match own.or_else(|| jail.parameters.iter().find(same)) {
            Some(own) => Some(texts(own)),
            None => (name == "name").then(|| code(&jail.name)),
        }
    };
    let values = jails(host, file, around).filter_map(|jail| Some((of_jail(jail)?, jail)));
    let lines = grouped(values.map(|(value, jail)| (value, jail.name.as_str())));
    (!lines.is_empty()).then(|| format!("**${name}**\n\n{lines}"))
}

fn texts(parameter: &OfJail) -> String {
    let texts: Vec<String> = parameter.values.iter().map(|v| code(&v.text)).collect();
    match texts.is_empty() {
        true => "no value".to_owned(),
        false => texts.join(", "),
    }
}

/// What a value comes to, where it is not what is written.
fn expansion(
    host: &Host,
    file: &HostFile,
    value: &Value,
    parameter: &Parameter,
    around: Option<Span>,
) -> Option<String> {
    if !parameter.is_variable && value.literal().is_some() {
        return None;
    }
    let place = Place::new(file.id(), value.span);
    let of_jail = |jail: &Jail| -> Option<String> {
        let all = match parameter.is_variable {
            true => &jail.variables,
            false => &jail.parameters,
        };
        let values = all.iter().flat_map(|own| &own.values);
        let own: Vec<String> = (values.filter(|own| own.place == place))
            .map(|own| code(&own.text))
            .collect();
        (!own.is_empty()).then(|| own.join(", "))
    };
    let values = jails(host, file, around).filter_map(|jail| Some((of_jail(jail)?, jail)));
    let lines = grouped(values.map(|(value, jail)| (value, jail.name.as_str())));
    let name = &parameter.name.text;
    (!lines.is_empty()).then(|| format!("**{name}** comes to\n\n{lines}"))
}

/// A line for each value with its jails; so many and no more.
fn grouped<'a>(values: impl Iterator<Item = (String, &'a str)>) -> String {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    let mut by_value = std::collections::HashMap::new();
    for (value, jail) in values {
        let index = *by_value.entry(value.clone()).or_insert_with(|| {
            groups.push((value, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, jails)) = groups.get_mut(index) {
            jails.push(jail);
        }
    }
    let more = groups.len().saturating_sub(MOST_JAILS);
    let mut lines: Vec<String> = (groups.iter().take(MOST_JAILS))
        .map(|(value, jails)| format!("- {value} in {}", jail_words(jails)))
        .collect();
    if more > 0 {
        lines.push(format!("- and {more} more"));
    }
    lines.join("\n")
}

fn jail_words(jails: &[&str]) -> String {
    match jails {
        [only] => format!("jail {only}"),
        _ if jails.len() <= MOST_JAILS => format!("jails {}", jails.join(", ")),
        _ => format!("{} jails", jails.len()),
    }
}
