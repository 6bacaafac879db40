//! Addresses, masks and ranges as ifconfig(8) and network.subr take them.
//!
//! Knows one word at a time.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// How many addresses a range may stand for (`netif_ipexpand_max` of rc.conf).
const LONGEST_RANGE: u128 = 2048;

/// `A`, `A/N` or `A-B/N`, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// The addresses; the first one alone if it is no range.
    pub(super) addresses: Vec<IpAddr>,
    /// What follows the slash.
    pub(super) length: Option<Length>,
}

/// What follows the slash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// A prefix length that the family has.
    Bits(u8),
    /// A mask after a slash: ifconfig refuses it, but one sees what was meant.
    Mask(u8),
    /// Anything else.
    Bad,
}

/// Reads one word as an address; `None` if it is none.
pub(super) fn written(word: &str) -> Option<Written> {
    let (text, length) = match word.split_once('/') {
        Some((text, length)) => (text, Some(length)),
        None => (word, None),
    };
    let addresses = addresses(text)?;
    let longest = addresses.first().map_or(32, |first| host_length(*first));
    let length = length.map(|length| match length.parse() {
        Ok(bits) if bits <= longest => Length::Bits(bits),
        Ok(_) => Length::Bad,
        Err(_) => netmask_length(length).map_or(Length::Bad, Length::Mask),
    });
    Some(Written { addresses, length })
}

fn addresses(text: &str) -> Option<Vec<IpAddr>> {
    // fe80::1%em0
    let bare = text.split_once('%').map_or(text, |(bare, _)| bare);
    if let Ok(address) = bare.parse() {
        return Some(vec![address]);
    }
    if text.contains('.')
        && let Some(address) = aton(text)
    {
        return Some(vec![address.into()]);
    }
    range(text)
}

impl Written {
    /// The networks: the first address has the length, the others of a range are hosts
    /// (network.subr).
    pub(super) fn networks(&self, length_word: Option<u8>) -> Vec<IpNet> {
        let length = match self.length {
            Some(Length::Bits(bits) | Length::Mask(bits)) => Some(bits),
            Some(Length::Bad) => return Vec::new(),
            None => length_word,
        };
        let each = self.addresses.iter().enumerate();
        each.filter_map(|(index, address)| {
            let host = host_length(*address);
            let length = length.filter(|_| index == 0 || address.is_ipv6());
            IpNet::new(*address, length.unwrap_or(host)).ok()
        })
        .collect()
    }
}

fn host_length(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

/// `192.0.2.1-5`, `2001:db8::1-f`
fn range(text: &str) -> Option<Vec<IpAddr>> {
    let (first, last) = text.split_once('-')?;
    match first.parse().ok()? {
        IpAddr::V4(first) => {
            let last: u8 = last.parse().ok()?;
            let [a, b, c, from] = first.octets();
            let each = from..=last;
            (from <= last).then(|| each.map(|d| Ipv4Addr::new(a, b, c, d).into()).collect())
        }
        IpAddr::V6(first) => {
            let last = u128::from(u16::from_str_radix(last, 16).ok()?);
            let from = u128::from(first);
            let base = from & !0xffff;
            let last = base | last;
            let is_range = from <= last && last - from < LONGEST_RANGE;
            is_range.then(|| (from..=last).map(|n| Ipv6Addr::from(n).into()).collect())
        }
    }
}

/// inet_aton(3): one to four numbers, the last of which fills the rest.
pub(super) fn aton(text: &str) -> Option<Ipv4Addr> {
    let parts: Vec<&str> = text.split('.').collect();
    let (last, front) = parts.split_last()?;
    if front.len() > 3 {
        return None;
    }
    let mut value: u32 = 0;
    for part in front {
        value = (value << 8) | u32::from(u8::try_from(c_number(part)?).ok()?);
    }
    let bits = 32 - 8 * u32::try_from(front.len()).ok()?;
    let last = c_number(last)?;
    if u64::from(last) >= 1 << bits {
        return None;
    }
    let shifted = if front.is_empty() { 0 } else { value << bits };
    Some((shifted | last).into())
}

/// A number of C: decimal, octal after `0`, hexadecimal after `0x`.
fn c_number(text: &str) -> Option<u32> {
    let (digits, radix) = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (text.get(2..)?, 16),
        [b'0', _, ..] => (text.get(1..)?, 8),
        _ => (text, 10),
    };
    if !digits.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    u32::from_str_radix(digits, radix).ok()
}

/// Whether a word can only be an IPv4 address, so that no name server is asked: digits and dots.
pub(super) fn is_numeric(word: &str) -> bool {
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | '/' | '-');
    word.contains('.')
        && word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(numeric)
}

/// The length of a dotted or hexadecimal netmask whose ones come first.
pub(super) fn netmask_length(mask: &str) -> Option<u8> {
    ipnet::ipv4_mask_to_prefix(aton(mask)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn networks(word: &str) -> Vec<String> {
        let written = written(word).expect("an address");
        let networks = written.networks(None);
        networks.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn addresses_and_ranges() {
        assert_eq!(networks("192.0.2.1"), ["192.0.2.1/32"]);
        assert_eq!(
            networks("192.0.2.1-3/28"),
            ["192.0.2.1/28", "192.0.2.2/32", "192.0.2.3/32"]
        );
        assert_eq!(
            networks("2001:db8::e-10/64"),
            ["2001:db8::e/64", "2001:db8::f/64", "2001:db8::10/64"]
        );
        assert_eq!(networks("fe80::1%em0/64"), ["fe80::1/64"]);
        assert_eq!(networks("192.0.2.1/255.255.255.0"), ["192.0.2.1/24"]);
        for none in [
            "192.0.2.300",
            "host",
            "192.0.2.9-5",
            "2001:db8::0-ffff",
            "1",
        ] {
            assert_eq!(written(none), None, "{none}");
        }
        let bad = written("192.0.2.1/33").expect("an address");
        assert_eq!(bad.length, Some(Length::Bad));
    }

    #[test]
    fn numbers_as_c_has_them() {
        for (text, expected) in [
            ("10.1", Some("10.0.0.1")),
            ("0x7f.1", Some("127.0.0.1")),
            ("0xffffff00", Some("255.255.255.0")),
            ("24", Some("0.0.0.24")),
            ("010.0.0.1", Some("8.0.0.1")),
            ("1.2.3.256", None),
            ("1.2.3.4.5", None),
            ("1..2", None),
            ("", None),
            ("4294967295", Some("255.255.255.255")),
        ] {
            let address = aton(text).map(|address| address.to_string());
            assert_eq!(address.as_deref(), expected, "{text}");
        }
        assert_eq!(netmask_length("255.255.255.0"), Some(24));
        assert_eq!(netmask_length("255.0.255.0"), None);
    }
}
