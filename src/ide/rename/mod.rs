//! Another name for a thing, in every place that names it, written as each place takes it.
//!
//! What would break something is refused, in words for the user. Knows no protocol.

mod frr;
mod new_name;

use super::symbols::{Form, Occurrence, Role, Symbol, SymbolKind, Symbols, mangled, parent_of};
use crate::finding::Edit;
use crate::host::rc::variable_suffix;
use crate::host::routing::NameKind;
use crate::host::{Host, HostFile};
use crate::syntax::Language;
use crate::text::{Place, SourceText, Span};
use crate::vocabulary::jail_parameter;

/// What stands in the way of a rename, for the user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

fn refuse<T>(why: impl Into<String>) -> Result<T, Refused> {
    Err(Refused(why.into()))
}

/// The name that would be replaced, whatever the new one.
///
/// # Errors
///
/// If the thing cannot have another name.
pub fn prepare<'s>(
    host: &Host,
    symbols: &'s Symbols,
    occurrence: &Occurrence,
) -> Result<&'s Symbol, Refused> {
    let Some(symbol) = symbols.symbol(occurrence.symbol) else {
        return refuse("there is no name here");
    };
    let name = &symbol.name;
    let mut all = symbols.of(occurrence.symbol);
    match symbol.kind {
        SymbolKind::Setting => {
            return refuse(format!(
                "{name} is the kernel's name: it cannot be another one here"
            ));
        }
        SymbolKind::RcVariable if is_read_by_system(name, symbols, occurrence) => {
            return refuse(format!(
                "{name} is read by FreeBSD's own scripts: under another name it would have no \
                 effect"
            ));
        }
        SymbolKind::ScriptVariable if new_name::is_of_environment(name) => {
            return refuse(format!(
                "{name} is a variable of the environment: programs look for it by this name"
            ));
        }
        SymbolKind::Jail if !all.any(|own| own.role == Role::Definition) => {
            return refuse(format!("no block of jail.conf defines {name}"));
        }
        SymbolKind::JailVariable if jail_parameter(name).is_some() || name == "name" => {
            return refuse(format!(
                "{name} is a parameter of jail(8), which has its name for good"
            ));
        }
        SymbolKind::Interface => {
            if let Some(parent) = parent_of(name) {
                return refuse(format!(
                    "{name} takes its name from {parent}: rename that, or change what makes it"
                ));
            }
        }
        SymbolKind::Routing(NameKind::CommunityList(_))
            if name.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            return refuse(format!(
                "{name} is a number that tells the kind of its community list: write the lines \
                 anew with `standard` or `expanded` and a name"
            ));
        }
        SymbolKind::Routing(_) | SymbolKind::KeyChain => {
            frr::check_lines(host, symbols, occurrence, symbol)?;
        }
        _ => {}
    }
    let fixed = symbols
        .of(occurrence.symbol)
        .find(|own| own.form == Form::Fixed);
    if let Some(fixed) = fixed {
        if symbol.kind == SymbolKind::ScriptVariable {
            return refuse(format!(
                "the script exports {name}, or runs texts that may speak of it: no place shows \
                 all that use it"
            ));
        }
        return refuse(format!(
            "{name} is put together or written with escapes {}: write it out there first",
            shown(host, fixed.place)
        ));
    }
    if matches!(
        symbol.kind,
        SymbolKind::RcVariable | SymbolKind::ScriptVariable
    ) && let Some(place) = quoted_use(host, symbols, occurrence, name)
    {
        return refuse(format!(
            "a text that may be run later speaks of {name} {}: change that first",
            shown(host, place)
        ));
    }
    if symbol.kind == SymbolKind::Jail
        && let Some(file) = file_of_jail(host, symbol)
    {
        return refuse(format!(
            "rc.d/jail finds {name} by the name of {file}: rename that file and the jail \
             together by hand"
        ));
    }
    Ok(symbol)
}

/// The edits that give the thing the name `new` everywhere.
///
/// # Errors
///
/// If the thing cannot have another name, or not this one.
pub fn rename(
    host: &Host,
    symbols: &Symbols,
    occurrence: &Occurrence,
    new: &str,
) -> Result<Vec<Edit>, Refused> {
    let symbol = prepare(host, symbols, occurrence)?;
    let last = match symbol.kind {
        SymbolKind::Jail => symbol.key.rsplit('.').next().unwrap_or_default(),
        _ => symbol.name.as_str(),
    };
    if new == last {
        return Ok(Vec::new());
    }
    new_name::check(symbol, new)?;
    let key = match (symbol.kind, symbol.key.rsplit_once('.')) {
        (SymbolKind::Jail, Some((outer, _))) => format!("{outer}.{new}"),
        (SymbolKind::Interface, _) => variable_suffix(new),
        _ => new.to_owned(),
    };
    if symbols
        .find(symbol.kind, symbol.scope, &key)
        .is_some_and(|id| id != occurrence.symbol)
    {
        return refuse(format!("{new} is the name of something else already"));
    }
    if symbol.kind == SymbolKind::Interface {
        new_name::check_interface(host, symbols, occurrence, new)?;
    }
    frr::check_new(host, symbols, occurrence, new)?;
    symbols
        .of(occurrence.symbol)
        .map(|own| edit(host, own, new))
        .collect()
}

/// Whether FreeBSD's scripts read the variable: what no value refers to is taken for one of theirs.
fn is_read_by_system(name: &str, symbols: &Symbols, occurrence: &Occurrence) -> bool {
    let is_used = symbols
        .of(occurrence.symbol)
        .any(|own| own.role == Role::Use);
    !is_used || new_name::is_of_system(name)
}

/// A `$name` that is no use of the variable where it stands, such as one in single quotes: rc.subr
/// evaluates some values, other shells and awk have their own.
fn quoted_use(
    host: &Host,
    symbols: &Symbols,
    occurrence: &Occurrence,
    name: &str,
) -> Option<Place> {
    let scope = symbols.symbol(occurrence.symbol)?;
    let is_own = |file: &&HostFile| match scope.kind {
        SymbolKind::ScriptVariable => file.id().0 == scope.scope,
        _ => file.language() == Language::Rc,
    };
    for file in host.files.iter().filter(is_own) {
        let (id, text) = (file.id(), file.source.text.as_str());
        let comments = file.tree().comments();
        for (at, _) in text.match_indices(name) {
            let place = Place::new(id, Span::new(at, at + name.len()));
            let (before, after) = (text.get(..at)?, text.get(at + name.len()..)?);
            let is_named = before.ends_with('$') || before.ends_with("${");
            let goes_on = after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
            let is_known = symbols.of(occurrence.symbol).any(|own| own.place == place);
            let in_comment = || comments.iter().any(|c| c.contains(place.span.start));
            if is_named && !goes_on && !is_known && !in_comment() {
                return Some(place);
            }
        }
    }
    None
}

/// The file that rc.d/jail opens for a jail of jail_list by the jail's name, if the jail is in
/// it: jail.NAME.conf, or NAME.conf in jail.conf.d.
fn file_of_jail<'h>(host: &'h Host, symbol: &Symbol) -> Option<&'h str> {
    let name = symbol.key.as_str();
    let is_listed = host.rc.get("jail_list").is_some_and(|list| {
        let mut words = list.value.split_ascii_whitespace();
        words.any(|word| word == name)
    });
    let mut files = host.files.iter().filter(|_| is_listed);
    let own = files.find(|file| {
        let path = &file.source.relative;
        file.is_named(&format!("jail.{name}.conf"))
            || path.ends_with(&format!("jail.conf.d/{name}.conf"))
    })?;
    Some(&own.source.relative)
}

fn edit(host: &Host, own: &Occurrence, new: &str) -> Result<Edit, Refused> {
    let place = own.place;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    match own.form {
        Form::Name => Ok(Edit::replace(place, new)),
        Form::Mangled => Ok(Edit::replace(place, mangled(new))),
        Form::Quoted(quote) => Ok(Edit::replace(place, escaped(new, quote))),
        Form::Bare(_) if new.chars().all(is_plain) => Ok(Edit::replace(place, new)),
        Form::Bare(word) => {
            let Some(file) = host.file(place.file) else {
                return refuse("the file is not known any more");
            };
            let text = quoted(&file.source.text, word, place.span, new);
            Ok(Edit::replace(Place::new(place.file, word), text))
        }
        Form::Word if new.chars().all(is_plain) && !new.starts_with('-') => {
            Ok(Edit::replace(place, new))
        }
        Form::Word => refuse(format!(
            "`{new}` would have to be quoted in a list or a command {}: choose a name of \
             letters, digits, `-` and `_`",
            shown(host, place)
        )),
        Form::Fixed => refuse(format!(
            "the name cannot be written anew {}",
            shown(host, place)
        )),
    }
}

/// The bare word with the part at `part` replaced, in quotes.
fn quoted(text: &SourceText, word: Span, part: Span, new: &str) -> String {
    let before = text.slice(Span {
        start: word.start,
        end: part.start,
    });
    let after = text.slice(Span {
        start: part.end,
        end: word.end,
    });
    format!("\"{before}{}{after}\"", escaped(new, '"'))
}

/// The text within quotes of jail.conf: there, too, a backslash escapes, and in double quotes a
/// dollar sign means a variable.
fn escaped(new: &str, quote: char) -> String {
    let mut text = String::with_capacity(new.len());
    for c in new.chars() {
        if c == '\\' || c == quote || (c == '$' && quote == '"') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

/// "on line 3 of etc/rc.conf"
fn shown(host: &Host, place: Place) -> String {
    match host.file(place.file) {
        Some(file) => {
            let line = file.source.text.line_of(place.span.start) + 1;
            format!("on line {line} of {}", file.source.relative)
        }
        None => "in a file that is not known".to_owned(),
    }
}
