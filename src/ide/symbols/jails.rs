//! Jails: their blocks, `depend`, rc.conf's jail_list and jail_NAME_*, and commands that name one.
//!
//! A name with dots is a path: each component names the jail that the path leads to so far.

use super::jail_text::{self, JailWord};
use super::rc_text;
use super::table::{Builder, Form, Role, SymbolKind};
use crate::host::jails::{Written, WrittenBlock};
use crate::host::rc::RcVariable;
use crate::host::scripts::{Command, Word};
use crate::text::{FileId, Place, Span};

/// Longest name of a jail, in bytes (sys/jail.h: MAXHOSTNAMELEN, less the end).
pub(in crate::ide) const LONGEST_NAME: usize = 255;

/// rc.d/jail's variables that are of no one jail (rc.conf(5)).
const GENERAL: [&str; 11] = [
    "jail_enable",
    "jail_conf",
    "jail_confwarn",
    "jail_flags",
    "jail_list",
    "jail_parallel_start",
    "jail_program",
    "jail_reverse_stop",
    "jail_set_hostname_allow",
    "jail_socket_unixiproute_only",
    "jail_sysvipc_allow",
];

pub(super) fn collect(builder: &mut Builder<'_>, written: &[Written<'_>], commands: &[Command]) {
    for root in written {
        for block in root.blocks() {
            own_name(builder, &block);
        }
        let settings: Vec<_> = root.blocks().flat_map(|block| block.settings()).collect();
        let depends = settings.iter().filter(|setting| setting.name == "depend");
        let through = jail_text::variables(depends.clone());
        let variables = settings
            .iter()
            .filter(|setting| through.contains(setting.name));
        for setting in depends.chain(variables) {
            for value in setting.values {
                if let Some(name) = value.literal() {
                    let file = setting.place.file;
                    names(builder, file, value.span, &name, "", Role::Use);
                }
            }
        }
    }
    for variable in builder.host.rc.assignments() {
        match variable.name.as_str() {
            "jail_list" => list(builder, variable),
            name if GENERAL.contains(&name) => {}
            _ => of_one_jail(builder, variable),
        }
    }
    for word in commands.iter().flat_map(arguments) {
        argument(builder, word);
    }
}

/// The name before a block's brace.
fn own_name(builder: &mut Builder<'_>, block: &WrittenBlock<'_, '_>) {
    let Some(place) = block.name_place() else {
        return;
    };
    let full = block.name();
    let own = JailWord::of(builder.host, place.file, place.span).map_or(full, |word| word.text);
    let outer = full.strip_suffix(own).unwrap_or_default();
    let outer = outer.strip_suffix('.').unwrap_or_default();
    let own = match outer {
        "" => full,
        _ => own,
    };
    let role = match block.is_wildcard() {
        true => Role::Use,
        false => Role::Definition,
    };
    names(builder, place.file, place.span, own, outer, role);
}

/// The jails that the components of `name` lead to, from the jail `outer` on.
fn names(builder: &mut Builder<'_>, file: FileId, span: Span, name: &str, outer: &str, last: Role) {
    let word = JailWord::of(builder.host, file, span).filter(|word| word.text == name);
    let mut path = outer.to_owned();
    let mut at = 0;
    for component in name.split('.') {
        if matches!(component, "" | "*") {
            return;
        }
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(component);
        if path.len() > LONGEST_NAME {
            return;
        }
        let range = at..at + component.len();
        at = range.end + 1;
        let is_last = range.end == name.len();
        let role = if is_last { last } else { Role::Use };
        let (place, form) = match &word {
            Some(word) => (word.at(range), word.form),
            None if is_last => (Place::new(file, span), Form::Fixed),
            None => continue,
        };
        let symbol = builder.symbol(SymbolKind::Jail, 0, &path);
        builder.add(symbol, role, place, form);
    }
}

fn list(builder: &mut Builder<'_>, variable: &RcVariable) {
    for (range, name) in rc_text::parts(&variable.value) {
        // Nested jails cannot be started so: rc.d/jail puts `_` for each dot.
        if !name.contains('.') {
            let (place, form) = rc_text::written(builder.host, &variable.word, range);
            let symbol = builder.symbol(SymbolKind::Jail, 0, name);
            builder.add(symbol, Role::Use, place, form);
        }
    }
}

/// `jail_NAME_hostname` and its like.
fn of_one_jail(builder: &mut Builder<'_>, variable: &RcVariable) {
    let Some(rest) = variable.name.strip_prefix("jail_") else {
        return;
    };
    let jails = builder.table().all();
    let longest = jails
        .filter(|(_, symbol)| symbol.kind == SymbolKind::Jail)
        .map(|(id, symbol)| (id, mangled(&symbol.key)))
        .filter(|(_, name)| {
            rest.strip_prefix(name.as_str())
                .is_some_and(|r| r.starts_with('_'))
        })
        .max_by_key(|(_, name)| name.len());
    if let Some((symbol, name)) = longest {
        let at = "jail_".len();
        let span = Span::new(at, at + name.len()).shifted(variable.name_place.span.start);
        let place = Place::new(variable.name_place.file, span);
        builder.add(symbol, Role::Use, place, Form::Mangled);
    }
}

/// A jail's name in the names of rc.conf's variables: anything but a letter or digit becomes `_`
/// (rc.d/jail).
pub(in crate::ide) fn mangled(name: &str) -> String {
    let one = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    name.chars().map(one).collect()
}

/// Programs that take a jail by an option, and the option's letter.
const BY_OPTION: [(&str, char); 12] = [
    ("jls", 'j'),
    ("ifconfig", 'j'),
    ("cpuset", 'j'),
    ("netstat", 'j'),
    ("route", 'j'),
    ("sysctl", 'j'),
    ("sockstat", 'j'),
    ("pkill", 'j'),
    ("pgrep", 'j'),
    ("pkg", 'j'),
    ("service", 'j'),
    ("ps", 'J'),
];

/// The words of a command that name jails.
fn arguments(command: &Command) -> Vec<&Word> {
    let Some((program, words)) = command.words.split_first() else {
        return Vec::new();
    };
    match program.base_name() {
        Some("jexec") => after_options(words, "uUd").first().into_iter().collect(),
        Some("jail") => {
            let is_by_name = |word: &Word| {
                let options = word.text.strip_prefix('-');
                options.is_some_and(|options| options.contains(['c', 'm', 'r', 'R']))
            };
            match words.iter().any(is_by_name) {
                true => after_options(words, "fJlnpsuU")
                    .iter()
                    .take_while(is_name)
                    .collect(),
                false => Vec::new(),
            }
        }
        Some("service") if words.first().is_some_and(|word| word.text == "jail") => {
            words.iter().skip(2).collect()
        }
        Some(program) => {
            let option = BY_OPTION.iter().find(|(name, _)| *name == program);
            let by_option = option.and_then(|(_, letter)| value_of(words, *letter));
            let vnet = (program == "ifconfig").then(|| after_vnet(words)).flatten();
            by_option.into_iter().chain(vnet).collect()
        }
        None => Vec::new(),
    }
}

/// A word of jail(8)'s command line that is no parameter.
fn is_name(word: &&Word) -> bool {
    !word.text.contains('=')
}

/// What follows the options; those in `valued` have a value.
fn after_options<'w>(words: &'w [Word], valued: &str) -> &'w [Word] {
    let mut rest = words;
    while let Some((word, after)) = rest.split_first() {
        let Some(option) = word.text.strip_prefix('-').filter(|o| !o.is_empty()) else {
            break;
        };
        let takes_next = option
            .chars()
            .next_back()
            .is_some_and(|c| valued.contains(c))
            && option.chars().rev().skip(1).all(|c| !valued.contains(c));
        rest = after.get(usize::from(takes_next)..).unwrap_or_default();
        if option == "-" {
            break;
        }
    }
    rest
}

/// The word behind the option.
fn value_of(words: &[Word], letter: char) -> Option<&Word> {
    let at = words.iter().position(|word| {
        let mut chars = word.text.chars();
        chars.next() == Some('-') && chars.next() == Some(letter) && chars.next().is_none()
    })?;
    words.get(at + 1)
}

/// `ifconfig em0 vnet NAME`
fn after_vnet(words: &[Word]) -> Option<&Word> {
    let at = words
        .iter()
        .position(|word| matches!(word.text.as_str(), "vnet" | "-vnet"))?;
    words.get(at + 1)
}

fn argument(builder: &mut Builder<'_>, word: &Word) {
    let is_number = word.text.bytes().all(|byte| byte.is_ascii_digit());
    if !word.known || is_number || word.text.contains('\u{1}') {
        return;
    }
    let mut at = 0;
    for component in word.text.split('.') {
        let range = at..at + component.len();
        at = range.end + 1;
        if range.end > LONGEST_NAME {
            return;
        }
        let path = word.text.get(..range.end).unwrap_or_default();
        // What no block defines may be any word.
        if let Some(symbol) = builder.known(SymbolKind::Jail, path) {
            let (place, form) = rc_text::written(builder.host, word, range);
            builder.add(symbol, Role::Use, place, form);
        }
    }
}
