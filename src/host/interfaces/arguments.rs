//! The words of ifconfig(8) for one interface, read: addresses, FIB, members, and what cannot
//! be.
//!
//! Knows neither rc.conf nor scripts: a word is a text, if it is known, and a place.

use std::net::IpAddr;

use ipnet::IpNet;

use super::address::{self, Length, Written};
use crate::text::Place;
use crate::vocabulary::{ifconfig_word, nearest_ifconfig_word, rc_keyword};

/// One word.
#[derive(Clone, Copy, Debug)]
pub struct Argument<'a> {
    /// Its text; `None` if it is known at run time only.
    pub text: Option<&'a str>,
    /// Where it stands.
    pub place: Place,
}

/// What the words say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// The addresses that the interface gets, in order.
    pub addresses: Vec<WrittenAddress>,
    /// The other ends of point-to-point links.
    pub far_ends: Vec<IpAddr>,
    /// `fib N`: the last one counts.
    pub fib: Option<(u32, Place)>,
    /// Whether there is a `fib`, be its number known or not.
    pub names_fib: bool,
    /// Other interfaces that the words name.
    pub others: Vec<Other>,
    /// `vlan N` is among them.
    pub has_vlan: bool,
    /// Whether an address is taken away: `-alias`, `delete`.
    pub removes: bool,
    /// Whether more addresses come by DHCP or router advertisements.
    pub dynamic: bool,
    /// What ifconfig(8) refuses.
    pub defects: Vec<WordDefect>,
}

/// An address among the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenAddress {
    /// The word that the address stands in.
    pub text: String,
    /// Where.
    pub place: Place,
    /// What it stands for; several for a range, none for a name.
    pub networks: Vec<IpNet>,
    /// Whether its length is said: `/N`, `netmask`, `prefixlen`, or the other end of a
    /// point-to-point link.
    pub has_length: bool,
}

/// Another interface that the words name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What for.
    pub role: OtherRole,
}

/// What another interface is to the one that is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherRole {
    /// `addm`: a member of the bridge.
    Member,
    /// `vlandev`: the interface below the VLAN.
    Parent,
    /// `laggport`: a port of the aggregate.
    Port,
}

/// A word that ifconfig(8) refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordDefect {
    /// The word.
    pub text: String,
    /// Where.
    pub place: Place,
    /// What is wrong with it.
    pub kind: WordDefectKind,
}

/// What is wrong with a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordDefectKind {
    /// It is no address: of this family, where one is named.
    NotAnAddress(Option<Family>),
    /// What follows the slash is no prefix length.
    BadLength,
    /// No network has this mask.
    BadMask,
    /// `prefixlen` of more bits than an address has, or no number.
    BadPrefixlen,
    /// `fib` without a number.
    BadFib,
    /// One letter away from this word.
    Misspelled(&'static str),
    /// Nothing follows it.
    NothingFollows,
}

/// An address family as ifconfig names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// `inet`
    Inet,
    /// `inet6`
    Inet6,
}

impl Arguments {
    /// Reads the words after the interface's name.
    #[must_use]
    pub fn read(words: &[Argument<'_>]) -> Self {
        let mut reader = Reader {
            read: Self::default(),
            slot: None,
            family: None,
            length: None,
            // Of a quoted text, blanks make words that are none.
            quoted: words
                .iter()
                .any(|word| word.text.is_some_and(|text| text.contains(['"', '\'']))),
        };
        let mut rest = words.iter().copied();
        while let Some(word) = rest.next() {
            reader.word(word, &mut rest);
        }
        reader.read
    }

    /// Other interfaces of one role.
    pub fn of_role(&self, role: OtherRole) -> impl Iterator<Item = &Other> {
        self.others.iter().filter(move |other| other.role == role)
    }

    /// The networks of all addresses.
    pub fn networks(&self) -> impl Iterator<Item = (IpNet, Place)> {
        self.addresses.iter().flat_map(|written| {
            let networks = written.networks.iter();
            networks.map(|network| (*network, written.place))
        })
    }
}

struct Reader {
    read: Arguments,
    /// The family after whose name no address has come yet.
    slot: Option<Family>,
    /// The family named last.
    family: Option<Family>,
    /// A length that came before its address.
    length: Option<u8>,
    quoted: bool,
}

impl Reader {
    fn word<'a>(&mut self, word: Argument<'a>, rest: &mut impl Iterator<Item = Argument<'a>>) {
        let Some(text) = word.text else {
            // Where an address may stand, it is one.
            self.slot = None;
            return;
        };
        match text {
            "inet" => self.open(Family::Inet),
            "inet6" => self.open(Family::Inet6),
            "link" | "ether" | "lladdr" => {
                self.slot = None;
                rest.next();
            }
            _ => match ifconfig_word(text) {
                Some(count) => self.keyword(word, text, count, rest),
                None if rc_keyword(text) => self.rc_keyword(text),
                None => self.address(word, text),
            },
        }
    }

    fn open(&mut self, family: Family) {
        self.slot = Some(family);
        self.family = Some(family);
    }

    fn rc_keyword(&mut self, text: &str) {
        self.read.dynamic |= ["DHCP", "SYNCDHCP", "NOSYNCDHCP", "WPA"]
            .iter()
            .any(|keyword| keyword.eq_ignore_ascii_case(text));
    }

    fn keyword<'a>(
        &mut self,
        word: Argument<'a>,
        text: &str,
        count: usize,
        rest: &mut impl Iterator<Item = Argument<'a>>,
    ) {
        self.read.dynamic |= text == "accept_rtadv";
        self.read.removes |= matches!(text, "-alias" | "delete" | "remove");
        if count == 0 {
            return;
        }
        let Some(value) = rest.next() else {
            // `-laggport` and its like are taken with and without a name.
            if !text.starts_with('-') {
                self.defect(word, text, WordDefectKind::NothingFollows);
            }
            return;
        };
        if count > 1 {
            rest.next();
        }
        self.valued(text, value);
    }

    fn valued(&mut self, keyword: &str, value: Argument<'_>) {
        let role = match keyword {
            "addm" => Some(OtherRole::Member),
            "vlandev" => Some(OtherRole::Parent),
            "laggport" => Some(OtherRole::Port),
            _ => None,
        };
        if let (Some(role), Some(name)) = (role, value.text) {
            self.read.others.push(Other {
                name: name.to_owned(),
                place: value.place,
                role,
            });
        }
        match keyword {
            "netmask" => self.mask(value),
            "prefixlen" => self.prefixlen(value),
            "vlan" => self.read.has_vlan = true,
            "fib" => {
                self.read.names_fib = true;
                let Some(text) = value.text else {
                    return;
                };
                match text.parse() {
                    Ok(number) => self.read.fib = Some((number, value.place)),
                    Err(_) => self.defect(value, text, WordDefectKind::BadFib),
                }
            }
            _ => {}
        }
    }

    fn mask(&mut self, value: Argument<'_>) {
        let length = value.text.and_then(address::netmask_length);
        if let Some(text) = value.text
            && length.is_none()
            && text.starts_with(|c: char| c.is_ascii_digit())
        {
            self.defect(value, text, WordDefectKind::BadMask);
        }
        self.give_length(length);
    }

    fn prefixlen(&mut self, value: Argument<'_>) {
        let longest = match self.family {
            Some(Family::Inet) => 32,
            _ => 128,
        };
        let length = value.text.and_then(|text| text.parse().ok());
        let length = length.filter(|length| *length <= longest);
        if let (Some(text), None) = (value.text, length) {
            self.defect(value, text, WordDefectKind::BadPrefixlen);
        }
        self.give_length(length);
    }

    /// A length belongs to the address before it, else to the next one.
    fn give_length(&mut self, length: Option<u8>) {
        let open = self.slot.is_some();
        match self.read.addresses.last_mut().filter(|_| !open) {
            Some(last) => {
                last.has_length = true;
                if let Some(written) = address::written(&last.text)
                    && written.length.is_none()
                {
                    last.networks = written.networks(length);
                }
            }
            None => self.length = length,
        }
    }

    fn address(&mut self, word: Argument<'_>, text: &str) {
        let written = address::written(text);
        let slot = self.slot.take();
        if let Some(written) = &written {
            self.take_address(word, text, slot, written);
            return;
        }
        // No name of a host has a colon in it.
        let in_inet6 = slot == Some(Family::Inet6) && text.contains(':') && !text.contains('-');
        let broken = address::is_numeric(text) || looks_like_inet6(text);
        let broken = broken || in_inet6 && !self.quoted;
        if broken {
            self.defect(word, text, WordDefectKind::NotAnAddress(slot));
        } else if let Some(meant) = nearest_ifconfig_word(text).filter(|_| !self.quoted) {
            self.slot = slot;
            self.defect(word, text, WordDefectKind::Misspelled(meant));
        } else if slot.is_some() {
            // A name, which may have an address.
            self.push(word, text, Vec::new(), true);
        }
    }

    fn take_address(
        &mut self,
        word: Argument<'_>,
        text: &str,
        slot: Option<Family>,
        written: &Written,
    ) {
        let is_ipv6 = written.addresses.first().is_some_and(IpAddr::is_ipv6);
        let other_family = match slot {
            Some(Family::Inet) => is_ipv6,
            Some(Family::Inet6) => !is_ipv6,
            None => false,
        };
        if other_family {
            self.defect(word, text, WordDefectKind::NotAnAddress(slot));
        } else if matches!(written.length, Some(Length::Bad | Length::Mask(_))) {
            self.defect(word, text, WordDefectKind::BadLength);
        }
        let follows = slot.is_none() && self.family.is_some() && !text.contains('/');
        if follows && let Some(near) = self.read.addresses.last() {
            // The other end of a point-to-point link, which has no length.
            if !near.has_length {
                self.give_length(None);
            }
            self.read.far_ends.extend(&written.addresses);
            return;
        }
        let length = self.length.take();
        let has_length = written.length.is_some() || length.is_some();
        self.push(word, text, written.networks(length), has_length);
    }

    fn push(&mut self, word: Argument<'_>, text: &str, networks: Vec<IpNet>, has_length: bool) {
        self.read.addresses.push(WrittenAddress {
            text: text.to_owned(),
            place: word.place,
            networks,
            has_length,
        });
    }

    fn defect(&mut self, word: Argument<'_>, text: &str, kind: WordDefectKind) {
        self.read.defects.push(WordDefect {
            text: text.to_owned(),
            place: word.place,
            kind,
        });
    }
}

/// Whether a word can only have been meant as an IPv6 address.
fn looks_like_inet6(word: &str) -> bool {
    // With a `-` it is a range, perhaps one with more addresses than are followed here.
    let of_address = |c: char| c.is_ascii_hexdigit() || matches!(c, ':' | '/' | '.' | '%');
    word.matches(':').count() > 1 && word.chars().all(of_address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, Span};

    fn read(text: &str) -> Arguments {
        let place = Place::new(FileId(0), Span::new(0, 0));
        let words: Vec<_> = text
            .split(' ')
            .map(|word| Argument {
                text: (word != "?").then_some(word),
                place,
            })
            .collect();
        Arguments::read(&words)
    }

    fn networks(text: &str) -> Vec<String> {
        let read = read(text);
        read.networks().map(|(net, _)| net.to_string()).collect()
    }

    #[test]
    fn addresses_with_their_lengths() {
        for (text, expected) in [
            ("inet 192.0.2.1/24 fib 1", vec!["192.0.2.1/24"]),
            ("192.0.2.1 netmask 0xffffff00", vec!["192.0.2.1/24"]),
            ("inet 10.1.1.1/30 10.1.1.2", vec!["10.1.1.1/30"]),
            ("netmask 255.255.255.0 inet 192.0.2.1", vec!["192.0.2.1/24"]),
            ("inet6 2001:db8::1 prefixlen 64", vec!["2001:db8::1/64"]),
            (
                "inet 192.0.2.1/24 broadcast 192.0.2.255",
                vec!["192.0.2.1/24"],
            ),
            ("inet 10.0.0.1 10.0.0.2 mtu 1400", vec!["10.0.0.1/32"]),
            ("inet ? netmask 255.0.0.0", vec![]),
            (
                "inet 192.0.2.1/24 inet6 2001:db8::1/64",
                vec!["192.0.2.1/24", "2001:db8::1/64"],
            ),
            ("vhid 1 pass x alias 192.0.2.9/32", vec!["192.0.2.9/32"]),
            ("laggproto lacp laggport ix0 up", vec![]),
        ] {
            assert_eq!(networks(text), expected, "{text}");
            assert_eq!(read(text).defects, [], "{text}");
        }
    }

    #[test]
    fn an_address_without_a_length() {
        let bare = |text| read(text).addresses.iter().any(|one| !one.has_length);
        assert!(bare("inet 192.0.2.1"));
        assert!(bare("inet 192.0.2.1 broadcast 192.0.2.255"));
        for text in [
            "inet 192.0.2.1/24",
            "inet 192.0.2.1 netmask 255.255.255.0",
            "inet 192.0.2.1 up netmask ?",
            "inet 10.0.0.1 10.0.0.2",
            "inet host.example.net",
        ] {
            assert!(!bare(text), "{text}");
        }
    }

    #[test]
    fn what_ifconfig_refuses() {
        use WordDefectKind::{
            BadFib, BadLength, BadMask, BadPrefixlen, Misspelled, NotAnAddress, NothingFollows,
        };
        for (text, expected) in [
            ("inet 192.0.2.300/24", NotAnAddress(Some(Family::Inet))),
            ("inet 2001:db8::1", NotAnAddress(Some(Family::Inet))),
            ("inet6 2001:db8::1::2", NotAnAddress(Some(Family::Inet6))),
            ("inet6 2001:db8::g/64", NotAnAddress(Some(Family::Inet6))),
            ("inet6 2001:db8:1", NotAnAddress(Some(Family::Inet6))),
            ("inet 192.0.2.1/33", BadLength),
            ("inet 192.0.2.1/255.255.255.0", BadLength),
            ("inet 192.0.2.1 netmask 255.255.255", BadMask),
            ("inet 192.0.2.1 netmask 24", BadMask),
            ("inet6 2001:db8::1 prefixlen 129", BadPrefixlen),
            ("up fib one", BadFib),
            ("inet 192.0.2.1 netmsk 255.0.0.0", Misspelled("netmask")),
            ("DHPC", Misspelled("DHCP")),
            ("inet 192.0.2.1 netmask", NothingFollows),
        ] {
            let kinds: Vec<_> = read(text).defects.into_iter().map(|d| d.kind).collect();
            assert_eq!(kinds.first(), Some(&expected), "{text}");
        }
        for fine in [
            "DEFAULTIP",
            "inet6 2001:db8::0-ffff/64",
            "inet6 fe80::1%em0/64",
            "inet6 host.example.net prefixlen 64",
            "inet myhost netmask 255.255.255.0",
            "ether 00:11:22:33:44:55",
            "WPA SYNCDHCP powersave",
            "syncdhcp -lro -tso up",
            "tunnel 192.0.2.1 198.51.100.1 tunnelfib 2",
            "inet6 -ifdisabled accept_rtadv",
            "description 'up links'",
            "inet fib ?",
        ] {
            assert_eq!(read(fine).defects, [], "{fine}");
        }
    }

    #[test]
    fn other_interfaces() {
        let read = read("addm em0 stp em0 addm tap0 up");
        let members: Vec<_> = read.of_role(OtherRole::Member).map(|o| &o.name).collect();
        assert_eq!(members, ["em0", "tap0"]);
    }
}
