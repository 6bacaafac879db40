//! What FRR's command line takes for the beginning of a value that is still being typed: the
//! shapes that vtysh was seen to go on from.

use super::values::takes;
use crate::vocabulary::frr::{Word, WordKind};

/// Whether a word that is still being typed may become one that stands for `word`.
pub(super) fn may_become(word: &Word, typed: &str) -> bool {
    takes(word, typed)
        || match word.kind {
            WordKind::Ipv4 => begins_ipv4(typed),
            WordKind::Ipv4Prefix => begins_ipv4_prefix(typed),
            WordKind::Ipv6 => typed.bytes().all(is_of_ipv6),
            WordKind::Ipv6Prefix => begins_ipv6_prefix(typed),
            WordKind::Mac => begins_mac(typed),
            WordKind::MacPrefix => begins_mac_prefix(typed),
            WordKind::AsNumber => begins_as_number(typed),
            WordKind::Keyword | WordKind::Variable | WordKind::Range => false,
        }
}

/// Numbers up to 255 between dots, fewer than four, or the fourth not begun.
fn begins_ipv4(typed: &str) -> bool {
    let parts = typed.split('.').count();
    let octets = typed.strip_suffix('.').unwrap_or(typed);
    parts <= 4 && octets.split('.').all(is_octet)
}

fn is_octet(text: &str) -> bool {
    let number = text.parse::<u32>().ok().filter(|number| *number <= 255);
    let is_plain = text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain && number.is_some_and(|number| number == 0 || !text.starts_with('0'))
}

/// An address up to its slash; the length has at least one digit.
fn begins_ipv4_prefix(typed: &str) -> bool {
    match typed.strip_suffix('/') {
        Some(address) => address.split('.').count() == 4 && address.split('.').all(is_octet),
        None => begins_ipv4(typed),
    }
}

/// What an IPv6 address is written with; whether it ever makes one is not looked at.
fn is_of_ipv6(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.' | b'%')
}

/// Groups of up to four characters; a dot only behind a colon.
fn begins_ipv6_prefix(typed: &str) -> bool {
    let address = typed.strip_suffix('/').unwrap_or(typed);
    let is_gap = |text: &str| text.contains(":::") || text.matches("::").count() > 1;
    let is_lone = address.starts_with(':') && address.len() > 1 && !address.starts_with("::");
    let groups_fit = address.split([':', '.']).all(|group| group.len() <= 4);
    let front = address.split('.').next().unwrap_or_default();
    let dots_fit = front == address || front.contains(':');
    !address.contains('/')
        && address.bytes().all(is_of_ipv6)
        && !is_gap(address)
        && !is_lone
        && groups_fit
        && dots_fit
        && address.matches(':').count() <= 8
}

/// Groups of two hexadecimal digits, the last one perhaps of one.
fn begins_mac(typed: &str) -> bool {
    let groups: Vec<&str> = typed.split(':').collect();
    let Some((last, before)) = groups.split_last() else {
        return false;
    };
    let is_hex = |group: &str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    groups.len() <= 6
        && before.iter().all(|group| group.len() == 2 && is_hex(group))
        && last.len() <= 2
        && is_hex(last)
}

fn begins_mac_prefix(typed: &str) -> bool {
    let address = typed.strip_suffix('/');
    begins_mac(address.unwrap_or(typed)) && address.is_none_or(|mac| mac.len() == 17)
}

/// The dot of a dotted number, its second half not begun.
fn begins_as_number(typed: &str) -> bool {
    let half = typed.strip_suffix('.');
    half.is_some_and(|half| half.parse::<u16>().is_ok() && (half == "0" || !half.starts_with('0')))
        || typed == "0"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_of_values() {
        for yes in ["1", "192.", "192.0.2", "0.0.0."] {
            assert!(begins_ipv4(yes), "{yes}");
        }
        for no in ["", ".", "256", "1..2", "01", "1.2.3.4.5", "1.2.3.4."] {
            assert!(!begins_ipv4(no), "{no}");
        }
        assert!(begins_ipv4_prefix("192.0.2.0/"));
        assert!(!begins_ipv4_prefix("192.0.2/"));
        for yes in ["2001", ":", "::", "2001:db8:", "2001:db8::/", "::192.0"] {
            assert!(begins_ipv6_prefix(yes), "{yes}");
        }
        for no in ["20011", ":1", "::1::", "192.0", "x", "2001:db8::/3"] {
            assert!(!begins_ipv6_prefix(no), "{no}");
        }
        for yes in ["0", "00", "00:", "00:11:2"] {
            assert!(begins_mac(yes), "{yes}");
        }
        assert!(!begins_mac("0:1"));
        assert!(begins_as_number("65000."));
    }
}
