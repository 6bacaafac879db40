//! The smallest parts of a script: names, blanks, comments, operators. None of them nests.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::combinator::{opt, recognize, success};
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

/// Bytes consumed by `parser` at the beginning of `text`; 0 if it does not match.
fn consumed<'t>(
    mut parser: impl Parser<&'t str, Output = &'t str, Error = nom::error::Error<&'t str>>,
    text: &'t str,
) -> usize {
    parser.parse(text).map_or(0, |(_, taken)| taken.len())
}

fn name(input: &str) -> IResult<&str, &str> {
    recognize((
        take_while1(|c: char| c.is_ascii_alphabetic() || c == '_'),
        take_while(|c: char| c.is_ascii_alphanumeric() || c == '_'),
    ))
    .parse(input)
}

/// Length of the variable name that `text` begins with.
pub(super) fn name_len(text: &str) -> usize {
    consumed(name, text)
}

/// Length of `name=`; 0 if this is no assignment.
pub(super) fn assignment_len(text: &str) -> usize {
    consumed(recognize(terminated(name, tag("="))), text)
}

/// Length of what `$` or `${` may name: a variable, a digit (more in braces) or a special
/// parameter.
pub(super) fn parameter_len(text: &str, braced: bool) -> usize {
    let many = take_while1(|c: char| c.is_ascii_digit());
    if braced {
        return consumed(alt((name, many, recognize(special))), text);
    }
    match text.as_bytes().first() {
        Some(b'0'..=b'9') => 1,
        _ => consumed(alt((name, recognize(special))), text),
    }
}

fn special(input: &str) -> IResult<&str, &str> {
    alt((
        tag("@"),
        tag("*"),
        tag("#"),
        tag("?"),
        tag("-"),
        tag("$"),
        tag("!"),
    ))
    .parse(input)
}

/// Length of the operator inside `${x...}`.
pub(super) fn expansion_operator_len(text: &str) -> usize {
    let with_colon = recognize((opt(tag(":")), alt((tag("-"), tag("="), tag("?"), tag("+")))));
    let trim = alt((tag("##"), tag("#"), tag("%%"), tag("%")));
    consumed(alt((with_colon, trim)), text)
}

/// Length of the blanks and continued line ends that `text` begins with.
pub(super) fn blank_len(text: &str) -> usize {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let step = consumed(
            alt((
                take_while1(|c: char| c == ' ' || c == '\t'),
                tag("\\\n"),
                success(""),
            )),
            rest,
        );
        if step == 0 {
            break;
        }
        at += step;
    }
    at
}

/// Length of the comment that `text` begins with, without its line end.
pub(super) fn comment_len(text: &str) -> usize {
    consumed(
        recognize(preceded(tag("#"), take_while(|c: char| c != '\n'))),
        text,
    )
}

/// Length of a redirection's operator, with the descriptor before it.
pub(super) fn redirection_len(text: &str) -> usize {
    let operator = alt((
        tag("<<-"),
        tag("<<"),
        tag("<&"),
        tag("<>"),
        tag("<"),
        tag(">>"),
        tag(">&"),
        tag(">|"),
        tag(">"),
    ));
    consumed(
        recognize((take_while(|c: char| c.is_ascii_digit()), operator)),
        text,
    )
}

/// Whether `byte` ends a bare word.
pub(super) fn ends_word(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')'
    )
}

/// Words that sh takes as its own at the beginning of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reserved {
    If,
    Then,
    Elif,
    Else,
    Fi,
    For,
    While,
    Until,
    Do,
    Done,
    Case,
    Esac,
    Open,
    Close,
    Not,
}

impl Reserved {
    /// As it is written.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::If => "if",
            Self::Then => "then",
            Self::Elif => "elif",
            Self::Else => "else",
            Self::Fi => "fi",
            Self::For => "for",
            Self::While => "while",
            Self::Until => "until",
            Self::Do => "do",
            Self::Done => "done",
            Self::Case => "case",
            Self::Esac => "esac",
            Self::Open => "{",
            Self::Close => "}",
            Self::Not => "!",
        }
    }

    /// Whether it ends a list of commands.
    pub(super) const fn closes(self) -> bool {
        matches!(
            self,
            Self::Then
                | Self::Elif
                | Self::Else
                | Self::Fi
                | Self::Do
                | Self::Done
                | Self::Esac
                | Self::Close
        )
    }
}

/// The reserved word that `text` begins with.
pub(super) fn reserved(text: &str) -> Option<Reserved> {
    use Reserved::{
        Case, Close, Do, Done, Elif, Else, Esac, Fi, For, If, Not, Open, Then, Until, While,
    };
    let length = text.bytes().take(6).take_while(|&b| !ends_word(b)).count();
    let word = text.get(..length)?;
    [
        If, Then, Elif, Else, Fi, For, While, Until, Do, Done, Case, Esac, Open, Close, Not,
    ]
    .into_iter()
    .find(|reserved| reserved.text() == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_parts() {
        assert_eq!(name_len("a_1.b"), 3);
        assert_eq!(name_len("1a"), 0);
        assert_eq!(assignment_len("a=b"), 2);
        assert_eq!(assignment_len("a =b"), 0);
        assert_eq!(parameter_len("12", false), 1);
        assert_eq!(parameter_len("12", true), 2);
        assert_eq!(blank_len(" \\\n\tx"), 4);
        assert_eq!(redirection_len("2>&1"), 3);
        assert_eq!(expansion_operator_len(":-x"), 2);
        assert_eq!(expansion_operator_len("%%x"), 2);
        assert_eq!(reserved("done;"), Some(Reserved::Done));
        assert_eq!(reserved("donec"), None);
    }
}
