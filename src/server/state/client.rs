//! What the client can do, found out once; and what it is told that this server can do.

use super::legend;
use crate::server::lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CompletionOptions, DiagnosticOptions,
    DiagnosticServerCapabilities, HoverProviderCapability, InitializeParams, InitializeResult,
    MarkupKind, OneOf, PositionEncodingKind, ResourceOperationKind, SaveOptions,
    ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};
use crate::server::lsp_types::{
    DocumentLinkOptions, FoldingRangeProviderCapability, RenameOptions,
    SelectionRangeProviderCapability, WorkDoneProgressOptions,
};

use crate::text::Encoding;

/// "Fix all safe in this file", for editors that do so on save.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.cellblock");

/// What the client can do. Before `initialize`, nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// It asks for diagnostics; none are pushed then.
    pub(super) pulls: bool,
    /// Beside the diagnostics of one document it takes those of others.
    pub(super) related_documents: bool,
    pub(super) related_information: bool,
    /// Code actions may carry edits.
    pub(super) code_actions: bool,
    pub(super) document_changes: bool,
    pub(super) creates_files: bool,
    pub(super) change_annotations: bool,
    pub(super) watches_files: bool,
    pub(super) hovers_in_markdown: bool,
    pub(super) completes_in_markdown: bool,
    /// Completions may have places to fill in.
    pub(super) snippets: bool,
    /// It asks for what there is to be said of a completion when it shows it.
    pub(super) resolves_documentation: bool,
    /// Symbols of a document may have symbols within.
    pub(super) nested_symbols: bool,
    /// It asks whether something can be renamed before it does so.
    pub(super) prepares_renames: bool,
}

/// Characters that begin a word of which something is known: a part of a name, a variable, a
/// value.
const TRIGGERS: [&str; 6] = [".", "$", "{", "=", "\"", "_"];

impl Default for Client {
    fn default() -> Self {
        Self::of(&ClientCapabilities::default())
    }
}

impl Client {
    pub(super) fn of(capabilities: &ClientCapabilities) -> Self {
        let documents = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let edits = workspace.and_then(|w| w.workspace_edit.as_ref());
        let pull = documents.and_then(|d| d.diagnostic.as_ref());
        let push = documents.and_then(|d| d.publish_diagnostics.as_ref());
        let actions = documents.and_then(|d| d.code_action.as_ref());
        let hover = documents.and_then(|d| d.hover.as_ref());
        let completion = documents
            .and_then(|d| d.completion.as_ref())
            .and_then(|c| c.completion_item.as_ref());
        let resolves = completion.and_then(|c| c.resolve_support.as_ref());
        let watch = workspace.and_then(|w| w.did_change_watched_files.as_ref());
        let document_changes = edits.and_then(|e| e.document_changes) == Some(true);
        let operations = edits.and_then(|e| e.resource_operations.as_deref());
        Self {
            encoding: encoding(capabilities),
            pulls: pull.is_some(),
            related_documents: pull.and_then(|p| p.related_document_support) == Some(true),
            // A client that pulls need not say anything on what is pushed.
            related_information: push
                .map_or(pull.is_some(), |p| p.related_information == Some(true)),
            code_actions: actions.is_some_and(|a| a.code_action_literal_support.is_some()),
            document_changes,
            creates_files: document_changes
                && operations.is_some_and(|o| o.contains(&ResourceOperationKind::Create)),
            change_annotations: document_changes
                && edits.is_some_and(|e| e.change_annotation_support.is_some()),
            watches_files: watch.and_then(|w| w.dynamic_registration) == Some(true),
            nested_symbols: documents.and_then(|d| {
                d.document_symbol
                    .as_ref()?
                    .hierarchical_document_symbol_support
            }) == Some(true),
            prepares_renames: documents.and_then(|d| d.rename.as_ref()?.prepare_support)
                == Some(true),
            hovers_in_markdown: hover
                .and_then(|h| h.content_format.as_ref())
                .is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            completes_in_markdown: completion
                .and_then(|c| c.documentation_format.as_ref())
                .is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            snippets: completion.and_then(|c| c.snippet_support) == Some(true),
            resolves_documentation: resolves
                .is_some_and(|r| r.properties.iter().any(|p| p == "documentation")),
        }
    }

    /// The answer to `initialize`.
    pub(super) fn answer(&self) -> InitializeResult {
        InitializeResult {
            capabilities: self.server_capabilities(),
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        }
    }

    fn server_capabilities(&self) -> ServerCapabilities {
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                include_text: Some(false),
            })),
            ..TextDocumentSyncOptions::default()
        };
        let kinds = vec![CodeActionKind::QUICKFIX, FIX_ALL];
        let folders = WorkspaceFoldersServerCapabilities {
            supported: Some(true),
            change_notifications: Some(OneOf::Left(true)),
        };
        ServerCapabilities {
            position_encoding: Some(match self.encoding {
                Encoding::Utf8 => PositionEncodingKind::UTF8,
                Encoding::Utf16 => PositionEncodingKind::UTF16,
                Encoding::Utf32 => PositionEncodingKind::UTF32,
            }),
            text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            completion_provider: Some(CompletionOptions {
                resolve_provider: Some(true),
                trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
                ..CompletionOptions::default()
            }),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            document_highlight_provider: Some(OneOf::Left(true)),
            rename_provider: Some(match self.prepares_renames {
                true => OneOf::Right(RenameOptions {
                    prepare_provider: Some(true),
                    work_done_progress_options: WorkDoneProgressOptions::default(),
                }),
                false => OneOf::Left(true),
            }),
            document_link_provider: Some(DocumentLinkOptions {
                resolve_provider: Some(false),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            document_symbol_provider: Some(OneOf::Left(true)),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
            semantic_tokens_provider: Some(legend::tokens_options().into()),
            code_action_provider: Some(
                CodeActionOptions {
                    code_action_kinds: Some(kinds),
                    ..CodeActionOptions::default()
                }
                .into(),
            ),
            diagnostic_provider: self.pulls.then(|| {
                DiagnosticServerCapabilities::Options(DiagnosticOptions {
                    identifier: Some(env!("CARGO_PKG_NAME").to_owned()),
                    inter_file_dependencies: true,
                    workspace_diagnostics: true,
                    ..DiagnosticOptions::default()
                })
            }),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(folders),
                file_operations: None,
            }),
            ..ServerCapabilities::default()
        }
    }
}

/// UTF-8 needs no counting here; UTF-16 is what a client takes that says nothing.
fn encoding(capabilities: &ClientCapabilities) -> Encoding {
    let general = capabilities.general.as_ref();
    let offered = general.and_then(|g| g.position_encodings.as_deref());
    let offers = |kind| offered.is_some_and(|offered| offered.contains(&kind));
    if offers(PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offers(PositionEncodingKind::UTF32) {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}

/// The folders that the client has open, as URIs.
pub(super) fn folders(params: &InitializeParams) -> Vec<crate::server::lsp_types::Url> {
    match &params.workspace_folders {
        Some(folders) => folders.iter().map(|folder| folder.uri.clone()).collect(),
        None => params.root_uri.iter().cloned().collect(),
    }
}
