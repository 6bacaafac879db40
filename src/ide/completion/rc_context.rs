//! Where in an rc.conf the cursor is, told from the text before it.
//!
//! Knows no variable. sh would let a forgotten quote swallow the lines below it; here a line that
//! begins an assignment ends the quote.

/// What is being written at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context<'t> {
    /// A comment, a command, anything else.
    Nothing,
    /// The name of a variable, as far as it is written.
    Name(&'t str),
    /// A value.
    Value {
        /// The variable.
        name: &'t str,
        /// What is written of the value, without the quote before it.
        written: &'t str,
        /// The quote that is open.
        quote: Option<char>,
    },
}

/// Reads the text before the cursor.
pub(super) fn read(before: &str) -> Context<'_> {
    let mut rest = before;
    // Whether the line may begin with an assignment, told from the last one.
    let mut last = Context::Nothing;
    while !rest.is_empty() {
        let (context, length) = statement(rest);
        last = context;
        rest = rest.get(length..).unwrap_or_default();
    }
    match before.is_empty() || before.ends_with('\n') && !is_inside(last) {
        true => Context::Name(""),
        false => last,
    }
}

fn is_inside(context: Context<'_>) -> bool {
    matches!(context, Context::Value { quote: Some(_), .. })
}

/// What the text begins with, as seen from its end, and how many bytes that takes: a line, or more
/// where a quote goes on.
fn statement(text: &str) -> (Context<'_>, usize) {
    let line = text.split_inclusive('\n').next().unwrap_or_default();
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    let content = line.get(blanks..).unwrap_or_default();
    let name_length = content.find(|c| !is_name_part(c)).unwrap_or(content.len());
    let (name, behind) = content.split_at_checked(name_length).unwrap_or_default();
    if behind.is_empty() {
        return (Context::Name(name), line.len());
    }
    let Some(value) = behind.strip_prefix('=').filter(|_| !name.is_empty()) else {
        return (Context::Nothing, line.len());
    };
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let start = line.len() - value.len();
    let Some(quote) = quote else {
        let written = value.trim_end_matches('\n');
        let is_one_word =
            written.len() == value.len() && !written.contains([' ', '\t', ';', '"', '#', '\'']);
        let context = match is_one_word {
            true => Context::Value {
                name,
                written,
                quote: None,
            },
            false => Context::Nothing,
        };
        return (context, line.len());
    };
    let inside = text.get(start + 1..).unwrap_or_default();
    match quoted_end(inside, quote) {
        End::Closed(length) => {
            let behind = inside.get(length..).unwrap_or_default();
            let rest = behind.find('\n').map_or(behind.len(), |at| at + 1);
            (Context::Nothing, start + 1 + length + rest)
        }
        End::Forgotten(length) => (Context::Nothing, start + 1 + length),
        End::Open => {
            let context = Context::Value {
                name,
                written: inside,
                quote: Some(quote),
            };
            (context, text.len())
        }
    }
}

/// Where a quoted text ends.
enum End {
    /// Behind its quote.
    Closed(usize),
    /// Before the line that begins another assignment.
    Forgotten(usize),
    /// Not before the cursor.
    Open,
}

fn quoted_end(inside: &str, quote: char) -> End {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match c {
            '\\' if quote == '"' => escaped = true,
            '\n' if begins_assignment(inside.get(at + 1..).unwrap_or_default()) => {
                return End::Forgotten(at + 1);
            }
            c if c == quote => return End::Closed(at + c.len_utf8()),
            _ => {}
        }
    }
    End::Open
}

fn begins_assignment(line: &str) -> bool {
    let name = line.find(|c| !is_name_part(c)).unwrap_or(0);
    name > 0 && line.get(name..).is_some_and(|rest| rest.starts_with('='))
}

fn is_name_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_context_is_told_from_what_is_before() {
        let value = |name, written, quote| Context::Value {
            name,
            written,
            quote,
        };
        for (before, expected) in [
            ("", Context::Name("")),
            ("jail_", Context::Name("jail_")),
            ("a=1\n  jail_", Context::Name("jail_")),
            ("a=1\n", Context::Name("")),
            ("# jail_", Context::Nothing),
            ("# x\njail", Context::Name("jail")),
            ("jail_enable=", value("jail_enable", "", None)),
            ("jail_enable=Y", value("jail_enable", "Y", None)),
            ("jail_enable=\"Y", value("jail_enable", "Y", Some('"'))),
            ("jail_list='a b", value("jail_list", "a b", Some('\''))),
            ("jail_list=\"a\nb", value("jail_list", "a\nb", Some('"'))),
            ("jail_list=\"a\n", value("jail_list", "a\n", Some('"'))),
            ("jail_list=\"a\nb=", value("b", "", None)),
            ("jail_enable=\"YES\"", Context::Nothing),
            ("jail_enable=\"YES\" # x", Context::Nothing),
            ("jail_enable=\"YES\"\nx", Context::Name("x")),
            ("jail_enable=YES ", Context::Nothing),
            (". /etc/x", Context::Nothing),
            ("a=\"\\\"b", value("a", "\\\"b", Some('"'))),
        ] {
            assert_eq!(read(before), expected, "{before:?}");
        }
    }
}
