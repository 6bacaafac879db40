//! loader.conf and sysctl.conf.

use std::collections::BTreeSet;

use super::item::{Completions, escaped};
use super::loader_words::MODULES;
use super::{Completion, Cursor, Kind, settings_values};
use crate::ide::describe::{Subject, works_in};
use crate::text::Span;
use crate::vocabulary::{
    FreebsdRelease, Placement, Setting, SettingFile, Version, When, loader_variables, releases,
    settings_from,
};

/// More names than this are not offered at once, but by their first parts.
const MOST_NAMES: usize = 100;

pub(super) fn complete(cursor: &Cursor<'_>, file: SettingFile) -> Completions {
    let before = cursor.before();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.get(line_start..).unwrap_or_default();
    if is_comment(line) {
        return Completions::none();
    }
    let separators: &[char] = match file {
        SettingFile::Loader => &['='],
        SettingFile::Sysctl => &['=', ':'],
    };
    match line.split_once(separators) {
        None => {
            let typed = line.trim_start();
            match typed.contains(char::is_whitespace) {
                true => Completions::none(),
                false => names(cursor, file, typed),
            }
        }
        Some((name, value)) => settings_values::of(cursor, file, name.trim(), value),
    }
}

/// Whether a `#` that is in no quotes is before the end of the line.
fn is_comment(line: &str) -> bool {
    let mut quoted = false;
    line.bytes().any(|byte| {
        quoted ^= byte == b'"';
        byte == b'#' && !quoted
    })
}

fn is_name_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._-%".contains(c)
}

fn names(cursor: &Cursor<'_>, file: SettingFile, typed: &str) -> Completions {
    let behind = cursor.behind();
    let rest = behind.find(|c| !is_name_part(c)).unwrap_or(behind.len());
    let replaced = Span::new(cursor.at - typed.len(), cursor.at + rest);
    let has_value = !cursor.rest_of_line(cursor.at + rest).trim().is_empty();
    let set = names_set(cursor);
    let releases = match cursor.freebsd.known() {
        Some(release) => vec![release],
        None => FreebsdRelease::supported(),
    };
    let page = Page {
        cursor,
        file,
        releases,
        has_value,
    };
    let begin_so = settings_from(typed)
        .take_while(|own| own.name().starts_with(typed))
        .filter(|own| page.can_be_set(*own));
    let begin_so: Vec<Setting> = begin_so.collect();
    let is_large = begin_so.len() > MOST_NAMES;
    let mut items = match is_large {
        true => page.branches(&begin_so, typed),
        false => page.whole(&begin_so),
    };
    if begin_so.is_empty() && !typed.is_empty() {
        let holding = settings_from("")
            .filter(|own| own.name().contains(typed))
            .filter(|own| page.can_be_set(*own));
        items = page.whole(&holding.collect::<Vec<_>>());
    }
    if file == SettingFile::Loader {
        items.extend(page.modules());
        items.extend(page.loaders_own());
    }
    let items = items
        .into_iter()
        .map(|item| (set.contains(item.label.as_str()), item));
    let found = Completions::sorted(typed, replaced, items);
    Completions {
        is_incomplete: found.is_incomplete || is_large,
        ..found
    }
}

/// The names that the file sets, but for the line of the cursor.
fn names_set<'a>(cursor: &Cursor<'a>) -> BTreeSet<&'a str> {
    let mut start = 0;
    let lines = cursor.text.split_inclusive('\n').filter(|line| {
        let own = start..=start + line.len();
        start += line.len();
        !own.contains(&cursor.at)
    });
    let names = lines.filter_map(|line| line.split_once(['=', ':']));
    names.map(|(name, _)| name.trim()).collect()
}

/// What is offered for a file.
struct Page<'a> {
    cursor: &'a Cursor<'a>,
    file: SettingFile,
    /// Those that the host may run.
    releases: Vec<FreebsdRelease>,
    /// Something is behind the name already.
    has_value: bool,
}

impl Page<'_> {
    fn can_be_set(&self, own: Setting) -> bool {
        let mut releases = self.releases.iter();
        releases.any(|release| match own.placement(self.file, *release) {
            Placement::Works => true,
            // The kernel fetches some of the loader's values in code of its own.
            Placement::NotJudged => self.file == SettingFile::Loader && own.value_type().is_some(),
            Placement::No(_) | Placement::ReadOnly => false,
        })
    }

    fn whole(&self, settings: &[Setting]) -> Vec<Completion> {
        settings.iter().map(|own| self.item(*own)).collect()
    }

    fn item(&self, own: Setting) -> Completion {
        let mut detail = own.value_type().unwrap_or("tunable").to_owned();
        let release = self.cursor.freebsd.known();
        if let Some(default) = release.and_then(|release| own.default_on(release)) {
            detail.push_str(&format!(", default {default}"));
        }
        match works_in(own, self.file, self.cursor.freebsd) {
            When::Always => {}
            When::On(some) => detail.push_str(&format!(", on FreeBSD {}", releases(&some))),
            When::Never => detail.push_str(", probably set here"),
        }
        let snippet = (!self.has_value).then(|| match self.file {
            SettingFile::Loader => format!("{}=\"$1\"", escaped(own.name())),
            SettingFile::Sysctl => format!("{}=$1", escaped(own.name())),
        });
        Completion::new(Kind::Setting, own.name(), detail)
            .with_snippet(snippet)
            .about(Subject::Setting(own.name().to_owned()))
    }

    /// The next part of each name: whole where it is the last.
    fn branches(&self, settings: &[Setting], typed: &str) -> Vec<Completion> {
        let mut items = Vec::new();
        let mut counted: Option<(&str, usize)> = None;
        let written = typed.rfind('.').map_or(0, |at| at + 1);
        let branch = |(branch, count): (&str, usize)| {
            Completion::new(Kind::Branch, branch, format!("{count} settings"))
        };
        for own in settings {
            let rest = own.name().get(written..).unwrap_or_default();
            match rest.find('.') {
                None => items.push(self.item(*own)),
                Some(at) => {
                    let name = own.name().get(..=written + at).unwrap_or_default();
                    match &mut counted {
                        Some((current, count)) if *current == name => *count += 1,
                        _ => items.extend(counted.replace((name, 1)).map(branch)),
                    }
                }
            }
        }
        items.extend(counted.map(branch));
        items
    }

    fn modules(&self) -> impl Iterator<Item = Completion> {
        MODULES.iter().map(|module| {
            let name = format!("{module}_load");
            let item = Completion::new(Kind::Module, name.as_str(), "load the module");
            match self.has_value {
                true => item,
                false => item.inserting(format!("{name}=\"YES\"")),
            }
        })
    }

    fn loaders_own(&self) -> impl Iterator<Item = Completion> {
        loader_variables().map(|own| {
            let snippet = (!self.has_value).then(|| format!("{}=\"$1\"", own.name()));
            Completion::new(Kind::Keyword, own.name(), own.meaning()).with_snippet(snippet)
        })
    }
}
