//! Text and places in it: byte spans, files as text, and the one converter between bytes and
//! the positions that people and editors count in.
//!
//! Knows no language and no disk.

mod buffer;
mod change;
mod columns;
mod edit_lines;
mod line_starts;
mod source;
mod span;

pub use buffer::{Buffer, DoesNotFit};
pub use change::Change;
pub use columns::{Encoding, Position};
pub use source::SourceText;
pub use span::{FileId, Place, Span};
