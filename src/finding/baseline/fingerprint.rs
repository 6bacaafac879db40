//! A number for a finding that stays the same while lines move around it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The 64-bit FNV-1a hash of a finding's rule, message and line. Kept in files, so it may never
/// change: neither the hash nor what goes into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint(u64);

/// The offset basis and the prime that Fowler, Noll and Vo give for 64 bits.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

impl Fingerprint {
    /// The fingerprint of what `rule` says in `message` of a line with the text `line`. White
    /// space around the line does not count, nor do positions that the message names.
    #[must_use]
    pub fn of(rule: &str, message: &str, line: &str) -> Self {
        let message = without_positions(message);
        let parts = [rule, &message, line.trim()];
        // A zero byte after each part: "ab" and "c" are not "a" and "bc".
        let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
        Self(fnv1a(bytes))
    }
}

fn fnv1a(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(BASIS, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(PRIME)
    })
}

/// The message without the numbers of `line 12`, `lines 3, 4 and 7`, `column 5` and
/// `etc/rc.conf:12:3`.
fn without_positions(message: &str) -> String {
    // Whether a number here is a position, and whether one was just before.
    let (mut expected, mut seen) = (false, false);
    let words = message.split(' ').map(|word| {
        let core = word.trim_matches(|c: char| matches!(c, '(' | ')' | ',' | ';' | ':' | '.'));
        if expected && is_number(core) {
            seen = true;
            return "#";
        }
        let is_noun = matches!(core, "line" | "lines" | "column" | "columns");
        expected = is_noun || (seen && matches!(core, "and" | "or" | "to"));
        seen = false;
        without_place(word)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// `etc/rc.conf` of `etc/rc.conf:12:3`. Other words that end in numbers, such as addresses and
/// communities, have no `/` before the colon, or a digit.
fn without_place(word: &str) -> &str {
    let path = without_number(without_number(word));
    let is_path = path.contains('/') && path.ends_with(|c: char| c.is_ascii_alphabetic());
    if is_path { path } else { word }
}

/// `a` of `a:12`.
fn without_number(word: &str) -> &str {
    match word.rsplit_once(':') {
        Some((head, number)) if is_number(number) => head,
        _ => word,
    }
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.to_string()
    }
}

/// A text that is no fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a fingerprint of 16 hexadecimal digits")]
pub struct NotAFingerprint(String);

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = is_hex.then(|| u64::from_str_radix(text, 16).ok()).flatten();
        number
            .map(Self)
            .ok_or_else(|| NotAFingerprint(text.to_owned()))
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = NotAFingerprint;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a() {
        for (text, hash) in [
            ("", 0xcbf2_9ce4_8422_2325),
            ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8),
        ] {
            assert_eq!(fnv1a(text.bytes()), hash, "{text}");
        }
    }

    /// Baselines lie in other people's repositories: this number is for ever.
    #[test]
    fn a_fingerprint_never_changes() {
        let fingerprint = Fingerprint::of("some-rule", "see line 7", "\ta=1 \r\n");
        assert_eq!(fingerprint.to_string(), "1d5d97b5ae082583");
    }

    #[test]
    fn positions_do_not_count_and_other_numbers_do() {
        for (message, expected) in [
            ("see line 12, column 3", "see line # column #"),
            ("lines 3, 4 and 17 are", "lines # # and # are"),
            ("(line 3) of 5", "(line # of 5"),
            ("set in etc/rc.conf:12:3 again", "set in etc/rc.conf again"),
            ("set in etc/rc.conf:12 again", "set in etc/rc.conf again"),
            ("65000:100 and 10.0.0.0/8", "65000:100 and 10.0.0.0/8"),
            (
                "2001:db8::/32 and 2001:db8::1:2",
                "2001:db8::/32 and 2001:db8::1:2",
            ),
            ("4 lines and 2 jails", "4 lines and 2 jails"),
            ("FIB 1 of FreeBSD 12.1", "FIB 1 of FreeBSD 12.1"),
            ("é line  :", "é line  :"),
        ] {
            assert_eq!(without_positions(message), expected);
        }
    }

    #[test]
    fn only_sixteen_digits_are_a_fingerprint() {
        let text = "0123456789abcdef";
        assert_eq!(
            text.parse::<Fingerprint>().map(String::from),
            Ok(text.to_owned())
        );
        for text in [
            "",
            "+123456789abcdef",
            "0123456789abcde",
            "0123456789abcdefg",
            "éééééééé",
        ] {
            assert!(text.parse::<Fingerprint>().is_err(), "{text}");
        }
    }
}
