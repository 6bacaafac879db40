//! arp(8) with `pub`: proxy ARP for one address.

use std::net::IpAddr;

use crate::text::Place;

use super::super::word::Word;

/// A published ARP entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishArp {
    /// The address; `None` if it is a host's name or known at run time only.
    pub address: Option<IpAddr>,
    /// Where the address is written: for a loop, its element of the list.
    pub place: Place,
    /// The whole list, if the address comes from one.
    pub list: Option<Place>,
}

/// `-f FILE`, or `[-n] [-i interface] -s|-S host ether [temp] [blackhole|reject] [pub [only]]`
pub(super) fn read(arguments: &[Word]) -> Option<PublishArp> {
    let mut words = arguments.iter();
    let mut sets = false;
    let host = loop {
        let word = words.next()?;
        match word.literal() {
            Some("-i") => {
                words.next()?;
            }
            // A file of entries, which is not read.
            Some("-f") => {
                let file = words.next()?;
                return Some(PublishArp {
                    address: None,
                    place: file.place,
                    list: None,
                });
            }
            Some(option) if option.starts_with('-') => {
                sets |= option.contains(['s', 'S']);
            }
            _ => break word,
        }
    };
    let published = words.any(|word| word.literal() == Some("pub"));
    (sets && published).then(|| PublishArp {
        address: host.literal().and_then(|text| text.parse().ok()),
        place: host.from.unwrap_or(host.place),
        list: host.list,
    })
}
