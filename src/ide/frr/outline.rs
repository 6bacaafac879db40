//! FRR's blocks, with the blocks in them, and its lists.

use crate::ide::outline::{Item, ItemKind, item, trimmed};
use crate::syntax::frr::{Command, LineContent, LineRecord, Tree, explain};
use crate::text::{SourceText, Span};
use crate::vocabulary::frr::{ListingSet, Node};

/// The parts of a file.
pub(in crate::ide) fn blocks(tree: &Tree, text: &SourceText) -> Vec<Item> {
    let mut outline = Outline {
        text,
        items: Vec::new(),
        open: Vec::new(),
    };
    for (start, line) in tree.placed() {
        outline.line(start, line);
    }
    outline.leave_for(Node::Config);
    outline.items
}

/// What a line does to the blocks.
enum Move {
    /// It is a line of this block.
    Stay(Node),
    /// It opens a block in this one.
    Open(Node),
    /// It closes this block.
    Close(Node),
}

struct Outline<'t> {
    text: &'t SourceText,
    items: Vec<Item>,
    /// The blocks that the line is in, the outermost first.
    open: Vec<(Node, Item)>,
}

impl Outline<'_> {
    fn line(&mut self, start: u32, line: &LineRecord) {
        let whole = Span {
            start,
            end: start.saturating_add(line.length),
        };
        let span = trimmed(self.text, whole);
        let command = match &line.content {
            LineContent::Command { command, .. } => command,
            // A line that is set in is meant for the block, whatever it is.
            LineContent::NotUnderstood if span.start > start => return self.extend(span),
            _ => return,
        };
        match self.moves(line, command, whole) {
            Move::Stay(node) => {
                self.leave_for(node);
                self.extend(span);
                if let Some(name) = list_name(command).filter(|_| self.open.is_empty()) {
                    let end = name.shifted(start).end;
                    self.list(span, Span { end, ..span }, is_undone(&line.content));
                }
            }
            Move::Open(node) => {
                self.leave_for(node);
                self.extend(span);
                let opened = line.after.get(line.judge(ListingSet::ALL));
                let block = item(self.text, ItemKind::Block, span, span);
                self.open.push((opened, block));
            }
            Move::Close(node) => {
                self.leave_for(node);
                self.extend(span);
                self.close();
            }
        }
    }

    fn moves(&self, line: &LineRecord, command: &Command, whole: Span) -> Move {
        let listing = line.judge(ListingSet::ALL);
        let (before, after) = (line.before.get(listing), line.after.get(listing));
        if !may_open(command) || is_undone(&line.content) {
            return Move::Stay(after);
        }
        let known = explain(before, self.text.slice(whole), listing);
        match known.map(|known| known.node) {
            Some(node) if after.parent() == Some(node) => Move::Open(node),
            Some(node) if node != after => Move::Close(node),
            _ => Move::Stay(after),
        }
    }

    /// Closes the blocks that a line of `node` is not in.
    fn leave_for(&mut self, node: Node) {
        while self.open.last().is_some_and(|(open, _)| *open != node) {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some((_, block)) = self.open.pop() else {
            return;
        };
        match self.open.last_mut() {
            Some((_, around)) => around.children.push(block),
            None => self.items.push(block),
        }
    }

    fn extend(&mut self, span: Span) {
        for (_, block) in &mut self.open {
            block.span = block.span.to(span);
        }
    }

    /// Lines of one list that follow each other are one item.
    fn list(&mut self, span: Span, name: Span, is_undone: bool) {
        if is_undone {
            return;
        }
        match self.items.last_mut() {
            Some(last) if last.kind == ItemKind::List && last.name == self.text.slice(name) => {
                last.span = last.span.to(span);
            }
            _ => self.items.push(item(self.text, ItemKind::List, span, name)),
        }
    }
}

/// Whether the line takes something away.
fn is_undone(content: &LineContent) -> bool {
    matches!(content, LineContent::Command { no: true, .. })
}

/// Whether the command may lead into a block or out of one.
fn may_open(command: &Command) -> bool {
    matches!(
        command,
        Command::Block
            | Command::Interface(_)
            | Command::RouterBgp(_)
            | Command::RouteMap(_)
            | Command::Vrf(_)
    )
}

/// The name of the list that a line adds to.
fn list_name(command: &Command) -> Option<Span> {
    match command {
        Command::PrefixList(line) => Some(line.name),
        Command::AccessList(line) => Some(line.name),
        Command::AsPathList(line) | Command::CommunityList(_, line) => Some(line.name),
        _ => None,
    }
}
