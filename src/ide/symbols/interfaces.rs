//! Network interfaces: rc.conf's variables and lists, jail.conf, FRR's files and commands.
//!
//! The key is what stands for the interface in rc.conf's variables: `lagg0_50` for `lagg0.50`.

use super::jail_text::{self, JailWord};
use super::table::{Builder, Form, Occurrence, Role, SymbolId, SymbolKind};
use super::{rc_text, rc_variables};
use crate::host::interfaces::interface_in;
use crate::host::jails::{Written, WrittenSetting};
use crate::host::rc::{RcVariable, variable_suffix};
use crate::host::scripts::{Command, Word};
use crate::syntax::Tree;
use crate::syntax::frr::{self, LineContent, Match, NeighborSetting, StaticTarget};
use crate::syntax::shell::is_name;
use crate::text::{Place, Span};

pub(super) fn collect(builder: &mut Builder<'_>, written: &[Written<'_>], commands: &[Command]) {
    for root in written {
        let settings: Vec<_> = root.blocks().flat_map(|block| block.settings()).collect();
        let taking = settings.iter().filter(|setting| takes_interface(setting));
        let through = jail_text::variables(taking.clone());
        let variables = settings
            .iter()
            .filter(|setting| through.contains(setting.name));
        for setting in taking.chain(variables) {
            of_setting(builder, setting);
        }
    }
    put_together(builder);
    let host = builder.host;
    for variable in host.rc.assignments() {
        of_variable(builder, variable);
    }
    for (place, name) in rc_variables::references(host) {
        in_name(builder, name, place, Role::Use);
    }
    blocks_of_frr(builder);
    let called: Vec<&Word> = commands.iter().filter_map(called).collect();
    for word in called {
        of_word(builder, word, 0..word.text.len(), Role::Use);
    }
    // What may be an interface's name is one if it is known by now.
    for variable in host.rc.assignments() {
        if takes_interfaces(&variable.name) {
            known_parts(builder, &variable.word);
        }
    }
    for word in commands.iter().flat_map(may_name) {
        known_parts(builder, word);
    }
    others_of_frr(builder);
    parts_of_children(builder);
}

fn interface(builder: &mut Builder<'_>, name: &str) -> SymbolId {
    let symbol = builder.symbol(SymbolKind::Interface, 0, &variable_suffix(name));
    if name.contains(['.', '-', '/', '+']) {
        builder.call(symbol, name);
    }
    symbol
}

/// `interface`, `vnet.interface`, and what stands before the bar of an address.
fn takes_interface(setting: &WrittenSetting<'_>) -> bool {
    is_address(setting) || matches!(setting.name, "interface" | "vnet.interface")
}

fn is_address(setting: &WrittenSetting<'_>) -> bool {
    matches!(setting.name, "ip4.addr" | "ip6.addr")
}

fn of_setting(builder: &mut Builder<'_>, setting: &WrittenSetting<'_>) {
    for value in setting.values {
        let Some(word) = JailWord::of(builder.host, setting.place.file, value.span) else {
            continue;
        };
        let name = match (is_address(setting), word.text.split_once('|')) {
            (true, Some((name, _))) => name,
            (true, None) => continue,
            (false, _) => word.text,
        };
        if is_interface(name) {
            let symbol = interface(builder, name);
            builder.add(symbol, Role::Use, word.at(0..name.len()), word.form);
        }
    }
}

/// Interfaces of addresses whose names a variable or an escape is a part of.
fn put_together(builder: &mut Builder<'_>) {
    let host = builder.host;
    for (_, address) in host.jail_addresses() {
        let (Some(name), Some(file)) = (&address.interface, host.file(address.place.file)) else {
            continue;
        };
        let written = file.source.text.slice(address.place.span);
        let Some((own, _)) = written.split_once('|') else {
            continue;
        };
        let bare = own.trim_start_matches(['"', '\'']);
        let variable = bare.trim_start_matches("${").trim_start_matches('$');
        let is_variable = bare.starts_with('$') && is_name(variable.trim_end_matches('}'));
        if own.contains(['$', '\\']) && !is_variable {
            let symbol = interface(builder, name);
            let span = Span::new(own.len() - bare.len(), own.len());
            let span = span.shifted(address.place.span.start);
            let place = Place::new(address.place.file, span);
            builder.add(symbol, Role::Use, place, Form::Fixed);
        }
    }
}

/// Whether the text can be an interface's name: letters, digits and a few signs.
fn is_interface(name: &str) -> bool {
    let is_sign = |byte: u8| matches!(byte, b'.' | b'_' | b'-');
    let mut bytes = name.bytes();
    bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || is_sign(byte))
}

fn of_variable(builder: &mut Builder<'_>, variable: &RcVariable) {
    let name = variable.name.as_str();
    let sets_up = ["ifconfig_", "vlans_", "wlans_"]
        .iter()
        .any(|prefix| name.starts_with(prefix));
    in_name(
        builder,
        name,
        variable.name_place,
        match sets_up {
            true => Role::Definition,
            false => Role::Use,
        },
    );
    if let Some(parent) = name.strip_prefix("vlans_") {
        vlans(builder, variable, parent);
    }
    let renames = name.starts_with("ifconfig_") && name.ends_with("_name");
    let makes = renames
        || name.starts_with("wlans_")
        || matches!(name, "cloned_interfaces" | "gif_interfaces");
    if makes || name == "network_interfaces" {
        for (range, part) in rc_text::parts(&variable.value) {
            let length = part.trim_end_matches(":sticky").len();
            let role = if makes { Role::Definition } else { Role::Use };
            of_word(
                builder,
                &variable.word,
                range.start..range.start + length,
                role,
            );
        }
    }
}

/// The part of a variable's name that stands for an interface.
fn in_name(builder: &mut Builder<'_>, name: &str, place: Place, role: Role) {
    let Some(range) = interface_in(name) else {
        return;
    };
    let suffix = name.get(range.clone()).unwrap_or_default();
    let spelled = builder.host.interfaces.get(suffix);
    let symbol = interface(builder, spelled.map_or(suffix, |i| i.name.as_str()));
    let is_main = range.end == name.len();
    let role = if is_main { role } else { Role::Use };
    let span = Span::new(range.start, range.end).shifted(place.span.start);
    builder.add(symbol, role, Place::new(place.file, span), Form::Mangled);
}

/// A number makes the interface `PARENT.NUMBER`; any other word is a name.
fn vlans(builder: &mut Builder<'_>, variable: &RcVariable, parent: &str) {
    let parent = builder
        .host
        .interfaces
        .get(parent)
        .map_or(parent, |i| i.name.as_str());
    for (range, part) in rc_text::parts(&variable.value) {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            let symbol = interface(builder, &format!("{parent}.{part}"));
            let (place, _) = rc_text::written(builder.host, &variable.word, range);
            builder.add(symbol, Role::Definition, place, Form::Fixed);
        } else {
            of_word(builder, &variable.word, range, Role::Definition);
        }
    }
}

fn of_word(builder: &mut Builder<'_>, word: &Word, range: std::ops::Range<usize>, role: Role) {
    let name = word.text.get(range.clone()).unwrap_or_default();
    if is_interface(name) {
        let symbol = interface(builder, name);
        let (place, form) = rc_text::written(builder.host, word, range);
        builder.add(symbol, role, place, form);
    }
}

/// Whether words of the variable's value may be interfaces.
fn takes_interfaces(variable: &str) -> bool {
    let begins = [
        "ifconfig_",
        "create_args_",
        "autobridge_",
        "route_",
        "ipv6_route_",
    ];
    let ends = ["_ifaces", "_interfaces", "_interface", "_iface", "_ifs"];
    begins.iter().any(|begin| variable.starts_with(begin))
        || ends.iter().any(|end| variable.ends_with(end))
}

/// The words that are the name of an interface that is known, spelled as it is.
fn known_parts(builder: &mut Builder<'_>, word: &Word) {
    for (range, part) in rc_text::parts(&word.text) {
        let known = builder.known(SymbolKind::Interface, &variable_suffix(part));
        let known = known.filter(|id| {
            let symbol = builder.table().symbol(*id);
            symbol.is_some_and(|symbol| symbol.name == part)
        });
        if let Some(symbol) = known {
            let (place, form) = rc_text::written(builder.host, word, range);
            builder.add(symbol, Role::Use, place, form);
        }
    }
}

/// The interface that an ifconfig(8) sets up or makes.
fn called(command: &Command) -> Option<&Word> {
    let words = command.words.get(1..).unwrap_or_default();
    let first = words.first()?;
    let is_call = command.program() == Some("ifconfig") && words.len() > 1;
    let is_whole = first.known && first.text.bytes().any(|byte| byte.is_ascii_digit());
    (is_call && is_whole).then_some(first)
}

/// The words of commands that work on interfaces.
fn may_name(command: &Command) -> &[Word] {
    match command.program() {
        Some("ifconfig" | "route" | "dhclient" | "rtsol" | "tcpdump" | "netif") => {
            command.words.get(1..).unwrap_or_default()
        }
        _ => &[],
    }
}

/// Gives each command of FRR's files, with the text and place of a span of its line.
fn frr_commands(
    builder: &mut Builder<'_>,
    each: impl Fn(&mut Builder<'_>, &frr::Command, &dyn Fn(Span) -> (Place, String)),
) {
    let host = builder.host;
    for file in &host.files {
        let Tree::Frr(tree) = file.tree() else {
            continue;
        };
        for (start, line) in tree.placed() {
            if let LineContent::Command { command, .. } = &line.content {
                each(builder, command, &|span| {
                    let span = span.shifted(start);
                    let text = file.source.text.slice(span).to_owned();
                    (Place::new(file.id(), span), text)
                });
            }
        }
    }
}

fn blocks_of_frr(builder: &mut Builder<'_>) {
    frr_commands(builder, |builder, command, at| {
        if let frr::Command::Interface(span) = command {
            let (place, name) = at(*span);
            let symbol = interface(builder, &name);
            builder.add(symbol, Role::Use, place, Form::Word);
        }
    });
}

fn others_of_frr(builder: &mut Builder<'_>) {
    frr_commands(builder, |builder, command, at| {
        let span = match command {
            frr::Command::StaticRoute(route) => match route.target {
                StaticTarget::Interface(span) | StaticTarget::Gateway(_, Some(span)) => span,
                _ => return,
            },
            frr::Command::Match(Match::Interface(span)) => *span,
            frr::Command::Neighbor(neighbor) => match neighbor.setting {
                NeighborSetting::UpdateSource(Some(span)) => span,
                _ => neighbor.peer,
            },
            _ => return,
        };
        let (place, name) = at(span);
        if let Some(symbol) = builder.known(SymbolKind::Interface, &variable_suffix(&name)) {
            builder.add(symbol, Role::Use, place, Form::Word);
        }
    });
}

/// Names that are made from another interface's: `lagg0.50` from `lagg0`, `epair0a` from
/// `epair0`.
fn parts_of_children(builder: &mut Builder<'_>) {
    let table = builder.table();
    let mut parts = Vec::new();
    for (child, symbol) in table.all() {
        if symbol.kind != SymbolKind::Interface {
            continue;
        }
        for parent in parents(&symbol.name) {
            if let Some(known) = builder.known(SymbolKind::Interface, &variable_suffix(parent)) {
                let written = table.of(child).filter(|own| {
                    own.form != Form::Fixed && own.place.span.len() == symbol.name.len()
                });
                parts.extend(written.map(|own| part(own, known, parent.len())));
            }
        }
    }
    for part in parts {
        builder.add(part.symbol, part.role, part.place, part.form);
    }
}

fn part(own: &Occurrence, parent: SymbolId, length: usize) -> Occurrence {
    let start = own.place.span.start as usize;
    Occurrence {
        symbol: parent,
        role: Role::Part,
        place: Place::new(own.place.file, Span::new(start, start + length)),
        form: own.form,
    }
}

/// The interface that an interface of this name is made from, if its name says so.
pub(in crate::ide) fn parent_of(name: &str) -> Option<&str> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some((parent, tag)) = name.rsplit_once('.') {
        return is_number(tag).then_some(parent);
    }
    let pair = name.strip_suffix(['a', 'b'])?;
    is_number(pair.strip_prefix("epair")?).then_some(pair)
}

/// The interfaces that one of this name is made from, the nearest first: a VLAN may be in a VLAN.
/// Names that are no interface's might go on without end.
pub(in crate::ide) fn parents(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(parent_of(name), |name| parent_of(name)).take(4)
}
