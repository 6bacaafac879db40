//! Backslash escapes, as jail(8)'s lexer resolves them (usr.sbin/jail/jaillex.l): the same inside
//! both kinds of quotes and outside.

/// Appends `source`, one piece as the lexer cut it, to `out` with its escapes resolved.
///
/// The machine keeps pieces as C strings: a NUL, which `\0` and a `\x` without digits make too,
/// ends the piece.
pub(super) fn resolve(source: &str, out: &mut String) {
    if memchr::memchr2(b'\\', 0, source.as_bytes()).is_none() {
        out.push_str(source);
        return;
    }
    let bytes = resolved_bytes(source.as_bytes());
    let end = memchr::memchr(0, &bytes).unwrap_or(bytes.len());
    out.push_str(&String::from_utf8_lossy(&bytes[..end]));
}

fn resolved_bytes(source: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(source.len());
    let mut rest = source;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        if *byte != b'\\' {
            out.push(*byte);
            continue;
        }
        let (value, used) = escape(tail);
        out.extend(value);
        rest = tail.get(used..).unwrap_or_default();
    }
    out
}

/// The byte that the escape whose text after the backslash begins `tail` stands for, and how many
/// bytes of `tail` belong to it.
fn escape(tail: &[u8]) -> (Option<u8>, usize) {
    let Some(first) = tail.first() else {
        return (Some(0), 0);
    };
    let simple = match first {
        b'0'..=b'7' => return digits(tail, 0, 3, 8),
        b'x' => return digits(tail, 1, 2, 16),
        b'\n' => return (None, 1),
        b'a' => 0x07,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 0x0b,
        other => *other,
    };
    (Some(simple), 1)
}

/// Up to `most` digits of base `radix` from `from` on. Too large an octal number loses its upper
/// bits, as it does in a C `char`.
fn digits(tail: &[u8], from: usize, most: usize, radix: u32) -> (Option<u8>, usize) {
    let values: Vec<u32> = tail
        .iter()
        .skip(from)
        .take(most)
        .map_while(|byte| char::from(*byte).to_digit(radix))
        .collect();
    let number = values.iter().fold(0, |sum, digit| sum * radix + digit);
    let low = u8::try_from(number & 0xff).unwrap_or_default();
    (Some(low), from + values.len())
}

#[cfg(test)]
mod tests {
    #[test]
    fn escapes_are_resolved() {
        let cases = [
            (r"a\nb\tc\x41\101\q", "a\nb\tcAAq"),
            ("a\\\nb", "ab"),
            (r#"say \"hi\" \$HOME"#, r#"say "hi" $HOME"#),
            (r"\xc3\xa9", "é"),
            (r"cut\0off", "cut"),
            (r"one\x4z", "one\u{4}z"),
            (r"cut\xgone", "cut"),
            ("end\\", "end"),
        ];
        for (source, text) in cases {
            let mut out = String::new();
            super::resolve(source, &mut out);
            assert_eq!(out, text, "{source}");
        }
    }
}
