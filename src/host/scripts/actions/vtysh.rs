//! vtysh(1) with `-c`.

use std::ops::Range;

use crate::syntax::frr::UNKNOWN_PART;
use crate::text::Place;

use super::super::word::{Piece, PieceKind, Word};

/// Commands given to FRR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vtysh {
    /// The lines, in order; vtysh cuts an argument at its line ends.
    pub lines: Vec<VtyshLine>,
    /// `-d`: only this daemon gets them.
    pub daemon: Option<Word>,
}

/// One line for FRR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VtyshLine {
    /// The line, [`UNKNOWN_PART`] in place of what is known at run time only.
    pub text: String,
    /// Whether all of it is known.
    pub known: bool,
    /// Where it stands, without the quotes.
    pub place: Place,
    /// `text` as a word.
    word: Word,
}

impl VtyshLine {
    fn new(word: &Word) -> Self {
        let mut shown = Word::empty(word.place);
        let marker = UNKNOWN_PART.to_string();
        for piece in &word.pieces {
            let text = match piece.kind {
                PieceKind::Unknown => marker.as_str(),
                _ => word.text.get(piece.text.clone()).unwrap_or(""),
            };
            shown.push(Piece { ..piece.clone() }, text);
        }
        shown.list = word.list;
        Self {
            text: shown.text.clone(),
            known: shown.known,
            place: shown.place_of(0..shown.text.len()),
            word: shown,
        }
    }

    /// Where bytes `range` of the text stand; see [`VtyshLine::is_exact`].
    #[must_use]
    pub fn place_of(&self, range: Range<usize>) -> Place {
        self.word.place_of(range)
    }

    /// Where bytes `range` were written: for a variable, where it got its value.
    #[must_use]
    pub fn source_of(&self, range: Range<usize>) -> Place {
        self.word.source_of(range)
    }

    /// Whether bytes `range` of the text are those at [`VtyshLine::place_of`], so that they can
    /// be edited there.
    #[must_use]
    pub fn is_exact(&self, range: Range<usize>) -> bool {
        self.word.is_exact(range)
    }

    /// The `for` list that a variable in the line takes its value from.
    #[must_use]
    pub fn list(&self) -> Option<Place> {
        self.word.list
    }
}

pub(super) fn read(arguments: &[Word]) -> Vtysh {
    let mut vtysh = Vtysh {
        lines: Vec::new(),
        daemon: None,
    };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match option(word) {
            Some((Opt::Command, Some(text))) => add_lines(&text, &mut vtysh.lines),
            Some((Opt::Command, None)) => {
                if let Some(text) = words.next() {
                    add_lines(text, &mut vtysh.lines);
                }
            }
            Some((Opt::Daemon, value)) => vtysh.daemon = value.or_else(|| words.next().cloned()),
            Some((Opt::Other, None)) => {
                words.next();
            }
            Some((Opt::Other, Some(_))) | None => {}
        }
    }
    vtysh
}

enum Opt {
    Command,
    Daemon,
    /// Another one that takes a value.
    Other,
}

/// The option with a value that `word` is, and the value if it is glued on.
fn option(word: &Word) -> Option<(Opt, Option<Word>)> {
    let text = word.text.as_str();
    if let Some(long) = text.strip_prefix("--") {
        let (name, value) = match long.split_once('=') {
            Some((name, value)) => (name, Some(value.len())),
            None => (long, None),
        };
        let opt = match name {
            "command" | "eval" => Opt::Command,
            "daemon" => Opt::Daemon,
            "inputfile" | "histfile" | "vty_socket" | "config_dir" | "pathspace" => Opt::Other,
            _ => return None,
        };
        let value = value.map(|length| word.part(text.len() - length..text.len()));
        return Some((opt, value));
    }
    let letters = text.strip_prefix('-')?;
    let (at, opt) = letters.char_indices().find_map(|(at, letter)| {
        let opt = match letter {
            'c' | 'e' => Opt::Command,
            'd' => Opt::Daemon,
            'f' | 'H' | 'N' => Opt::Other,
            _ => return None,
        };
        Some((at, opt))
    })?;
    let glued = at + 2 < text.len() || !word.known;
    let value = glued.then(|| word.part(at + 2..text.len()));
    Some((opt, value))
}

fn add_lines(word: &Word, lines: &mut Vec<VtyshLine>) {
    if !word.text.contains('\n') {
        lines.push(VtyshLine::new(word));
        return;
    }
    let mut at = 0;
    for line in word.text.split('\n') {
        lines.push(VtyshLine::new(&word.part(at..at + line.len())));
        at += line.len() + 1;
    }
}
