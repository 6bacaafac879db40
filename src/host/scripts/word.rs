//! A word after expansion, with the way back to the bytes it came from.

use std::ops::Range;

use crate::text::{Place, Span};

/// A word as a program would get it, as far as that is known from the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its text; parts that only the running script knows are left out.
    pub text: String,
    /// Whether nothing was left out.
    pub known: bool,
    /// Where the parts of the text come from, in order.
    pub pieces: Vec<Piece>,
    /// Where the word stands, quotes included.
    pub place: Place,
    /// Where the value of the first variable in it was written, for instance the element of the
    /// `for` list.
    pub from: Option<Place>,
    /// The whole list that this value is an element of: the words after `in`.
    pub list: Option<Place>,
    /// Where a blank and one more element make that list longer; no bytes are there.
    pub list_end: Option<Place>,
}

/// A part of a [`Word`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes in the word's text; empty if unknown.
    pub text: Range<usize>,
    /// Where it stands.
    pub place: Place,
    /// How the text and the place hang together.
    pub kind: PieceKind,
    /// For the value of a variable: where that was written.
    pub from: Option<Place>,
}

/// How the text of a [`Piece`] and its place hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// The bytes at the place are the text.
    Exact,
    /// The text comes from the place, but its bytes differ: a variable, an escape.
    Derived,
    /// What stands at the place is known at run time only.
    Unknown,
}

impl Word {
    /// A word without text.
    #[must_use]
    pub fn empty(place: Place) -> Self {
        Self {
            text: String::new(),
            known: true,
            pieces: Vec::new(),
            place,
            from: None,
            list: None,
            list_end: None,
        }
    }

    /// A word of which nothing is known.
    #[must_use]
    pub fn unknown(place: Place) -> Self {
        let mut word = Self::empty(place);
        word.push_unknown(place);
        word
    }

    /// The text, if all of it is known.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        self.known.then_some(self.text.as_str())
    }

    /// The program's name without its folder, if the word is known.
    #[must_use]
    pub fn base_name(&self) -> Option<&str> {
        let text = self.literal()?;
        Some(text.rsplit_once('/').map_or(text, |(_, name)| name))
    }

    /// Where bytes `range` of the text stand: exactly, if they are written out there; else the
    /// smallest place that covers them.
    #[must_use]
    pub fn place_of(&self, range: Range<usize>) -> Place {
        self.locate(&range, standing).unwrap_or(self.place)
    }

    /// Where bytes `range` of the text were written: as [`Word::place_of`], but for the value of
    /// a variable the place of that value.
    #[must_use]
    pub fn source_of(&self, range: Range<usize>) -> Place {
        self.locate(&range, |piece, range| match piece.from {
            Some(from) => part_of(from, &piece.text, range),
            None => standing(piece, range),
        })
        .unwrap_or(self.place)
    }

    /// Whether bytes `range` of the text are, byte for byte, those at [`Word::place_of`].
    #[must_use]
    pub fn is_exact(&self, range: Range<usize>) -> bool {
        let mut inside = self.pieces.iter().filter(|piece| overlap(piece, &range));
        let first = inside.next();
        inside.next().is_none() && first.is_some_and(|piece| piece.kind == PieceKind::Exact)
    }

    fn locate(
        &self,
        range: &Range<usize>,
        place: impl Fn(&Piece, &Range<usize>) -> Place,
    ) -> Option<Place> {
        let pieces = self.pieces.iter().filter(|piece| overlap(piece, range));
        pieces.map(|piece| place(piece, range)).reduce(cover)
    }

    /// The word that bytes `range` of this one make.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Self {
        let mut part = Self::empty(self.place_of(range.clone()));
        for piece in self.pieces.iter().filter(|piece| overlap(piece, &range)) {
            let text = self.text.get(intersection(&piece.text, &range));
            part.push(
                Piece {
                    text: 0..text.map_or(0, str::len),
                    place: standing(piece, &range),
                    kind: piece.kind,
                    from: piece.from.map(|from| part_of(from, &piece.text, &range)),
                },
                text.unwrap_or(""),
            );
        }
        part.list = self.list;
        part.list_end = self.list_end;
        part
    }

    /// Appends `text` as `piece`, whose range is set here.
    pub(super) fn push(&mut self, piece: Piece, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.known &= piece.kind != PieceKind::Unknown;
        self.from = self.from.or(piece.from);
        self.pieces.push(Piece {
            text: start..self.text.len(),
            ..piece
        });
    }

    pub(super) fn push_unknown(&mut self, place: Place) {
        let piece = Piece {
            text: 0..0,
            place,
            kind: PieceKind::Unknown,
            from: None,
        };
        self.push(piece, "");
    }
}

/// Whether `piece` has bytes in `range`, or is unknown and lies inside or at its edges.
fn overlap(piece: &Piece, range: &Range<usize>) -> bool {
    if piece.text.is_empty() {
        return range.start <= piece.text.start && piece.text.end <= range.end;
    }
    piece.text.start < range.end && range.start < piece.text.end
}

fn intersection(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    let start = a.start.max(b.start);
    start..a.end.min(b.end).max(start)
}

/// Where the part of `piece` that is in `range` stands.
fn standing(piece: &Piece, range: &Range<usize>) -> Place {
    match piece.kind {
        PieceKind::Exact => part_of(piece.place, &piece.text, range),
        PieceKind::Derived | PieceKind::Unknown => piece.place,
    }
}

/// The part of `place`, which holds the bytes `text`, that holds those in `range`; all of it if
/// the bytes do not lie there one by one.
fn part_of(place: Place, text: &Range<usize>, range: &Range<usize>) -> Place {
    if place.span.len() != text.len() {
        return place;
    }
    let wanted = intersection(text, range);
    let start = place.span.start as usize;
    let span = Span::new(
        start + wanted.start - text.start,
        start + wanted.end - text.start,
    );
    Place { span, ..place }
}

/// The smallest place that holds both; the first if they are in different files.
pub(super) fn cover(a: Place, b: Place) -> Place {
    if a.file == b.file {
        Place::new(a.file, a.span.to(b.span))
    } else {
        a
    }
}
