//! Words and operators to commands, loops and blocks. Blocks are kept on a stack, so that no
//! nesting in a text is a nesting of calls.

use super::DEPTH;
use super::lexer::{Lexeme, Lexer};
use super::tree::{Assignment, ForLoop, Node, Piece, PieceKind, SimpleCommand, Tree, Word};
use super::word::{WordReader, leading_name};
use crate::syntax::SyntaxError;
use crate::text::Span;

/// Parses a script.
#[must_use]
pub fn parse(text: &str) -> Tree {
    parse_range(text, 0, text.len(), 0, false)
}

/// Parses a file of settings such as rc.conf, where a forgotten quote is taken to have been meant
/// at the end of its line.
#[must_use]
pub(crate) fn parse_settings(text: &str) -> Tree {
    parse_range(text, 0, text.len(), 0, true)
}

/// Parses a part of a text.
pub(super) fn parse_range(
    text: &str,
    start: usize,
    end: usize,
    depth: usize,
    settings: bool,
) -> Tree {
    let reader = WordReader {
        text,
        end,
        depth,
        settings,
    };
    let lexer = Lexer::new(reader, start).run();
    let mut parser = Parser::new(lexer.errors, depth);
    for lexeme in lexer.lexemes {
        parser.lexeme(lexeme);
    }
    let (nodes, mut errors) = parser.finish();
    errors.sort_by_key(|error| error.span);
    Tree {
        nodes,
        tokens: lexer.tokens,
        errors,
    }
}

/// What a block was opened by, and so what closes it.
enum Opener {
    /// The script itself.
    Script,
    /// `if`: closed by `fi`.
    If,
    /// `while`, `until`, `for`: closed by `done`.
    Loop,
    /// `case`: closed by `esac`; whether a pattern is being read.
    Case { in_pattern: bool },
    /// `{`: closed by `}`.
    Brace,
    /// `(`: closed by `)`.
    Parenthesis,
}

impl Opener {
    fn closer(&self) -> &'static str {
        match self {
            Self::Script => "",
            Self::If => "fi",
            Self::Loop => "done",
            Self::Case { .. } => "esac",
            Self::Brace => "}",
            Self::Parenthesis => ")",
        }
    }
}

/// A block that is open.
struct Frame {
    opener: Opener,
    span: Span,
    nodes: Vec<Node>,
    /// Where in `nodes` the list begins that an `&` would put into the background.
    list_start: usize,
    head: Option<ForHead>,
}

/// `for NAME in WORDS`, as far as it is read.
#[derive(Default)]
struct ForHead {
    variable: Option<String>,
    words: Option<Vec<Word>>,
    done: bool,
}

struct Parser {
    frames: Vec<Frame>,
    command: SimpleCommand,
    errors: Vec<SyntaxError>,
    deepest: usize,
    /// Blocks beyond the limit: counted, so that their ends match, not kept.
    too_deep: usize,
}

impl Parser {
    fn new(errors: Vec<SyntaxError>, depth: usize) -> Self {
        let script = Frame {
            opener: Opener::Script,
            span: Span::at(0),
            nodes: Vec::new(),
            list_start: 0,
            head: None,
        };
        Self {
            frames: vec![script],
            command: SimpleCommand::default(),
            errors,
            deepest: DEPTH.saturating_sub(depth),
            too_deep: 0,
        }
    }

    fn frame(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    fn lexeme(&mut self, lexeme: Lexeme) {
        match lexeme {
            Lexeme::Word(word) => self.word(word),
            Lexeme::Operator(operator, span) => self.operator(operator, span),
            Lexeme::Redirection => {}
            Lexeme::HereDocument(body) => self.here_document(body),
        }
    }

    fn is_at_command(&self) -> bool {
        self.command.words.is_empty() && self.command.assignments.is_empty()
    }

    fn word(&mut self, word: Word) {
        if self.takes_head(&word) || self.takes_pattern(&word) {
            return;
        }
        if self.is_at_command() && self.reserved(&word) {
            return;
        }
        if self.command.words.is_empty()
            && let Some(assignment) = assignment(&word)
        {
            self.extend(word.span);
            self.command.assignments.push(assignment);
            return;
        }
        self.extend(word.span);
        self.command.words.push(word);
    }

    fn extend(&mut self, span: Span) {
        self.command.span = if self.is_at_command() {
            span
        } else {
            self.command.span.to(span)
        };
    }

    /// Words of `for NAME in WORDS`.
    fn takes_head(&mut self, word: &Word) -> bool {
        let Some(head) = self.frame().and_then(|frame| frame.head.as_mut()) else {
            return false;
        };
        if head.done {
            return false;
        }
        if head.variable.is_none() {
            head.variable = Some(word.literal().unwrap_or_default());
        } else if head.words.is_none() && word.is_bare("in") {
            head.words = Some(Vec::new());
        } else if head.words.is_none() && word.is_bare("do") {
            head.done = true;
        } else if let Some(words) = &mut head.words {
            words.push(word.clone());
        }
        true
    }

    /// Words of the patterns of `case`.
    fn takes_pattern(&mut self, word: &Word) -> bool {
        let Some(frame) = self.frame() else {
            return false;
        };
        let Opener::Case { in_pattern: true } = frame.opener else {
            return false;
        };
        if word.is_bare("esac") {
            self.close("esac", word.span);
        }
        true
    }

    /// Reserved words, which stand where a command could begin.
    fn reserved(&mut self, word: &Word) -> bool {
        let [piece] = word.pieces.as_slice() else {
            return false;
        };
        let (PieceKind::Text(text), false) = (&piece.kind, piece.quoted) else {
            return false;
        };
        match text.as_str() {
            "if" => self.open(Opener::If, word.span, None),
            "while" | "until" => self.open(Opener::Loop, word.span, None),
            "for" => self.open(Opener::Loop, word.span, Some(ForHead::default())),
            "case" => self.open(Opener::Case { in_pattern: true }, word.span, None),
            "{" => self.open(Opener::Brace, word.span, None),
            "then" | "else" | "elif" | "do" | "!" => {}
            "fi" | "done" | "esac" | "}" => self.close(text, word.span),
            _ => return false,
        }
        true
    }

    fn open(&mut self, opener: Opener, span: Span, head: Option<ForHead>) {
        if self.frames.len() > self.deepest {
            if self.too_deep == 0 {
                let message = format!("blocks lie more than {DEPTH} deep in each other here");
                self.errors.push(SyntaxError::new(span, message));
            }
            self.too_deep += 1;
            return;
        }
        self.frames.push(Frame {
            opener,
            span,
            nodes: Vec::new(),
            list_start: 0,
            head,
        });
    }

    fn close(&mut self, closer: &str, span: Span) {
        self.finish_command();
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let matching = self
            .frames
            .last()
            .is_some_and(|frame| frame.opener.closer() == closer);
        if !matching {
            let is_open = self
                .frames
                .iter()
                .any(|frame| frame.opener.closer() == closer);
            if !is_open {
                let message = format!("nothing is open that {closer} could close");
                self.errors.push(SyntaxError::new(span, message));
                return;
            }
            while self
                .frames
                .last()
                .is_some_and(|frame| frame.opener.closer() != closer)
            {
                self.give_up_frame();
            }
        }
        self.pop_frame();
    }

    /// Closes a block whose end is missing.
    fn give_up_frame(&mut self) {
        if let Some(frame) = self.frames.last() {
            let message = format!(
                "what opens here is never closed: `{}` is missing",
                frame.opener.closer()
            );
            self.errors.push(SyntaxError::new(frame.span, message));
        }
        self.pop_frame();
    }

    fn pop_frame(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let node = match frame.head {
            Some(head) => for_loop(head, frame.nodes, frame.span),
            None => Node::Block {
                nodes: frame.nodes,
                background: false,
            },
        };
        if let Some(outer) = self.frame() {
            outer.nodes.push(node);
        }
    }

    fn operator(&mut self, operator: &'static str, span: Span) {
        if let Some(Frame {
            opener: Opener::Case { in_pattern },
            ..
        }) = self.frames.last_mut()
        {
            if *in_pattern {
                // `case WORD in` and the patterns end at the parenthesis.
                *in_pattern = operator != ")";
                return;
            }
            if operator == ";;" {
                *in_pattern = true;
                self.finish_command();
                return;
            }
        }
        match operator {
            "(" => self.parenthesis(span),
            ")" => self.close(")", span),
            "&" => self.background(),
            "|" | "&&" | "||" => self.finish_command(),
            _ => self.end_of_list(),
        }
    }

    /// `(` opens a subshell, or follows the name of a function.
    fn parenthesis(&mut self, span: Span) {
        if self.command.words.len() == 1 {
            // The name of a function is no command; its `()` is an empty block.
            self.command = SimpleCommand::default();
        }
        self.finish_command();
        self.open(Opener::Parenthesis, span, None);
    }

    fn background(&mut self) {
        self.finish_command();
        if let Some(frame) = self.frame() {
            let start = frame.list_start.min(frame.nodes.len());
            let nodes = frame.nodes.split_off(start);
            frame.nodes.push(Node::Block {
                nodes,
                background: true,
            });
            frame.list_start = frame.nodes.len();
        }
    }

    /// A line break or a semicolon.
    fn end_of_list(&mut self) {
        if let Some(head) = self.frame().and_then(|frame| frame.head.as_mut())
            && head.variable.is_some()
        {
            head.done = true;
        }
        self.finish_command();
        if let Some(frame) = self.frame() {
            frame.list_start = frame.nodes.len();
        }
    }

    fn finish_command(&mut self) {
        let command = std::mem::take(&mut self.command);
        if command.words.is_empty() && command.assignments.is_empty() {
            return;
        }
        if let Some(frame) = self.frame() {
            frame.nodes.push(Node::Simple(command));
        }
    }

    /// The body belongs to the command of the line before it, which is finished only after.
    fn here_document(&mut self, body: Span) {
        if !self.is_at_command() {
            self.command.here_document = Some(body);
        }
    }

    fn finish(mut self) -> (Vec<Node>, Vec<SyntaxError>) {
        self.finish_command();
        while self.frames.len() > 1 {
            self.give_up_frame();
        }
        let nodes = self
            .frames
            .pop()
            .map(|frame| frame.nodes)
            .unwrap_or_default();
        (nodes, self.errors)
    }
}

fn for_loop(head: ForHead, body: Vec<Node>, at: Span) -> Node {
    let words = head.words;
    let list = words.as_ref().and_then(|words| {
        let (first, last) = (words.first()?, words.last()?);
        Some(first.span.to(last.span))
    });
    Node::For(ForLoop {
        variable: head.variable.unwrap_or_default(),
        list: list.unwrap_or(at),
        words,
        body,
    })
}

/// `NAME=...`: the name and what follows as a word of its own.
fn assignment(word: &Word) -> Option<Assignment> {
    let first = word.pieces.first().filter(|piece| !piece.quoted)?;
    let PieceKind::Text(text) = &first.kind else {
        return None;
    };
    let name = leading_name(text)?;
    let rest = text.get(name.len()..)?.strip_prefix('=')?;
    let value_start = first.span.start as usize + name.len() + 1;
    let mut pieces = Vec::new();
    if !rest.is_empty() {
        pieces.push(Piece {
            kind: PieceKind::Text(rest.to_owned()),
            quoted: false,
            span: Span::new(value_start, first.span.end as usize),
        });
    }
    pieces.extend(word.pieces.iter().skip(1).cloned());
    Some(Assignment {
        name: name.to_owned(),
        name_span: Span::new(word.span.start as usize, value_start - 1),
        value: Word {
            pieces,
            span: Span::new(value_start, word.span.end as usize),
        },
    })
}
