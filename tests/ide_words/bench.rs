//! A host in memory, with a cursor in one of its files.

use cellblock::analysis::picture;
use cellblock::files::Snapshot;
use cellblock::ide::completion::{Completion, Completions, Cursor, complete};
use cellblock::ide::hover::{self, Told, file_of};
use cellblock::site::Site;
use cellblock::text::{FileId, Place, Span};

/// Stands where the cursor is.
pub const CURSOR: char = '‸';

pub const RC: &str = "hostname=x\ncloned_interfaces=\"lagg0 lo1 epair0\"\nvlans_lagg0=\"50\"\n\
    ifconfig_lagg0_50=\"inet 192.0.2.1/24 fib 1\"\nifconfig_em0=\"inet 198.51.100.1/24\"\n\
    static_routes=\"lab office:em0\"\njail_enable=\"YES\"\n";
pub const JAIL: &str = "path = \"/jails/$name\";\n$root = \"/data\";\nexec.clean;\n\
    www { ip4.addr = \"em0|198.51.100.9\"; }\ndb { ip4.addr = \"em0|198.51.100.8\"; }\n";
pub const LOADER: &str = "net.fibs=\"3\"\n";
pub const SYSCTL: &str = "net.inet.ip.forwarding=1\n";

/// The site of one host of a release; the text of one file is given.
pub fn site(release: &str, path: &str, text: &str) -> (Snapshot, Site) {
    let all = [
        ("h/etc/rc.conf", RC),
        ("h/etc/jail.conf", JAIL),
        ("h/boot/loader.conf", LOADER),
        ("h/etc/sysctl.conf", SYSCTL),
    ];
    let mut files: Vec<_> = (all.into_iter())
        .filter(|(own, _)| own.strip_prefix("h/") != Some(path))
        .map(|(own, text)| (own.to_owned(), text.to_owned()))
        .collect();
    files.push((format!("h/{path}"), text.to_owned()));
    let config = match release {
        "" => "[hosts.h]\n".to_owned(),
        release => format!("[hosts.h]\nfreebsd = \"{release}\"\n"),
    };
    let snapshot = Snapshot::from_memory(files, Some(&config)).expect("a host");
    let site = picture(&snapshot);
    (snapshot, site)
}

fn id(snapshot: &Snapshot, path: &str) -> FileId {
    let mut files = snapshot.files();
    files
        .find(|file| file.relative == path)
        .expect("the file")
        .id
}

/// A text with its mark taken out, and where it was.
pub fn unmarked(marked: &str) -> (String, usize) {
    let at = marked.find(CURSOR).expect("a cursor");
    (marked.replace(CURSOR, ""), at)
}

pub fn complete_in(site: &Site, file: FileId, at: usize) -> Completions {
    let (host, file) = file_of(site, file).expect("a file of a host");
    complete(&Cursor {
        language: file.language(),
        text: file.source.text.as_str(),
        at,
        host: Some(host),
        freebsd: &file.freebsd,
        frr: &host.frr_version,
    })
}

/// What is offered at the mark on a release, and the text without the mark.
pub fn offered(release: &str, path: &str, marked: &str) -> (Completions, String) {
    let (text, at) = unmarked(marked);
    let (snapshot, site) = site(release, path, &text);
    (complete_in(&site, id(&snapshot, path), at), text)
}

pub fn labels(found: &Completions) -> Vec<&str> {
    found.items.iter().map(|item| item.label.as_str()).collect()
}

pub fn item<'a>(found: &'a Completions, label: &str) -> &'a Completion {
    let item = found.items.iter().find(|item| item.label == label);
    item.unwrap_or_else(|| panic!("{label} is not among {:?}", labels(found)))
}

/// The text after an item was taken; with its snippet, if it is asked for and there is one.
pub fn taken(found: &Completions, text: &str, label: &str, snippet: bool) -> String {
    let item = item(found, label);
    let insert = match &item.snippet {
        Some(snippet_text) if snippet => snippet_text,
        _ => &item.insert,
    };
    let range = found.replaced.range();
    format!("{}{insert}{}", &text[..range.start], &text[range.end..])
}

/// What is told at the mark.
pub fn told(release: &str, path: &str, marked: &str) -> Option<Told> {
    let (text, at) = unmarked(marked);
    let (snapshot, site) = site(release, path, &text);
    hover::word(&site, Place::new(id(&snapshot, path), Span::at(at)))
}
