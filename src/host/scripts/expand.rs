//! sh(1) "Word Expansions", as far as the values are written in the script.

use std::rc::Rc;

use crate::syntax::shell::{self, Operator, Quote};
use crate::text::{Place, Span};

use super::walk::Walker;
use super::word::{Piece, PieceKind, Word};

/// The longest value of a variable that is followed, in bytes. Loops can make values grow
/// without end.
const VALUE_LIMIT: usize = 16 * 1024;

/// The fields that one word becomes.
struct Fields {
    done: Vec<Word>,
    current: Option<Word>,
    place: Place,
    /// Values are split at blanks only where a list of words is wanted.
    split: bool,
}

impl Fields {
    fn current(&mut self) -> &mut Word {
        let place = self.place;
        self.current.get_or_insert_with(|| Word::empty(place))
    }

    fn end_field(&mut self) {
        self.done.extend(self.current.take());
    }

    /// Appends the value of a variable that is named at `place`.
    fn value(&mut self, value: &Word, place: Place, quoted: bool) {
        if quoted || !self.split || !value.known {
            for piece in &value.pieces {
                self.derived(value, piece, piece.text.clone(), place);
            }
            return;
        }
        for piece in &value.pieces {
            let text = value.text.get(piece.text.clone()).unwrap_or("");
            let mut at = piece.text.start;
            for part in text.split_inclusive([' ', '\t', '\n']) {
                let bare = part.trim_end_matches([' ', '\t', '\n']);
                if !bare.is_empty() {
                    self.derived(value, piece, at..at + bare.len(), place);
                }
                if bare.len() < part.len() {
                    self.end_field();
                }
                at += part.len();
            }
        }
    }

    fn derived(
        &mut self,
        value: &Word,
        piece: &Piece,
        range: std::ops::Range<usize>,
        place: Place,
    ) {
        let text = value.text.get(range.clone()).unwrap_or("");
        let unknown = piece.kind == PieceKind::Unknown;
        let part = Piece {
            text: 0..0,
            place,
            kind: if unknown {
                PieceKind::Unknown
            } else {
                PieceKind::Derived
            },
            from: Some(if unknown {
                piece.from.unwrap_or(piece.place)
            } else {
                value.source_of(range)
            }),
        };
        let current = self.current();
        current.push(part, text);
        if current.list.is_none() {
            current.list = value.list;
            current.list_end = value.list_end;
        }
    }
}

impl<'t> Walker<'t> {
    /// The fields that `words` become, in order.
    pub(super) fn fields(&mut self, words: &'t [shell::Word]) -> Vec<Word> {
        words
            .iter()
            .flat_map(|word| self.expand(word, true))
            .collect()
    }

    /// The value of `word` where it is not split: after `name=`.
    pub(super) fn value(&mut self, word: &'t shell::Word) -> Word {
        let place = self.place(word.span);
        let mut fields = self.expand(word, false);
        fields.pop().unwrap_or_else(|| Word::empty(place))
    }

    fn expand(&mut self, word: &'t shell::Word, split: bool) -> Vec<Word> {
        if let Some(arguments) = self.all_arguments(word).filter(|_| split) {
            return arguments;
        }
        let mut fields = Fields {
            done: Vec::new(),
            current: None,
            place: self.place(word.span),
            split,
        };
        self.pieces(&word.pieces, false, &mut fields);
        fields.end_field();
        fields.done
    }

    /// `"$@"` as a word of its own, where the arguments are known.
    fn all_arguments(&self, word: &shell::Word) -> Option<Vec<Word>> {
        let [quoted] = word.pieces.as_slice() else {
            return None;
        };
        if self.tree.slice(quoted.span) != "\"$@\"" && self.tree.slice(quoted.span) != "$@" {
            return None;
        }
        self.arguments.as_deref().cloned()
    }

    fn pieces(&mut self, pieces: &'t [shell::Piece], quoted: bool, fields: &mut Fields) {
        for piece in pieces {
            match &piece.kind {
                shell::PieceKind::Literal => self.literal(piece.span, fields),
                shell::PieceKind::Quoted { quote, pieces } => {
                    fields.current();
                    let quoted = quoted || *quote == Quote::Double;
                    self.pieces(pieces, quoted, fields);
                }
                shell::PieceKind::Variable { name, operator } => {
                    self.variable(piece.span, *name, operator.as_ref(), quoted, fields);
                }
                shell::PieceKind::Substitution(list) => {
                    self.substitution(list);
                    fields.current().push_unknown(self.place(piece.span));
                }
                shell::PieceKind::Arithmetic | shell::PieceKind::Unknown => {
                    fields.current().push_unknown(self.place(piece.span));
                }
            }
        }
    }

    fn literal(&mut self, span: Span, fields: &mut Fields) {
        let text = self.tree.slice(span);
        let kind = if self.origin.is_exact(span) {
            PieceKind::Exact
        } else {
            PieceKind::Derived
        };
        let piece = Piece {
            text: 0..0,
            place: self.place(span),
            kind,
            from: None,
        };
        fields.current().push(piece, text);
    }

    fn variable(
        &mut self,
        span: Span,
        name: Span,
        operator: Option<&'t Operator>,
        quoted: bool,
        fields: &mut Fields,
    ) {
        let place = self.place(span);
        let value = self.lookup(name);
        if let Some(operator) = operator {
            // What stands after the operator may hold commands.
            let mut aside = Fields {
                done: Vec::new(),
                current: None,
                place,
                split: false,
            };
            self.pieces(&operator.pieces, quoted, &mut aside);
        }
        let value = value.filter(|value| match operator {
            None => true,
            // `${x:-word}` and `${x-word}` are the value where there is one.
            Some(operator) => {
                let sign = self.tree.slice(operator.sign);
                let keeps = matches!(sign, ":-" | "-" | ":=" | "=" | ":?" | "?");
                keeps && value.known && !value.text.is_empty()
            }
        });
        let value = value.filter(|value| self.afford(value.text.len() + value.pieces.len()));
        // With an IFS of its own the script splits at other places than blanks.
        let splits = !quoted && fields.split;
        let odd = splits && self.variables.get("IFS").is_some();
        match value {
            Some(value) if !odd => fields.value(&value, place, quoted),
            // The PATH that a script starts with is not followed: it has nothing to add.
            None if operator.is_none() && self.tree.slice(name) == "PATH" => {
                fields.current();
            }
            _ => fields.current().push_unknown(place),
        }
    }

    fn lookup(&self, name: Span) -> Option<Rc<Word>> {
        let name = self.tree.slice(name);
        let Ok(number) = name.parse::<usize>() else {
            return self.variables.get(name);
        };
        let arguments = self.arguments.as_deref()?;
        let word = arguments.get(number.checked_sub(1)?)?;
        Some(Rc::new(word.clone()))
    }

    /// Sets a variable, if its value is of a size to be followed.
    pub(super) fn assign(&mut self, name: &str, value: Word) {
        let value = if value.text.len() + value.pieces.len() > VALUE_LIMIT {
            Word::unknown(value.place)
        } else {
            value
        };
        self.variables.set(name, Rc::new(value));
    }
}
