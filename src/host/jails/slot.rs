//! What merging the blocks of a jail leaves, before variables are put in.

use super::symbol::Symbol;
use crate::syntax::jail;
use crate::text::{FileId, Place};

/// A parameter or variable of the jail being made.
pub(super) struct Slot<'a> {
    /// The name as last spelled.
    pub(super) symbol: Symbol,
    /// Where that name is written.
    pub(super) place: Place,
    pub(super) variable: bool,
    pub(super) values: Vec<(FileId, &'a jail::Value)>,
}
