//! The words of a line, and the small parsers that commands are put together from.
//!
//! FRR knows no quoting and no escapes: words are what stands between blanks. Knows no command.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use nom::bytes::complete::{take_while, take_while1};
use nom::combinator::opt;
use nom::sequence::preceded;
use nom::{IResult, Parser};

use crate::text::Span;

/// A line of more words than this is unknown to FRR.
const MOST_WORDS: usize = 255;

/// Stands in a session's line for text that is not known before run time.
pub const UNKNOWN_PART: char = '\u{fffd}';

/// Whether a part of a word is not known before run time. In files nothing is, and most words are
/// plain ASCII.
pub(super) fn has_unknown_part(text: &str) -> bool {
    !text.is_ascii() && text.contains(UNKNOWN_PART)
}

/// An argument: where it stands and, unless a part of it is known at run time only, its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arg<T> {
    /// The value; `None` where the text holds [`UNKNOWN_PART`].
    pub value: Option<T>,
    /// Its bytes in the line.
    pub span: Span,
}

/// The words of a line that are still to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'a> {
    line: &'a str,
    words: &'a [Span],
    /// For each word the keyword that it is short for, or nothing where it is a value.
    keywords: &'a [&'static str],
}

/// What a parser of words gives: a command has no finer error than that it is another one.
pub(super) type Parsed<'a, T> = IResult<Words<'a>, T, ()>;

impl<'a> Words<'a> {
    /// The words of `line` at `words`, before it is known what they are.
    pub(super) fn new(line: &'a str, words: &'a [Span]) -> Self {
        let keywords = &[];
        Self {
            line,
            words,
            keywords,
        }
    }

    /// The same, each word being the keyword at its place.
    pub(super) fn read_as(self, keywords: &'a [&'static str]) -> Self {
        Self { keywords, ..self }
    }

    /// Each word.
    pub(super) fn iter(self) -> impl Iterator<Item = &'a str> {
        self.words.iter().map(move |span| self.text(*span))
    }

    /// The word of a number.
    pub(super) fn get(self, number: usize) -> Option<&'a str> {
        self.words.get(number).map(|span| self.text(*span))
    }

    /// The next word.
    pub(super) fn first(self) -> Option<&'a str> {
        self.words.first().map(|span| self.text(*span))
    }

    fn text(self, span: Span) -> &'a str {
        self.line.get(span.range()).unwrap_or("")
    }

    fn split(self) -> Option<(Span, Self)> {
        let (first, words) = self.words.split_first()?;
        let rest = Self {
            words,
            keywords: self.keywords.get(1..).unwrap_or_default(),
            ..self
        };
        Some((*first, rest))
    }

    /// The keyword that the next word is short for, and the words after it.
    fn keyword(self) -> Option<(&'static str, Self)> {
        let keyword = self
            .keywords
            .first()
            .filter(|keyword| !keyword.is_empty())?;
        let (_, rest) = self.split()?;
        Some((keyword, rest))
    }
}

/// Reads the words of `line` into `words`; false if there are more than FRR takes.
pub(super) fn split_words(line: &str, words: &mut Vec<Span>) -> bool {
    words.clear();
    let bytes = line.as_bytes();
    let bytes = match memchr::memchr(0, bytes) {
        Some(nul) => &bytes[..nul],
        None => bytes,
    };
    let (_, start) = blank_run(bytes, is_blank_or_feed);
    let mut rest = bytes.get(start..).unwrap_or_default();
    while let Ok((after, word)) = next_word(rest) {
        let end = bytes.len() - after.len();
        words.push(Span::new(end - word.len(), end));
        if words.len() > MOST_WORDS {
            return false;
        }
        rest = after;
    }
    true
}

fn next_word(input: &[u8]) -> IResult<&[u8], &[u8], ()> {
    preceded(take_while(is_blank), take_while1(|byte| !is_blank(byte))).parse(input)
}

fn blank_run(input: &[u8], blank: fn(u8) -> bool) -> (&[u8], usize) {
    let rest = opt(take_while1::<_, _, ()>(blank)).parse(input);
    let rest = rest.map_or(input, |(rest, _)| rest);
    (rest, input.len() - rest.len())
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// At the front of a line, form feed and vertical tab are blanks too.
fn is_blank_or_feed(byte: u8) -> bool {
    is_blank(byte) || matches!(byte, 0x0b | 0x0c)
}

/// The next word is `keyword`, or was found to be short for it.
pub(super) fn kw<'a>(keyword: &'static str) -> impl Fn(Words<'a>) -> Parsed<'a, ()> {
    move |words| match words.keyword() {
        Some((found, rest)) if found == keyword => Ok((rest, ())),
        _ => Err(nom::Err::Error(())),
    }
}

/// The next words are `keywords`.
pub(super) fn kws<'a>(keywords: &'static [&'static str]) -> impl Fn(Words<'a>) -> Parsed<'a, ()> {
    move |words| {
        keywords
            .iter()
            .try_fold((words, ()), |(words, ()), keyword| kw(keyword)(words))
    }
}

/// The next word is one of the keywords of `choices`.
pub(super) fn one_of<'a, T: Copy>(
    choices: &'static [(&'static str, T)],
) -> impl Fn(Words<'a>) -> Parsed<'a, T> {
    move |words| {
        let (found, rest) = words.keyword().ok_or(nom::Err::Error(()))?;
        let choice = choices.iter().find(|(name, _)| *name == found);
        let (_, choice) = choice.ok_or(nom::Err::Error(()))?;
        Ok((rest, *choice))
    }
}

/// Any word.
pub(super) fn word(words: Words<'_>) -> Parsed<'_, Span> {
    match words.split() {
        Some((span, rest)) => Ok((rest, span)),
        None => Err(nom::Err::Error(())),
    }
}

/// All words that are left, at least one.
pub(super) fn tail(words: Words<'_>) -> Parsed<'_, Span> {
    match (words.words.first(), words.words.last()) {
        (Some(first), Some(last)) => {
            let words_after = &words.words[words.words.len()..];
            let rest = Words {
                words: words_after,
                keywords: &[],
                ..words
            };
            Ok((rest, first.to(*last)))
        }
        _ => Err(nom::Err::Error(())),
    }
}

/// All words that are left, if any: for what has no meaning here.
pub(super) fn ignore_tail(words: Words<'_>) -> Parsed<'_, ()> {
    tail(words).map_or(Ok((words, ())), |(rest, _)| Ok((rest, ())))
}

/// No word is left.
pub(super) fn end(words: Words<'_>) -> Parsed<'_, ()> {
    if words.words.is_empty() {
        Ok((words, ()))
    } else {
        Err(nom::Err::Error(()))
    }
}

/// The next word, if `read` makes something of it or if a part of it is not known.
pub(super) fn arg<'a, T>(
    read: impl Fn(&str) -> Option<T>,
) -> impl Fn(Words<'a>) -> Parsed<'a, Arg<T>> {
    move |words| {
        let (rest, span) = word(words)?;
        let text = words.text(span);
        let value = read(text);
        if value.is_none() && !has_unknown_part(text) {
            return Err(nom::Err::Error(()));
        }
        Ok((rest, Arg { value, span }))
    }
}

/// A decimal number of at most `most`.
pub(super) fn number<'a>(least: u32, most: u32) -> impl Fn(Words<'a>) -> Parsed<'a, Arg<u32>> {
    arg(move |text| decimal(text).filter(|n| (least..=most).contains(n)))
}

fn decimal(text: &str) -> Option<u32> {
    text.parse().ok()
}

/// An autonomous system's number, plain or dotted (RFC 5396).
pub(super) fn as_number(words: Words<'_>) -> Parsed<'_, Arg<u32>> {
    arg(as_number_of)(words)
}

/// The number that `text` stands for, 1 to 4294967295.
#[must_use]
pub fn as_number_of(text: &str) -> Option<u32> {
    let number = match text.split_once('.') {
        Some((high, low)) => {
            let (high, low) = (high.parse::<u16>().ok()?, low.parse::<u16>().ok()?);
            u32::from(high) << 16 | u32::from(low)
        }
        None => decimal(text)?,
    };
    (number > 0).then_some(number)
}

/// `A.B.C.D`: a number has at most three digits, and no leading zero unless it is 0.
fn ipv4_of(text: &str) -> Option<Ipv4Addr> {
    // What nearly everybody writes.
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    let mut octets = [0_u8; 4];
    let mut parts = text.split('.');
    for octet in &mut octets {
        let part = parts.next()?;
        *octet = part.parse().ok()?;
        let plain = part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
        if !plain || (part.starts_with('0') && *octet != 0) {
            return None;
        }
    }
    parts.next().is_none().then(|| Ipv4Addr::from(octets))
}

fn length_of(text: &str) -> Option<u8> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn ipv4_net_of(text: &str) -> Option<IpNet> {
    let slash = memchr::memchr(b'/', text.as_bytes())?;
    let (address, length) = (text.get(..slash)?, text.get(slash + 1..)?);
    let net = Ipv4Net::new(ipv4_of(address)?, length_of(length)?).ok()?;
    Some(IpNet::V4(net))
}

fn ipv6_net_of(text: &str) -> Option<IpNet> {
    let slash = memchr::memchr(b'/', text.as_bytes())?;
    let (address, length) = (text.get(..slash)?, text.get(slash + 1..)?);
    let net = Ipv6Net::new(address.parse().ok()?, length_of(length)?).ok()?;
    Some(IpNet::V6(net))
}

/// `A.B.C.D`.
pub(super) fn ipv4(words: Words<'_>) -> Parsed<'_, Arg<Ipv4Addr>> {
    arg(ipv4_of)(words)
}

/// `X:X::X:X`.
pub(super) fn ipv6(words: Words<'_>) -> Parsed<'_, Arg<Ipv6Addr>> {
    arg(|text| text.parse().ok())(words)
}

/// An address of either family.
pub(super) fn address(words: Words<'_>) -> Parsed<'_, Arg<IpAddr>> {
    arg(address_of)(words)
}

/// The address that `text` is, as FRR reads addresses.
#[must_use]
pub fn address_of(text: &str) -> Option<IpAddr> {
    let v4 = ipv4_of(text).map(IpAddr::V4);
    v4.or_else(|| text.parse().ok().map(IpAddr::V6))
}

/// `A.B.C.D/M`, host bits kept.
pub(super) fn ipv4_net(words: Words<'_>) -> Parsed<'_, Arg<IpNet>> {
    arg(ipv4_net_of)(words)
}

/// `X:X::X:X/M`, host bits kept.
pub(super) fn ipv6_net(words: Words<'_>) -> Parsed<'_, Arg<IpNet>> {
    arg(ipv6_net_of)(words)
}

/// `A.B.C.D/M` or `X:X::X:X/M`.
pub(super) fn any_net(words: Words<'_>) -> Parsed<'_, Arg<IpNet>> {
    arg(|text| ipv4_net_of(text).or_else(|| ipv6_net_of(text)))(words)
}
