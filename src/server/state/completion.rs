//! Which words may stand at the cursor.

use serde::{Deserialize, Serialize};

use super::convert;
use super::diagnostics::Desk;
use crate::ide::Subject;
use crate::ide::completion::{self, Completion, Cursor, Kind};
use crate::ide::hover::file_of;
use crate::server::lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse,
    CompletionTextEdit, Documentation, InsertTextFormat, MarkupContent, MarkupKind, Range,
    TextEdit,
};
use crate::text::Span;
use crate::vocabulary::{Candidates, FreebsdRelease};

/// What an item carries until the client asks what more there is to be said of it.
#[derive(Serialize, Deserialize)]
struct Ticket {
    #[serde(flatten)]
    subject: Subject,
    /// The release of the host, if it is known.
    freebsd: Option<String>,
}

impl Ticket {
    fn freebsd(&self) -> Candidates<FreebsdRelease> {
        let release = self.freebsd.as_deref().and_then(|text| text.parse().ok());
        release.map_or(Candidates::Unknown, Candidates::Known)
    }
}

impl Desk<'_> {
    /// What may stand at the cursor.
    pub(super) fn completion(&self, params: &CompletionParams) -> Option<CompletionResponse> {
        let at = &params.text_document_position;
        let uri = &at.text_document.uri;
        if self.documents.get(uri).is_some_and(|d| d.is_lost()) {
            return None;
        }
        let (view, file) = self.views.find(uri, convert::path(uri).as_deref())?;
        let (host, file) = file_of(&view.analysis.site, file)?;
        let text = &file.source.text;
        let range = Range::new(at.position, at.position);
        let offset = convert::span(text, range, self.client.encoding).start as usize;
        let trigger = params.context.as_ref().and_then(|context| {
            let character = context.trigger_character.as_deref();
            character.and_then(|character| character.chars().next())
        });
        // A brace alone begins a block, and nobody wants a word there before the line's end.
        let before = text.as_str().get(..offset).unwrap_or_default();
        if trigger == Some('{') && !before.ends_with("${") {
            return None;
        }
        let found = completion::complete(&Cursor {
            language: file.language(),
            text: text.as_str(),
            at: offset,
            host: Some(host),
            freebsd: &file.freebsd,
            frr: &host.frr_version,
        });
        let replaced = convert::range(text, found.replaced, self.client.encoding);
        let typed = Span::new(found.replaced.start as usize, offset);
        let typed = text.slice(typed);
        let items = (0..).zip(found.items).map(|(order, item)| {
            let item = Written {
                item,
                order,
                replaced,
                typed,
            };
            self.item(item, &file.freebsd)
        });
        Some(CompletionResponse::List(CompletionList {
            is_incomplete: found.is_incomplete,
            items: items.collect(),
        }))
    }

    fn item(&self, written: Written<'_>, freebsd: &Candidates<FreebsdRelease>) -> CompletionItem {
        let Written {
            item,
            order,
            replaced,
            typed,
        } = written;
        let ticket = item.subject.map(|subject| Ticket {
            subject,
            freebsd: freebsd.known().map(|release| release.to_string()),
        });
        let (new_text, format) = match item.snippet.filter(|_| self.client.snippets) {
            Some(snippet) => (snippet, Some(InsertTextFormat::SNIPPET)),
            None => (item.insert, None),
        };
        let (documentation, data) = match ticket {
            Some(ticket) if self.client.resolves_documentation => {
                (None, serde_json::to_value(ticket).ok())
            }
            Some(ticket) => (self.documentation(&ticket), None),
            None => (None, None),
        };
        // Clients compare what is before the cursor with this; some take no label for it that
        // has other characters than the text.
        let filter_text = (!item.label.starts_with(typed)).then(|| item.label.clone());
        CompletionItem {
            kind: Some(kind(item.kind)),
            label: item.label,
            detail: Some(item.detail).filter(|detail| !detail.is_empty()),
            sort_text: Some(format!("{order:04}")),
            filter_text,
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(replaced, new_text))),
            insert_text_format: format,
            documentation,
            data,
            ..CompletionItem::default()
        }
    }

    /// An item with what more there is to be said of it.
    pub(super) fn resolved(&self, mut item: CompletionItem) -> CompletionItem {
        let data = item.data.clone();
        let ticket = data.and_then(|data| serde_json::from_value::<Ticket>(data).ok());
        if let Some(ticket) = ticket {
            item.documentation = self.documentation(&ticket);
        }
        item
    }

    fn documentation(&self, ticket: &Ticket) -> Option<Documentation> {
        Some(Documentation::MarkupContent(MarkupContent {
            kind: match self.client.completes_in_markdown {
                true => MarkupKind::Markdown,
                false => MarkupKind::PlainText,
            },
            value: ticket.subject.describe(&ticket.freebsd())?,
        }))
    }
}

/// An item and its place among the others.
struct Written<'a> {
    item: Completion,
    order: usize,
    replaced: Range,
    typed: &'a str,
}

fn kind(kind: Kind) -> CompletionItemKind {
    match kind {
        Kind::Parameter => CompletionItemKind::FIELD,
        Kind::Setting => CompletionItemKind::PROPERTY,
        Kind::Branch => CompletionItemKind::FOLDER,
        Kind::Variable => CompletionItemKind::VARIABLE,
        Kind::Keyword => CompletionItemKind::KEYWORD,
        Kind::Value => CompletionItemKind::VALUE,
        Kind::Jail => CompletionItemKind::REFERENCE,
        Kind::Interface => CompletionItemKind::INTERFACE,
        Kind::Module => CompletionItemKind::MODULE,
        Kind::Hint => CompletionItemKind::TEXT,
    }
}
