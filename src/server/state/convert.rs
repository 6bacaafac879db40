//! Between cellblock's places and the protocol's.

use std::path::PathBuf;

use crate::server::lsp_types::{self as lsp, Url};

use crate::finding::Severity;
use crate::text::{Encoding, Position, SourceText, Span};

pub(super) fn range(text: &SourceText, span: Span, encoding: Encoding) -> lsp::Range {
    let at = |offset| {
        let position = text.position(offset, encoding);
        let number = |n| u32::try_from(n).unwrap_or(u32::MAX);
        lsp::Position::new(number(position.line), number(position.column))
    };
    lsp::Range::new(at(span.start), at(span.end))
}

pub(super) fn span(text: &SourceText, range: lsp::Range, encoding: Encoding) -> Span {
    let start = text.offset(position(range.start), encoding);
    let end = text.offset(position(range.end), encoding);
    Span {
        start,
        end: end.max(start),
    }
}

pub(super) fn position(position: lsp::Position) -> Position {
    Position {
        line: position.line as usize,
        column: position.character as usize,
    }
}

pub(super) fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Info => lsp::DiagnosticSeverity::INFORMATION,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
    }
}

/// The path of a file; `None` for what is no file.
pub(super) fn path(uri: &Url) -> Option<PathBuf> {
    (uri.scheme() == "file")
        .then(|| uri.to_file_path().ok())
        .flatten()
}
