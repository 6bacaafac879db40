//! What is wrong with elements of `ip4.addr` and `ip6.addr` before any machine sees them.
//!
//! Knows how jail(8) cuts an element up (usr.sbin/jail/config.c): the kernel gets what stands
//! between `|` and the first `/` or blank, ifconfig(8) gets the rest. Knows no interface.

use std::net::{IpAddr, Ipv4Addr};

use super::jail::{Jail, Parameter, Value};

/// An element that is not what it was meant to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementDefect<'j> {
    /// `ip4.addr` or `ip6.addr`.
    pub parameter: &'j Parameter,
    /// The element.
    pub value: &'j Value,
    /// What is wrong.
    pub kind: ElementDefectKind,
}

/// What can be wrong with an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ElementDefectKind {
    /// Several elements in one string.
    List {
        /// How many.
        count: usize,
        /// They are handed to ifconfig(8) too.
        aliased: bool,
    },
    /// Blanks around `|` or in front of the address: the kernel gets an empty address, or
    /// ifconfig(8) an interface that has a blank in its name.
    Blanks,
    /// No address at all: `not an IPv4 address`.
    NoAddress(String),
    /// An address of the other family.
    OtherFamily(IpAddr),
    /// One that the kernel refuses: 0.0.0.0 or 255.255.255.255.
    Refused(Ipv4Addr),
    /// What stands behind `/` is not a netmask that ifconfig(8) takes here.
    Mask(BadMask),
}

/// A mask that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadMask {
    /// As written.
    pub written: String,
    /// Why.
    pub why: BadMaskKind,
}

/// What a mask can be instead of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadMaskKind {
    /// It would be one for the other family.
    OtherFamily,
    /// In hexadecimal, which only ifconfig's own word `netmask` takes; it means this length.
    Hexadecimal(u8),
    /// Its ones have gaps.
    Gaps,
    /// No mask of any kind.
    Nothing,
}

impl Jail {
    /// Elements of `ip4.addr` and `ip6.addr` that are no usable element, each with the first
    /// thing that is wrong with it. None for a jail with a network stack of its own, which must
    /// not have any.
    #[must_use]
    pub fn element_defects(&self) -> Vec<ElementDefect<'_>> {
        if self.is_vnet() {
            return Vec::new();
        }
        let interface = self.last("interface").map_or("", |value| &value.text);
        let mut found = Vec::new();
        for (name, version_6) in [("ip4.addr", false), ("ip6.addr", true)] {
            let Some(parameter) = self.parameter(name).filter(|p| p.name == name) else {
                continue;
            };
            for value in &parameter.values {
                if let Some(kind) = defect(&value.text, interface, version_6) {
                    found.push(ElementDefect {
                        parameter,
                        value,
                        kind,
                    });
                }
            }
        }
        found
    }
}

/// What is wrong with an element of a jail whose `interface` is this one, or empty.
fn defect(element: &str, interface: &str, version_6: bool) -> Option<ElementDefectKind> {
    // libjail takes nothing and a dash as an empty list.
    if matches!(element, "" | "-") {
        return None;
    }
    let own = element.split_once('|').map(|(own, _)| own);
    let aliased = own.is_some_and(|own| !own.is_empty()) || !interface.is_empty();
    if let Some(count) = list_length(element, own.unwrap_or(interface)) {
        // Bare addresses between commas go to libjail only, which splits them.
        let split_by_libjail = !aliased && !element.contains(['|', '/', ' ', '\t']);
        return (!split_by_libjail).then_some(ElementDefectKind::List { count, aliased });
    }
    let rest = element.split_once('|').map_or(element, |(_, rest)| rest);
    let blank = |c: char| c == ' ' || c == '\t';
    if own.is_some_and(|own| own.contains(blank)) || rest.starts_with(blank) {
        return Some(ElementDefectKind::Blanks);
    }
    let written = rest.split(blank).next().unwrap_or("");
    let (address, mask) = match written.split_once('/') {
        Some((address, mask)) => (address, Some(mask)),
        None => (written, None),
    };
    match address.parse::<IpAddr>() {
        Err(_) => Some(ElementDefectKind::NoAddress(address.to_owned())),
        Ok(other) if other.is_ipv6() != version_6 => Some(ElementDefectKind::OtherFamily(other)),
        Ok(IpAddr::V4(v4)) if v4.is_unspecified() || v4.is_broadcast() => {
            Some(ElementDefectKind::Refused(v4))
        }
        // Without an interface nobody reads the mask.
        Ok(_) if !aliased => None,
        Ok(_) => mask_defect(mask?, version_6).map(ElementDefectKind::Mask),
    }
}

/// How many elements stand in one string, if it is more than one: all parts between commas, or
/// between blanks, look like elements of their own. A second address behind a blank is the far
/// end where the interface is a tunnel.
fn list_length(element: &str, interface: &str) -> Option<usize> {
    let by_comma: Vec<&str> = parts(element, &[',', ';']);
    if by_comma.len() > 1 && by_comma.iter().all(|part| is_element(part)) {
        return Some(by_comma.len());
    }
    let by_blank = parts(element, &[',', ';', ' ', '\t', '\n']);
    let further = by_blank.get(1..).unwrap_or_default();
    let plain = further.iter().any(|part| !part.contains(['|', '/']));
    let all = by_blank.iter().all(|part| is_element(part));
    (!further.is_empty() && all && !(plain && is_tunnel(interface))).then_some(by_blank.len())
}

fn parts<'t>(text: &'t str, separators: &[char]) -> Vec<&'t str> {
    let parts = text.split(|c| separators.contains(&c)).map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

/// `[interface|]address[/mask][ words]`
fn is_element(text: &str) -> bool {
    let rest = text.split_once('|').map_or(text, |(_, rest)| rest.trim());
    let end = rest.find([' ', '\t', '/']).unwrap_or(rest.len());
    rest.get(..end)
        .is_some_and(|address| address.parse::<IpAddr>().is_ok())
}

/// Whether an interface of this name has a far end.
fn is_tunnel(interface: &str) -> bool {
    let driver = interface.trim_end_matches(|c: char| c.is_ascii_digit());
    ["gif", "gre", "me", "ng", "ppp", "tun", "wg"].contains(&driver)
}

fn mask_defect(mask: &str, version_6: bool) -> Option<BadMask> {
    let bad = |why| {
        Some(BadMask {
            written: mask.to_owned(),
            why,
        })
    };
    let decimal = !mask.is_empty() && mask.bytes().all(|byte| byte.is_ascii_digit());
    if decimal {
        return match (mask.parse::<u8>(), version_6) {
            (Ok(0..=32), _) | (Ok(0..=128), true) => None,
            (Ok(33..=128), false) => bad(BadMaskKind::OtherFamily),
            _ => bad(BadMaskKind::Nothing),
        };
    }
    if let Ok(dotted) = mask.parse::<Ipv4Addr>() {
        return match (length_of(u32::from(dotted)), version_6) {
            (_, true) => bad(BadMaskKind::OtherFamily),
            (Some(_), false) => None,
            (None, false) => bad(BadMaskKind::Gaps),
        };
    }
    let hexadecimal = mask
        .strip_prefix("0x")
        .filter(|_| !version_6)
        .and_then(|digits| u32::from_str_radix(digits, 16).ok())
        .and_then(length_of);
    bad(hexadecimal.map_or(BadMaskKind::Nothing, BadMaskKind::Hexadecimal))
}

/// The length of a mask without gaps.
fn length_of(mask: u32) -> Option<u8> {
    let contiguous = mask.leading_ones() + mask.trailing_zeros() >= 32;
    contiguous.then(|| u8::try_from(mask.leading_ones()).unwrap_or(32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(element: &str, interface: &str, version_6: bool) -> Option<ElementDefectKind> {
        defect(element, interface, version_6)
    }

    fn mask(element: &str, version_6: bool) -> Option<BadMaskKind> {
        match of(element, "", version_6) {
            Some(ElementDefectKind::Mask(mask)) => Some(mask.why),
            None => None,
            other => panic!("{element}: {other:?}"),
        }
    }

    #[test]
    fn elements_that_are_fine() {
        for element in [
            "",
            "-",
            "10.0.0.1",
            "em0|10.0.0.1",
            "em0|10.0.0.1/24",
            "em0|10.0.0.1/0",
            "em0|10.0.0.1/255.255.255.0",
            "em0|10.0.0.1/24 vhid 3 pass x",
            "em0|10.0.0.1 netmask 255.255.255.0",
            "tun0|10.0.0.1 10.0.0.2",
            "|10.0.0.1",
            "10.0.0.1,10.0.0.2",
            "10.0.0.1/99",
        ] {
            assert_eq!(of(element, "", false), None, "{element}");
        }
        for element in ["::1", "em0|2001:db8::1/64", "em0|2001:db8::1 no_dad"] {
            assert_eq!(of(element, "", true), None, "{element}");
        }
    }

    #[test]
    fn lists_in_one_string() {
        for (element, interface, count) in [
            ("em0|10.0.0.1/24,em0|10.0.0.2/24", "", 2),
            ("em0|10.0.0.1, em0|10.0.0.2", "", 2),
            ("10.0.0.1,10.0.0.2", "em0", 2),
            ("10.0.0.1, 10.0.0.2", "", 2),
            ("10.0.0.1 10.0.0.2 10.0.0.3", "em0", 3),
            ("em0|10.0.0.1 em1|10.0.0.2", "", 2),
            ("tun0|10.0.0.1 tun1|10.0.0.2", "", 2),
            ("10.0.0.1/24,10.0.0.2/24", "", 2),
        ] {
            assert!(
                matches!(of(element, interface, false), Some(ElementDefectKind::List { count: n, .. }) if n == count),
                "{element}"
            );
        }
    }

    #[test]
    fn what_is_no_address() {
        let no = |text: &str| Some(ElementDefectKind::NoAddress(text.to_owned()));
        assert_eq!(of("em0|10.0.0", "", false), no("10.0.0"));
        assert_eq!(of("em0|10.0.0.256/24", "", false), no("10.0.0.256"));
        assert_eq!(of("10.0.0.01", "", false), no("10.0.0.01"));
        assert_eq!(of("web.example.net", "", false), no("web.example.net"));
        assert_eq!(of("em0|fe80::1%em0", "", true), no("fe80::1%em0"));
        assert_eq!(of("em0|", "", false), no(""));
        for element in [
            "em0 | 10.0.0.1",
            "em0| 10.0.0.1",
            "em0 |10.0.0.1",
            " 10.0.0.1",
        ] {
            assert_eq!(of(element, "", false), Some(ElementDefectKind::Blanks));
        }
        assert!(matches!(
            of("em0|2001:db8::1/64", "", false),
            Some(ElementDefectKind::OtherFamily(_))
        ));
        assert!(matches!(
            of("0.0.0.0", "em0", false),
            Some(ElementDefectKind::Refused(_))
        ));
    }

    #[test]
    fn what_is_no_mask() {
        assert_eq!(
            mask("em0|10.0.0.1/64", false),
            Some(BadMaskKind::OtherFamily)
        );
        assert_eq!(mask("em0|10.0.0.1/129", false), Some(BadMaskKind::Nothing));
        assert_eq!(mask("em0|10.0.0.1/", false), Some(BadMaskKind::Nothing));
        assert_eq!(
            mask("em0|10.0.0.1/255.0.255.0", false),
            Some(BadMaskKind::Gaps)
        );
        assert_eq!(
            mask("em0|10.0.0.1/0xffffff00", false),
            Some(BadMaskKind::Hexadecimal(24))
        );
        assert_eq!(
            mask("em0|2001:db8::1/255.255.255.0", true),
            Some(BadMaskKind::OtherFamily)
        );
        assert_eq!(
            mask("em0|2001:db8::1/129", true),
            Some(BadMaskKind::Nothing)
        );
        assert_eq!(mask("em0|2001:db8::1/64", true), None);
    }
}
