//! Watches the lines of a file, one after the other.

use super::left::{Left, is_within};
use super::{LineDefect, LineDefectKind, indent_of, is_comment};
use crate::host::routing::line::Line;
use crate::syntax::frr::{
    Command, LineContent, LineRecord, Verdict, beginning_for, is_taken_from_file,
};
use crate::text::Place;
use crate::vocabulary::frr::{Daemons, Listing, ListingSet, Node, PerListing, readers};
use crate::vocabulary::{Candidates, FrrVersion, When};

/// Watches the lines of one file.
pub(in crate::host::routing) struct LineWatch<'v> {
    version: &'v Candidates<FrrVersion>,
    pub(super) listings: ListingSet,
    /// The daemons that read the file, where it is one's own; vtysh reads frr.conf.
    readers: Option<PerListing<Daemons>>,
    pub(super) left: Option<Left>,
    /// How far the line before is indented.
    indent: usize,
    pub(super) diagnosed: usize,
    /// Whether nothing that follows takes effect.
    has_ended: bool,
    defects: Vec<LineDefect>,
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

    pub(super) fn tell(&mut self, kind: LineDefectKind, place: Place, when: When<FrrVersion>) {
        if when != When::Never {
            self.defects.push(LineDefect { kind, place, when });
        }
    }

    pub(super) fn when(
        &self,
        record: &LineRecord,
        is: impl Fn(Verdict) -> bool,
    ) -> When<FrrVersion> {
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
            } else if before == after
                && after == left.into
                && left.ask_moved(line, judge, place)
                && !left.is_idle()
            {
                let (block, into) = (left.block, left.into);
                self.close();
                self.leaves(line, (block, into), true, judge);
                return;
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
            let looks_inside = indent >= self.indent && indent > 0;
            self.leaves(line, (before, into), looks_inside, judge);
        }
    }

    /// The line leaves `block` and leads into the node around it.
    fn leaves(
        &mut self,
        line: Line<'_>,
        (block, into): (Node, Node),
        looks_inside: bool,
        judge: Listing,
    ) {
        let meant = beginning_for(line.text, block, judge);
        self.left = Some(Left {
            place: line.place(),
            block,
            node: block,
            meant: meant.map(|meant| (meant.keyword, line.at(meant.span))),
            into,
            indent: indent_of(line.text),
            looks_inside,
            asked: 0,
            refused: Vec::new(),
            moved: Vec::new(),
            ends_file: None,
        });
    }

    /// The block that was left is done with; it is told if that had consequences.
    pub(super) fn close(&mut self) {
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
