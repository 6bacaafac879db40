//! Lines that FRR refuses: why, and what was meant.

use super::watch::LineWatch;
use super::{LineDefectKind, Refusal};
use crate::host::routing::line::Line;
use crate::syntax::frr::{Diagnosis, LineRecord, Verdict, diagnose};
use crate::vocabulary::frr::{Listing, ListingSet};
use crate::vocabulary::{FrrVersion, When};

/// Of so many refused lines of a file one is told why.
const MOST_DIAGNOSED: usize = 300;

impl LineWatch<'_> {
    pub(super) fn refused(&mut self, line: Line<'_>, record: &LineRecord, judge: Listing) {
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
    pub(super) fn refused_by_some(
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
        let stands_in = record.before.get(by);
        self.diagnosed += 1;
        let diagnosis = (self.diagnosed <= MOST_DIAGNOSED).then(|| {
            let found = diagnose(line.text, stands_in, by);
            // A line of the block that was left has a mistake of its own, if more of it is
            // understood there.
            let meant = self
                .left
                .as_ref()
                .map(|left| diagnose(line.text, left.node, by));
            let end = |one: &Diagnosis| one.understood.map(|span| span.end);
            match meant.filter(|meant| end(meant) > end(&found)) {
                Some(meant) => (
                    meant,
                    self.left.as_ref().map_or(stands_in, |left| left.node),
                ),
                None => (found, stands_in),
            }
        });
        let (diagnosis, node) = match diagnosis {
            Some((diagnosis, node)) => (Some(diagnosis), node),
            None => (None, stands_in),
        };
        let place_of = |span: Option<crate::text::Span>| span.map(|span| line.at(span));
        let refusal = Refusal {
            word: place_of(diagnosis.as_ref().and_then(|one| one.word)),
            understood: place_of(diagnosis.as_ref().and_then(|one| one.understood)),
            meant: diagnosis
                .as_ref()
                .and_then(|one| one.meant)
                .map(|meant| (meant.keyword, line.at(meant.span))),
            prefix: diagnosis
                .as_ref()
                .and_then(|one| one.prefix.clone())
                .map(|(span, prefix)| (line.at(span), prefix)),
            verdict: record.verdicts.get(by),
            node,
            taken_by: record.accepted(ListingSet::ALL),
            diagnosis,
        };
        let kind = LineDefectKind::Refused(Box::new(refusal));
        self.tell(kind, line.place(), when);
    }
}
