//! A line of FRR's configuration, to make places and names of its spans.

use std::str::SplitAsciiWhitespace;

use ipnet::IpNet;

use super::Named;
use crate::text::{FileId, Place, Span};

/// A line with what is needed to make places and names of its spans.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub file: FileId,
    /// The offset of its first byte.
    pub start: u32,
    pub text: &'a str,
}

impl<'a> Line<'a> {
    /// The text of a span of the line.
    pub fn text(&self, span: Span) -> String {
        self.slice(span).to_owned()
    }

    /// The text of a span of the line, to look something up by.
    pub fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Its words.
    pub fn words(&self) -> SplitAsciiWhitespace<'a> {
        self.text.split_ascii_whitespace()
    }

    /// The words of a span, and where they stand.
    pub fn words_at(&self, span: Span) -> impl Iterator<Item = (&'a str, Place)> {
        let (line, text) = (*self, self.slice(span));
        let mut read = 0;
        text.split_ascii_whitespace().map(move |word| {
            let rest = text.get(read..).unwrap_or("");
            let start = read + rest.find(word).unwrap_or(0);
            read = start + word.len();
            let first = span.start as usize;
            (word, line.at(Span::new(first + start, first + read)))
        })
    }

    /// The prefixes among its words, host bits cleared.
    pub fn prefixes(&self) -> impl Iterator<Item = IpNet> {
        let prefixes = self.words().filter_map(|word| word.parse::<IpNet>().ok());
        prefixes.map(|prefix| prefix.trunc())
    }

    /// A span of the line as a place in the file.
    pub fn at(&self, span: Span) -> Place {
        Place::new(self.file, span.shifted(self.start))
    }

    /// The whole line without the blanks around it.
    pub fn place(&self) -> Place {
        let end = self.text.trim_ascii_end().len();
        let start = self.text.len() - self.text.trim_ascii_start().len();
        self.at(Span::new(start.min(end), end))
    }

    /// A name and its place.
    pub fn named(&self, span: Span) -> Named {
        Named {
            name: self.text(span),
            place: self.at(span),
        }
    }
}
