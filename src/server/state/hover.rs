//! What is told of the thing under the pointer.

use super::convert;
use super::diagnostics::Desk;
use crate::ide;
use crate::rules;
use crate::server::lsp_types::{
    Hover, HoverContents, HoverParams, MarkupContent, MarkupKind, Range,
};
use crate::text::{Place, Span};

impl Desk<'_> {
    /// What becomes of the jail address there, what is known of the word, and the pages of the
    /// rules that find something.
    pub(super) fn hover(&self, params: &HoverParams) -> Option<Hover> {
        let at = &params.text_document_position_params;
        let uri = &at.text_document.uri;
        let path = convert::path(uri);
        if self.documents.get(uri).is_some_and(|d| d.is_lost()) {
            return None;
        }
        let (view, file) = self.views.find(uri, path.as_deref())?;
        let (_, text) = view.path_and_text(file)?;
        let range = Range::new(at.position, at.position);
        let span = convert::span(text, range, self.client.encoding);
        let place = Place::new(file, span);
        let mut findings: Vec<_> = (view.analysis.findings.iter())
            .filter(|finding| {
                let found = finding.place;
                found.file == file && found.span.start <= span.start && span.start <= found.span.end
            })
            .collect();
        findings.sort_by_key(|finding| (finding.place, finding.rule));
        findings.dedup_by_key(|finding| finding.rule);
        let pages = (findings.iter())
            .filter_map(|finding| rules::find(finding.rule))
            .map(ide::rule_page);
        let word = ide::hover::word(&view.analysis.site, place);
        let about = findings.iter().map(|finding| finding.place.span);
        let about = about.chain(word.iter().map(|word| word.span));
        let about = about.reduce(Span::to).unwrap_or(span);
        let told: Vec<String> = ide::jail_address(&view.analysis.site, place)
            .into_iter()
            .chain(word.map(|word| word.text))
            .chain(pages)
            .collect();
        (!told.is_empty()).then(|| Hover {
            contents: HoverContents::Markup(MarkupContent {
                kind: match self.client.hovers_in_markdown {
                    true => MarkupKind::Markdown,
                    false => MarkupKind::PlainText,
                },
                value: told.join("\n\n---\n\n"),
            }),
            range: (!about.is_empty()).then(|| convert::range(text, about, self.client.encoding)),
        })
    }
}
