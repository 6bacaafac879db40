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

/// Reads the lines of a part again, which begins in `nodes`, until the records agree: from there
/// on nothing changes.
fn mend(blocks: &mut [Arc<Block>], part: &str, nodes: PerListing<Node>) {
    let mut reader = Reader::new(nodes, Reading::File);
    let mut lines = part.split_inclusive('\n');
    for block in blocks {
        let mut records: Vec<LineRecord> = Vec::with_capacity(block.records.len());
        let mut agreed = &block.records[..];
        while let Some((old, rest)) = agreed.split_first()
            && old.before != reader.nodes()
            && let Some(line) = lines.next()
        {
            records.push(reader.record(line));
            agreed = rest;
        }
        let is_mended = !agreed.is_empty();
        records.extend_from_slice(agreed);
        *block = Block::new(records);
        if is_mended {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Lines that lead into blocks, out of them, or are known in some only.
    const LINES: [&str; 12] = [
        "router bgp 65100",
        " neighbor 192.0.2.1 remote-as 65000",
        " address-family ipv6 unicast",
        "network 2001:db8::/32",
        " exit-address-family",
        "exit",
        "route-map OUT permit 10",
        " match ip address prefix-list P",
        "ip prefix-list P permit any",
        "description outside",
        "end",
        "!",
    ];

    fn in_parts(text: &str, count: usize) -> Lines {
        let parts = parts_of(text, count);
        joined(
            parts.iter().map(|part| part_from_top(part)).collect(),
            &parts,
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn parts_make_the_same_lines_as_the_whole(
            picked in prop::collection::vec(prop::sample::select(&LINES[..]), 1..900),
            count in 2_usize..6,
        ) {
            let text = picked.join("\n");
            prop_assert!(in_parts(&text, count).iter().eq(in_parts(&text, 1).iter()));
        }
    }
}
