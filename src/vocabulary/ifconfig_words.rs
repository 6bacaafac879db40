//! The words of ifconfig(8), and the keywords that rc.conf mixes with them.

use super::packed::Packed;
use super::slips::is_one_slip;

static TABLE: Packed = Packed::new(
    include_bytes!(concat!(env!("OUT_DIR"), "/ifconfig-words.bin")),
    4,
);

/// Keywords that network.subr takes for itself, in any case, and what each is for.
const KEYWORDS: [(&str, &str); 8] = [
    ("DHCP", "get an address by DHCP, without waiting for it"),
    ("SYNCDHCP", "get an address by DHCP, waiting for it"),
    (
        "NOSYNCDHCP",
        "get an address by DHCP, without waiting for it, whatever synchronous_dhclient says",
    ),
    ("NOAUTO", "not at boot"),
    ("WPA", "with wpa_supplicant"),
    ("HOSTAP", "with hostapd"),
    ("UP", ""),
    ("INET6", ""),
];

/// What an address follows.
const FAMILIES: [(&str, &str); 2] = [
    ("inet", "an IPv4 address follows"),
    ("inet6", "an IPv6 address follows"),
];

/// What follows a word of ifconfig(8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfconfigArgument {
    /// An interface.
    Interface,
    /// The number of a FIB.
    Fib,
    /// One of these words.
    OneOf(&'static str),
    /// Something that only the user knows.
    Other,
}

/// Words for rc.conf's `ifconfig_IF` and what each is for, where there is something to say of it:
/// the keywords of network.subr, then the words of ifconfig(8), by name.
pub fn ifconfig_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    let table = (0..TABLE.len()).map(|row| (TABLE.cell(row, 0), TABLE.cell(row, 3)));
    let keywords = KEYWORDS.iter().filter(|(_, meaning)| !meaning.is_empty());
    keywords.chain(&FAMILIES).copied().chain(table)
}

/// What follows the word `text`; `None` if nothing that belongs to it does.
#[must_use]
pub fn ifconfig_argument(text: &str) -> Option<IfconfigArgument> {
    if FAMILIES.iter().any(|(family, _)| *family == text) {
        return Some(IfconfigArgument::Other);
    }
    let row = TABLE.row(text).filter(|row| TABLE.cell(*row, 1) != "0")?;
    Some(match TABLE.cell(row, 2) {
        "interface" => IfconfigArgument::Interface,
        "fib" => IfconfigArgument::Fib,
        "" => IfconfigArgument::Other,
        words => IfconfigArgument::OneOf(words),
    })
}

/// How many words belong to the word `text` of ifconfig(8); `None` if it is no such word. `inet`
/// and `inet6`, which an address follows, are not among them.
#[must_use]
pub fn ifconfig_word(text: &str) -> Option<usize> {
    if let Some(row) = TABLE.row(text) {
        return TABLE.cell(row, 1).parse().ok();
    }
    // `-lro` takes back what `lro` says.
    let row = TABLE.row(text.strip_prefix('-')?)?;
    (TABLE.cell(row, 0) != "create").then_some(0)
}

/// Whether rc.conf's `ifconfig_IF` takes `text` as a keyword of its own (network.subr).
#[must_use]
pub fn rc_keyword(text: &str) -> bool {
    KEYWORDS
        .iter()
        .any(|(keyword, _)| keyword.eq_ignore_ascii_case(text))
}

/// The word that `text` was meant to be, if one letter makes the difference.
#[must_use]
pub fn nearest_ifconfig_word(text: &str) -> Option<&'static str> {
    const SHORTEST: usize = 4;
    if text.len() < SHORTEST || !text.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let words = (0..TABLE.len()).map(|row| TABLE.cell(row, 0));
    let keywords = KEYWORDS.iter().map(|(keyword, _)| *keyword);
    words
        .chain(keywords)
        .filter(|word| word.len() >= SHORTEST)
        .find(|word| is_one_slip(word, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_what_belongs_to_them() {
        for (word, expected) in [
            ("up", Some(0)),
            ("netmask", Some(1)),
            ("tunnel", Some(2)),
            ("-lro", Some(0)),
            ("-laggport", Some(1)),
            ("DHCP", None),
            ("192.0.2.1", None),
            ("-nonsense", None),
        ] {
            assert_eq!(ifconfig_word(word), expected, "{word}");
        }
        assert!(rc_keyword("SyncDHCP") && !rc_keyword("inet"));
    }

    #[test]
    fn what_follows_a_word() {
        for (word, expected) in [
            ("laggport", Some(IfconfigArgument::Interface)),
            ("tunnelfib", Some(IfconfigArgument::Fib)),
            ("inet", Some(IfconfigArgument::Other)),
            ("mtu", Some(IfconfigArgument::Other)),
            ("up", None),
            ("em0", None),
        ] {
            assert_eq!(ifconfig_argument(word), expected, "{word}");
        }
        let lagg = ifconfig_argument("laggproto");
        assert!(matches!(lagg, Some(IfconfigArgument::OneOf(words)) if words.contains("lacp")));
        assert!(ifconfig_words().any(|(word, _)| word == "SYNCDHCP"));
    }

    #[test]
    fn one_letter_makes_a_typo() {
        assert_eq!(nearest_ifconfig_word("netmsk"), Some("netmask"));
        assert_eq!(nearest_ifconfig_word("DHPC"), Some("DHCP"));
        assert_eq!(nearest_ifconfig_word("myhost"), None);
        assert_eq!(nearest_ifconfig_word("em0"), None);
    }
}
