//! A file's tree, whatever its language.

use super::frr::{LineContent, LineRecord};
use super::{Language, SyntaxError, Token, TokenKind, frr, jail, loader, rc, shell, sysctl};
use crate::text::{Change, Span};

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

impl Tree {
    /// The tree of `text`, which `change` made of this tree's text; `None` where parsing the
    /// whole is the way to it.
    #[must_use]
    pub fn edited(&self, text: &str, change: Change) -> Option<Self> {
        match self {
            Self::Frr(tree) => Some(Self::Frr(tree.edited(text, change))),
            Self::Jail(_) | Self::Loader(_) | Self::Sysctl(_) | Self::Rc(_) | Self::Shell(_) => {
                None
            }
        }
    }

    /// Where the machine's own parser would stop or leave something out.
    #[must_use]
    pub fn errors(&self) -> &[SyntaxError] {
        match self {
            Self::Jail(tree) => &tree.errors,
            Self::Frr(_) => &[],
            Self::Loader(tree) => &tree.errors,
            Self::Sysctl(tree) => &tree.errors,
            Self::Rc(tree) => &tree.errors,
            Self::Shell(tree) => &tree.errors,
        }
    }

    /// What is kept without being understood. What is wrong is not here, but in the errors.
    #[must_use]
    pub fn not_understood(&self) -> Vec<Span> {
        match self {
            Self::Frr(tree) => tree
                .placed_not_understood()
                .map(|(start, line)| whole(start, line))
                .collect(),
            Self::Rc(tree) => tree.not_understood.clone(),
            Self::Shell(tree) => tree.not_understood.clone(),
            Self::Jail(_) | Self::Loader(_) | Self::Sysctl(_) => Vec::new(),
        }
    }

    /// The comments, in order.
    #[must_use]
    pub fn comments(&self) -> Vec<Span> {
        let Some(tokens) = self.tokens() else {
            return self.frr_comments();
        };
        let comments = tokens
            .iter()
            .filter(|token| token.kind == TokenKind::Comment);
        comments.map(|token| token.span).collect()
    }

    /// Spans that cover every byte of the file, in order.
    #[must_use]
    pub fn cover(&self) -> Vec<Span> {
        match (self, self.tokens()) {
            (Self::Frr(tree), _) => tree
                .placed()
                .map(|(start, line)| whole(start, line))
                .collect(),
            (_, tokens) => tokens
                .unwrap_or(&[])
                .iter()
                .map(|token| token.span)
                .collect(),
        }
    }

    /// The tokens over every byte; none for FRR, which has lines.
    #[must_use]
    pub fn tokens(&self) -> Option<&[Token]> {
        match self {
            Self::Jail(tree) => Some(&tree.tokens),
            Self::Loader(tree) => Some(&tree.tokens),
            Self::Sysctl(tree) => Some(&tree.tokens),
            Self::Rc(tree) => Some(tree.tokens()),
            Self::Shell(tree) => Some(&tree.tokens),
            Self::Frr(_) => None,
        }
    }

    fn frr_comments(&self) -> Vec<Span> {
        let Self::Frr(tree) = self else {
            return Vec::new();
        };
        tree.placed()
            .filter_map(|(start, line)| match line.content {
                LineContent::Comment(span) => Some(span.shifted(start)),
                _ => None,
            })
            .collect()
    }
}

/// A line of an FRR file that begins at `start`, its line break included.
fn whole(start: u32, line: &LineRecord) -> Span {
    Span {
        start,
        end: start.saturating_add(line.length),
    }
}
