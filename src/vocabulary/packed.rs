//! Tables packed into bytes: cells as offsets into a pool of strings, rows sorted by their first
//! cell. Written by `build.rs`, read in place.

use std::sync::OnceLock;

/// Bytes of one cell: offset and length in the pool, little-endian.
const CELL: usize = 8;

/// Packs rows, sorted by their first cell, for a [`Packed`].
#[allow(dead_code, reason = "build.rs packs, the library reads")]
pub fn pack(rows: &[Vec<&str>], columns: usize) -> Vec<u8> {
    let mut pool = String::new();
    let mut offsets = std::collections::HashMap::new();
    let mut cells = Vec::new();
    for cell in rows.iter().flatten() {
        let offset = *offsets.entry(*cell).or_insert_with(|| {
            pool.push_str(cell);
            pool.len() - cell.len()
        });
        for number in [offset, cell.len()] {
            cells.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
        }
    }
    debug_assert_eq!(cells.len(), rows.len() * columns * CELL);
    let mut bytes = u32::try_from(rows.len())
        .unwrap_or(0)
        .to_le_bytes()
        .to_vec();
    bytes.extend(cells);
    bytes.extend(pool.into_bytes());
    bytes
}

/// A packed table.
#[derive(Debug)]
pub struct Packed {
    bytes: &'static [u8],
    columns: usize,
    /// The pool of strings, once it was looked at.
    pool: OnceLock<&'static str>,
}

#[allow(dead_code, reason = "build.rs packs, the library reads")]
impl Packed {
    /// The table in these bytes.
    pub const fn new(bytes: &'static [u8], columns: usize) -> Self {
        Self {
            bytes,
            columns,
            pool: OnceLock::new(),
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.number(0).unwrap_or(0)
    }

    /// A cell of a row; empty outside the table.
    pub fn cell(&self, row: usize, column: usize) -> &'static str {
        self.find_cell(row, column).unwrap_or("")
    }

    /// The row whose first cell is `name`.
    pub fn row(&self, name: &str) -> Option<usize> {
        let row = self.first_from(name);
        (row < self.len() && self.cell(row, 0) == name).then_some(row)
    }

    /// The first row whose first cell is not before `name`.
    pub fn first_from(&self, name: &str) -> usize {
        let mut range = 0..self.len();
        while !range.is_empty() {
            let middle = range.start + range.len() / 2;
            if self.cell(middle, 0) < name {
                range.start = middle + 1;
            } else {
                range.end = middle;
            }
        }
        range.start
    }

    fn find_cell(&self, row: usize, column: usize) -> Option<&'static str> {
        if row >= self.len() || column >= self.columns {
            return None;
        }
        let at = 4 + (row * self.columns + column) * CELL;
        let start = self.number(at)?;
        let end = start + self.number(at + 4)?;
        self.pool().get(start..end)
    }

    /// All strings, behind the cells. Told to be UTF-8 once, not for each cell.
    fn pool(&self) -> &'static str {
        self.pool.get_or_init(|| {
            let start = 4 + self.len() * self.columns * CELL;
            let pool = self.bytes.get(start..).unwrap_or_default();
            std::str::from_utf8(pool).unwrap_or_default()
        })
    }

    fn number(&self, at: usize) -> Option<usize> {
        let bytes = self.bytes.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    }
}
