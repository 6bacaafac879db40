//! What is to be said of the lines of FRR's files as such: what is wrong with them, the names in
//! them, prefixes of which nothing more is known.

use ipnet::IpNet;

use super::{FrrSource, is_taken, placed_lines};
use crate::host::routing::Names;
use crate::host::routing::Switches;
use crate::host::routing::defects::{ListDefect, examine};
use crate::host::routing::line::Line;
use crate::host::routing::line_defects::{LineDefect, LineWatch};
use crate::host::routing::name_builder::NameBuilder;
use crate::host::routing::owners::{OwnedLines, OwnerWatch};
use crate::host::routing::refusals::{RefusalWatch, RefusedLine};
use crate::host::routing::unsupported::{UnsupportedLine, unsupported};
use crate::syntax::frr::{Command, LineContent, LineRecord};
use crate::vocabulary::frr::{Listing, ListingSet, Node, readers};
use crate::vocabulary::{Candidates, FrrVersion};

/// What is to be said of the lines.
#[derive(Default)]
pub(super) struct Watched {
    pub line_defects: Vec<LineDefect>,
    pub list_defects: Vec<ListDefect>,
    pub refused: Vec<RefusedLine>,
    pub unsupported: Vec<UnsupportedLine>,
    pub owned_lines: Vec<OwnedLines>,
    pub switches: Switches,
    pub names: Names,
    pub unread_prefixes: Vec<IpNet>,
}

/// Looks at the lines of `sources`.
pub(super) fn watch(sources: &[FrrSource<'_>], version: &Candidates<FrrVersion>) -> Watched {
    let listings = ListingSet::of(version);
    let mut names = NameBuilder::default();
    let mut owners = OwnerWatch::default();
    let mut watched = Watched::default();
    for source in sources {
        let mut of_lines = LineWatch::new(version, source.name);
        let mut of_commands = Commands {
            listings,
            names: &mut names,
            owners: &mut owners,
            refusals: RefusalWatch::new(readers(source.name, Listing::newest()).is_none()),
            vrf: None,
        };
        for (line, record) in placed_lines(source) {
            of_lines.line(line, record);
            match &record.content {
                LineContent::Command { no, command } if is_taken(record, listings) => {
                    of_commands.command(line, record, *no, command, &mut watched);
                }
                LineContent::Command { .. }
                | LineContent::NotUnderstood
                | LineContent::Pieces(_) => {
                    of_commands.names.not_understood(line);
                    watched.unread_prefixes.extend(line.prefixes());
                }
                LineContent::Blank | LineContent::Comment(_) => {}
            }
        }
        watched.line_defects.extend(of_lines.finish());
        watched.refused.extend(of_commands.refusals.finish());
    }
    watched.names = names.finish();
    watched.owned_lines = owners.finish();
    watched
}

/// Those who look at the commands of a file.
struct Commands<'n, 'a> {
    listings: ListingSet,
    names: &'n mut NameBuilder<'a>,
    owners: &'n mut OwnerWatch,
    refusals: RefusalWatch<'a>,
    /// The VRF whose block was opened last.
    vrf: Option<&'a str>,
}

impl<'a> Commands<'_, 'a> {
    fn command(
        &mut self,
        line: Line<'a>,
        record: &LineRecord,
        no: bool,
        command: &Command,
        watched: &mut Watched,
    ) {
        let judge = record.judge(self.listings);
        let (before, node) = (record.before.get(judge), record.after.get(judge));
        self.names.command(line, (before, judge), node, no, command);
        if let Command::Vrf(name) = command {
            self.vrf = Some(line.slice(*name));
        }
        let block = self.vrf.filter(|_| node == Node::Vrf);
        self.refusals.command(line, no, block, command);
        self.owners
            .command(line, record, self.listings, no, command);
        let vain = unsupported(line, record, self.listings, no, command);
        watched.unsupported.extend(vain);
        if !no {
            examine(line, command, &mut watched.list_defects);
        }
        if node == Node::Config && matches!(command, Command::Inert) {
            watched.switches.command(line);
        }
        // A route in a form that is not followed.
        if matches!(command, Command::Inert) && line.words().any(|word| word == "route") {
            watched.unread_prefixes.extend(line.prefixes());
        }
    }
}
