//! What the client asks, put aside until the sites are up to date.

use std::collections::HashMap;

use super::State;
use crate::server::lsp_types::{
    CodeActionParams, CodeActionResponse, CompletionParams, CompletionResponse,
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportKind,
    DocumentDiagnosticReportResult, Hover, HoverParams, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, Url, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};
use crate::server::message::{Refusal, Reply};
use crate::server::navigation::Navigation;

/// A question and where the answer goes.
pub(super) enum Question {
    Document(
        DocumentDiagnosticParams,
        Reply<DocumentDiagnosticReportResult>,
    ),
    Workspace(
        WorkspaceDiagnosticParams,
        Reply<WorkspaceDiagnosticReportResult>,
    ),
    Actions(CodeActionParams, Reply<Option<CodeActionResponse>>),
    Hover(HoverParams, Reply<Option<Hover>>),
    Completion(CompletionParams, Reply<Option<CompletionResponse>>),
    Navigation(Navigation),
}

/// A question, and which version of its document was in sight when it was asked.
pub(super) struct Asked {
    pub(super) question: Question,
    pub(super) version: Option<i32>,
}

impl Question {
    /// The document that it is about.
    pub(super) fn uri(&self) -> Option<&Url> {
        match self {
            Self::Document(params, _) => Some(&params.text_document.uri),
            Self::Workspace(..) => None,
            Self::Actions(params, _) => Some(&params.text_document.uri),
            Self::Hover(params, _) => Some(&params.text_document_position_params.text_document.uri),
            Self::Completion(params, _) => Some(&params.text_document_position.text_document.uri),
            Self::Navigation(asked) => asked.uri(),
        }
    }
}

impl State {
    pub(super) fn reply(&mut self, asked: Asked) {
        let document = asked.question.uri().and_then(|uri| self.documents.get(uri));
        let is_outdated = document.map(|document| document.version) != asked.version;
        match asked.question {
            Question::Document(params, reply) if !reply.is_cancelled() => {
                reply.send(Ok(self.document_report(&params)));
            }
            Question::Workspace(params, reply) if !reply.is_cancelled() => {
                reply.send(Ok(self.workspace_report(params)));
            }
            // Their positions are those of another text.
            Question::Actions(_, reply) if is_outdated => reply.send(Err(Refusal::ContentModified)),
            Question::Hover(_, reply) if is_outdated => reply.send(Err(Refusal::ContentModified)),
            Question::Completion(_, reply) if is_outdated => {
                reply.send(Err(Refusal::ContentModified));
            }
            Question::Actions(params, reply) if !reply.is_cancelled() => {
                reply.send(Ok(self.desk().actions(&params)));
            }
            Question::Hover(params, reply) if !reply.is_cancelled() => {
                reply.send(Ok(self.desk().hover(&params)));
            }
            Question::Completion(params, reply) if !reply.is_cancelled() => {
                reply.send(Ok(self.desk().completion(&params)));
            }
            Question::Navigation(asked) => self.desk().navigate(asked, is_outdated),
            _ => {}
        }
    }

    fn document_report(
        &mut self,
        params: &DocumentDiagnosticParams,
    ) -> DocumentDiagnosticReportResult {
        let uri = &params.text_document.uri;
        let report = self.told.report(uri, params.previous_result_id.as_deref());
        let along = match self.client.related_documents {
            true => self.told.reports_along(uri),
            false => Vec::new(),
        };
        let related_documents =
            (!along.is_empty()).then(|| along.into_iter().collect::<HashMap<_, _>>());
        let report: DocumentDiagnosticReport = match report {
            DocumentDiagnosticReportKind::Full(full) => RelatedFullDocumentDiagnosticReport {
                related_documents,
                full_document_diagnostic_report: full,
            }
            .into(),
            DocumentDiagnosticReportKind::Unchanged(unchanged) => {
                RelatedUnchangedDocumentDiagnosticReport {
                    related_documents,
                    unchanged_document_diagnostic_report: unchanged,
                }
                .into()
            }
        };
        report.into()
    }

    /// The reports on every document that has diagnostics, and on those that had some when the
    /// client last asked.
    fn workspace_report(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> WorkspaceDiagnosticReportResult {
        let mut previous: HashMap<Url, String> = (params.previous_result_ids.into_iter())
            .map(|previous| (previous.uri, previous.value))
            .collect();
        let mut items: Vec<_> = (self.told.iter())
            .map(|(uri, _)| self.workspace_item(uri, previous.remove(uri).as_deref()))
            .collect();
        let mut gone: Vec<_> = previous.into_iter().collect();
        gone.sort();
        items.extend((gone.iter()).map(|(uri, id)| self.workspace_item(uri, Some(id))));
        WorkspaceDiagnosticReport { items }.into()
    }

    fn workspace_item(
        &self,
        uri: &Url,
        previous: Option<&str>,
    ) -> WorkspaceDocumentDiagnosticReport {
        let document = self.documents.get(uri);
        let version = document.map(|document| i64::from(document.version));
        let uri = uri.clone();
        match self.told.report(&uri, previous) {
            DocumentDiagnosticReportKind::Full(full) => WorkspaceFullDocumentDiagnosticReport {
                uri,
                version,
                full_document_diagnostic_report: full,
            }
            .into(),
            DocumentDiagnosticReportKind::Unchanged(unchanged) => {
                WorkspaceUnchangedDocumentDiagnosticReport {
                    uri,
                    version,
                    unchanged_document_diagnostic_report: unchanged,
                }
                .into()
            }
        }
    }
}
