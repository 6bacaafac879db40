//! sysctl.conf, as sysctl(8) reads it line by line (sbin/sysctl/sysctl.c).
//!
//! Knows which settings are numbers, which must have a value, and nothing else of them.

mod read;

#[cfg(test)]
mod tests;

use super::remedy::{Remedy, Replacement, keep_helpful};
use super::token::TokenList;
use super::{SyntaxError, Token, TokenKind, typed};
use crate::text::Span;
use crate::vocabulary::{Setting as Known, setting};
pub use read::{Line, lines, unquoted};

/// A sysctl.conf file.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Its settings, in order.
    pub settings: Vec<Setting>,
    /// All of its bytes.
    pub tokens: Vec<Token>,
    /// Lines that set nothing.
    pub errors: Vec<SyntaxError>,
}

/// `name=value`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The name.
    pub name: String,
    /// Its bytes.
    pub name_span: Span,
    /// The value, as sysctl(8) takes it.
    pub value: String,
    /// Its bytes, without quotes.
    pub value_span: Span,
    /// From the name to the end of the value.
    pub span: Span,
}

/// Parses a sysctl.conf file.
#[must_use]
pub fn parse(text: &str) -> Tree {
    let mut tree = read(text);
    keep_helpful(&mut tree.errors, text, |mended| read(mended).errors);
    tree
}

fn read(text: &str) -> Tree {
    let mut tree = Tree::default();
    let mut tokens = TokenList::default();
    for line in read::lines(text) {
        let end = line.start + line.text.len();
        let comment = line.start + line.content.len();
        tokens.to(TokenKind::Space, line.start + line.indent());
        if line.is_torn {
            tree.errors.push(torn(&line));
        }
        if !read::trimmed(line.content).is_empty() {
            tree.line(&line, &mut tokens);
        }
        tokens.to(TokenKind::Space, comment);
        tokens.to(TokenKind::Comment, end);
    }
    tree.tokens = tokens.finish(text.len());
    tree
}

/// sysctl(8) reads 1023 bytes at a time.
fn torn(line: &Line) -> SyntaxError {
    let start = line.start;
    let message = "this line is too long: sysctl(8) reads what follows the 1023rd byte as a line \
                   of its own";
    SyntaxError::new(Span::new(start, start + line.text.len()), message)
        .with_note("make it shorter")
}

impl Tree {
    /// A line that is not empty.
    fn line(&mut self, line: &Line, tokens: &mut TokenList) {
        let content = line.content;
        let at = |part: &str| {
            let offset = (part.as_ptr() as usize).saturating_sub(content.as_ptr() as usize);
            Span::new(line.start + offset, line.start + offset + part.len())
        };
        let whole = at(read::trimmed(content));
        let Some((name, value)) = line.assignment() else {
            self.errors
                .push(sets_nothing(read::trimmed(content), whole));
            tokens.to(TokenKind::Unknown, whole.end as usize);
            return;
        };
        let inside = read::unquoted(value);
        tokens.to(TokenKind::Word, at(name).end as usize);
        tokens.to(TokenKind::Punctuation, at(value).start as usize);
        let kind = if inside == value {
            TokenKind::Word
        } else {
            TokenKind::Quoted
        };
        tokens.to(kind, at(value).end as usize);
        if let Some(error) = odd_characters((name, at(name)), (value, at(value))) {
            self.errors.push(error);
            return;
        }
        if let Some(error) = bad_name(name, at(name)) {
            self.errors.push(error);
            return;
        }
        self.errors.extend(appends(name, at(name)));
        if inside.is_empty() && setting(name).is_some_and(Known::is_number) {
            let message = format!("{name} has no value, and sysctl(8) refuses an empty number");
            let error = SyntaxError::new(whole, message);
            self.errors
                .push(error.with_note("write a value or remove the line"));
        }
        self.settings.push(Setting {
            name: name.to_owned(),
            name_span: at(name),
            value: inside.to_owned(),
            value_span: at(inside),
            span: whole,
        });
    }
}

/// One error for a line; it is mended as a whole.
fn odd_characters(name: (&str, Span), value: (&str, Span)) -> Option<SyntaxError> {
    let of_value = odd_character(value.0, value.1);
    let Some(mut error) = odd_character(name.0, name.1) else {
        return of_value;
    };
    let more = of_value.and_then(|error| error.remedy);
    if let (Some(remedy), Some(more)) = (&mut error.remedy, more) {
        remedy.replacements.extend(more.replacements);
    }
    Some(error)
}

/// A blank that is none to sysctl(8) around a name or value, or a typographic quote in front.
fn odd_character(part: &str, span: Span) -> Option<SyntaxError> {
    let start = span.start as usize;
    let first = part.chars().next()?;
    if typed::plain_quote(first).is_some() {
        let message = format!(
            "{} is none to sysctl(8), but part of the value",
            typed::named(first)?
        );
        let remedy = typed::quotes(part, start, "\"")
            .map(|replacements| Remedy::certain("write plain quotes", replacements));
        let error = SyntaxError::new(Span::new(start, start + first.len_utf8()), message);
        return Some(
            error
                .with_note("write plain quotes or none")
                .with_remedy(remedy),
        );
    }
    let is_blank = |c: char| typed::is_odd_blank(c) || c.is_ascii_whitespace();
    let inside = part.trim_matches(is_blank);
    if inside.len() == part.len() {
        return None;
    }
    let before = part.len() - part.trim_start_matches(is_blank).len();
    let ends = [(0, before), (before + inside.len(), part.len())];
    let blanks = ends.iter().filter(|(from, to)| from < to);
    let replacements: Vec<Replacement> = blanks
        .map(|(from, to)| Replacement::remove(Span::new(start + from, start + to)))
        .collect();
    let (at, odd) = part.char_indices().find(|(_, c)| typed::is_odd_blank(*c))?;
    let message = format!(
        "{} is no blank to sysctl(8), but part of what stands beside it",
        typed::named(odd)?
    );
    let place = Span::new(start + at, start + at + odd.len_utf8());
    let error = SyntaxError::new(place, message).with_note("write a plain blank or none");
    Some(error.with_remedy(Remedy::certain("remove the blank", replacements)))
}

fn sets_nothing(content: &str, span: Span) -> SyntaxError {
    if content.starts_with(['=', ':']) {
        return SyntaxError::new(span, "this line sets nothing: there is no name before `=`");
    }
    let (message, note) = match content.split_once(char::is_whitespace) {
        Some((name, value)) => (
            format!("this line sets nothing: without `=`, all of `{content}` is the name"),
            format!("write {name}={}", value.trim()),
        ),
        None => (
            format!("this line sets nothing: without `=`, sysctl(8) only prints {content}"),
            format!("write {content}=VALUE"),
        ),
    };
    SyntaxError::new(span, message)
        .with_note(note)
        .with_remedy(with_equals(content, span))
}

/// Puts an `=` between a name with dots in it and the only word behind it.
fn with_equals(content: &str, span: Span) -> Option<Remedy> {
    let (name, value) = content.split_once(char::is_whitespace)?;
    let blanks = value.len() - value.trim_start().len() + 1;
    let plain = name.contains('.') && !value.trim_start().contains(char::is_whitespace);
    let start = span.start as usize + name.len();
    let replacement = Replacement::new(Span::new(start, start + blanks), "=");
    plain.then(|| Remedy::certain("put an `=` between name and value", vec![replacement]))
}

/// `name+=value`: for sysctl(8) the plus is part of the name.
fn appends(name: &str, span: Span) -> Option<SyntaxError> {
    let plain = name.strip_suffix('+')?;
    let message = format!("`{name}` is no setting: sysctl.conf has no `+=`");
    let note = match plain {
        "" => "write NAME=VALUE".to_owned(),
        _ => format!("write {plain}=..."),
    };
    Some(SyntaxError::new(span, message).with_note(note))
}

/// A name with a blank in it is no name, such as `sysctl net.inet.ip.forwarding`.
fn bad_name(name: &str, span: Span) -> Option<SyntaxError> {
    if name.is_empty() {
        return Some(SyntaxError::new(span, "there is no name before `=`"));
    }
    let last = name
        .split_whitespace()
        .last()
        .filter(|last| *last != name)?;
    let message = format!("`{name}` is no setting: blanks are part of the name");
    let error = SyntaxError::new(span, message).with_note(format!("write {last}=..."));
    Some(error.with_remedy(without_command(name, last, span)))
}

/// Takes away what belongs to a command line: `sysctl -w name=value`.
fn without_command(name: &str, last: &str, span: Span) -> Option<Remedy> {
    let before = name.strip_suffix(last)?;
    let (command, options) = before.split_once(char::is_whitespace)?;
    let mut options = options.split_whitespace();
    let is_command = command.rsplit('/').next() == Some("sysctl")
        && options.all(|option| option.starts_with('-'));
    let start = span.start as usize;
    let replacement = Replacement::remove(Span::new(start, start + before.len()));
    is_command.then(|| Remedy::certain("remove the word `sysctl`", vec![replacement]))
}
