//! Reads a whole file, a long one in several parts at once.
//!
//! Where a part begins, the node is not known yet: most lines that begin in the first column
//! stand at the top level, so that is assumed. Where it turns out otherwise, the part is read
//! again from its beginning until a line stands in the node that was assumed for it.

use std::sync::Arc;

use super::LineRecord;
use super::lines::{Block, Lines, in_blocks};
use super::reader::{Reader, Reading};
use crate::parallel;
use crate::vocabulary::frr::{Node, PerListing};

/// A part that is smaller than this, in bytes, is not worth a thread.
const LEAST: usize = 1 << 18;

/// The lines of `text`.
pub(super) fn read(text: &str) -> Lines {
    let count = (text.len() / LEAST).clamp(1, parallel::threads());
    let parts = parts_of(text, count);
    let read = parallel::map(&parts, true, |part| part_from_top(part));
    joined(read, &parts)
}

fn part_from_top(part: &str) -> Vec<Arc<Block>> {
    let mut reader = Reader::new(PerListing::all(Node::Config), Reading::File);
    in_blocks(part.split_inclusive('\n').map(|line| reader.record(line))).collect()
}

/// `text` in about `count` parts, each of which begins with a line in the first column.
fn parts_of(text: &str, count: usize) -> Vec<&str> {
    let mut parts = Vec::with_capacity(count);
    let mut rest = text;
    for left in (2..=count).rev() {
        let Some(border) = border_from(rest, rest.len() / left) else {
            break;
        };
        let (part, behind) = rest.split_at(border);
        parts.push(part);
        rest = behind;
    }
    parts.push(rest);
    parts
}

/// The beginning of a line behind the byte `from` that has no blank and no comment in its first
/// column.
fn border_from(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += 1 + memchr::memchr(b'\n', bytes.get(at..)?)?;
        if bytes.get(at)?.is_ascii_lowercase() {
            return Some(at);
        }
    }
}

/// The parts one after the other, each as it is behind the one before.
fn joined(read: Vec<Vec<Arc<Block>>>, parts: &[&str]) -> Lines {
    let mut all: Vec<Arc<Block>> = Vec::with_capacity(read.iter().map(Vec::len).sum());
    for (mut blocks, part) in read.into_iter().zip(parts) {
        if let Some(last) = all.last().and_then(|block| block.records.last()) {
            mend(&mut blocks, part, last.after);
        }
        all.append(&mut blocks);
    }
    all.into()
}

/// Reads the lines of a part again, which begins in `nodes`, until the records agree.
fn mend(blocks: &mut [Arc<Block>], part: &str, nodes: PerListing<Node>) {
    let mut reader = Reader::new(nodes, Reading::File);
    let mut lines = part.split_inclusive('\n');
    for block in blocks {
        let agrees = |line: &LineRecord, reader: &Reader| line.before == reader.nodes();
        if block
            .records
            .first()
            .is_none_or(|line| agrees(line, &reader))
        {
            return;
        }
        let mut records = Vec::with_capacity(block.records.len());
        for old in &block.records {
            match lines.next() {
                Some(line) if !agrees(old, &reader) => records.push(reader.record(line)),
                _ => break,
            }
        }
        let rest = block.records.get(records.len()..).unwrap_or_default();
        records.extend_from_slice(rest);
        *block = Block::new(records);
    }
}
