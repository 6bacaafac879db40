//! Which new names a thing can have.

use super::{Refused, refuse};
use crate::host::Host;
use crate::host::routing::NameKind;
use crate::ide::symbols::{
    LONGEST_NAME, Occurrence, Symbol, SymbolKind, Symbols, parent_of, parents,
};
use crate::syntax::shell;
use crate::text::Place;
use crate::vocabulary::jail_parameter;

/// Longest name of an interface, in bytes (net/if.h, IFNAMSIZ less the end).
const MAX_INTERFACE: usize = 15;

/// What the name is may not be one of the language's own, nor hold what the language cannot.
pub(super) fn check(symbol: &Symbol, new: &str) -> Result<(), Refused> {
    let has = |bad: fn(char) -> bool| new.chars().any(bad);
    if new.is_empty() || has(char::is_control) {
        return refuse("a name has at least one character, and no control characters");
    }
    match symbol.kind {
        SymbolKind::Jail => {
            if new.contains('.') {
                return refuse(
                    "a dot in a jail's name means a jail within another one: choose a name \
                     without",
                );
            }
            if new
                .trim_start_matches(['+', '-', ' '])
                .bytes()
                .all(|b| b.is_ascii_digit())
            {
                return refuse("a number is a jail's id and no name: choose one with a letter");
            }
            if new == "*" || new.len() > LONGEST_NAME {
                return refuse("a jail's name is no `*`, and has at most 255 bytes");
            }
        }
        SymbolKind::JailVariable => {
            if !shell::is_name(new) {
                return refuse(NO_VARIABLE);
            }
            if new == "name" || new == "jid" || jail_parameter(new).is_some() {
                return refuse(format!(
                    "{new} is a parameter of jail(8), which refuses a variable of that name"
                ));
            }
        }
        SymbolKind::ScriptVariable => {
            if !shell::is_name(new) {
                return refuse(NO_VARIABLE);
            }
            if is_of_environment(new) {
                return refuse(format!(
                    "{new} is a variable of the environment: programs would see it"
                ));
            }
        }
        SymbolKind::RcVariable => {
            if !shell::is_name(new) {
                return refuse(NO_VARIABLE);
            }
            if is_of_system(new) {
                return refuse(format!(
                    "{new} is read by FreeBSD's own scripts: it would become a setting"
                ));
            }
        }
        SymbolKind::Interface => {
            let is_sign = |c: char| matches!(c, '.' | '_' | '-');
            let is_plain = new.chars().all(|c| c.is_ascii_alphanumeric() || is_sign(c));
            let begins = new.starts_with(|c: char| c.is_ascii_alphabetic());
            if !is_plain || !begins || new.len() > MAX_INTERFACE {
                return refuse(
                    "an interface's name begins with a letter, goes on with letters, digits, \
                     `.`, `_` and `-`, and has at most 15 bytes",
                );
            }
            if parent_of(new).is_some() || new == "DEFAULT" {
                return refuse(format!(
                    "{new} is the name of an interface made from another one"
                ));
            }
        }
        SymbolKind::Routing(NameKind::CommunityList(_))
            if new.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            return refuse(
                "a number for a name tells the kind of a community list: choose one with a letter",
            );
        }
        SymbolKind::Setting
        | SymbolKind::Routing(_)
        | SymbolKind::Vrf
        | SymbolKind::KeyChain
        | SymbolKind::BfdProfile => {}
    }
    Ok(())
}

const NO_VARIABLE: &str =
    "a variable's name begins with a letter or `_`, and goes on with letters, digits and `_`";

/// Names that FreeBSD's scripts look for, as far as they can be told (rc.conf(5)).
pub(super) fn is_of_system(name: &str) -> bool {
    let begins = [
        "ifconfig_",
        "vlans_",
        "wlans_",
        "create_args_",
        "ipv4_addrs_",
        "ipv6_",
        "route_",
        "jail_",
        "rc_",
        "static_",
        "cloned_",
        "gif_",
        "network_",
        "default",
    ];
    let ends = [
        "_enable", "_flags", "_fib", "_program", "_args", "_list", "_daemons", "_user",
    ];
    matches!(name, "hostname" | "PATH")
        || begins.iter().any(|begin| name.starts_with(begin))
        || ends.iter().any(|end| name.ends_with(end))
}

/// What the files that set an interface up, and those made from it, ask of its name.
pub(super) fn check_interface(
    host: &Host,
    symbols: &Symbols,
    occurrence: &Occurrence,
    new: &str,
) -> Result<(), Refused> {
    check_cloned(host, symbols, occurrence, new)?;
    match symbols.symbol(occurrence.symbol) {
        Some(symbol) => check_children(symbols, symbol, new),
        None => Ok(()),
    }
}

/// ifconfig(8) makes an interface by its driver's name and a number.
fn check_cloned(
    host: &Host,
    symbols: &Symbols,
    occurrence: &Occurrence,
    new: &str,
) -> Result<(), Refused> {
    let driver = |name: &str| {
        name.trim_end_matches(|c: char| c.is_ascii_digit())
            .to_owned()
    };
    let cloned = host.rc.all_of("cloned_interfaces");
    let places: Vec<Place> = cloned.map(|variable| variable.place).collect();
    let is_cloned = symbols.of(occurrence.symbol).any(|own| {
        let holds = |place: &Place| {
            place.file == own.place.file && place.span.contains(own.place.span.start)
        };
        places.iter().any(holds)
    });
    let name = symbols
        .symbol(occurrence.symbol)
        .map_or("", |symbol| symbol.name.as_str());
    let is_numbered = driver(new).len() < new.len();
    if is_cloned && (driver(name) != driver(new) || !is_numbered) {
        let driver = driver(name);
        return refuse(format!(
            "cloned_interfaces makes {name} by its driver's name: the new one must be {driver} \
             and a number"
        ));
    }
    Ok(())
}

/// What is made from the interface gets a new name with it, which has to fit too.
fn check_children(symbols: &Symbols, symbol: &Symbol, new: &str) -> Result<(), Refused> {
    let others = symbols.all().map(|(_, other)| other);
    for child in others.filter(|other| other.kind == SymbolKind::Interface) {
        let is_made_from_it = parents(&child.name).any(|name| name == symbol.name);
        let length = child.name.len() - symbol.name.len().min(child.name.len()) + new.len();
        if is_made_from_it && length > MAX_INTERFACE {
            let name = &child.name;
            return refuse(format!(
                "{name} takes its name from this interface, and its new name would have more \
                 than {MAX_INTERFACE} bytes"
            ));
        }
    }
    Ok(())
}

/// Variables that the shell and most programs look at: sh(1) "ENVIRONMENT", environ(7).
pub(super) fn is_of_environment(name: &str) -> bool {
    let whole = [
        "PATH", "HOME", "IFS", "USER", "LOGNAME", "SHELL", "TERM", "LANG", "TZ", "PWD", "OLDPWD",
        "ENV", "EDITOR", "PAGER", "MAIL", "CDPATH", "OPTIND", "OPTARG", "PPID", "TMPDIR",
    ];
    whole.contains(&name) || name.starts_with("LC_") || name.starts_with("PS")
}
