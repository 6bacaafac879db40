//! A command's syntax as people read it, one of its words marked.

use std::ops::Range;

use crate::syntax::frr::Explained;

/// In Markdown: the syntax of a line's command with what its word number `index` stands for in
/// bold.
pub(in crate::ide) fn marked_syntax(line: &Explained, index: usize) -> String {
    let syntax = line.command.syntax;
    let Some(range) = place(line, index) else {
        return code(syntax);
    };
    let part = |range: Range<usize>| match syntax.get(range).unwrap_or_default() {
        "" => String::new(),
        part => code(part),
    };
    let before = part(0..range.start);
    let after = part(range.end..syntax.len());
    format!("{before}**{}**{after}", part(range))
}

/// Syntaxes hold no back-quotes; a blank at both ends would be lost.
fn code(text: &str) -> String {
    let is_padded = text.starts_with(' ') && text.ends_with(' ');
    match is_padded {
        true => format!("`  {}  `", text.trim()),
        false => format!("`{text}`"),
    }
}

/// Where in the syntax what a line's word stands for is. Words of the same text are told apart by
/// their order.
fn place(line: &Explained, index: usize) -> Option<Range<usize>> {
    let syntax = line.command.syntax;
    let mut from = 0;
    let mut found = None;
    for (_, word) in line.words.iter().take(index + 1) {
        let next = find(syntax, word.text, from);
        // The words of a set may come in any order, and the last one may be repeated.
        let next = next.or(found.clone().filter(|_| word.repeats));
        let next = next.or_else(|| find(syntax, word.text, 0))?;
        from = next.end;
        found = Some(next);
    }
    found
}

/// Where `text` stands as a word by itself.
fn find(syntax: &str, text: &str, from: usize) -> Option<Range<usize>> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.:/*+".contains(c);
    let mut at = from;
    loop {
        let start = at + syntax.get(at..)?.find(text)?;
        let end = start + text.len();
        let before = syntax.get(..start)?.chars().next_back();
        let after = syntax.get(end..)?;
        let goes_on = after.starts_with(is_part) && !after.starts_with("...");
        if !before.is_some_and(is_part) && !goes_on {
            return Some(start..end);
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::frr::explain;
    use crate::vocabulary::frr::{Listing, Node};

    #[test]
    fn the_word_is_marked_where_it_is_meant() {
        fn marked(node: Node, line: &str, index: usize) -> String {
            let line = explain(node, line, Listing::newest()).expect("a command");
            marked_syntax(&line, index)
        }
        let line = "neighbor 192.0.2.1 route-map IN in";
        let node = Node::BgpIpv4Unicast;
        let all = "`neighbor <A.B.C.D|X:X::X:X|WORD> route-map RMAP_NAME <in|`**`out`**`>`";
        assert_eq!(marked(node, &line.replace(" in", " out"), 4), all);
        let first = "**`neighbor`**` <A.B.C.D|X:X::X:X|WORD> route-map RMAP_NAME <in|out>`";
        assert_eq!(marked(node, line, 0), first);
        let line = "timers bgp 3 9";
        let marked = |index| marked(Node::Bgp, line, index);
        assert!(marked(2).starts_with("`timers bgp "), "{}", marked(2));
        assert!(marked(3).ends_with("**"), "{}", marked(3));
        assert_ne!(marked(2), marked(3));
    }
}
