//! What the client asks to find its way: in a text, between texts, and by names.

use super::lsp_types::{
    DocumentHighlight, DocumentHighlightParams, DocumentLink, DocumentLinkParams,
    DocumentSymbolParams, DocumentSymbolResponse, FoldingRange, FoldingRangeParams,
    GotoDefinitionParams, GotoDefinitionResponse, Location, PrepareRenameResponse, ReferenceParams,
    RenameParams, SelectionRange, SelectionRangeParams, SemanticTokensParams,
    SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, SymbolInformation,
    TextDocumentPositionParams, Url, WorkspaceEdit, WorkspaceSymbolParams,
};
use super::reply::Reply;

/// A question, and where the answer goes.
#[derive(Debug)]
pub enum Navigation {
    /// Where is it defined?
    Definition(GotoDefinitionParams, Reply<Option<GotoDefinitionResponse>>),
    /// Where is it used?
    References(ReferenceParams, Reply<Option<Vec<Location>>>),
    /// Where is it used in this text?
    Highlights(
        DocumentHighlightParams,
        Reply<Option<Vec<DocumentHighlight>>>,
    ),
    /// Can it have another name?
    PrepareRename(
        TextDocumentPositionParams,
        Reply<Option<PrepareRenameResponse>>,
    ),
    /// Give it another name.
    Rename(RenameParams, Reply<Option<WorkspaceEdit>>),
    /// Which file names lead to files?
    Links(DocumentLinkParams, Reply<Option<Vec<DocumentLink>>>),
    /// What is this text made of?
    Outline(DocumentSymbolParams, Reply<Option<DocumentSymbolResponse>>),
    /// What is there of this name anywhere?
    Symbols(WorkspaceSymbolParams, Reply<Option<Vec<SymbolInformation>>>),
    /// Which lines can be folded away?
    Folds(FoldingRangeParams, Reply<Option<Vec<FoldingRange>>>),
    /// What does a selection grow to?
    Selections(SelectionRangeParams, Reply<Option<Vec<SelectionRange>>>),
    /// What is each word?
    Tokens(SemanticTokensParams, Reply<Option<SemanticTokensResult>>),
    /// What is each word of some lines?
    TokensOfRange(
        SemanticTokensRangeParams,
        Reply<Option<SemanticTokensRangeResult>>,
    ),
}

impl Navigation {
    /// The document that it is about.
    #[must_use]
    pub fn uri(&self) -> Option<&Url> {
        let document = match self {
            Self::Definition(params, _) => &params.text_document_position_params.text_document,
            Self::References(params, _) => &params.text_document_position.text_document,
            Self::Highlights(params, _) => &params.text_document_position_params.text_document,
            Self::PrepareRename(params, _) => &params.text_document,
            Self::Rename(params, _) => &params.text_document_position.text_document,
            Self::Links(params, _) => &params.text_document,
            Self::Outline(params, _) => &params.text_document,
            Self::Symbols(..) => return None,
            Self::Folds(params, _) => &params.text_document,
            Self::Selections(params, _) => &params.text_document,
            Self::Tokens(params, _) => &params.text_document,
            Self::TokensOfRange(params, _) => &params.text_document,
        };
        Some(&document.uri)
    }
}
