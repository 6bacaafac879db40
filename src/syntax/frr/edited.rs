//! The tree after an edit, made of the tree before it: only lines that the edit reached are read
//! again, and those below them until one stands in the node in which it stood before.

use std::sync::Arc;

use super::lines::{Block, Lines};
use super::{Reader, Reading, Tree, parse};
use crate::text::Change;
use crate::vocabulary::frr::{Node, PerListing};

impl Tree {
    /// The tree of `text`, which `change` made of this tree's text: the same as [`parse`] gives.
    #[must_use]
    pub fn edited(&self, text: &str, change: Change) -> Self {
        let blocks = self.lines.blocks();
        let length = blocks.iter().map(|block| block.length).sum();
        // The line before a change may have had no end.
        let Some(first) = At::line_of(blocks, change.start.saturating_sub(1))
            .filter(|_| change.fits(length, text.len()))
        else {
            return parse(text);
        };
        let Some((node, rest)) = first.node(blocks).zip(text.get(first.offset..)) else {
            return parse(text);
        };
        let mut reader = Reader::new(node, Reading::File);
        let mut old = first;
        let mut offset = first.offset;
        let mut fresh = Vec::new();
        for line in rest.split_inclusive('\n') {
            if offset >= change.new_end {
                old.forward_to(blocks, offset - change.new_end + change.old_end);
                let is_line = old.offset + change.new_end == offset + change.old_end;
                if is_line && old.node(blocks) == Some(reader.nodes()) {
                    return Self::spliced(blocks, first, fresh, Some(old));
                }
            }
            fresh.push(reader.record(line));
            offset += line.len();
        }
        Self::spliced(blocks, first, fresh, None)
    }

    /// The old lines up to `first`, the fresh ones, and the old ones from `then` on.
    fn spliced(
        blocks: &[Arc<Block>],
        first: At,
        mut fresh: Vec<super::LineRecord>,
        then: Option<At>,
    ) -> Self {
        let records = |at: At| blocks.get(at.block).map(|block| block.records.as_slice());
        let before = records(first).and_then(|lines| lines.get(..first.line));
        fresh.splice(0..0, before.unwrap_or_default().iter().cloned());
        let mut after = blocks.len();
        if let Some(then) = then {
            after = then.block;
            if then.line > 0 {
                let rest = records(then).and_then(|lines| lines.get(then.line..));
                fresh.extend_from_slice(rest.unwrap_or_default());
                after += 1;
            }
        }
        let kept = blocks.get(..first.block).unwrap_or_default();
        let after = blocks.get(after..).unwrap_or_default();
        Self {
            lines: Lines::joined(kept, fresh, after),
        }
    }
}

/// Where a line is among blocks. There may be none any more.
#[derive(Clone, Copy)]
struct At {
    block: usize,
    line: usize,
    /// The offset of its first byte.
    offset: usize,
}

impl At {
    /// The line that holds the byte at `target`.
    fn line_of(blocks: &[Arc<Block>], target: usize) -> Option<Self> {
        let mut at = Self {
            block: 0,
            line: 0,
            offset: 0,
        };
        while at.offset + blocks.get(at.block)?.length <= target {
            at.offset += blocks.get(at.block)?.length;
            at.block += 1;
        }
        for record in &blocks.get(at.block)?.records {
            if at.offset + record.length as usize > target {
                break;
            }
            at.offset += record.length as usize;
            at.line += 1;
        }
        Some(at)
    }

    /// Goes on to the first line that does not begin before `target`.
    fn forward_to(&mut self, blocks: &[Arc<Block>], target: usize) {
        while self.offset < target
            && let Some(block) = blocks.get(self.block)
        {
            if let Some(record) = block.records.get(self.line) {
                self.offset += record.length as usize;
                self.line += 1;
            }
            if self.line >= block.records.len() {
                self.block += 1;
                self.line = 0;
            }
        }
    }

    /// The node before the line.
    fn node(self, blocks: &[Arc<Block>]) -> Option<PerListing<Node>> {
        let record = blocks.get(self.block)?.records.get(self.line)?;
        Some(record.before)
    }
}
