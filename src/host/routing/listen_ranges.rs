//! The `bgp listen range` lines of a speaker. No two ranges overlap: bgpd refuses the later one.

use std::collections::BTreeMap;

use ipnet::IpNet;

use super::ListenRange;
use super::refusals::{RefusedKind, RefusedLine};
use crate::text::Place;

/// The ranges so far, by where they begin.
#[derive(Default)]
pub(super) struct ListenRanges {
    by_range: BTreeMap<IpNet, ListenRange>,
}

impl ListenRanges {
    /// Adds a range, or says why it is refused. The same line again changes nothing.
    pub fn add(&mut self, range: IpNet, group: String, place: Place) -> Option<RefusedLine> {
        let same = self.by_range.get(&range);
        if same.is_some_and(|known| known.group == group) {
            return None;
        }
        if let Some(known) = self.overlapping(range) {
            let kind = RefusedKind::OverlappingRange {
                range: known.range,
                other: known.place,
            };
            return Some(RefusedLine { kind, place });
        }
        let added = ListenRange {
            range,
            group,
            place,
        };
        self.by_range.insert(range, added);
        None
    }

    /// Takes a range of a group out.
    pub fn remove(&mut self, range: IpNet, group: &str) {
        let known = self.by_range.get(&range);
        if known.is_some_and(|known| known.group == group) {
            self.by_range.remove(&range);
        }
    }

    /// The ranges, in the order of their lines.
    pub fn into_values(self) -> Vec<ListenRange> {
        let mut ranges: Vec<ListenRange> = self.by_range.into_values().collect();
        ranges.sort_by_key(|one| (one.place.file, one.place.span.start));
        ranges
    }

    /// A range around this one, or inside it.
    fn overlapping(&self, range: IpNet) -> Option<&ListenRange> {
        let lengths = 0..=range.prefix_len();
        let mut around = lengths.filter_map(|length| {
            let wider = IpNet::new(range.addr(), length).ok()?;
            self.by_range.get(&wider.trunc())
        });
        // What begins inside the range and does not hold it lies inside.
        around.next().or_else(|| {
            let (first, known) = self.by_range.range(range..).next()?;
            range.contains(first).then_some(known)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, Span};

    #[test]
    fn ranges_do_not_overlap() {
        let place = Place::new(FileId(0), Span::new(0, 1));
        let mut ranges = ListenRanges::default();
        let mut add = |range: &str, group: &str| {
            let range = range.parse().expect("a prefix");
            ranges.add(range, group.to_owned(), place).is_none()
        };
        assert!(add("10.0.0.0/16", "A") && add("10.0.0.0/16", "A"));
        assert!(!add("10.0.0.0/16", "B") && !add("10.0.0.0/8", "A") && !add("10.0.1.0/24", "A"));
        assert!(add("10.1.0.0/16", "B") && add("2001:db8::/32", "A"));
        assert!(!add("0.0.0.0/0", "A") && !add("2001:db8:1::/48", "A"));
        assert_eq!(ranges.into_values().len(), 3);
    }
}
