use proptest::prelude::*;

use super::*;

/// A text, and what sysctl(8) made of it: number, name and value of each line.
type Recorded = (
    &'static str,
    &'static [(usize, &'static str, Option<&'static str>)],
);

#[rustfmt::skip]
const CASES: &[Recorded] = &[
    ("net.inet.ip.forwarding=1\n", &[(1, "net.inet.ip.forwarding", Some("1"))]),
    ("net.inet.ip.forwarding = 1\n", &[(1, "net.inet.ip.forwarding", Some("1"))]),
    ("net.inet.ip.forwarding: 1\n", &[(1, "net.inet.ip.forwarding", Some("1"))]),
    ("kern.hostname: a=b\n", &[(1, "kern.hostname", Some("a=b"))]),
    ("kern.hostname=a:b\n", &[(1, "kern.hostname", Some("a:b"))]),
    ("# net.inet.ip.forwarding=1\n", &[]),
    ("net.inet.ip.forwarding=1 # on\n", &[(1, "net.inet.ip.forwarding", Some("1"))]),
    ("net.inet.ip.forwarding=1#on\n", &[(1, "net.inet.ip.forwarding", Some("1"))]),
    ("kern.hostname=a\\#b\n", &[(1, "kern.hostname", Some("a\\#b"))]),
    ("kern.hostname=\"a b\"\n", &[(1, "kern.hostname", Some("a b"))]),
    ("kern.hostname='a b'\n", &[(1, "kern.hostname", Some("a b"))]),
    ("kern.hostname=\"a#b\" # c\n", &[(1, "kern.hostname", Some("a#b"))]),
    ("kern.hostname=\"a b\n", &[(1, "kern.hostname", Some("a b"))]),
    ("kern.hostname=\"a b # c\n", &[(1, "kern.hostname", Some("a b # c"))]),
    ("kern.hostname=\"a\" b\n", &[(1, "kern.hostname", Some("a\" b"))]),
    ("kern.hostname=\"a\" b # c\n", &[(1, "kern.hostname", Some("a"))]),
    ("kern.hostname=\"a'\n", &[(1, "kern.hostname", Some("a'"))]),
    ("net.inet.ip.forwarding=1 # don't\n", &[(1, "net.inet.ip.forwarding", Some("1"))]),
    ("kern.hostname=it's # c\n", &[(1, "kern.hostname", Some("it's # c"))]),
    ("net.inet.ip.forwarding=\n", &[(1, "net.inet.ip.forwarding", Some(""))]),
    ("kern.hostname=\n", &[(1, "kern.hostname", Some(""))]),
    ("net.inet.ip.forwarding\n", &[(1, "net.inet.ip.forwarding", None)]),
    ("set forwarding on\n", &[(1, "set forwarding on", None)]),
    ("net.inet.ip.forwardng=1\n", &[(1, "net.inet.ip.forwardng", Some("1"))]),
    ("net.inet.ip=1\n", &[(1, "net.inet.ip", Some("1"))]),
    ("net.isr.maxthreads=4\n", &[(1, "net.isr.maxthreads", Some("4"))]),
    ("kern.ostype=x\n", &[(1, "kern.ostype", Some("x"))]),
    ("net.add_addr_allfibs=0\n", &[(1, "net.add_addr_allfibs", Some("0"))]),
    ("net.fibs=4\n", &[(1, "net.fibs", Some("4"))]),
    ("net.inet.ip.forwarding=yes\n", &[(1, "net.inet.ip.forwarding", Some("yes"))]),
    ("kern.ipc.maxsockbuf=16M\n", &[(1, "kern.ipc.maxsockbuf", Some("16M"))]),
    ("kern.ipc.maxsockbuf=0x1000000\n", &[(1, "kern.ipc.maxsockbuf", Some("0x1000000"))]),
    ("kern.ipc.maxsockbuf=010\n", &[(1, "kern.ipc.maxsockbuf", Some("010"))]),
    ("net.inet.ip.forwarding=-1\n", &[(1, "net.inet.ip.forwarding", Some("-1"))]),
    ("net.inet.ip.forwarding=1.5\n", &[(1, "net.inet.ip.forwarding", Some("1.5"))]),
    ("net.inet.ip.forwarding=1 2\n", &[(1, "net.inet.ip.forwarding", Some("1 2"))]),
    ("net.inet.ip.forwarding=1;\n", &[(1, "net.inet.ip.forwarding", Some("1;"))]),
    ("net.inet.ip.forwarding=1\nnet.inet.ip.forwarding=0\n", &[(1, "net.inet.ip.forwarding", Some("1")), (2, "net.inet.ip.forwarding", Some("0"))]),
    ("net.inet.ip.forwarding=1\r\n", &[(1, "net.inet.ip.forwarding", Some("1"))]),
    ("\u{feff}net.inet.ip.forwarding=1\n", &[(1, "\u{feff}net.inet.ip.forwarding", Some("1"))]),
    ("\tnet.inet.ip.forwarding\t=\t1\t\n", &[(1, "net.inet.ip.forwarding", Some("1"))]),
    ("net.inet.ip.forwarding=1", &[(1, "net.inet.ip.forwarding", Some("1"))]),
    ("net/inet/ip/forwarding=1\n", &[(1, "net/inet/ip/forwarding", Some("1"))]),
    ("-net.inet.ip.forwarding=1\n", &[(1, "-net.inet.ip.forwarding", Some("1"))]),
    ("sysctl net.inet.ip.forwarding=1\n", &[(1, "sysctl net.inet.ip.forwarding", Some("1"))]),
    ("include /etc/sysctl.d/x.conf\n", &[(1, "include /etc/sysctl.d/x.conf", None)]),
    ("net.inet.ip.forwarding=\"1\"\n", &[(1, "net.inet.ip.forwarding", Some("1"))]),
];

type Read = (usize, String, Option<String>);

fn read_lines(text: &str) -> Vec<Read> {
    lines(text)
        .filter(|line| !line.content.trim().is_empty())
        .map(|line| match line.assignment() {
            Some((name, value)) => (
                line.number,
                name.to_owned(),
                Some(unquoted(value).to_owned()),
            ),
            None => (line.number, line.content.trim().to_owned(), None),
        })
        .collect()
}

#[test]
fn recorded_lines_are_read_alike() {
    for (text, expected) in CASES {
        let expected: Vec<Read> = expected
            .iter()
            .map(|(line, name, value)| (*line, (*name).to_owned(), value.map(str::to_owned)))
            .collect();
        assert_eq!(read_lines(text), expected, "{text}");
    }
}

#[test]
fn a_long_line_is_read_in_pieces() {
    let text = format!("kern.hostname={}\nkern.coredump=0\n", "a".repeat(1100));
    let read = read_lines(&text);
    assert_eq!(read.len(), 3);
    assert_eq!(read[0].2.as_ref().map(String::len), Some(1009));
    assert_eq!(
        read[2],
        (3, "kern.coredump".to_owned(), Some("0".to_owned()))
    );
    let tree = parse(&text);
    let too_long = |error: &&SyntaxError| error.message.starts_with("this line is too long");
    assert_eq!(tree.errors.iter().filter(too_long).count(), 1);
}

proptest! {
    #[test]
    fn every_byte_has_a_token(text in "[ -~\n\t\r]{0,80}|(.{0,40}\n){0,4}|(.{400}){2,6}") {
        let tree = parse(&text);
        let mut at = 0;
        for token in &tree.tokens {
            prop_assert_eq!(token.span.start as usize, at);
            at = token.span.end as usize;
        }
        prop_assert_eq!(at, text.len());
    }
}
