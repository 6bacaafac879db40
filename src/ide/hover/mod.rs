//! What is told of the thing under the pointer, in Markdown.

mod fate;
mod frr;
mod frr_names;
mod jail;
mod rc;
mod settings;

pub use fate::jail_address;

use crate::host::{Host, HostFile};
use crate::rules::Rule;
use crate::site::Site;
use crate::syntax::Tree;
use crate::text::{FileId, Place, Span};

/// What is told of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// In Markdown.
    pub text: String,
    /// The word.
    pub span: Span,
}

/// What is known of the parameter, setting, variable or value at `place`.
#[must_use]
pub fn word(site: &Site, place: Place) -> Option<Told> {
    let (host, file) = file_of(site, place.file)?;
    let at = place.span.start;
    match file.tree() {
        Tree::Jail(tree) => jail::word(host, file, tree, at),
        Tree::Loader(_) | Tree::Sysctl(_) => settings::word(host, file, at),
        Tree::Rc(_) => rc::word(host, file, at),
        Tree::Frr(tree) => frr::word(host, file, tree, at),
        Tree::Shell(_) => None,
    }
}

/// The host that has a file.
#[must_use]
pub fn file_of(site: &Site, file: FileId) -> Option<(&Host, &HostFile)> {
    let mut hosts = site.hosts.iter();
    hosts.find_map(|host| Some((&**host, host.file(file)?)))
}

/// Whether the pointer is on `span`, or right behind it.
fn is_on(span: Span, at: u32) -> bool {
    span.start <= at && at <= span.end
}

/// Where something stands, for people: "etc/rc.conf, line 7".
fn where_is(host: &Host, place: Place) -> String {
    match host.file(place.file) {
        Some(file) => {
            let line = file.source.text.line_of(place.span.start) + 1;
            format!("{}, line {line}", file.source.relative)
        }
        None => "another file".to_owned(),
    }
}

/// A rule's page.
#[must_use]
pub fn rule_page(rule: &Rule) -> String {
    let (name, severity) = (rule.name, rule.severity);
    let mut page = format!("### {name} ({severity})\n");
    for line in rule.doc.lines() {
        page.push('\n');
        page.push_str(line.strip_prefix(' ').unwrap_or(line).trim_end());
    }
    page
}
