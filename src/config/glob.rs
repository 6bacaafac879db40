//! Patterns for paths, as `.gitignore` has them.

use std::path::Path;

use globset::{ErrorKind, GlobBuilder, GlobSet, GlobSetBuilder};

/// The longest pattern, in bytes: FreeBSD's `PATH_MAX`, so no path needs a longer one. Patterns
/// are compiled by recursion over their braces, which therefore cannot go deep.
const LONGEST: usize = 1024;

/// A pattern that was understood.
#[derive(Clone, Debug)]
pub struct PathGlob {
    written: String,
    set: GlobSet,
}

impl PathGlob {
    /// Reads a pattern for paths below a folder, with the meaning it has in a `.gitignore` of
    /// that folder: without a `/` inside it is a name at any depth, with one it starts at the
    /// folder; `**` is any number of folders; what matches a folder matches all below it.
    /// `{a,b}` is known too, a leading `!` is not.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub fn of_folder(written: &str) -> Result<Self, String> {
        if written.starts_with('!') {
            return Err(format!(
                "`{written}` begins with `!`, which leaves nothing out here: \
                 give those files an entry of their own further down"
            ));
        }
        let (path, is_anchored) = match written.strip_prefix('/') {
            Some(path) => (path, true),
            None => (written.strip_prefix("./").unwrap_or(written), false),
        };
        let is_anchored = is_anchored || path.trim_end_matches('/').contains('/');
        if path.split('/').any(|name| name == "..") {
            return Err(format!(
                "`{written}` leads out of the folder of cellblock.toml, where patterns start"
            ));
        }
        let name = path.trim_end_matches('/');
        if matches!(name, "" | ".") {
            return Err("this pattern is empty: `**` stands for all files".to_owned());
        }
        let start = if is_anchored { "" } else { "**/" };
        let below = format!("{start}{name}/**");
        if path.ends_with('/') {
            return Self::compile(written, &[&below]);
        }
        Self::compile(written, &[&format!("{start}{name}"), &below])
    }

    /// Reads a pattern for the end of a path.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub fn of_end(written: &str) -> Result<Self, String> {
        let anywhere = format!("**/{}", written.trim_start_matches('/'));
        Self::compile(written, &[&anywhere])
    }

    fn compile(written: &str, globs: &[&str]) -> Result<Self, String> {
        if written.len() > LONGEST {
            return Err(format!(
                "this pattern is longer than any path, {LONGEST} bytes"
            ));
        }
        let wrong = |error: &globset::Error| {
            let what = in_words(error.kind());
            format!("`{written}` is not a pattern for paths: {what}")
        };
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            let mut builder = GlobBuilder::new(glob);
            builder.literal_separator(true).backslash_escape(true);
            set.add(builder.build().map_err(|error| wrong(&error))?);
        }
        Ok(Self {
            written: written.to_owned(),
            set: set.build().map_err(|error| wrong(&error))?,
        })
    }

    /// Whether `path`, with `/` between its names, is meant.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        self.set.is_match(Path::new(path))
    }
}

impl PartialEq for PathGlob {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Eq for PathGlob {}

fn in_words(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::UnclosedClass => "a `]` is missing after `[`".to_owned(),
        ErrorKind::InvalidRange(first, last) => {
            format!("`{first}-{last}` runs backwards")
        }
        ErrorKind::UnopenedAlternates => "there is a `}` without `{`".to_owned(),
        ErrorKind::UnclosedAlternates => "a `}` is missing after `{`".to_owned(),
        ErrorKind::DanglingEscape => "nothing follows its last `\\`".to_owned(),
        // Its own words would show an expression that nobody wrote.
        ErrorKind::Regex(_) => "it is too large".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(glob: &str, path: &str) -> bool {
        PathGlob::of_folder(glob)
            .expect("a valid pattern")
            .matches(path)
    }

    #[test]
    fn patterns_mean_what_they_mean_in_gitignore() {
        for (glob, path, expected) in [
            ("rc.conf", "rc.conf", true),
            ("rc.conf", "a/etc/rc.conf", true),
            ("rc.conf", "a/etc/rc.conf.d/x", false),
            ("/rc.conf", "rc.conf", true),
            ("/rc.conf", "a/rc.conf", false),
            ("./a/rc.conf", "a/rc.conf", true),
            ("a/etc/*", "a/etc/rc.conf", true),
            ("a/etc/*.conf", "a/etc/x/rc.conf", false),
            ("etc/rc.conf", "a/etc/rc.conf", false),
            ("**/etc/rc.conf", "a/etc/rc.conf", true),
            ("**/etc/rc.conf", "etc/rc.conf", true),
            ("a/**", "a/etc/rc.conf", true),
            ("**", "a/etc/rc.conf", true),
            ("hosts/lab-*", "hosts/lab-1/etc/rc.conf", true),
            ("jail.conf.d/", "a/etc/jail.conf.d/web.conf", true),
            ("jail.conf.d/", "jail.conf.d", false),
            ("/jail.conf.d/", "a/etc/jail.conf.d/web.conf", false),
            ("{rc,sysctl}.conf", "a/sysctl.conf", true),
            ("[!a]/x", "b/x", true),
            (r"\!x", "!x", true),
        ] {
            assert_eq!(matches(glob, path), expected, "{glob} {path}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for (glob, expected) in [
            ("", "this pattern is empty: `**` stands for all files"),
            (".", "this pattern is empty: `**` stands for all files"),
            ("/", "this pattern is empty: `**` stands for all files"),
            (
                "[ab",
                "`[ab` is not a pattern for paths: a `]` is missing after `[`",
            ),
            (
                "[b-a]",
                "`[b-a]` is not a pattern for paths: `b-a` runs backwards",
            ),
            (
                "{a",
                "`{a` is not a pattern for paths: a `}` is missing after `{`",
            ),
            (
                "a}",
                "`a}` is not a pattern for paths: there is a `}` without `{`",
            ),
            (
                "../x",
                "`../x` leads out of the folder of cellblock.toml, where patterns start",
            ),
        ] {
            assert_eq!(PathGlob::of_folder(glob), Err(expected.to_owned()));
        }
        assert!(PathGlob::of_folder("!x").is_err());
        assert!(PathGlob::of_folder(&"?".repeat(LONGEST + 1)).is_err());
        // Deep or large, it is an answer and no crash.
        let _ = PathGlob::of_folder(&"{".repeat(LONGEST));
        let braces = format!("{}{}", "{".repeat(LONGEST / 2), "}".repeat(LONGEST / 2));
        let _ = PathGlob::of_folder(&braces);
        let _ = PathGlob::of_end(&"[^a]".repeat(LONGEST / 4));
    }
}
