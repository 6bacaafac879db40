//! What is done where sh would stop, and where nesting goes too deep: find the end without
//! recursion and keep the text.

use crate::syntax::TokenKind;

use super::lex::{self, Reserved};
use super::parser::Parser;
use super::tree::CommandKind;

/// Length of the `$((...))` that `text` begins with.
pub(super) fn arithmetic_len(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("$((")?;
    let mut open = 2_usize;
    for (at, byte) in inside.bytes().enumerate() {
        match byte {
            b'(' => open += 1,
            b')' if open == 2 => {
                // Otherwise it is `$( (list) ... )`.
                let ends = inside.as_bytes().get(at + 1) == Some(&b')');
                return ends.then_some(3 + at + 2);
            }
            b')' => open -= 1,
            _ => {}
        }
    }
    None
}

/// Length of what `text` begins with up to and with the `closer` that belongs to its first
/// `opening` bytes; all of `text` if it is not closed.
pub(super) fn raw_len(text: &str, opening: usize, closer: u8) -> usize {
    let bytes = text.as_bytes();
    let mut open = vec![closer];
    let mut at = opening;
    while let Some(&byte) = bytes.get(at) {
        let top = open.last().copied();
        let quoted = top == Some(b'"');
        let after_dollar = bytes.get(at.wrapping_sub(1)) == Some(&b'$');
        match byte {
            b'\\' => at += 1,
            _ if top == Some(byte) => {
                open.pop();
            }
            b'\'' if !quoted => {
                let rest = bytes.get(at + 1..).unwrap_or_default();
                at += 1 + rest.iter().position(|&b| b == b'\'').unwrap_or(rest.len());
            }
            b'"' | b'`' => open.push(byte),
            b'(' if !quoted || after_dollar => open.push(b')'),
            b'{' if after_dollar => open.push(b'}'),
            _ => {}
        }
        at += 1;
        if open.is_empty() {
            break;
        }
    }
    // A backslash may have led past the end or into a character.
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

impl Parser<'_, '_> {
    /// Where the quote that opened at `start` was surely meant to end, if not where it did: it
    /// is never closed, or its end is the opening quote of a later line's `name="..."`.
    pub(super) fn meant_end(&mut self, start: usize, closed: bool) -> Option<usize> {
        if !self.output.breaking || self.inside > 0 || self.output.breaks_left == 0 {
            return None;
        }
        let quoted = self.text.get(start..self.at)?;
        if closed && !ends_at_an_assignment(quoted) {
            return None;
        }
        self.output.breaks_left -= 1;
        let first_line = quoted.find('\n').unwrap_or(quoted.len());
        let mut at = first_line;
        while let Some(line) = quoted.get(at + 1..) {
            let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
            if lex::assignment_len(line.get(blanks..).unwrap_or("")) > 0 {
                return Some(start + at);
            }
            let Some(next) = line.find('\n') else { break };
            at += 1 + next;
        }
        Some(start + first_line)
    }

    /// Takes the construct at the point as text: it is nested too deep to be read.
    pub(super) fn skip_construct(&mut self) -> CommandKind {
        let start = self.at;
        let mut open: Vec<Reserved> = Vec::new();
        let mut command_position = true;
        while self.at < self.end {
            self.blanks();
            if self.line_end() {
                command_position = true;
                continue;
            }
            let reserved = lex::reserved(self.rest()).filter(|_| command_position);
            if let Some(word) = reserved {
                self.take(word.text().len(), TokenKind::Word);
                command_position = word != Reserved::For && word != Reserved::Case;
                match closer_of(word) {
                    Some(closer) => open.push(closer),
                    None if open.last() == Some(&word) => {
                        open.pop();
                    }
                    None => {}
                }
            } else {
                command_position = self.skip_piece();
            }
            if open.is_empty() {
                break;
            }
        }
        let span = self.span(start, self.at);
        self.output.not_understood.push(span);
        CommandKind::Unknown
    }

    /// Takes a word or an operator; tells whether a command may begin after it.
    fn skip_piece(&mut self) -> bool {
        match self.peek() {
            Some(b'(') => {
                let length = raw_len(self.rest(), 1, b')');
                self.take(length, TokenKind::Unknown);
                false
            }
            Some(b';' | b'&' | b'|' | b')') => {
                self.take(1, TokenKind::Punctuation);
                true
            }
            Some(b'<' | b'>') => {
                self.take(1, TokenKind::Punctuation);
                false
            }
            _ => {
                self.word();
                false
            }
        }
    }
}

/// Whether the last line of `quoted`, its closing quote left out, is `name=`.
fn ends_at_an_assignment(quoted: &str) -> bool {
    let Some((before, last)) = quoted.rsplit_once('\n') else {
        return false;
    };
    let last = last.trim_start_matches([' ', '\t']);
    let length = lex::assignment_len(last);
    !before.is_empty() && length > 0 && length + 1 == last.len()
}

fn closer_of(word: Reserved) -> Option<Reserved> {
    match word {
        Reserved::If => Some(Reserved::Fi),
        Reserved::For | Reserved::While | Reserved::Until => Some(Reserved::Done),
        Reserved::Case => Some(Reserved::Esac),
        Reserved::Open => Some(Reserved::Close),
        _ => None,
    }
}
