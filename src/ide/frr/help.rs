//! What a command does, in a sentence or two: the one place where such texts come in.

use crate::syntax::frr::Explained;
use crate::vocabulary::frr;

/// What the command of a line does, where that is written down.
pub(in crate::ide) fn help(line: &Explained) -> Option<&'static str> {
    frr::help(line.node, &line.keywords())
}
