//! Which interface a variable of rc.conf is about, and what for.
//!
//! Knows names only.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::host::rc::{RcConf, variable_suffix};

/// What a variable does for its interface, in the order in which network.subr comes to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// `create_args_IF`
    Create,
    /// `ifconfig_IF`
    Main,
    /// `ifconfig_IF_ipv6`, and `ipv6_ifconfig_IF` of old
    Ipv6,
    /// `ipv4_addrs_IF`
    Ipv4Addresses,
    /// `ifconfig_IF_aliases`
    Aliases,
    /// `ifconfig_IF_aliasN`
    Alias(u32),
    /// Anything else about it, such as `ifconfig_IF_vhid`.
    Rest,
}

/// Endings of `ifconfig_IF_*` variables that do not belong to the interface's name.
const ENDINGS: [(&str, Role); 5] = [
    ("_ipv6", Role::Ipv6),
    ("_aliases", Role::Aliases),
    ("_alias", Role::Rest),
    ("_vlan", Role::Rest),
    ("_vhid", Role::Rest),
];

/// The interface part of a variable's name, if it configures an interface.
pub(super) fn role_of(variable: &str) -> Option<(String, Role)> {
    for (prefix, role) in [
        ("ipv4_addrs_", Role::Ipv4Addresses),
        ("create_args_", Role::Create),
    ] {
        if let Some(rest) = variable.strip_prefix(prefix) {
            return Some((rest.to_owned(), role));
        }
    }
    let old = variable.strip_prefix("ipv6_ifconfig_");
    let rest = old.or(variable.strip_prefix("ifconfig_"))?;
    let is_default = rest == "DEFAULT" || rest.starts_with("DEFAULT_");
    if is_default || rest.ends_with("_name") || rest.ends_with("_descr") {
        return None;
    }
    let without_number = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    if without_number.len() < rest.len()
        && let Some(interface) = without_number.strip_suffix("_alias")
    {
        let number = rest.get(without_number.len()..)?.parse();
        let role = number.map_or(Role::Rest, Role::Alias);
        return Some((interface.to_owned(), role));
    }
    let ending = ENDINGS
        .iter()
        .find_map(|(ending, role)| Some((rest.strip_suffix(ending)?, *role)));
    let (interface, role) = ending.unwrap_or(match old {
        Some(_) => (rest, Role::Ipv6),
        None => (rest, Role::Main),
    });
    (!interface.is_empty()).then(|| (interface.to_owned(), role))
}

/// The bytes of a variable's name that stand for an interface, such as `lagg0_50` in
/// `ifconfig_lagg0_50_alias0` (rc.conf(5), "network interfaces").
#[must_use]
pub fn interface_in(variable: &str) -> Option<Range<usize>> {
    let (prefix, rest) = PREFIXES
        .iter()
        .find_map(|prefix| Some((prefix, variable.strip_prefix(prefix)?)))?;
    let plain = ["_name", "_descr"]
        .iter()
        .find_map(|end| rest.strip_suffix(end));
    let interface = match plain {
        Some(interface) => interface.len(),
        None => role_of(variable).map_or(rest.len(), |(interface, _)| interface.len()),
    };
    let is_one = interface > 0 && rest != "DEFAULT";
    is_one.then(|| prefix.len()..prefix.len() + interface)
}

/// What variables about one interface begin with.
const PREFIXES: [&str; 5] = [
    "ifconfig_",
    "ipv4_addrs_",
    "create_args_",
    "vlans_",
    "wlans_",
];

/// How the interfaces behind variable suffixes are really spelled: from `vlans_IF`,
/// `cloned_interfaces`, `ifconfig_IF_name`, and from `others`, names used elsewhere.
pub(super) fn spellings(rc: &RcConf, others: &[String]) -> BTreeMap<String, String> {
    let mut names: Vec<String> = others.to_vec();
    for variable in rc.with_prefix("vlans_") {
        let parent = variable.name.strip_prefix("vlans_").unwrap_or_default();
        names.extend(
            rc.words(variable)
                .into_iter()
                .map(|(word, _)| vlan(parent, word)),
        );
    }
    if let Some(cloned) = rc.get("cloned_interfaces") {
        let words = rc.words(cloned).into_iter();
        names.extend(words.map(|(word, _)| word.trim_end_matches(":sticky").to_owned()));
    }
    for variable in rc.with_prefix("ifconfig_") {
        if variable.name.ends_with("_name") {
            names.push(variable.value.clone());
        }
    }
    names
        .into_iter()
        .map(|name| (variable_suffix(&name), name))
        .collect()
}

/// The interface that a word of `vlans_PARENT` means.
pub(super) fn vlan(parent: &str, word: String) -> String {
    let numeric = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    if numeric {
        format!("{parent}.{word}")
    } else {
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_tell_their_interface() {
        for (variable, expected) in [
            ("ifconfig_em0", Some(("em0", Role::Main))),
            ("ifconfig_em0_ipv6", Some(("em0", Role::Ipv6))),
            ("ifconfig_em0_alias7", Some(("em0", Role::Alias(7)))),
            ("ifconfig_em0_alias", Some(("em0", Role::Rest))),
            ("ifconfig_em0_aliases", Some(("em0", Role::Aliases))),
            ("ipv6_ifconfig_em0", Some(("em0", Role::Ipv6))),
            ("ipv4_addrs_em0_5", Some(("em0_5", Role::Ipv4Addresses))),
            ("create_args_em0", Some(("em0", Role::Create))),
            ("ifconfig_em0_name", None),
            ("ifconfig_DEFAULT", None),
            ("ifconfig_DEFAULT_ipv6", None),
            ("hostname", None),
        ] {
            let found = role_of(variable);
            let found = found.as_ref().map(|(name, role)| (name.as_str(), *role));
            assert_eq!(found, expected, "{variable}");
        }
    }
}
