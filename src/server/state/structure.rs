//! Within one text: what it is made of, what each word is, where file names lead.

use super::convert;
use super::diagnostics::Desk;
use super::navigation::{Opened, named_thing};
use crate::ide::folding::{folds, selections};
use crate::ide::links::links;
use crate::ide::outline::{Item, ItemKind, outline};
use crate::ide::tokens::{Class, Coloured, coloured};
use crate::server::lsp_types::{
    DocumentLink, DocumentSymbol, DocumentSymbolResponse, FoldingRange, FoldingRangeKind, Location,
    Position, Range, SelectionRange, SemanticToken, SemanticTokens, SymbolInformation, SymbolKind,
    Url,
};
use crate::syntax::Tree;
use crate::text::{SourceText, Span};

impl Opened<'_> {
    fn tree(&self) -> Option<&Tree> {
        Some(self.view.snapshot.file(self.file)?.tree())
    }
}

impl Desk<'_> {
    fn range(&self, text: &SourceText, span: Span) -> Range {
        convert::range(text, span, self.client.encoding)
    }

    pub(super) fn outline(&self, uri: &Url) -> Option<DocumentSymbolResponse> {
        let opened = self.opened(uri)?;
        let items = outline(opened.tree()?, opened.text);
        if self.client.nested_symbols {
            let symbols = items.iter().map(|item| self.nested(opened.text, item));
            return Some(DocumentSymbolResponse::Nested(symbols.collect()));
        }
        let mut flat = Vec::new();
        self.flat(uri, opened.text, &items, "", &mut flat);
        Some(DocumentSymbolResponse::Flat(flat))
    }

    /// How deep items lie in items is limited by the parsers.
    #[allow(
        deprecated,
        reason = "the field has to be there; its successor is left out likewise"
    )]
    fn nested(&self, text: &SourceText, item: &Item) -> DocumentSymbol {
        let children = item.children.iter().map(|child| self.nested(text, child));
        let children: Vec<_> = children.collect();
        DocumentSymbol {
            name: item.name.clone(),
            detail: item.detail.clone(),
            kind: icon(item.kind),
            tags: None,
            deprecated: None,
            range: self.range(text, item.span),
            selection_range: self.range(text, item.name_span),
            children: (!children.is_empty()).then_some(children),
        }
    }

    fn flat(
        &self,
        uri: &Url,
        text: &SourceText,
        items: &[Item],
        within: &str,
        flat: &mut Vec<SymbolInformation>,
    ) {
        for item in items {
            let location = Location {
                uri: uri.clone(),
                range: self.range(text, item.span),
            };
            flat.push(named_thing(&item.name, icon(item.kind), location, within));
            self.flat(uri, text, &item.children, &item.name, flat);
        }
    }

    pub(super) fn folds(&self, uri: &Url) -> Option<Vec<FoldingRange>> {
        let opened = self.opened(uri)?;
        let line = |line| u32::try_from(line).unwrap_or(u32::MAX);
        let folds = folds(opened.tree()?, opened.text).into_iter();
        let ranges = folds.map(|fold| FoldingRange {
            start_line: line(fold.first),
            start_character: None,
            end_line: line(fold.last),
            end_character: None,
            kind: fold.is_comment.then_some(FoldingRangeKind::Comment),
            collapsed_text: None,
        });
        Some(ranges.collect())
    }

    pub(super) fn selections(&self, uri: &Url, at: &[Position]) -> Option<Vec<SelectionRange>> {
        let opened = self.opened(uri)?;
        let tree = opened.tree()?;
        let of = |position: &Position| {
            let position = *position;
            let at = opened
                .text
                .offset(convert::position(position), self.client.encoding);
            let steps = selections(tree, opened.text, at).into_iter().rev();
            let outermost_first = steps.map(|span| self.range(opened.text, span));
            let chain = outermost_first.fold(None, |parent, range| {
                Some(SelectionRange {
                    range,
                    parent: parent.map(Box::new),
                })
            });
            // One answer a position, whatever it is.
            chain.unwrap_or(SelectionRange {
                range: Range::new(position, position),
                parent: None,
            })
        };
        Some(at.iter().map(of).collect())
    }

    pub(super) fn links(&self, uri: &Url) -> Option<Vec<DocumentLink>> {
        let opened = self.opened(uri)?;
        let hosts = &opened.view.analysis.site.hosts;
        let host = hosts.iter().find(|host| host.file(opened.file).is_some())?;
        let mut all = Vec::new();
        for link in links(host, opened.file) {
            let is_there = opened.view.file_at(&link.target).is_some();
            if is_there || self.views.is_on_disk(&link.target) {
                all.push(DocumentLink {
                    range: self.range(opened.text, link.span),
                    target: self.uri(&link.target),
                    tooltip: (link.count > 1).then(|| format!("the first of {} files", link.count)),
                    data: None,
                });
            }
        }
        Some(all)
    }

    pub(super) fn tokens(&self, uri: &Url, range: Option<Range>) -> Option<SemanticTokens> {
        let opened = self.opened(uri)?;
        let mut parts = coloured(opened.tree()?, opened.text);
        if let Some(range) = range {
            let wanted = convert::span(opened.text, range, self.client.encoding);
            parts.retain(|part| part.span.start <= wanted.end && wanted.start <= part.span.end);
        }
        Some(SemanticTokens {
            result_id: None,
            data: self.encoded(opened.text, &parts),
        })
    }

    /// Each part as far from the one before it as the protocol counts.
    fn encoded(&self, text: &SourceText, parts: &[Coloured]) -> Vec<SemanticToken> {
        let mut before = Position::default();
        let mut data = Vec::with_capacity(parts.len());
        for part in parts {
            let range = self.range(text, part.span);
            let start = range.start;
            let is_same_line = start.line == before.line;
            data.push(SemanticToken {
                delta_line: start.line.saturating_sub(before.line),
                delta_start: match is_same_line {
                    true => start.character.saturating_sub(before.character),
                    false => start.character,
                },
                length: range.end.character.saturating_sub(start.character),
                token_type: index(part.class),
                token_modifiers_bitset: u32::from(part.is_definition),
            });
            before = start;
        }
        data
    }
}

/// A class's place in the legend.
fn index(class: Class) -> u32 {
    let at = Class::ALL.iter().position(|own| *own == class);
    at.and_then(|at| u32::try_from(at).ok()).unwrap_or_default()
}

fn icon(kind: ItemKind) -> SymbolKind {
    match kind {
        ItemKind::Jail => SymbolKind::MODULE,
        ItemKind::Parameter | ItemKind::Setting => SymbolKind::PROPERTY,
        ItemKind::Variable => SymbolKind::VARIABLE,
        ItemKind::Include => SymbolKind::FILE,
        ItemKind::Group => SymbolKind::NAMESPACE,
        ItemKind::Block => SymbolKind::STRUCT,
        ItemKind::List => SymbolKind::ARRAY,
        ItemKind::Function => SymbolKind::FUNCTION,
    }
}
