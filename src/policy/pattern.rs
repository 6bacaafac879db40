//! Regular expressions over AS paths and communities, as far as people write them: single
//! characters, classes, `.`, `_`, anchors, and `*`, `+`, `?` after one character. What has
//! groups or alternatives is left undecided.

use super::Outcome;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Repeat {
    Once,
    Optional,
    Many,
    AtLeastOne,
}

enum Atom<'p> {
    Start,
    End,
    /// `_`: a border between numbers, or an end of the text.
    Border,
    Any,
    Byte(u8),
    Class(&'p [u8], bool),
}

struct Piece<'p> {
    atom: Atom<'p>,
    repeat: Repeat,
}

/// Whether `pattern` is found in `text`; perhaps, if the pattern is beyond this reader.
pub(super) fn search(pattern: &str, text: &str) -> Outcome {
    match pieces(pattern.as_bytes()) {
        Some(pieces) => Outcome::of(found(&pieces, text.as_bytes())),
        None => Outcome::Perhaps,
    }
}

fn pieces(mut pattern: &[u8]) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    while let Some((first, rest)) = pattern.split_first() {
        let (atom, mut rest) = match first {
            b'^' => (Atom::Start, rest),
            b'$' => (Atom::End, rest),
            b'_' => (Atom::Border, rest),
            b'.' => (Atom::Any, rest),
            b'[' => class(rest)?,
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b' ' | b':' | b'-' | b',' => {
                (Atom::Byte(*first), rest)
            }
            _ => return None,
        };
        let repeat = match rest.first() {
            Some(b'*') => Repeat::Many,
            Some(b'+') => Repeat::AtLeastOne,
            Some(b'?') => Repeat::Optional,
            _ => Repeat::Once,
        };
        if repeat != Repeat::Once {
            if matches!(atom, Atom::Start | Atom::End | Atom::Border) {
                return None;
            }
            rest = rest.get(1..)?;
        }
        pieces.push(Piece { atom, repeat });
        pattern = rest;
    }
    Some(pieces)
}

/// A class up to its `]`; named classes are beyond this reader.
fn class(rest: &[u8]) -> Option<(Atom<'_>, &[u8])> {
    let (negated, rest) = match rest.split_first() {
        Some((b'^', rest)) => (true, rest),
        _ => (false, rest),
    };
    let end = rest.iter().position(|byte| *byte == b']')?;
    let (members, after) = rest.split_at_checked(end)?;
    let plain = !members.is_empty() && !members.contains(&b'[') && !members.contains(&b'\\');
    plain.then_some((Atom::Class(members, negated), after.get(1..)?))
}

/// All places of the pattern at once, over the text once.
fn found(pieces: &[Piece<'_>], text: &[u8]) -> bool {
    let last = pieces.len();
    let mut here = vec![false; last + 1];
    for at in 0..=text.len() {
        set(&mut here, 0);
        let edges = (at == 0, at == text.len());
        without_text(pieces, &mut here, edges);
        if here.last() == Some(&true) {
            return true;
        }
        let Some(byte) = text.get(at) else { break };
        let mut next = vec![false; last + 1];
        for (index, piece) in pieces.iter().enumerate() {
            if here.get(index) == Some(&true) && piece.atom.takes(*byte) {
                match piece.repeat {
                    Repeat::Once | Repeat::Optional => set(&mut next, index + 1),
                    Repeat::Many => set(&mut next, index),
                    Repeat::AtLeastOne => {
                        set(&mut next, index);
                        set(&mut next, index + 1);
                    }
                }
            }
        }
        here = next;
    }
    false
}

fn set(places: &mut [bool], at: usize) {
    if let Some(place) = places.get_mut(at) {
        *place = true;
    }
}

/// Steps that need no text: anchors, and what may be left out.
fn without_text(pieces: &[Piece<'_>], here: &mut [bool], (at_start, at_end): (bool, bool)) {
    for (index, piece) in pieces.iter().enumerate() {
        if here.get(index) != Some(&true) {
            continue;
        }
        let passes = match piece.atom {
            Atom::Start => at_start,
            Atom::End => at_end,
            Atom::Border => at_start || at_end,
            _ => matches!(piece.repeat, Repeat::Optional | Repeat::Many),
        };
        if passes {
            set(here, index + 1);
        }
    }
}

impl Atom<'_> {
    fn takes(&self, byte: u8) -> bool {
        match self {
            Self::Start | Self::End => false,
            Self::Border => matches!(byte, b' ' | b',' | b'{' | b'}' | b'(' | b')'),
            Self::Any => true,
            Self::Byte(own) => *own == byte,
            Self::Class(members, negated) => in_class(members, byte) != *negated,
        }
    }
}

fn in_class(members: &[u8], byte: u8) -> bool {
    let mut rest = members;
    while let Some((first, after)) = rest.split_first() {
        match after {
            [b'-', last, more @ ..] => {
                if (*first..=*last).contains(&byte) {
                    return true;
                }
                rest = more;
            }
            _ => {
                if *first == byte {
                    return true;
                }
                rest = after;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_decided() {
        for (pattern, text, found) in [
            ("^$", "", true),
            ("^$", "65100", false),
            (".*", "", true),
            ("_65100_", "65100", true),
            ("_65100_", "65000 65100 1", true),
            ("_65100_", "165100", false),
            ("^65100", "651001", true),
            ("^65100_65100", "65100 65100 65100", true),
            ("_64512$", "65100 64512", true),
            ("^[0-9]+$", "65100 64512", false),
            ("[0-9]+", "", false),
            ("^65100:.*", "65100:200", true),
            ("[^0-9]", "12", false),
        ] {
            assert_eq!(
                search(pattern, text),
                Outcome::of(found),
                "{pattern} in {text}"
            );
        }
        assert_eq!(search("^1( 1)*$", "1"), Outcome::Perhaps);
        assert_eq!(search("[[:digit:]]", "1"), Outcome::Perhaps);
    }
}
