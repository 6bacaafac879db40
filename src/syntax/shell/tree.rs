//! What a script is made of.
//!
//! The tree keeps one copy of the script's text; everything else is spans into it.

use crate::syntax::{SyntaxError, Token};
use crate::text::Span;

/// A script, parsed. Made by [`super::parse`].
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The script's own text; where lines end in CR LF, a blank stands in place of each CR.
    pub text: Box<str>,
    /// All commands, in order.
    pub body: List,
    /// Tokens over every byte.
    pub tokens: Vec<Token>,
    /// What sh would stop at.
    pub errors: Vec<SyntaxError>,
    /// What could not be given a structure: text after a mistake, constructs nested too deep.
    pub not_understood: Vec<Span>,
    /// Bodies of here-documents, with their closing lines.
    pub here_documents: Vec<Span>,
}

impl Tree {
    /// The text of a span of this script.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }
}

/// Commands one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// In order.
    pub items: Vec<AndOr>,
}

/// Pipelines joined by `&&` and `||`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AndOr {
    /// In order; never empty.
    pub pipelines: Vec<Pipeline>,
    /// Ended by `&`: not waited for.
    pub background: bool,
    /// All of it, without what ends it.
    pub span: Span,
}

/// Commands joined by `|`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pipeline {
    /// How it hangs on the pipeline before it.
    pub after: Join,
    /// Begins with `!`.
    pub negated: bool,
    /// In order.
    pub commands: Vec<Command>,
}

/// When a pipeline of a list runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// Always: it is the first.
    Always,
    /// After `&&`: when the one before succeeded.
    Success,
    /// After `||`: when the one before failed.
    Failure,
}

/// One command with its redirections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// What it is.
    pub kind: CommandKind,
    /// `>file`, `2>&1` and the like, in order.
    pub redirections: Vec<Redirection>,
    /// All of it.
    pub span: Span,
}

/// The commands of sh(1), "Compound Commands" and "Simple Commands".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// Assignments, a program and its arguments.
    Simple(Simple),
    /// `{ list; }`
    Group(List),
    /// `( list )`
    Subshell(List),
    /// `for x in words; do list; done`
    For(For),
    /// `while list; do list; done`, `until ...`
    Loop(Loop),
    /// `if list; then list; ... fi`
    If(If),
    /// `case word in ... esac`
    Case(Case),
    /// `name() command`
    Function(Function),
    /// Kept as text only; counted in [`Tree::not_understood`].
    Unknown,
}

/// `A=b program argument ...`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Simple {
    /// Those before the program's name; without a program they are for the shell itself.
    pub assignments: Vec<Assignment>,
    /// The program and its arguments.
    pub words: Vec<Word>,
}

/// `name=value`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The name.
    pub name: Span,
    /// The value; may be empty.
    pub value: Word,
    /// Both.
    pub span: Span,
}

/// A `for` loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct For {
    /// The variable's name; empty where it is missing.
    pub variable: Span,
    /// The words after `in`; without `in`, the loop is over the script's arguments.
    pub words: Option<Vec<Word>>,
    /// What is done for each.
    pub body: List,
}

/// A `while` or `until` loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loop {
    /// What decides.
    pub condition: List,
    /// What is repeated.
    pub body: List,
}

/// An `if`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct If {
    /// Condition and commands of `if` and of each `elif`.
    pub branches: Vec<(List, List)>,
    /// The commands of `else`.
    pub otherwise: Option<List>,
}

/// A `case`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What is compared.
    pub word: Word,
    /// Patterns and commands.
    pub arms: Vec<(Vec<Word>, List)>,
}

/// The definition of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: Span,
    /// What a call runs.
    pub body: Box<Command>,
}

/// `>file`, `2>&1`, `<<END`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirection {
    /// The operator.
    pub operator: Span,
    /// File, descriptor or the here-document's mark.
    pub target: Word,
}

/// A word: pieces glued together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// In order.
    pub pieces: Vec<Piece>,
    /// All of it, quotes included.
    pub span: Span,
}

/// A piece of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Its bytes, quotes and marks included.
    pub span: Span,
}

/// The pieces of a word, sh(1) "Quoting" and "Word Expansions".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// The bytes of the span as they stand; a backslash before them is not part of it.
    Literal,
    /// Something in quotes.
    Quoted {
        /// Which quotes.
        quote: Quote,
        /// What is inside.
        pieces: Vec<Piece>,
    },
    /// `$x`, `${x}`, `${x:-word}`
    Variable {
        /// The name, or one of `@*#?-$!` and digits.
        name: Span,
        /// What is done with it.
        operator: Option<Operator>,
    },
    /// `$(list)` or backquotes.
    Substitution(List),
    /// `$((...))`
    Arithmetic,
    /// Kept as text only.
    Unknown,
}

/// Kinds of quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// `'...'`
    Single,
    /// `"..."`
    Double,
    /// `$'...'`, with C's escapes.
    Dollar,
}

/// `${x:-word}` and kin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// `:-`, `-`, `#`, `%%`, ...; empty for `${#x}`.
    pub sign: Span,
    /// The word after it.
    pub pieces: Vec<Piece>,
}
