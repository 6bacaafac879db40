//! The words of ifconfig(8), and the keywords that rc.conf mixes with them.

use super::packed::Packed;

static TABLE: Packed = Packed::new(
    include_bytes!(concat!(env!("OUT_DIR"), "/ifconfig-words.bin")),
    2,
);

/// Keywords that network.subr takes for itself, in any case.
const KEYWORDS: [&str; 8] = [
    "DHCP",
    "SYNCDHCP",
    "NOSYNCDHCP",
    "NOAUTO",
    "WPA",
    "HOSTAP",
    "UP",
    "INET6",
];

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
        .any(|keyword| keyword.eq_ignore_ascii_case(text))
}

/// The word that `text` was meant to be, if one letter makes the difference.
#[must_use]
pub fn nearest_ifconfig_word(text: &str) -> Option<&'static str> {
    const SHORTEST: usize = 4;
    if text.len() < SHORTEST || !text.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let words = (0..TABLE.len()).map(|row| TABLE.cell(row, 0));
    let keywords = KEYWORDS.iter().copied();
    words
        .chain(keywords)
        .filter(|word| word.len() >= SHORTEST)
        .find(|word| strsim::damerau_levenshtein(word, text) == 1)
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
    fn one_letter_makes_a_typo() {
        assert_eq!(nearest_ifconfig_word("netmsk"), Some("netmask"));
        assert_eq!(nearest_ifconfig_word("DHPC"), Some("DHCP"));
        assert_eq!(nearest_ifconfig_word("myhost"), None);
        assert_eq!(nearest_ifconfig_word("em0"), None);
    }
}
