//! arp(8) with `pub`: proxy ARP for one address.

use std::net::IpAddr;

use crate::text::Place;

use super::super::Command;
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
    /// How to publish another address too.
    pub another: Option<Another>,
}

/// How a script comes to publish one more address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Another {
    /// A blank and the address here, where no bytes are.
    Element(Place),
    /// One more command like the one here.
    Command(Place),
}

/// `-f FILE`, or `[-n] [-i interface] -s|-S host ether [temp] [blackhole|reject] [pub [only]]`
pub(super) fn read(arguments: &[Word], command: &Command) -> Option<PublishArp> {
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
                    another: None,
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
        another: match host.list {
            Some(_) => host.list_end.map(Another::Element),
            None => is_repeatable(command, host).then_some(Another::Command(command.place)),
        },
    })
}

/// Whether the same command with another address publishes that one: the address is written in
/// it, and nothing is in front of it, such as `exec`, behind which nothing runs.
fn is_repeatable(command: &Command, host: &Word) -> bool {
    let first = command.words.first();
    let is_bare = first.is_some_and(|word| word.place.span.start == command.place.span.start);
    let is_inside = command.place.file == host.place.file
        && command.place.span.start <= host.place.span.start
        && host.place.span.end <= command.place.span.end;
    is_bare && is_inside && host.from.is_none() && !command.joined
}
