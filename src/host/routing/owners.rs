//! Which daemons a host's lines are for. Lines that the same daemons know are told together.
//!
//! Knows not which daemons run.

use super::line::Line;
use crate::syntax::frr::{Command, LineRecord};
use crate::text::Place;
use crate::vocabulary::FrrVersion;
use crate::vocabulary::frr::{Daemons, Listing, ListingSet, PerListing};

/// Lines that the same daemons know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedLines {
    daemons: PerListing<Daemons>,
    accepted: ListingSet,
    /// The first of them.
    pub first: Place,
    /// How many there are.
    pub lines: usize,
}

impl OwnedLines {
    /// The daemons that know the lines, of each version that may run and takes them. `since` is
    /// the version that wrote the file: what runs is hardly older.
    pub fn owners(&self, since: Option<FrrVersion>) -> impl Iterator<Item = Daemons> {
        let minor = |version: FrrVersion| (version.major, version.minor);
        let may_run = move |listing: &Listing| {
            since.is_none_or(|since| minor(listing.version()) >= minor(since))
        };
        let newest = Some(Listing::newest()).filter(|_| since.is_some());
        let listings = self
            .accepted
            .iter()
            .filter(move |one| may_run(one) || newest == Some(*one));
        listings.map(|listing| self.daemons.get(listing))
    }
}

/// Gathers the lines of all files.
#[derive(Default)]
pub(super) struct OwnerWatch {
    found: Vec<OwnedLines>,
    /// Most lines are for whom the line before was for.
    last: usize,
}

impl OwnerWatch {
    /// A line that FRR takes.
    pub fn command(
        &mut self,
        line: Line<'_>,
        record: &LineRecord,
        listings: ListingSet,
        no: bool,
        command: &Command,
    ) {
        if no || *command == Command::End {
            return;
        }
        let accepted = record.accepted(listings);
        let is_alike = |one: &OwnedLines| one.accepted == accepted && one.daemons == record.daemons;
        let at = match self.found.get(self.last) {
            Some(last) if is_alike(last) => Some(self.last),
            _ => self.found.iter().position(is_alike),
        };
        match at.and_then(|at| self.found.get_mut(at).map(|known| (at, known))) {
            Some((at, known)) => {
                known.lines += 1;
                self.last = at;
            }
            None => {
                self.last = self.found.len();
                self.found.push(OwnedLines {
                    daemons: record.daemons,
                    accepted,
                    first: line.place(),
                    lines: 1,
                });
            }
        }
    }

    /// What was found, by the first line.
    pub fn finish(self) -> Vec<OwnedLines> {
        self.found
    }
}
