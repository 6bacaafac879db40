//! tower-lsp's side of the queue: every handler puts its message into the owner's queue at its
//! first poll, before it waits for anything, and then waits for the owner's answer alone.
//!
//! No handler may wait for the client, or for anything at all before it has enqueued: the order
//! of messages and the freedom from deadlock rest on this.

use std::sync::mpsc::Sender;

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::{LanguageServer, async_trait};

use super::super::lsp_types::{
    CodeActionParams, CodeActionResponse, CompletionItem, CompletionParams, CompletionResponse,
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult, Hover,
    HoverParams, InitializeParams, InitializeResult, InitializedParams, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReportResult,
};
use super::super::lsp_types::{
    DocumentHighlight, DocumentHighlightParams, DocumentLink, DocumentLinkParams,
    DocumentSymbolParams, DocumentSymbolResponse, FoldingRange, FoldingRangeParams,
    GotoDefinitionParams, GotoDefinitionResponse, Location, PrepareRenameResponse, ReferenceParams,
    RenameParams, SelectionRange, SelectionRangeParams, SemanticTokensParams,
    SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, SymbolInformation,
    TextDocumentPositionParams, WorkspaceEdit, WorkspaceSymbolParams,
};
use super::super::message::{Message, Refusal, Reply};
use super::super::navigation::Navigation;

/// Takes what tower-lsp has read and hands it to the owner.
pub(super) struct Front {
    owner: Sender<Message>,
}

impl Front {
    pub(super) fn new(owner: Sender<Message>) -> Self {
        Self { owner }
    }

    /// Enqueues a message.
    pub(super) fn tell(&self, message: Message) {
        // An error here says that the owner could not be made. Its requests are refused, since
        // their replies are dropped with the message.
        let _ = self.owner.send(message);
    }

    /// Enqueues a request and waits for the answer.
    async fn ask<T>(&self, message: impl FnOnce(Reply<T>) -> Message) -> Result<T> {
        let (reply, answer) = Reply::new();
        self.tell(message(reply));
        match answer.arrival().await {
            Some(result) => result.map_err(error),
            None => Err(Error::internal_error()),
        }
    }

    /// As [`Front::ask`], of one way to find something.
    async fn find<P, T>(&self, params: P, way: fn(P, Reply<T>) -> Navigation) -> Result<T> {
        self.ask(|reply| Message::Navigation(way(params, reply)))
            .await
    }
}

/// The protocol's code for a request that makes sense and cannot be done.
const REQUEST_FAILED: i64 = -32803;

fn error(refusal: Refusal) -> Error {
    match refusal {
        Refusal::InvalidParams(why) => Error::invalid_params(why),
        Refusal::Internal(why) => Error {
            code: ErrorCode::InternalError,
            message: why.into(),
            data: None,
        },
        Refusal::Refused(why) => Error {
            code: ErrorCode::ServerError(REQUEST_FAILED),
            message: why.into(),
            data: None,
        },
        Refusal::ContentModified => Error::content_modified(),
    }
}

#[async_trait]
impl LanguageServer for Front {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        self.ask(|reply| Message::Initialize(Box::new(params), reply))
            .await
    }

    async fn initialized(&self, _: InitializedParams) {
        self.tell(Message::Initialized);
    }

    async fn shutdown(&self) -> Result<()> {
        self.ask(Message::Shutdown).await
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.tell(Message::DidOpen(params));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.tell(Message::DidChange(params));
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.tell(Message::DidSave(params));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.tell(Message::DidClose(params));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.tell(Message::DidChangeWatchedFiles(params));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.tell(Message::DidChangeWorkspaceFolders(params));
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.tell(Message::DidChangeConfiguration(params));
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        self.ask(|reply| Message::DocumentDiagnostic(params, reply))
            .await
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        self.ask(|reply| Message::WorkspaceDiagnostic(params, reply))
            .await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.ask(|reply| Message::CodeAction(params, reply)).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.ask(|reply| Message::Hover(params, reply)).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        self.ask(|reply| Message::Completion(params, reply)).await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        self.ask(|reply| Message::ResolveCompletion(Box::new(item), reply))
            .await
    }

    async fn goto_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        self.find(params, Navigation::Definition).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        self.find(params, Navigation::References).await
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        self.find(params, Navigation::Highlights).await
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        self.find(params, Navigation::PrepareRename).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        self.find(params, Navigation::Rename).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.find(params, Navigation::Links).await
    }

    async fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        self.find(params, Navigation::Outline).await
    }

    async fn symbol(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Result<Option<Vec<SymbolInformation>>> {
        self.find(params, Navigation::Symbols).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.find(params, Navigation::Folds).await
    }

    async fn selection_range(
        &self,
        params: SelectionRangeParams,
    ) -> Result<Option<Vec<SelectionRange>>> {
        self.find(params, Navigation::Selections).await
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        self.find(params, Navigation::Tokens).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        self.find(params, Navigation::TokensOfRange).await
    }
}
