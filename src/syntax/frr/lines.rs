//! The lines of a file, in blocks: a tree made by an edit shares the blocks that the edit did not
//! reach with the tree before it.

use std::sync::Arc;

use super::{Command, LineContent, LineRecord};

/// The most lines of a block.
const MOST: usize = 256;

/// A block of fewer lines is joined with the next one, so that edits do not fray a file.
const FEW: usize = MOST / 4;

/// The lines of a file, in order. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    blocks: Arc<[Arc<Block>]>,
}

/// Some lines that follow one another.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) records: Vec<LineRecord>,
    /// In bytes.
    pub(super) length: usize,
    not_understood: usize,
    opens_bgp: bool,
}

impl Block {
    pub(super) fn new(records: Vec<LineRecord>) -> Arc<Self> {
        let unknown = |line: &&LineRecord| line.content == LineContent::NotUnderstood;
        Arc::new(Self {
            length: records.iter().map(|line| line.length as usize).sum(),
            not_understood: records.iter().filter(unknown).count(),
            opens_bgp: records.iter().any(opens_bgp),
            records,
        })
    }
}

impl Lines {
    /// The lines, from the first on.
    pub fn iter(&self) -> impl Iterator<Item = &LineRecord> {
        self.blocks.iter().flat_map(|block| &block.records)
    }

    /// The line of a number, from 0.
    #[must_use]
    pub fn get(&self, line: usize) -> Option<&LineRecord> {
        self.iter().nth(line)
    }

    /// The last line.
    #[must_use]
    pub fn last(&self) -> Option<&LineRecord> {
        self.blocks.last()?.records.last()
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.blocks.iter().map(|block| block.records.len()).sum()
    }

    /// Whether there is no line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// How many lines are not understood.
    pub(super) fn not_understood(&self) -> usize {
        self.blocks.iter().map(|block| block.not_understood).sum()
    }

    /// Whether a line opens a BGP speaker.
    pub(super) fn opens_bgp(&self) -> bool {
        self.blocks.iter().any(|block| block.opens_bgp)
    }

    /// The blocks that hold a line that is not understood, each with the offset of its first byte.
    pub(super) fn blocks_not_understood(&self) -> impl Iterator<Item = (u32, &[LineRecord])> {
        let starts = self.blocks.iter().scan(0_u32, |next, block| {
            let start = *next;
            let length = u32::try_from(block.length).unwrap_or(u32::MAX);
            *next = next.saturating_add(length);
            Some((start, block))
        });
        starts
            .filter(|(_, block)| block.not_understood > 0)
            .map(|(start, block)| (start, block.records.as_slice()))
    }

    pub(super) fn blocks(&self) -> &[Arc<Block>] {
        &self.blocks
    }

    /// Lines between blocks of another file.
    pub(super) fn joined(
        before: &[Arc<Block>],
        mut records: Vec<LineRecord>,
        after: &[Arc<Block>],
    ) -> Self {
        let mut before = before.to_vec();
        let mut after = after.iter();
        if !records.is_empty() && records.len() < FEW {
            if let Some(block) = after.next() {
                records.extend_from_slice(&block.records);
            } else if let Some(block) = before.pop() {
                records.splice(0..0, block.records.iter().cloned());
            }
        }
        before.extend(in_even_blocks(records));
        before.extend(after.cloned());
        before.into()
    }
}

impl From<Vec<Arc<Block>>> for Lines {
    fn from(blocks: Vec<Arc<Block>>) -> Self {
        Self {
            blocks: blocks.into(),
        }
    }
}

fn opens_bgp(line: &LineRecord) -> bool {
    matches!(
        line.content,
        LineContent::Command {
            no: false,
            command: Command::RouterBgp(_)
        }
    )
}

/// Lines in blocks as long as a block may be.
pub(super) fn in_blocks(
    records: impl Iterator<Item = LineRecord>,
) -> impl Iterator<Item = Arc<Block>> {
    in_blocks_of(MOST, records)
}

/// Lines in blocks of about the same size, so that there is room in each.
fn in_even_blocks(records: Vec<LineRecord>) -> impl Iterator<Item = Arc<Block>> {
    let count = records.len().div_ceil(MOST).max(1);
    in_blocks_of(records.len().div_ceil(count).max(1), records.into_iter())
}

fn in_blocks_of(
    size: usize,
    mut records: impl Iterator<Item = LineRecord>,
) -> impl Iterator<Item = Arc<Block>> {
    std::iter::from_fn(move || {
        let mut block = Vec::with_capacity(size);
        block.extend(records.by_ref().take(size));
        block.shrink_to_fit();
        (!block.is_empty()).then(|| Block::new(block))
    })
}
