//! jail.conf files that are right but for one byte: each lacks one `;`, quote or brace. One
//! finding has to say so, on the line where the byte is missing, and its remedy has to give the
//! jails back that the file had.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;

use cellblock::host::jails::{Jails, NoIncludes, effective};
use cellblock::syntax::TokenKind;
use cellblock::syntax::jail::{Tree, parse};
use cellblock::text::{FileId, SourceText};
use cellblock::vocabulary::{Candidates, FreebsdRelease};

const RELEASE: FreebsdRelease = FreebsdRelease::new(14, 0);

/// Of how many places in published files one is tried.
const STEP: usize = 4;

const OWN: [&str; 5] = [
    "exec.start = \"/bin/sh /etc/rc\";\nexec.stop = \"/bin/sh /etc/rc.shutdown\";\nexec.clean;\nmount.devfs;\npath = \"/jails/$name\";\n\nweb {\n\thost.hostname = \"web.example.org\";\n\tip4.addr = \"lo1|192.0.2.1/32\", \"lo1|192.0.2.2/32\";\n\tip6.addr += 2001:db8::1;\n}\n\ndb {\n\t# the shop's data\n\tip4.addr = 192.0.2.3;\n\tallow.sysvipc = 1;\n\tpersist;\n}\n",
    "$bridge = bridge0;\n* {\n    vnet;\n    exec.prestart = \"ifconfig ${epair} create\";\n    exec.prestart += \"ifconfig $bridge addm ${epair}a\";\n}\na { $epair = epair1; vnet.interface = \"${epair}b\"; }\nb { $epair = epair2; vnet.interface = \"${epair}b\"; }\n",
    "db { path = /j/db; ip4.addr = 192.0.2.1; persist; }\nweb { path = /j/web; persist; } # comes last\n",
    "db {\n  exec.start = 'echo a', 'echo b';\n  exec.stop = \"\n    echo one;\n    echo two\n  \";\n}\n",
    "\"my db\" {\n  path = \"/j/my db\";\n  ip4.addr =\n    192.0.2.1,\n    192.0.2.2;\n};\n",
];

/// Texts that parse: ours, and what people have published.
fn samples() -> Vec<String> {
    let mut texts: Vec<String> = OWN.map(String::from).into();
    if let Some(shared) = common::shared() {
        let folder = shared.join("corpus/real/jail");
        for file in common::files_below(&folder) {
            let bytes = fs::read(folder.join(file)).unwrap();
            texts.push(SourceText::from_bytes(bytes).as_str().to_owned());
        }
    }
    texts.retain(|text| parse(text).errors.is_empty() && text.is_ascii());
    texts
}

fn jails(tree: &Tree) -> Vec<String> {
    let freebsd = Candidates::Known(RELEASE);
    let Jails { jails, .. } = effective(FileId(0), tree, &NoIncludes, &freebsd);
    let shown = jails.iter().map(|jail| {
        let parameters = jail.parameters.iter().map(|parameter| {
            let values: Vec<_> = parameter.values.iter().map(|v| &v.text).collect();
            format!("{}={values:?}", parameter.name)
        });
        format!(
            "{}: {}",
            jail.name,
            parameters.collect::<Vec<_>>().join(" ")
        )
    });
    shown.collect()
}

#[derive(Default)]
struct Figures {
    broken: usize,
    one: usize,
    on_line: usize,
    mended: usize,
    alike: usize,
    misses: Vec<String>,
}

fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count()
}

impl Figures {
    fn try_without(&mut self, text: &str, at: usize) {
        let mut broken = text.to_owned();
        broken.remove(at);
        let tree = parse(&broken);
        let errors: Vec<_> = tree
            .errors
            .iter()
            .filter(|e| e.accepted_since.is_none())
            .collect();
        if errors.is_empty() {
            return;
        }
        self.broken += 1;
        self.one += usize::from(errors.len() == 1);
        // What is missing belongs to the last thing before it.
        let belongs = text[..at].trim_end().len();
        let lines = line(text, belongs)..=line(text, at);
        let there = errors
            .iter()
            .find(|e| lines.contains(&line(&broken, e.span.start as usize)));
        self.on_line += usize::from(there.is_some());
        let mended = errors
            .iter()
            .find_map(|e| e.remedy.as_ref()?.applied(&broken));
        self.mended += usize::from(mended.is_some());
        let alike = mended.is_some_and(|mended| jails(&parse(&mended)) == jails(&parse(text)));
        self.alike += usize::from(alike);
        if errors.len() != 1 || there.is_none() || !alike {
            let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
            let around = text[start..].lines().take(3).collect::<Vec<_>>().join("\n");
            let said: Vec<_> = errors
                .iter()
                .map(|e| {
                    (
                        line(&broken, e.span.start as usize),
                        &e.message,
                        e.remedy.is_some(),
                    )
                })
                .collect();
            self.misses.push(format!(
                "byte {at}, line {}, alike {alike}, {said:?}\n{around}",
                line(text, at)
            ));
        }
    }

    fn share(&self, of: usize) -> f64 {
        100.0 * of as f64 / self.broken.max(1) as f64
    }

    fn print(&self, what: &str) {
        println!(
            "{what}: {} removals make a file wrong; one finding {:.1} %, on the line {:.1} %, with a remedy {:.1} %, same jails after it {:.1} %",
            self.broken,
            self.share(self.one),
            self.share(self.on_line),
            self.share(self.mended),
            self.share(self.alike),
        );
        let shown = std::env::var("MISSES")
            .ok()
            .and_then(|n| n.parse().ok())
            .unwrap_or(0);
        let step = (self.misses.len() / (shown + 1)).max(1);
        for miss in self.misses.iter().step_by(step).take(shown) {
            println!("---- {miss}");
        }
    }
}

/// Removes each byte that `wanted` takes, one at a time.
fn figures(what: &str, wanted: impl Fn(TokenKind, u8) -> bool) -> Figures {
    let mut figures = Figures::default();
    for (index, text) in samples().into_iter().enumerate() {
        // Published files are many and long: of those, some places will do.
        let every = if index < OWN.len() { 1 } else { STEP };
        let mut places = Vec::new();
        for token in parse(&text).tokens {
            let ends = match token.kind {
                TokenKind::Punctuation => vec![token.span.start as usize],
                TokenKind::Quoted => vec![token.span.start as usize, token.span.end as usize - 1],
                _ => continue,
            };
            let ends = ends.into_iter();
            places.extend(ends.filter(|at| wanted(token.kind, text.as_bytes()[*at])));
        }
        for at in places.into_iter().step_by(every) {
            figures.try_without(&text, at);
        }
    }
    figures.print(what);
    figures
}

#[test]
fn a_missing_semicolon() {
    let figures = figures("`;`", |kind, byte| {
        kind == TokenKind::Punctuation && byte == b';'
    });
    assert!(figures.broken > 100);
    assert!(figures.share(figures.one) >= 95.0 && figures.share(figures.on_line) >= 95.0);
    assert!(figures.share(figures.alike) >= 95.0);
}

#[test]
fn a_missing_quote() {
    let figures = figures("quote", |kind, byte| {
        kind == TokenKind::Quoted && matches!(byte, b'"' | b'\'')
    });
    assert!(figures.broken > 20);
    // What is hard: texts over several lines, and quoted names.
    assert!(figures.share(figures.one) >= 85.0 && figures.share(figures.alike) >= 85.0);
}

#[test]
fn a_missing_closing_brace() {
    let figures = figures("`}`", |kind, byte| {
        kind == TokenKind::Punctuation && byte == b'}'
    });
    assert!(figures.broken > 5);
    assert!(figures.share(figures.one) >= 95.0 && figures.share(figures.alike) >= 95.0);
}

#[test]
fn a_missing_opening_brace() {
    let figures = figures("`{`", |kind, byte| {
        kind == TokenKind::Punctuation && byte == b'{'
    });
    assert!(figures.broken > 5);
    assert!(figures.share(figures.one) >= 95.0 && figures.share(figures.alike) >= 95.0);
}
