//! What the commands of a script do, as far as the checks ask.

use std::net::IpAddr;

use super::route::{Route, route};
use super::{Command, Word};
use crate::text::{Place, Span};

/// What a command does.
#[derive(Clone, Debug)]
pub enum Action {
    /// Lines that are given to vtysh.
    Vtysh {
        /// The lines.
        lines: Vec<VtyshLine>,
    },
    /// route(8).
    Route(Route),
    /// `arp -s HOST MAC ... pub`.
    PublishArp {
        /// The address.
        address: IpAddr,
        /// Where it stands: in the list that it comes from, if it comes from one.
        place: Place,
        /// That list.
        list: Option<Place>,
    },
}

/// A line that is given to vtysh.
#[derive(Clone, Debug)]
pub struct VtyshLine {
    /// Its text; what depends on run time is
    /// [`UNKNOWN_PART`](crate::syntax::frr::UNKNOWN_PART).
    pub text: String,
    /// Where it stands.
    pub place: Place,
    literal: bool,
}

impl VtyshLine {
    /// The place of a part of the line; the whole line where it is not written as it is.
    #[must_use]
    pub fn place_of(&self, span: Span) -> Place {
        if !self.literal {
            return self.place;
        }
        Place::new(self.place.file, span.shifted(self.place.span.start))
    }
}

/// What commands do.
#[must_use]
pub fn actions(commands: &[Command]) -> Vec<Action> {
    commands.iter().filter_map(action).collect()
}

fn action(command: &Command) -> Option<Action> {
    let (program, arguments) = command.words.split_first()?;
    match program.text.rsplit('/').next()? {
        "vtysh" => Some(vtysh(arguments, &command.input)),
        "route" => route(command, arguments).map(Action::Route),
        "arp" => publish_arp(arguments),
        _ => None,
    }
}

fn vtysh(arguments: &[Word], input: &[Word]) -> Action {
    let mut lines: Vec<VtyshLine> = Vec::new();
    let mut arguments = arguments.iter();
    while let Some(word) = arguments.next() {
        match word.text.strip_prefix("-c") {
            Some("") => lines.extend(arguments.next().map(line)),
            Some(text) => lines.push(VtyshLine {
                text: text.to_owned(),
                place: word.place,
                literal: false,
            }),
            None => {}
        }
    }
    lines.extend(input.iter().map(line));
    Action::Vtysh { lines }
}

fn line(word: &Word) -> VtyshLine {
    VtyshLine {
        text: word.text.clone(),
        place: word.place,
        literal: word.literal,
    }
}

/// `arp -s|-S HOST MAC [temp] pub`.
fn publish_arp(arguments: &[Word]) -> Option<Action> {
    let option = arguments
        .iter()
        .position(|word| word.text == "-s" || word.text == "-S")?;
    let published = arguments.iter().any(|word| word.text == "pub");
    let host = arguments
        .get(option + 1)
        .filter(|word| word.known && published)?;
    Some(Action::PublishArp {
        address: host.text.parse().ok()?,
        place: host.from.unwrap_or(host.place),
        list: host.list,
    })
}
