//! What a command does, in a sentence or two: the one place where such texts come in.

use crate::syntax::frr::Explained;

/// What the command of a line does, where that is written down. No table has such texts yet; one
/// that has them is asked by the line's node and [`Explained::keywords`].
pub(in crate::ide) const fn help(_line: &Explained) -> Option<&'static str> {
    None
}
