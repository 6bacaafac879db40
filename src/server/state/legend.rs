//! The classes of words in the protocol's terms.

use crate::ide::tokens::Class;
use crate::server::lsp_types::{
    SemanticTokenModifier, SemanticTokenType, SemanticTokensFullOptions, SemanticTokensLegend,
    SemanticTokensOptions,
};

/// What is said of the words' classes in the answer to `initialize`.
pub(super) fn tokens_options() -> SemanticTokensOptions {
    SemanticTokensOptions {
        legend: SemanticTokensLegend {
            token_types: Class::ALL.iter().map(|class| token_type(*class)).collect(),
            token_modifiers: vec![SemanticTokenModifier::DEFINITION],
        },
        range: Some(true),
        full: Some(SemanticTokensFullOptions::Bool(true)),
        ..SemanticTokensOptions::default()
    }
}

fn token_type(class: Class) -> SemanticTokenType {
    match class {
        Class::Comment => SemanticTokenType::COMMENT,
        Class::String => SemanticTokenType::STRING,
        Class::Number => SemanticTokenType::NUMBER,
        Class::Variable => SemanticTokenType::VARIABLE,
        Class::Property => SemanticTokenType::PROPERTY,
        Class::Keyword => SemanticTokenType::KEYWORD,
        Class::Name => SemanticTokenType::CLASS,
        Class::Function => SemanticTokenType::FUNCTION,
    }
}
