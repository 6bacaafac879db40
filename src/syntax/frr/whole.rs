//! Reads a whole file, a long one in several parts at once.
//!
//! Where a part begins, the node is not known yet: most lines that begin in the first column
//! stand at the top level, so that is assumed. Where it turns out otherwise, the part is read
//! again from its beginning until a line stands in the node that was assumed for it.

use std::thread;

use super::LineRecord;
use super::reader::{Reader, Reading};
use crate::vocabulary::frr::{Node, PerListing};

/// A part that is smaller than this, in bytes, is not worth a thread.
const LEAST: usize = 1 << 18;

/// The records of all lines of `text`.
pub(super) fn read(text: &str) -> Vec<LineRecord> {
    let most = thread::available_parallelism().map_or(1, usize::from);
    let count = (text.len() / LEAST).clamp(1, most);
    let parts = parts_of(text, count);
    let read: Vec<Vec<LineRecord>> = thread::scope(|scope| {
        let (first, others) = parts.split_first().unwrap_or((&"", &[]));
        let others: Vec<_> = others
            .iter()
            .map(|part| scope.spawn(|| part_from_top(part)))
            .collect();
        let first = part_from_top(first);
        // A part whose thread came to nothing is read here.
        let others = others.into_iter().zip(parts.iter().skip(1));
        let others =
            others.map(|(other, part)| other.join().unwrap_or_else(|_| part_from_top(part)));
        std::iter::once(first).chain(others).collect()
    });
    joined(read, &parts)
}

fn part_from_top(part: &str) -> Vec<LineRecord> {
    let mut reader = Reader::new(PerListing::all(Node::Config), Reading::File);
    let mut lines = Vec::with_capacity(part.len() / 32);
    for line in part.split_inclusive('\n') {
        lines.push(reader.record(line));
    }
    lines
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
fn joined(read: Vec<Vec<LineRecord>>, parts: &[&str]) -> Vec<LineRecord> {
    let mut all: Vec<LineRecord> = Vec::with_capacity(read.iter().map(Vec::len).sum());
    for (mut records, part) in read.into_iter().zip(parts) {
        if let Some(nodes) = all.last().map(|line| line.after) {
            mend(&mut records, part, nodes);
        }
        all.append(&mut records);
    }
    all
}

/// Reads the lines of a part again, which begins in `nodes`, until the records agree.
fn mend(records: &mut [LineRecord], part: &str, nodes: PerListing<Node>) {
    let mut reader = Reader::new(nodes, Reading::File);
    for (record, line) in records.iter_mut().zip(part.split_inclusive('\n')) {
        if record.before == reader.nodes() {
            return;
        }
        *record = reader.record(line);
    }
}
