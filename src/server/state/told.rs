//! What the client was told of each document, so that it is told again only what is new.

use std::collections::BTreeMap;
use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::diagnostics::Sheet;
use crate::server::lsp_types::{
    Diagnostic, DocumentDiagnosticReportKind, FullDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Url,
};

/// The sheets of every document that has diagnostics, as they were told or are to be asked for.
#[derive(Default)]
pub(super) struct Told {
    sheets: BTreeMap<Url, Sheet>,
    /// What went along with the report of another document: the result's name.
    along: BTreeMap<Url, String>,
}

impl Told {
    /// Takes new sheets up and returns the documents of which something new is to be told. Of
    /// what has gone there is no sheet any more. The same diagnostics of a new version are new if
    /// there are any: where the client moved its marks while typing, they have to be set right.
    pub(super) fn renew(&mut self, fresh: BTreeMap<Url, Sheet>) -> Vec<Url> {
        let is_new = |(uri, sheet): &(&Url, &Sheet)| self.sheets.get(uri) != Some(sheet);
        let new = fresh.iter().filter(is_new).map(|(uri, _)| uri);
        let gone = self.sheets.keys().filter(|uri| !fresh.contains_key(uri));
        let news = new.chain(gone).cloned().collect();
        self.sheets = fresh;
        news
    }

    /// What is to be told of a document.
    pub(super) fn diagnostics(&self, uri: &Url) -> &[Diagnostic] {
        self.sheets.get(uri).map_or(&[], |sheet| &sheet.diagnostics)
    }

    /// Every sheet.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Url, &Sheet)> {
        self.sheets.iter()
    }

    /// The report on one document, for a client that had the result called `previous`.
    pub(super) fn report(&self, uri: &Url, previous: Option<&str>) -> DocumentDiagnosticReportKind {
        let items = self.diagnostics(uri);
        let result_id = name(items);
        if previous == Some(&result_id) {
            return UnchangedDocumentDiagnosticReport { result_id }.into();
        }
        FullDocumentDiagnosticReport {
            result_id: Some(result_id),
            items: items.to_vec(),
        }
        .into()
    }

    /// The reports on other documents than `uri` that say something new since the last time.
    pub(super) fn reports_along(&mut self, uri: &Url) -> Vec<(Url, DocumentDiagnosticReportKind)> {
        let along: BTreeMap<Url, String> = (self.sheets.iter())
            .filter(|(other, _)| *other != uri)
            .map(|(other, sheet)| (other.clone(), name(&sheet.diagnostics)))
            .collect();
        let gone = self.along.keys().filter(|other| !along.contains_key(other));
        let changed = (along.iter()).filter(|(other, name)| self.along.get(other) != Some(name));
        let news = gone.chain(changed.map(|(other, _)| other));
        let reports = news
            .filter(|other| *other != uri)
            .map(|other| (other.clone(), self.report(other, None)))
            .collect();
        self.along = along;
        reports
    }
}

/// A name that equal diagnostics share.
fn name(diagnostics: &[Diagnostic]) -> String {
    let mut hasher = FxHasher::default();
    for diagnostic in diagnostics {
        let text = serde_json::to_string(diagnostic).unwrap_or_default();
        hasher.write(text.as_bytes());
    }
    format!("{:016x}", hasher.finish())
}
