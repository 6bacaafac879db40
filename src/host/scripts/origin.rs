//! Where the text of a script stands: in a file of its own, or in a value inside another file.

use std::rc::Rc;

use crate::text::{FileId, Place, Span};

use super::word::Word;

/// How spans of a script become places.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// The script is the file.
    File(FileId),
    /// The script stands at this place byte for byte.
    At(Place),
    /// The script was made from what stands at this place.
    From(Place),
    /// The script is the text of a word.
    Word(Rc<Word>),
}

impl Origin {
    pub(super) fn place(&self, span: Span) -> Place {
        match self {
            Self::File(file) => Place::new(*file, span),
            Self::At(place) => Place::new(place.file, span.shifted(place.span.start)),
            Self::From(place) => *place,
            Self::Word(word) => word.place_of(span.range()),
        }
    }

    /// Whether the bytes at `place(span)` are those of the script.
    pub(super) fn is_exact(&self, span: Span) -> bool {
        match self {
            Self::File(_) | Self::At(_) => true,
            Self::From(_) => false,
            Self::Word(word) => word.is_exact(span.range()),
        }
    }
}
