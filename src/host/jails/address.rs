//! Elements of `ip4.addr` and `ip6.addr`: `[interface|]address[/prefix or /mask][ more words]`.

use std::net::IpAddr;

use crate::text::Place;

/// An address of a jail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JailAddress {
    /// The address.
    pub address: IpAddr,
    /// Length of its prefix in bits; 32 or 128 where none is written, or none that can be one.
    pub prefix_length: u8,
    /// The interface that jail(8) puts it on: the element's own, else the jail's `interface`.
    /// Without one the address must be on the host already.
    pub interface: Option<String>,
    /// The element as written.
    pub place: Place,
}

/// Reads an element that stands at `place`; `interface` is the jail's.
pub(super) fn parse(
    element: &str,
    place: Place,
    interface: Option<&str>,
    version_6: bool,
) -> Option<JailAddress> {
    let (own, rest) = match element.split_once('|') {
        Some((own, rest)) => (Some(own), rest),
        None => (None, element),
    };
    let (written, words) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
    let (address, mask) = match written.split_once('/') {
        Some((address, mask)) => (address, Some(mask)),
        None => (written, None),
    };
    let address: IpAddr = address.parse().ok()?;
    if address.is_ipv6() != version_6 {
        return None;
    }
    let full = if version_6 { 128 } else { 32 };
    let prefix_length = mask
        .and_then(|mask| prefix_length(mask, full))
        .or_else(|| prefix_in_words(words, full))
        .unwrap_or(full);
    Some(JailAddress {
        address,
        prefix_length,
        interface: own
            .or(interface)
            .filter(|interface| !interface.is_empty())
            .map(ToOwned::to_owned),
        place,
    })
}

/// `24`, `255.255.255.0` or, as ifconfig(8) takes it too, `0xffffff00`.
fn prefix_length(mask: &str, full: u8) -> Option<u8> {
    if let Ok(length) = mask.parse::<u8>() {
        return (length <= full).then_some(length);
    }
    let mask = match mask.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => u32::from(mask.parse::<std::net::Ipv4Addr>().ok()?),
    };
    let contiguous = mask.leading_ones() + mask.trailing_zeros() >= 32;
    (full == 32 && contiguous).then(|| u8::try_from(mask.leading_ones()).unwrap_or(full))
}

/// The mask among further words for ifconfig(8), which come last and so win.
fn prefix_in_words(words: &str, full: u8) -> Option<u8> {
    let mut words = words.split_ascii_whitespace();
    let mut found = None;
    while let Some(word) = words.next() {
        if matches!(word, "netmask" | "prefixlen") {
            found = words.next().and_then(|mask| prefix_length(mask, full));
        }
    }
    found
}
