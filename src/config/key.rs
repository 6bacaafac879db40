//! Names and texts as TOML writes them.

/// A key, in quotes where it needs them.
pub(super) fn key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !name.is_empty() && name.chars().all(is_bare) {
        return name.to_owned();
    }
    quoted(name)
}

/// A text in quotes, on one line.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text).replace('"', "\\\""))
}

/// A text on one line without anything that TOML forbids in a comment or a terminal obeys.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\\\"),
            c if c.is_control() || is_invisible(c) => {
                escaped.push_str(&format!("\\U{:08X}", u32::from(c)));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// Marks that turn the direction of writing, end a line in some editors, or are not seen.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn only_plain_names_go_without_quotes() {
        assert_eq!(key("web-1_A"), "web-1_A");
        assert_eq!(key("a.example.net"), "\"a.example.net\"");
        assert_eq!(key(""), "\"\"");
        assert_eq!(
            key("é\"\\\n\u{7f}\u{202e}"),
            "\"é\\\"\\\\\\U0000000A\\U0000007F\\U0000202E\""
        );
    }

    proptest::proptest! {
        #[test]
        fn any_name_is_read_as_it_was(name in ".{1,8}|[\"'\\\\#\\[\\]=. \t\r\n\u{0}-\u{9f}]{1,8}") {
            let text = format!("[hosts.{}]\nroot = {}\n", key(&name), quoted(&name));
            let config = Config::load(&text).expect("valid");
            proptest::prop_assert_eq!(&config.hosts[0].name.value, &name);
            let root = config.hosts[0].root.as_ref().expect("said");
            proptest::prop_assert_eq!(root.value.to_str(), Some(name.as_str()));
        }
    }
}
