//! Lines that FRR refuses, does not read, or takes for another block than they stand in.
//!
//! Knows no words for it.

use super::line::Line;
use crate::syntax::frr::{
    Command, Diagnosis, LineContent, LineRecord, Verdict, beginning_for, diagnose,
    is_taken_from_file, step_in, verdict_in,
};
use crate::text::Place;
use crate::vocabulary::frr::{Daemons, Listing, ListingSet, Node, PerListing, readers};
use crate::vocabulary::{Candidates, FrrVersion, When};

/// Something wrong with a line as such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineDefect {
    /// What.
    pub kind: LineDefectKind,
    /// The line, without the blanks around it.
    pub place: Place,
    /// The versions for which it is so.
    pub when: When<FrrVersion>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineDefectKind {
    /// FRR refuses it.
    Refused(Box<Refusal>),
    /// It is known one level up only and so ends its block, although the block's lines go on.
    LeavesBlock {
        /// The block that it ends.
        block: Node,
        /// The node in which it is known.
        into: Node,
        /// The word with which the line would be one of the block, and where to write it.
        meant: Option<(&'static str, Place)>,
        /// Lines of the block below it that are refused.
        refused: Vec<Place>,
        /// Lines of the block below it that take effect elsewhere.
        moved: Vec<Place>,
        /// The `exit` that was meant for the block and ends the file instead.
        ends_file: Option<Place>,
    },
    /// It ends the reading of the file.
    EndsFile {
        /// How many lines with content follow it.
        unread: usize,
        /// The first and the last of them.
        ends: Option<(Place, Place)>,
    },
    /// It stands in a daemon's own file, and that daemon does not know it.
    OtherDaemon {
        /// The daemons that know it.
        owners: Daemons,
    },
    /// It is longer than FRR reads at once: the rest is read as another line.
    TooLong {
        /// How much is read at once, in bytes.
        bytes: usize,
    },
}

/// A line that FRR refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why; `None` where so many lines are refused that nobody asks of each.
    pub diagnosis: Option<Diagnosis>,
    /// The word that it stumbles at.
    pub word: Option<Place>,
    /// The words before it.
    pub understood: Option<Place>,
    /// The keyword that makes the line a command, and what it takes the place of.
    pub meant: Option<(&'static str, Place)>,
    /// What FRR says.
    pub verdict: Verdict,
    /// The node in which the line is tried.
    pub node: Node,
    /// Listed versions that take the line.
    pub taken_by: ListingSet,
}

/// Of so many refused lines of a file one is told why.
const MOST_DIAGNOSED: usize = 300;

/// Of so many lines below a block that was left one asks whether they are the block's.
const MOST_ASKED: usize = 2_000;

/// Watches the lines of one file.
pub(super) struct LineWatch<'v> {
    version: &'v Candidates<FrrVersion>,
    listings: ListingSet,
    /// The daemons that read the file, where it is one's own; vtysh reads frr.conf.
    readers: Option<PerListing<Daemons>>,
    left: Option<Left>,
    /// How far the line before is indented.
    indent: usize,
    diagnosed: usize,
    /// Whether nothing that follows takes effect.
    has_ended: bool,
    defects: Vec<LineDefect>,
}

/// A block that a line has left.
struct Left {
    place: Place,
    block: Node,
    into: Node,
    /// Where the lines of the block would be by now, had it not been left.
    node: Node,
    meant: Option<(&'static str, Place)>,
    /// How far the line is indented; no line further out is the block's.
    indent: usize,
    /// Whether it looks as if it were the block's.
    looks_inside: bool,
    asked: usize,
    refused: Vec<Place>,
    moved: Vec<Place>,
    ends_file: Option<Place>,
}

impl<'v> LineWatch<'v> {
    /// Watches the lines of the file of this name.
    pub fn new(version: &'v Candidates<FrrVersion>, file_name: &str) -> Self {
        let mut by_version = PerListing::all(Daemons::NONE);
        let mut is_own = false;
        for listing in Listing::all() {
            if let Some(daemons) = readers(file_name, listing) {
                by_version.set(listing, daemons);
                is_own = true;
            }
        }
        Self {
            version,
            readers: is_own.then_some(by_version),
            listings: ListingSet::of(version),
            left: None,
            indent: 0,
            diagnosed: 0,
            has_ended: false,
            defects: Vec::new(),
        }
    }

    /// The next line.
    pub fn line(&mut self, line: Line<'_>, record: &LineRecord) {
        if let Some(readers) = self.readers
            && !is_comment(record)
            && self.is_told_by_reader(line, record, readers)
        {
            return;
        }
        let is_plain = record.before == record.after
            && matches!(record.verdicts.same(), Some(Verdict::Ok | Verdict::Comment));
        if is_plain && self.left.is_none() && !self.has_ended {
            if record.verdicts.same() == Some(Verdict::Ok) {
                self.indent = indent_of(line.text);
            }
            return;
        }
        if let LineContent::Pieces(_) = record.content {
            self.too_long(line, record);
            return;
        }
        let judge = record.judge(self.listings);
        if self.has_ended {
            if record.verdicts.get(judge) != Verdict::Comment && !is_comment(record) {
                self.unread(line);
            }
            return;
        }
        if self.ends_file(record) {
            self.has_ended = true;
            let place = line.place();
            if let Some(left) = self.left.as_mut().filter(|left| !left.refused.is_empty()) {
                left.ends_file = Some(place);
                self.close();
                return;
            }
            self.close();
            let kind = LineDefectKind::EndsFile {
                unread: 0,
                ends: None,
            };
            self.tell(kind, place, When::Always);
            return;
        }
        match record.verdicts.get(judge) {
            Verdict::Comment => return,
            Verdict::Ok => self.taken(line, record, judge),
            Verdict::Unknown | Verdict::Incomplete | Verdict::Ambiguous => {
                self.refused(line, record, judge);
            }
            Verdict::Warning | Verdict::Ignored => {}
        }
        self.indent = indent_of(line.text);
    }

    /// Whether the daemons that read the file settle the matter: they know a line that vtysh
    /// refuses, or not one that it takes.
    fn is_told_by_reader(
        &mut self,
        line: Line<'_>,
        record: &LineRecord,
        readers: PerListing<Daemons>,
    ) -> bool {
        let takes = |listing: Listing| {
            let (reader, owners) = (readers.get(listing), record.daemons.get(listing));
            match record.verdicts.get(listing) {
                // What vtysh alone obeys is not listed with daemons that know it too.
                Verdict::Ok => owners.is_empty() || !owners.and(reader).is_empty(),
                _ => is_taken_from_file(line.text, record.before.get(listing), reader, listing),
            }
        };
        let is_refused = record.accepted(self.listings).is_empty();
        if is_refused {
            return self.listings.iter().any(takes);
        }
        let when = self.version.when(|version| {
            let listings = ListingSet::of_version(version);
            !listings.iter().any(takes)
        });
        let is_other = when != When::Never;
        let owners = record.daemons.get(record.judge(self.listings));
        self.tell(LineDefectKind::OtherDaemon { owners }, line.place(), when);
        is_other
    }

    /// Ends the file.
    pub fn finish(mut self) -> Vec<LineDefect> {
        self.close();
        self.defects.retain(|defect| {
            // An `exit` that nothing follows does no harm.
            !matches!(defect.kind, LineDefectKind::EndsFile { unread: 0, .. })
        });
        self.defects
    }

    /// Whether the line leaves the top level: FRR 10 then stops reading, older versions take no
    /// line of a configuration any more.
    fn ends_file(&self, record: &LineRecord) -> bool {
        self.listings.iter().any(|listing| {
            let after = record.after.get(listing);
            record.before.get(listing) == Node::Config
                && matches!(after, Node::Enable | Node::Unread)
        })
    }

    fn tell(&mut self, kind: LineDefectKind, place: Place, when: When<FrrVersion>) {
        if when != When::Never {
            self.defects.push(LineDefect { kind, place, when });
        }
    }

    fn when(&self, record: &LineRecord, is: impl Fn(Verdict) -> bool) -> When<FrrVersion> {
        self.version.when(|version| {
            let listings = ListingSet::of_version(version);
            listings
                .iter()
                .all(|listing| is(record.verdicts.get(listing)))
        })
    }

    fn too_long(&mut self, line: Line<'_>, record: &LineRecord) {
        let bytes = self
            .listings
            .iter()
            .map(Listing::line_bytes)
            .min()
            .unwrap_or(0);
        let length = record.length as usize;
        let when = self.version.when(|version| {
            let listings = ListingSet::of_version(version);
            listings.iter().all(|listing| length > listing.line_bytes())
        });
        self.tell(LineDefectKind::TooLong { bytes }, line.place(), when);
    }

    fn unread(&mut self, line: Line<'_>) {
        let place = line.place();
        let last = self
            .defects
            .iter_mut()
            .rev()
            .find_map(|defect| match &mut defect.kind {
                LineDefectKind::EndsFile { unread, ends } => Some((unread, ends)),
                _ => None,
            });
        if let Some((unread, ends)) = last {
            *unread += 1;
            *ends = Some((ends.map_or(place, |(first, _)| first), place));
        }
    }

    fn taken(&mut self, line: Line<'_>, record: &LineRecord, judge: Listing) {
        let (before, after) = (record.before.get(judge), record.after.get(judge));
        let when = self.when(record, |verdict| verdict == Verdict::Unknown);
        if when != When::Never && record.accepted(self.listings) != self.listings {
            // Only some of the versions that may run refuse it.
            self.refused_by_some(line, record, judge, when);
        }
        let place = line.place();
        if let Some(left) = &mut self.left {
            if after == left.block {
                self.close();
            } else if before == after && after == left.into {
                left.ask_moved(line, judge, place);
            }
        }
        let is_block = matches!(
            record.content,
            LineContent::Command {
                command: Command::Block,
                ..
            }
        );
        let climbs = after != before && !is_within(after, before);
        if climbs && !(is_block && is_within(before, after)) && before != Node::Config {
            self.close();
            let into = std::iter::successors(before.parent(), |node| node.parent())
                .find(|node| is_within(after, *node))
                .unwrap_or(Node::Config);
            let indent = indent_of(line.text);
            self.left = Some(Left {
                place,
                block: before,
                node: before,
                meant: beginning_for(line.text, before, judge)
                    .map(|meant| (meant.keyword, line.at(meant.span))),
                into,
                indent,
                looks_inside: indent >= self.indent && indent > 0,
                asked: 0,
                refused: Vec::new(),
                moved: Vec::new(),
                ends_file: None,
            });
        }
    }

    fn refused(&mut self, line: Line<'_>, record: &LineRecord, judge: Listing) {
        let place = line.place();
        if let Some(left) = &mut self.left
            && left.takes(line, judge)
        {
            left.refused.push(place);
            if left.node == left.into {
                self.close();
            }
            return;
        }
        let when = self.when(record, Verdict::is_refusal);
        self.refusal(line, record, judge, when);
    }

    /// A line that one of the versions that may run refuses and another takes.
    fn refused_by_some(
        &mut self,
        line: Line<'_>,
        record: &LineRecord,
        judge: Listing,
        when: When<FrrVersion>,
    ) {
        // Where the versions have gone separate ways before, the line is not what parts them.
        if record.before.same().is_some() {
            self.refusal(line, record, judge, when);
        }
    }

    fn refusal(
        &mut self,
        line: Line<'_>,
        record: &LineRecord,
        judge: Listing,
        when: When<FrrVersion>,
    ) {
        if when == When::Never {
            return;
        }
        let refuses = |listing: &Listing| record.verdicts.get(*listing).is_refusal();
        let by = self.listings.iter().rev().find(refuses).unwrap_or(judge);
        let node = record.before.get(by);
        self.diagnosed += 1;
        let diagnosis = (self.diagnosed <= MOST_DIAGNOSED).then(|| diagnose(line.text, node, by));
        let place_of = |span: Option<crate::text::Span>| span.map(|span| line.at(span));
        let refusal = Refusal {
            word: place_of(diagnosis.as_ref().and_then(|one| one.word)),
            understood: place_of(diagnosis.as_ref().and_then(|one| one.understood)),
            meant: diagnosis
                .as_ref()
                .and_then(|one| one.meant)
                .map(|meant| (meant.keyword, line.at(meant.span))),
            verdict: record.verdicts.get(by),
            node,
            taken_by: record.accepted(ListingSet::ALL),
            diagnosis,
        };
        let kind = LineDefectKind::Refused(Box::new(refusal));
        self.tell(kind, line.place(), when);
    }

    /// The block that was left is done with; it is told if that had consequences.
    fn close(&mut self) {
        let Some(left) = self.left.take() else {
            return;
        };
        let moved = if left.looks_inside {
            left.moved
        } else {
            Vec::new()
        };
        if left.refused.is_empty() && moved.is_empty() {
            return;
        }
        self.defects.push(LineDefect {
            kind: LineDefectKind::LeavesBlock {
                block: left.block,
                into: left.into,
                meant: left.meant,
                refused: left.refused,
                moved,
                ends_file: left.ends_file,
            },
            place: left.place,
            when: When::Always,
        });
    }
}

impl Left {
    /// Whether the line would be one of the block that was left, and of no node around it; the
    /// lines below are then asked where that one would have led to.
    fn takes(&mut self, line: Line<'_>, judge: Listing) -> bool {
        self.asked += 1;
        if self.asked > MOST_ASKED {
            return false;
        }
        let (verdict, after) = step_in(line.text, self.node, Some(self.into), judge);
        self.node = after;
        matches!(verdict, Verdict::Ok | Verdict::Incomplete)
    }

    /// A line that stands further out than the one that left the block is meant to be outside.
    fn ask_moved(&mut self, line: Line<'_>, judge: Listing, place: Place) {
        // What stands directly in `router bgp` is about IPv4 unicast anyway.
        let is_same = self.block == Node::BgpIpv4Unicast && self.into == Node::Bgp;
        let is_inside = self.looks_inside && indent_of(line.text) >= self.indent;
        let outer = Some(self.into);
        if is_inside && !is_same && verdict_in(line.text, self.block, outer, judge) == Verdict::Ok {
            self.moved.push(place);
        }
    }
}

/// Whether `inner` is `outer` or stands in it.
fn is_within(inner: Node, outer: Node) -> bool {
    std::iter::successors(Some(inner), |node| node.parent()).any(|node| node == outer)
}

fn is_comment(record: &LineRecord) -> bool {
    matches!(record.content, LineContent::Blank | LineContent::Comment(_))
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}
