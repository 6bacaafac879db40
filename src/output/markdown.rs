//! A rule's page, which is Markdown, as text for a terminal.

use std::io::{self, Write};

use super::plain;

/// The width that paragraphs are broken at, in characters.
const WIDTH: usize = 80;

/// Writes a page: headings underlined, paragraphs broken at 80 columns, code indented.
///
/// # Errors
///
/// As the writer's.
pub fn write(out: &mut impl Write, page: &str) -> io::Result<()> {
    let mut paragraph = String::new();
    let mut in_code = false;
    for line in page.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
        if let Some(fence) = line.strip_prefix("```") {
            flush(out, &mut paragraph)?;
            in_code = !in_code;
            // The word behind the language names the file that the example stands for.
            match fence.split_whitespace().nth(1) {
                Some(file) if in_code => writeln!(out, "    # {}", plain(file))?,
                _ => {}
            }
        } else if in_code {
            writeln!(out, "{}", format!("    {}", plain(line)).trim_end())?;
        } else if let Some(heading) = line.strip_prefix('#') {
            flush(out, &mut paragraph)?;
            let heading = plain(heading.trim_start_matches('#').trim()).into_owned();
            let underline = "-".repeat(heading.chars().count());
            writeln!(out, "{heading}\n{underline}")?;
        } else if line.is_empty() {
            flush(out, &mut paragraph)?;
            writeln!(out)?;
        } else {
            let begins_item = line.starts_with("- ") || line.starts_with("* ");
            if begins_item {
                flush(out, &mut paragraph)?;
            }
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim_start());
        }
    }
    flush(out, &mut paragraph)
}

fn flush(out: &mut impl Write, paragraph: &mut String) -> io::Result<()> {
    let text = std::mem::take(paragraph).replace("**", "");
    let hanging = if text.starts_with("- ") || text.starts_with("* ") {
        "  "
    } else {
        ""
    };
    let mut line = String::new();
    for word in plain(&text).split_whitespace() {
        let is_full = line.chars().count() + 1 + word.chars().count() > WIDTH;
        if is_full && !line.trim().is_empty() {
            writeln!(out, "{line}")?;
            line = hanging.to_owned();
        }
        if !line.trim().is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if line.trim().is_empty() {
        return Ok(());
    }
    writeln!(out, "{line}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_page() {
        let page = " A **summary**.\n\n - one word\n   and more\n - two\n\n ## Bad\n\n ```conf etc/rc.conf\n a=1\n ```\n";
        let mut out = Vec::new();
        super::write(&mut out, page).expect("memory");
        let text = String::from_utf8(out).expect("text");
        assert_eq!(
            text,
            "A summary.\n\n- one word and more\n- two\n\nBad\n---\n\n    # etc/rc.conf\n    a=1\n"
        );
    }
}
