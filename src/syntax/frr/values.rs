//! What FRR's command line takes for a number, an address, a prefix: it looks at the shape of a
//! word, and leaves the rest to the daemons.
//!
//! The shapes are those that vtysh was seen to take; they are wider than the values' own grammars.

use std::net::Ipv6Addr;

use crate::vocabulary::frr::{Word, WordKind};

/// Whether a word of a line may stand for `word` of a command. Keywords may be cut short.
pub(super) fn takes(word: &Word, text: &str) -> bool {
    match word.kind {
        WordKind::Keyword => word.text.as_bytes().starts_with(text.as_bytes()),
        WordKind::Variable => true,
        WordKind::Range => is_in_range(text, word.low, word.high),
        WordKind::Ipv4 => is_ipv4(text),
        WordKind::Ipv4Prefix => is_ipv4_prefix(text),
        WordKind::Ipv6 => is_ipv6(text),
        WordKind::Ipv6Prefix => is_ipv6_prefix(text),
        WordKind::Mac => is_mac(text),
        WordKind::MacPrefix => is_mac_prefix(text),
        WordKind::AsNumber => is_as_number(text),
    }
}

/// A decimal number, perhaps with a sign; one that is too large for 64 bits counts as the
/// largest there is.
pub(super) fn number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !is_digits(digits) {
        return None;
    }
    let limit = if text.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    };
    Some(text.parse().unwrap_or(limit))
}

fn is_in_range(text: &str, low: i64, high: i64) -> bool {
    number(text).is_some_and(|number| (low..=high).contains(&number))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Most words are no values, and need not be looked at any further. The first part of an address
/// may be empty.
fn begins_with_number(text: &str) -> bool {
    matches!(text.as_bytes().first(), Some(b'0'..=b'9' | b'.' | b'/'))
}

/// The length of a part of an IPv4 address at the front of `text`, which may be empty: at most
/// three digits, at most 255, no zero in front of another number than 0.
fn octet(text: &[u8]) -> Option<usize> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number = text.iter().take(digits.min(4));
    let number = number.fold(0_u32, |number, digit| number * 10 + u32::from(digit - b'0'));
    let is_padded = number > 0 && text.first() == Some(&b'0');
    (digits <= 3 && number <= 255 && !is_padded).then_some(digits)
}

pub(super) fn is_ipv4(text: &str) -> bool {
    if !begins_with_number(text) {
        return false;
    }
    let mut rest = text.as_bytes();
    for part in 0..4 {
        let Some(length) = octet(rest) else {
            return false;
        };
        // Only the first part may be empty.
        if part > 0 && length == 0 {
            return false;
        }
        rest = rest.get(length..).unwrap_or_default();
        match rest.split_first() {
            Some((b'.', behind)) if part < 3 => rest = behind,
            None if part == 3 => return true,
            _ => return false,
        }
    }
    false
}

/// Up to the third dot a slash counts as little as a dot does, but for being one of the three.
pub(super) fn is_ipv4_prefix(text: &str) -> bool {
    if !begins_with_number(text) {
        return false;
    }
    let mut rest = text.as_bytes();
    let mut dots = 0;
    let mut after_dot = false;
    loop {
        let Some(length) = octet(rest) else {
            return false;
        };
        if after_dot && length == 0 {
            return false;
        }
        rest = rest.get(length..).unwrap_or_default();
        match rest.split_first() {
            Some((b'.', behind)) if dots < 3 => {
                dots += 1;
                after_dot = true;
                rest = behind;
            }
            Some((b'/', behind)) if dots == 3 => {
                return std::str::from_utf8(behind).is_ok_and(|mask| is_mask(mask, i32::MIN, 32));
            }
            Some((b'/', behind)) => {
                after_dot = false;
                rest = behind;
            }
            _ => return false,
        }
    }
}

/// Digits only, read as C's `atoi` reads them on a machine of 64 bits: what is too large for it
/// ends up as another number, perhaps a negative one.
fn is_mask(text: &str, least: i32, most: i32) -> bool {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "what the machine does to it"
    )]
    let number = text.parse::<i64>().unwrap_or(i64::MAX) as i32;
    !text.is_empty() && is_digits(text) && (least..=most).contains(&number)
}

pub(super) fn is_ipv6(text: &str) -> bool {
    memchr::memchr_iter(b':', text.as_bytes()).nth(1).is_some() && text.parse::<Ipv6Addr>().is_ok()
}

/// Groups of up to four characters between colons, one gap, at most seven colons; behind a colon
/// groups may be parted by dots too. Whether the groups make an address is not looked at.
pub(super) fn is_ipv6_prefix(text: &str) -> bool {
    let shaped = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.' | b'/');
    let Some(slash) = memchr::memchr(b'/', text.as_bytes()) else {
        return false;
    };
    let (address, length) = text.split_at(slash);
    // The groups are looked at first: an IPv4 prefix ends that at its first dot.
    is_loose_ipv6(address.as_bytes())
        && text.bytes().all(shaped)
        && length
            .get(1..)
            .is_some_and(|length| is_mask(length, 0, 128))
}

fn is_loose_ipv6(address: &[u8]) -> bool {
    let mut rest = address;
    let (mut colons, mut groups, mut gap) = (0, 0, false);
    if let [b':', after @ ..] = rest {
        // A colon in front is the first half of a gap, and is not counted.
        rest = after;
        colons -= 1;
        if rest.first() != Some(&b':') {
            return false;
        }
        rest = address;
    }
    loop {
        match rest {
            [b':', b':', b':', ..] => return false,
            [b':', b':', after @ ..] => {
                if gap {
                    return false;
                }
                gap = true;
                groups += 1;
                colons += 1 + i32::from(!after.is_empty());
                rest = after;
                if rest.is_empty() {
                    break;
                }
            }
            [b':', after @ ..] => {
                colons += 1;
                rest = after;
                if rest.is_empty() {
                    return false;
                }
            }
            [b'.', after @ ..] if colons > 0 || gap => rest = after,
            [b'.', ..] => return false,
            _ => {}
        }
        // A group takes its first character whatever it is.
        let inner = rest.get(1..).unwrap_or_default();
        let more = inner.iter().position(|byte| b":.".contains(byte));
        let length = 1 + more.unwrap_or(inner.len());
        if rest.is_empty() || length > 4 {
            return false;
        }
        groups += 1;
        rest = rest.get(length..).unwrap_or_default();
        if groups > 11 || colons > 7 {
            return false;
        }
        if rest.is_empty() {
            break;
        }
    }
    groups <= 11 && colons <= 7
}

pub(super) fn is_mac(text: &str) -> bool {
    if text.len() != 17 {
        return false;
    }
    let group = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split(':').count() == 6 && text.split(':').all(group)
}

pub(super) fn is_mac_prefix(text: &str) -> bool {
    if text.as_bytes().get(17) != Some(&b'/') {
        return false;
    }
    let parts = text.split_once('/');
    parts.is_some_and(|(mac, length)| is_mac(mac) && is_mask(length, 0, 48))
}

/// Plain or dotted (RFC 5396). Behind the digits of the plain form anything may stand.
pub(super) fn is_as_number(text: &str) -> bool {
    if !begins_with_number(text) {
        return false;
    }
    if let Some((high, low)) = text.split_once('.') {
        let half = |part: &str| {
            let number = part.parse::<u16>().ok().filter(|_| is_digits(part));
            number.filter(|_| part == "0" || !part.starts_with('0'))
        };
        if let (Some(high), Some(low)) = (half(high), half(low)) {
            return high > 0 || low > 0;
        }
    }
    let end = text.bytes().position(|byte| !byte.is_ascii_digit());
    let end = end.unwrap_or(text.len());
    let number = text
        .get(..end)
        .and_then(|digits| digits.parse::<u64>().ok());
    !text.starts_with('0')
        && number.is_some_and(|number| (1..=u64::from(u32::MAX)).contains(&number))
}
