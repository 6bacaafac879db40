//! A parameter of jail(8).

use crate::vocabulary::{Change, JailParameter, ValueType};

/// Its page: what it takes, since when it is there, when it can be set, what it is for.
pub(super) fn page(parameter: JailParameter) -> String {
    let mut page = format!("**{}**: {}", parameter.name(), value_words(parameter));
    if let Some(default) = parameter.default_value() {
        page.push_str(&format!(", {default} by default"));
    }
    page.push_str(&format!("\n\n{}\n\n", capitalised(parameter.meaning())));
    if let Some(since) = parameter.since() {
        page.push_str(&format!("Since FreeBSD {since}. "));
    }
    page.push_str(match parameter.change() {
        Change::AnyTime => "It can be changed while the jail runs.",
        Change::AtCreation => "It can be set only when the jail is made.",
        Change::Never => "It cannot be set: the kernel only reports it.",
    });
    page
}

/// "a list of IPv4 addresses"
fn value_words(parameter: JailParameter) -> &'static str {
    match (parameter.value_type(), parameter.is_list()) {
        (ValueType::Boolean, _) => "true or false",
        (ValueType::Integer, _) => "a number",
        (ValueType::Unsigned, _) => "a number, not negative",
        (ValueType::Jailsys, _) => "disable, new or inherit",
        (ValueType::Address4, _) => "a list of IPv4 addresses",
        (ValueType::Address6, _) => "a list of IPv6 addresses",
        (ValueType::Text, true) => "a list of texts",
        (ValueType::Text, false) => "a text",
        (ValueType::Opaque, _) => "a value",
    }
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}
