//! One text, one tree.

use cellblock::syntax::{self, Language, Tree};
use cellblock::text::{SourceText, Span};

/// What holds of the tree of any text: its pieces cover every byte once, everything in it lies on
/// the borders of characters, and the same text gives the same tree.
pub fn hold(language: Language, bytes: &[u8]) {
    let source = SourceText::from_bytes(bytes.to_vec());
    let text = source.as_str();
    let tree = syntax::parse(language, text);
    covers(&tree, text);
    for error in tree.errors() {
        lies_in(text, error.span);
        assert!(!error.message.is_empty());
    }
    let apart = tree.not_understood().into_iter().chain(tree.comments());
    for span in apart {
        lies_in(text, span);
    }
    let again = syntax::parse(language, text);
    assert_eq!(format!("{tree:?}"), format!("{again:?}"), "twice the same");
}

fn covers(tree: &Tree, text: &str) {
    let mut at = 0;
    for span in tree.cover() {
        assert_eq!(span.start, at, "a gap or an overlap in {text:?}");
        assert!(span.end > span.start, "an empty piece in {text:?}");
        lies_in(text, span);
        at = span.end;
    }
    assert_eq!(
        at as usize,
        text.len(),
        "the end is not covered in {text:?}"
    );
}

fn lies_in(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
}
