//! From findings to diagnostics, by document.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::path::Path;

use rustc_hash::FxHasher;
use serde_json::json;

use super::client::Client;
use super::convert;
use super::documents::{Document, Documents};
use super::view::{ConfigFault, View};
use super::views::Views;
use crate::finding::{Finding, Related};
use crate::server::lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Url,
};
use crate::text::{Place, SourceText};

/// What is wrong in one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sheet {
    /// The version that this is about, of an open document.
    pub(super) version: Option<i32>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// All that is known, and how the client wants it told.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub(super) views: &'a Views,
    pub(super) documents: &'a Documents,
    pub(super) client: &'a Client,
}

impl<'a> Desk<'a> {
    /// The diagnostics of every document that has any.
    pub(super) fn sheets(&self) -> BTreeMap<Url, Sheet> {
        let mut sheets = BTreeMap::new();
        // A file that two sites share is told of once, by the first of them.
        let mut told = BTreeSet::new();
        for view in self.views.iter() {
            let mut here = BTreeSet::new();
            let findings = sorted(view);
            for of_file in findings.chunk_by(|a, b| a.place.file == b.place.file) {
                let place = of_file.first().map(|finding| finding.place);
                let Some((uri, text)) = place.and_then(|place| self.document(view, place)) else {
                    continue;
                };
                if told.contains(&uri) {
                    continue;
                }
                let diagnostics = of_file.iter().map(|one| self.diagnostic(view, one, text));
                (self.sheet(&mut sheets, &uri).diagnostics).extend(diagnostics);
                here.insert(uri);
            }
            told.extend(here);
        }
        for fault in self.views.faults() {
            if let Some(uri) = self.uri(&fault.path) {
                let diagnostic = self.config_diagnostic(fault);
                (self.sheet(&mut sheets, &uri).diagnostics).push(diagnostic);
            }
        }
        sheets
    }

    fn sheet<'s>(&self, sheets: &'s mut BTreeMap<Url, Sheet>, uri: &Url) -> &'s mut Sheet {
        sheets.entry(uri.clone()).or_insert_with(|| Sheet {
            version: self.documents.get(uri).map(|document| document.version),
            diagnostics: Vec::new(),
        })
    }

    /// The document that a place is in; none if the client's text is another one than ours.
    pub(super) fn document(&self, view: &'a View, place: Place) -> Option<(Url, &'a SourceText)> {
        let (path, text) = view.path_and_text(place.file)?;
        if let Some(uri) = view.unfiled() {
            return Some((uri.clone(), text));
        }
        if self.views.is_replaced(path) {
            return None;
        }
        Some((self.uri(path)?, text))
    }

    /// A file's name, as the client writes it if it has the file open.
    pub(super) fn uri(&self, path: &Path) -> Option<Url> {
        match self.documents.at(path) {
            Some(document) if document.is_lost() => None,
            Some(document) => Some(document.uri.clone()),
            None => Url::from_file_path(path).ok(),
        }
    }

    /// The open document at a path.
    pub(super) fn open(&self, view: &View, path: &Path) -> Option<&'a Document> {
        match view.unfiled() {
            Some(uri) => self.documents.get(uri),
            None => self.documents.at(path),
        }
    }

    pub(super) fn diagnostic(
        &self,
        view: &View,
        finding: &Finding,
        text: &SourceText,
    ) -> Diagnostic {
        let mut message = finding.message.clone();
        for note in &finding.notes {
            message.push('\n');
            message.push_str(note);
        }
        let related: Vec<_> = (finding.related.iter())
            .filter(|_| self.client.related_information)
            .filter_map(|related| self.related(view, related))
            .collect();
        Diagnostic {
            range: convert::range(text, finding.place.span, self.client.encoding),
            severity: Some(convert::severity(finding.severity)),
            code: Some(NumberOrString::String(finding.rule.to_owned())),
            source: Some(SOURCE.to_owned()),
            message,
            related_information: (!related.is_empty()).then_some(related),
            data: Some(json!({ "finding": identity(finding) })),
            ..Diagnostic::default()
        }
    }

    fn related(&self, view: &View, related: &Related) -> Option<DiagnosticRelatedInformation> {
        let (uri, text) = self.document(view, related.place)?;
        let range = convert::range(text, related.place.span, self.client.encoding);
        Some(DiagnosticRelatedInformation {
            location: Location { uri, range },
            message: related.message.clone(),
        })
    }

    fn config_diagnostic(&self, fault: &ConfigFault) -> Diagnostic {
        let mut message = fault.message.clone();
        if let Some(meanwhile) = fault.meanwhile {
            message.push('\n');
            message.push_str(meanwhile);
        }
        Diagnostic {
            range: convert::range(&fault.text, fault.span, self.client.encoding),
            severity: Some(DiagnosticSeverity::ERROR),
            source: Some(SOURCE.to_owned()),
            message,
            ..Diagnostic::default()
        }
    }
}

/// What diagnostics name as their source.
const SOURCE: &str = env!("CARGO_PKG_NAME");

/// The findings of a view, by file and place.
fn sorted(view: &View) -> Vec<&Finding> {
    let mut findings: Vec<&Finding> = view.analysis.findings.iter().collect();
    findings.sort_by(|a, b| (a.place, a.rule, &a.message).cmp(&(b.place, b.rule, &b.message)));
    findings
}

/// By what a finding is known again when the client asks for its fixes.
pub(super) fn identity(finding: &Finding) -> String {
    let mut hasher = FxHasher::default();
    (finding.rule, finding.place.span, &finding.message).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
