//! loader.conf, as the Lua loader reads it line by line (stand/lua/config.lua).
//!
//! Knows no setting.

mod environment;
mod expand;
mod line;
mod mend;
mod refused;

#[cfg(test)]
mod tests;

use super::lines::lines;
use super::remedy::keep_helpful;
use super::token::TokenList;
use super::{SyntaxError, Token, TokenKind};
use crate::text::Span;
pub use environment::{Environment, run};
pub use expand::{Refused, expand, variables};
use line::{is_comment_or_nothing, is_space};

/// Which loader reads the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grammar {
    /// That of 12.x (stable/12 of 2020): a narrower one for values, a wider one for names.
    Twelve,
    /// That of main in 2025, taken for every release since 13.0.
    Current,
}

impl Grammar {
    /// Whether this loader takes `name` for a module's in `NAME_load`.
    fn is_module(self, name: &str) -> bool {
        let dots = self == Self::Current;
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        name.chars().all(|c| is_part(c) || (dots && c == '.'))
    }
}

/// A loader.conf file.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Its settings, in order, as every loader since 13.0 takes them.
    pub settings: Vec<Setting>,
    /// Those that the loader of 12 takes, where they are others.
    of_twelve: Option<Vec<Setting>>,
    /// All of its bytes.
    pub tokens: Vec<Token>,
    /// Lines that the loader does not take.
    pub errors: Vec<SyntaxError>,
}

/// `NAME="value"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The name.
    pub name: String,
    /// Its bytes.
    pub name_span: Span,
    /// The value without quotes; escapes and variables are left as written.
    pub value: String,
    /// Its bytes, without quotes.
    pub value_span: Span,
    /// From the name to the end of the value.
    pub span: Span,
    /// What the loader takes it for.
    pub kind: SettingKind,
}

impl Setting {
    /// Whether the kernel gets it as a variable.
    #[must_use]
    pub fn reaches_kernel(&self) -> bool {
        match self.kind {
            SettingKind::Variable => true,
            SettingKind::Module(_) => self.name.contains('.'),
            SettingKind::Command => false,
        }
    }
}

/// What the loader takes a setting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// A variable, for the kernel or the loader itself.
    Variable,
    /// What `MODULE_load` and its kin say of a module. With a dot in the name the kernel gets it
    /// as a variable too, on every release.
    Module(ModuleKey),
    /// `exec="COMMAND"`: a command of the loader, run at once.
    Command,
}

/// What is said of a module: the ending of `MODULE_load` and its kin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ModuleKey {
    /// Whether it is loaded: only YES, in any case, does it.
    Load,
    /// The file, if it is not called like the module.
    Name,
    /// What kind of file it is.
    Type,
    /// Arguments for it.
    Flags,
    /// A command before it is loaded.
    Before,
    /// A command after it was loaded.
    After,
    /// A command for the case that loading fails.
    Error,
}

impl ModuleKey {
    /// The ending, without the underscore.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Name => "name",
            Self::Type => "type",
            Self::Flags => "flags",
            Self::Before => "before",
            Self::After => "after",
            Self::Error => "error",
        }
    }

    const ALL: [Self; 7] = [
        Self::Load,
        Self::Name,
        Self::Type,
        Self::Flags,
        Self::Before,
        Self::After,
        Self::Error,
    ];
}

/// The module and what is said of it by a name such as `if_em_load`.
#[must_use]
pub fn module_key(name: &str) -> Option<(&str, ModuleKey)> {
    let (module, ending) = name.rsplit_once('_')?;
    let key = ModuleKey::ALL
        .into_iter()
        .find(|key| key.ending() == ending)?;
    (!module.is_empty()).then_some((module, key))
}

/// Parses a loader.conf file.
#[must_use]
pub fn parse(text: &str) -> Tree {
    let mut tree = read(text);
    keep_helpful(&mut tree.errors, text, |mended| read(mended).errors);
    tree.of_twelve = Some(taken_by_twelve(text)).filter(|taken| *taken != tree.settings);
    tree
}

fn read(text: &str) -> Tree {
    let mut tree = Tree::default();
    let mut tokens = TokenList::default();
    for (start, source) in lines(text) {
        let end = start + source.len();
        let blanks = source.len() - source.trim_start_matches(is_space).len();
        match source.as_bytes().get(blanks) {
            None => tokens.to(TokenKind::Space, end),
            Some(b'#') => {
                tokens.to(TokenKind::Space, start + blanks);
                tokens.to(TokenKind::Comment, end);
            }
            Some(_) => tree.line(source, start, &mut tokens),
        }
    }
    tree.tokens = tokens.finish(text.len());
    tree
}

impl Tree {
    /// The settings that a loader takes, in order.
    #[must_use]
    pub fn settings_by(&self, grammar: Grammar) -> &[Setting] {
        match (grammar, &self.of_twelve) {
            (Grammar::Twelve, Some(settings)) => settings,
            _ => &self.settings,
        }
    }

    /// A line that is neither empty nor a comment.
    fn line(&mut self, source: &str, start: usize, tokens: &mut TokenList) {
        let at = |part: &str| part_of(source, start, part);
        let end = start + source.len();
        let Some((rest, (name, written, value))) = line::setting(source, Grammar::Current) else {
            let span = at(source.trim_matches(is_space));
            self.errors.push(refused::line(source, span));
            tokens.to(TokenKind::Unknown, end);
            return;
        };
        if !is_comment_or_nothing(rest) {
            let error = refused::after_value(written, at(written), rest, at(rest));
            self.errors.push(refused::unless_by_twelve(source, error));
            tokens.to(TokenKind::Unknown, end);
            return;
        }
        let kind = kind_of(name, written, Grammar::Current);
        let dropped = match kind {
            SettingKind::Variable => refused::of_value(name, value, at(value)),
            SettingKind::Module(_) | SettingKind::Command => None,
        };
        let is_dropped = dropped.is_some();
        self.errors
            .extend(dropped.or_else(|| refused::by_twelve(written, at(written))));
        let setting = Setting::new((source, start), (name, written, value), Grammar::Current);
        let comment = if rest.starts_with('#') {
            at(rest).start as usize
        } else {
            end
        };
        setting_tokens(&setting, comment, tokens);
        tokens.to(TokenKind::Comment, end);
        if !is_dropped {
            self.settings.push(setting);
        }
    }
}

/// Where `part` of a line stands that begins at byte `start`.
fn part_of(line: &str, start: usize, part: &str) -> Span {
    let offset = (part.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
    Span::new(start + offset, start + offset + part.len())
}

fn kind_of(name: &str, written: &str, grammar: Grammar) -> SettingKind {
    if name == "exec" && written.starts_with('"') {
        return SettingKind::Command;
    }
    module_key(name)
        .filter(|(module, _)| grammar.is_module(module))
        .map_or(SettingKind::Variable, |(_, key)| SettingKind::Module(key))
}

impl Setting {
    /// What a line sets that begins at byte `start`.
    fn new((line, start): (&str, usize), parts: line::Parts<'_>, grammar: Grammar) -> Self {
        let at = |part: &str| part_of(line, start, part);
        let (name, written, value) = parts;
        Self {
            name: name.to_owned(),
            name_span: at(name),
            value: value.to_owned(),
            value_span: at(value),
            span: at(name).to(at(written)),
            kind: kind_of(name, written, grammar),
        }
    }
}

/// The settings that the loader of 12 takes.
fn taken_by_twelve(text: &str) -> Vec<Setting> {
    let grammar = Grammar::Twelve;
    let taken = lines(text).filter_map(|(start, source)| {
        let is_comment = source.trim_start_matches(is_space).starts_with('#');
        let (rest, parts) = line::setting(source, grammar).filter(|_| !is_comment)?;
        let setting = Setting::new((source, start), parts, grammar);
        let is_dropped = setting.kind == SettingKind::Variable
            && expand::expand(&setting.value, grammar, |_| None).is_err();
        (is_comment_or_nothing(rest) && !is_dropped).then_some(setting)
    });
    taken.collect()
}

fn setting_tokens(setting: &Setting, end: usize, tokens: &mut TokenList) {
    tokens.to(TokenKind::Space, setting.name_span.start as usize);
    tokens.to(TokenKind::Word, setting.name_span.end as usize);
    let quoted = setting.span.end != setting.value_span.end;
    let value_start = setting.value_span.start as usize - usize::from(quoted);
    tokens.to(TokenKind::Punctuation, value_start);
    let kind = if quoted {
        TokenKind::Quoted
    } else {
        TokenKind::Word
    };
    tokens.to(kind, setting.span.end as usize);
    tokens.to(TokenKind::Space, end);
}
