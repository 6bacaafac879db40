//! The notation of FRR's command templates, as vtysh's `find` prints them: words, alternatives,
//! optional parts and sets. Knows no matching.

/// One step of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// One word of a line.
    Token(Token),
    /// Some alternatives, each a sequence.
    Group(Group, Vec<Vec<Item>>),
}

/// How many of its alternatives a group takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// `<a|b>`: one.
    One,
    /// `[a|b]`: one or none.
    Optional,
    /// `![a]`: one; none only in a line that begins with `no`.
    OptionalAfterNo,
    /// `{a|b}`: one or more, in any order, each once.
    Set,
}

/// What a word may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As the template writes it.
    pub text: String,
    /// What kind of word it is.
    pub kind: TokenKind,
    /// Whether it stands for one word or more (`...`).
    pub repeats: bool,
}

/// The kinds of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Itself.
    Keyword,
    /// Any word.
    Variable,
    /// A number from the first to the second.
    Range(i64, i64),
    /// `A.B.C.D`.
    Ipv4,
    /// `A.B.C.D/M`.
    Ipv4Prefix,
    /// `X:X::X:X`.
    Ipv6,
    /// `X:X::X:X/M`.
    Ipv6Prefix,
    /// `X:X:X:X:X:X`.
    Mac,
    /// `X:X:X:X:X:X/M`.
    MacPrefix,
    /// `ASNUM`.
    AsNumber,
}

const NAMED: [(&str, TokenKind); 7] = [
    ("ASNUM", TokenKind::AsNumber),
    ("A.B.C.D/M", TokenKind::Ipv4Prefix),
    ("A.B.C.D", TokenKind::Ipv4),
    ("X:X:X:X:X:X/M", TokenKind::MacPrefix),
    ("X:X:X:X:X:X", TokenKind::Mac),
    ("X:X::X:X/M", TokenKind::Ipv6Prefix),
    ("X:X::X:X", TokenKind::Ipv6),
];

/// Reads a template.
pub fn parse(template: &str) -> Result<Vec<Item>, String> {
    let mut reader = Reader { rest: template };
    let items = reader.sequence()?;
    match reader.rest {
        "" => Ok(items),
        rest => Err(format!("`{rest}` closes nothing")),
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// Items up to a mark that ends a sequence.
    fn sequence(&mut self) -> Result<Vec<Item>, String> {
        let mut items = Vec::new();
        loop {
            self.rest = self.rest.trim_start_matches(' ');
            let item = match self.rest.chars().next() {
                None | Some('|' | '>' | ']' | '}') => return Ok(items),
                Some('<') => self.group(Group::One, '>')?,
                Some('[') => self.group(Group::Optional, ']')?,
                Some('{') => self.group(Group::Set, '}')?,
                Some('!') => {
                    self.rest = &self.rest[1..];
                    self.group(Group::OptionalAfterNo, ']')?
                }
                Some(_) => Item::Token(self.token()?),
            };
            items.push(item);
        }
    }

    fn group(&mut self, group: Group, close: char) -> Result<Item, String> {
        let mut alternatives = Vec::new();
        loop {
            // The opening mark, or the bar between two alternatives.
            self.rest = self.rest.get(1..).ok_or("a group is not closed")?;
            alternatives.push(self.sequence()?);
            if self.rest.starts_with(close) {
                self.rest = &self.rest[1..];
                return Ok(Item::Group(group, alternatives));
            }
            if !self.rest.starts_with('|') {
                return Err(format!("`{close}` is missing before `{}`", self.rest));
            }
        }
    }

    fn token(&mut self) -> Result<Token, String> {
        let (length, kind) = if self.rest.starts_with('(') {
            self.range()?
        } else {
            self.word()?
        };
        let (text, rest) = self.rest.split_at(length);
        let tail = rest.strip_prefix("...");
        self.rest = tail.unwrap_or(rest);
        Ok(Token {
            text: text.to_owned(),
            kind,
            repeats: tail.is_some(),
        })
    }

    fn range(&self) -> Result<(usize, TokenKind), String> {
        let wrong = || format!("`{}` does not begin with a range", self.rest);
        let end = self.rest.find(')').ok_or_else(wrong)?;
        let inside = &self.rest[1..end];
        // A minus in front is the first number's sign.
        let dash = 1 + inside
            .get(1..)
            .and_then(|text| text.find('-'))
            .ok_or_else(wrong)?;
        let (low, high) = (inside[..dash].parse(), inside[dash + 1..].parse());
        match (low, high) {
            (Ok(low), Ok(high)) => Ok((end + 1, TokenKind::Range(low, high))),
            _ => Err(wrong()),
        }
    }

    /// The longest of what a word may be: a kind with a name, a variable, a keyword.
    fn word(&self) -> Result<(usize, TokenKind), String> {
        let named = NAMED.iter().filter(|(name, _)| self.rest.starts_with(name));
        let named = named.map(|(name, kind)| (name.len(), *kind));
        let found = named.chain([
            (self.variable_length(), TokenKind::Variable),
            (self.keyword_length(), TokenKind::Keyword),
        ]);
        // Of two of one length the first counts.
        let longest = found.reduce(|best, next| if next.0 > best.0 { next } else { best });
        match longest {
            Some((length, kind)) if length > 0 => Ok((length, kind)),
            _ => Err(format!("`{}` does not begin with a word", self.rest)),
        }
    }

    fn variable_length(&self) -> usize {
        let inside = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "-_:".contains(c);
        let length = self.rest.find(|c| !inside(c)).unwrap_or(self.rest.len());
        let upper = self.rest.starts_with(|c: char| c.is_ascii_uppercase());
        if upper && length > 1 { length } else { 0 }
    }

    fn keyword_length(&self) -> usize {
        let sign = usize::from(self.rest.starts_with(['-', '+']));
        let word = &self.rest[sign..];
        let inside = |c: char| c.is_ascii_alphanumeric() || "-+_*".contains(c);
        let length = word.find(|c| !inside(c)).unwrap_or(word.len());
        let first = |c: char| c.is_ascii_alphanumeric() || c == '*';
        if word.starts_with(first) {
            sign + length
        } else {
            0
        }
    }
}
