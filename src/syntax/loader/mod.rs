//! loader.conf, as the Lua loader reads it line by line (stand/lua/config.lua).
//!
//! Knows no setting.

mod line;
mod mend;

use super::lines::lines;
use super::remedy::keep_helpful;
use super::token::TokenList;
use super::{SyntaxError, Token, TokenKind};
use crate::text::Span;
use line::Line;

/// A loader.conf file.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Its settings, in order.
    pub settings: Vec<Setting>,
    /// All of its bytes.
    pub tokens: Vec<Token>,
    /// Lines that the loader does not take.
    pub errors: Vec<SyntaxError>,
}

/// `NAME="value"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The name.
    pub name: String,
    /// Its bytes.
    pub name_span: Span,
    /// The value without quotes; escapes and variables are left as written.
    pub value: String,
    /// Its bytes, without quotes.
    pub value_span: Span,
    /// From the name to the end of the value.
    pub span: Span,
    /// Whether the name is a module's (`NAME_load`, `NAME_type`, ...) or the loader's own
    /// (`exec`), so that it never reaches the kernel.
    pub for_loader: bool,
}

/// Parses a loader.conf file.
#[must_use]
pub fn parse(text: &str) -> Tree {
    let mut tree = read(text);
    keep_helpful(&mut tree.errors, text, |mended| read(mended).errors);
    tree
}

fn read(text: &str) -> Tree {
    let mut tree = Tree::default();
    let mut tokens = TokenList::default();
    for (start, source) in lines(text) {
        let end = start + source.len();
        match line::read(source, start) {
            Line::Blank => tokens.to(TokenKind::Space, end),
            Line::Comment(at) => {
                tokens.to(TokenKind::Space, at);
                tokens.to(TokenKind::Comment, end);
            }
            Line::Setting {
                setting,
                comment,
                error,
            } => {
                tree.errors.extend(error);
                setting_tokens(&setting, comment.unwrap_or(end), &mut tokens);
                tokens.to(TokenKind::Comment, end);
                tree.settings.push(setting);
            }
            Line::Malformed(error) => {
                tree.errors.push(error);
                tokens.to(TokenKind::Unknown, end);
            }
        }
    }
    tree.tokens = tokens.finish(text.len());
    tree
}

fn setting_tokens(setting: &Setting, end: usize, tokens: &mut TokenList) {
    tokens.to(TokenKind::Space, setting.name_span.start as usize);
    tokens.to(TokenKind::Word, setting.name_span.end as usize);
    let quoted = setting.span.end != setting.value_span.end;
    let value_start = setting.value_span.start as usize - usize::from(quoted);
    tokens.to(TokenKind::Punctuation, value_start);
    let kind = if quoted {
        TokenKind::Quoted
    } else {
        TokenKind::Word
    };
    tokens.to(kind, setting.span.end as usize);
    tokens.to(TokenKind::Space, end);
}
