//! Where in a jail.conf the cursor is, told from the tokens before it.
//!
//! Knows no parameter. A forgotten semicolon does not mislead it: a line that begins where no
//! value is wanted begins a statement.

use crate::syntax::jail;
use crate::syntax::{Token, TokenKind};
use crate::text::Span;

/// What is being written at the cursor. Spans end at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// Nothing that could be helped with: a comment, the place behind a closing quote.
    Nothing,
    /// A statement begins.
    Statement {
        /// What is written of its name.
        typed: Span,
        /// How many blocks are open.
        depth: usize,
    },
    /// A value of a parameter.
    Value {
        /// The parameter.
        parameter: String,
        /// What is written of the value, without the quote before it.
        typed: Span,
        /// The block around it, as written; none for globals.
        block: Option<String>,
    },
    /// The name of a variable.
    Variable {
        /// What is written of its name.
        typed: Span,
        /// It is `${` and not `$` before the name.
        braced: bool,
        /// It begins a statement: it is the one that is set, rather than referred to.
        is_set: bool,
    },
}

/// Reads the text before the cursor.
pub(super) fn read(before: &str) -> Context {
    let tree = jail::parse(before);
    let mut reader = Reader {
        text: before,
        blocks: Vec::new(),
        words: Words::default(),
        breaks: false,
    };
    for token in &tree.tokens {
        reader.take(token);
    }
    reader.context(tree.tokens.last().copied())
}

/// The statement that the reader is in, as far as it has come.
#[derive(Debug, Default)]
struct Words {
    name: Option<Span>,
    has_operator: bool,
    /// The word that the last token was part of.
    current: Option<Span>,
    /// The last mark was an operator or a comma: a value has to follow.
    wants_value: bool,
}

struct Reader<'t> {
    text: &'t str,
    /// The names of the blocks that are open.
    blocks: Vec<Span>,
    words: Words,
    /// A line has ended since the last token that was not blank.
    breaks: bool,
}

impl<'t> Reader<'t> {
    fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn take(&mut self, token: &Token) {
        let text = self.slice(token.span);
        match token.kind {
            TokenKind::Space | TokenKind::Comment => {
                self.breaks |= text.contains('\n');
                self.words.current = None;
                return;
            }
            TokenKind::Punctuation => self.mark(text),
            _ => self.piece(token.span),
        }
        self.breaks = false;
    }

    fn mark(&mut self, text: &str) {
        match text {
            "{" => {
                let name = self.words.name.unwrap_or_default();
                self.blocks.push(name);
                self.words = Words::default();
            }
            "}" => {
                self.blocks.pop();
                self.words = Words::default();
            }
            "=" | "+=" => {
                self.words.has_operator = true;
                self.words.wants_value = true;
                self.words.current = None;
            }
            "," => {
                self.words.wants_value = true;
                self.words.current = None;
            }
            _ => self.words = Words::default(),
        }
    }

    fn piece(&mut self, span: Span) {
        if let Some(current) = &mut self.words.current {
            current.end = span.end;
            if !self.words.has_operator
                && self.words.name.map(|name| name.start) == Some(current.start)
            {
                self.words.name = self.words.current;
            }
            return;
        }
        if self.breaks && !self.words.wants_value {
            self.words = Words::default();
        }
        self.words.current = Some(span);
        self.words.wants_value = false;
        if self.words.name.is_none() {
            self.words.name = Some(span);
        }
    }

    fn context(self, last: Option<Token>) -> Context {
        if last.is_some_and(|last| self.is_open_comment(last)) {
            return Context::Nothing;
        }
        let end = Span::at(self.text.len());
        let begins = match (self.words.name, self.words.current) {
            (None, _) => true,
            (name, Some(current)) => name == Some(current) && !self.words.has_operator,
            (Some(_), None) => self.breaks && !self.words.wants_value,
        };
        let word = self.words.current.unwrap_or(end);
        let quote = quote_at_end(self.slice(word));
        if quote == Quote::Closed || self.text.ends_with('\\') {
            return Context::Nothing;
        }
        if !matches!(quote, Quote::Single(_))
            && let Some((typed, braced)) = variable_at_end(self.slice(word))
        {
            return Context::Variable {
                typed: Span::new(self.text.len() - typed.len(), self.text.len()),
                braced,
                is_set: begins,
            };
        }
        let typed = match quote {
            Quote::None => word,
            Quote::Double(opening) | Quote::Single(opening) => {
                Span::new(word.start as usize + opening + 1, self.text.len())
            }
            Quote::Closed => end,
        };
        match (begins, self.words.name) {
            (false, Some(name)) => Context::Value {
                parameter: self.slice(name).to_owned(),
                typed,
                block: self.blocks.last().map(|name| self.slice(*name).to_owned()),
            },
            _ if quote != Quote::None => Context::Nothing,
            _ => Context::Statement {
                typed,
                depth: self.blocks.len(),
            },
        }
    }

    /// Whether the text ends inside this comment.
    fn is_open_comment(&self, token: Token) -> bool {
        let text = self.slice(token.span);
        let is_closed = text.starts_with("/*") && text.len() >= 4 && text.ends_with("*/");
        token.kind == TokenKind::Comment && !is_closed
    }
}

/// Where the end of a word is, as its quotes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quote {
    /// There are none.
    None,
    /// Inside double quotes that opened at this byte of the word.
    Double(usize),
    /// Likewise inside single quotes.
    Single(usize),
    /// Behind them.
    Closed,
}

fn quote_at_end(word: &str) -> Quote {
    let mut state = Quote::None;
    let mut escaped = false;
    for (at, byte) in word.bytes().enumerate() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        state = match (state, byte) {
            (state, b'\\') => {
                escaped = true;
                state
            }
            (Quote::None | Quote::Closed, b'"') => Quote::Double(at),
            (Quote::None | Quote::Closed, b'\'') => Quote::Single(at),
            (Quote::Double(_), b'"') | (Quote::Single(_), b'\'') => Quote::Closed,
            (state, _) => state,
        };
    }
    state
}

/// The name after a dollar sign at the end of `text`, and whether a brace is before it.
fn variable_at_end(text: &str) -> Option<(&str, bool)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_dollar = |before: &str| before.ends_with('$') && !before.ends_with("\\$");
    let plain = text.trim_end_matches(is_name);
    if is_dollar(plain) {
        return Some((text.get(plain.len()..)?, false));
    }
    let braced = text.trim_end_matches(|c| is_name(c) || ".-".contains(c));
    let dollar = braced.strip_suffix('{')?;
    is_dollar(dollar).then_some((text.get(braced.len()..)?, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str) -> String {
        let text = |span: Span| &before[span.range()];
        match read(before) {
            Context::Nothing => "nothing".to_owned(),
            Context::Statement { typed, depth } => format!("statement {depth} {}", text(typed)),
            Context::Value {
                parameter,
                typed,
                block,
            } => format!(
                "value {} {parameter} {}",
                block.unwrap_or_default(),
                text(typed)
            ),
            Context::Variable {
                typed,
                braced,
                is_set,
            } => format!("variable {braced} {is_set} {}", text(typed)),
        }
    }

    #[test]
    fn the_context_is_told_from_what_is_before() {
        for (before, expected) in [
            ("", "statement 0 "),
            ("exec.", "statement 0 exec."),
            ("a { exec.", "statement 1 exec."),
            ("a { b { ", "statement 2 "),
            ("a { persist; }\n", "statement 0 "),
            ("ip4.addr = ", "value  ip4.addr "),
            ("a { ip4.addr += \"em", "value a ip4.addr em"),
            ("a { ip4.addr = em0, lo", "value a ip4.addr lo"),
            ("vnet ne", "value  vnet ne"),
            ("exec.clean\nvn", "statement 0 vn"),
            ("exec.fib = 1\nvn", "statement 0 vn"),
            ("exec.fib = 1\n", "statement 0 "),
            ("exec.start =\n  ", "value  exec.start "),
            ("depend = a,\n", "value  depend "),
            ("# exec", "nothing"),
            ("# exec\n", "statement 0 "),
            ("/* exec", "nothing"),
            ("/* exec */ pa", "statement 0 pa"),
            ("// x", "nothing"),
            ("path = \"/x\"", "nothing"),
            ("path = '/x", "value  path /x"),
            ("path = \"/x/$na", "variable false false na"),
            ("path = \"/x/${host.", "variable true false host."),
            ("path = '/x/$na", "value  path /x/$na"),
            ("path = \"\\$na", "value  path \\$na"),
            ("path = $", "variable false false "),
            ("$ro", "variable false true ro"),
            ("a {\n\tip4.addr = \"x\n\texec.", "statement 1 exec."),
        ] {
            assert_eq!(shown(before), expected, "{before:?}");
        }
    }
}
