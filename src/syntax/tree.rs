//! A file's tree, whatever its language.

use super::{Language, SyntaxError, Token, TokenKind, frr, jail, loader, rc, shell, sysctl};
use crate::text::Span;

/// The tree of one file.
#[derive(Debug)]
pub enum Tree {
    /// jail.conf.
    Jail(jail::Tree),
    /// FRR's files.
    Frr(frr::Tree),
    /// loader.conf.
    Loader(loader::Tree),
    /// sysctl.conf.
    Sysctl(sysctl::Tree),
    /// rc.conf.
    Rc(rc::Tree),
    /// Shell scripts.
    Shell(shell::Tree),
}

/// Parses a text of any language.
#[must_use]
pub fn parse(language: Language, text: &str) -> Tree {
    match language {
        Language::Jail => Tree::Jail(jail::parse(text)),
        Language::Frr => Tree::Frr(frr::parse(text)),
        Language::Loader => Tree::Loader(loader::parse(text)),
        Language::Sysctl => Tree::Sysctl(sysctl::parse(text)),
        Language::Rc => Tree::Rc(rc::parse(text)),
        Language::Shell => Tree::Shell(shell::parse(text)),
    }
}
