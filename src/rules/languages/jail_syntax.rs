//! `jail-syntax`.

use crate::host::HostFile;
use crate::rules::languages::report_errors;
use crate::rules::{Report, declare_rule};
use crate::syntax::Language;

declare_rule! {
    /// jail.conf does not parse.
    ///
    /// jail(8) stops at a syntax error anywhere in the file before it touches a single jail: none
    /// of them starts. Its own message names the token after the mistake, often one line too
    /// late; here the finding stands at the mistake.
    ///
    /// A fix is offered where the file parses better with it: a missing `;`, quote or brace comes
    /// in where it belongs, a value is put into quotes where a `#`, `//` or `/*` in it begins a
    /// comment, a stray byte goes. It is safe where nothing else can have been meant.
    ///
    /// What only older releases refuse (a CR at the end of lines and blocks in blocks, before
    /// 14.0) is an error on those and info where the release is not known.
    ///
    /// Sources: jail.conf(5); usr.sbin/jail/jaillex.l and jailparse.y, and their run on some
    /// thousand files.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web"
    ///     persist;
    /// }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web {
    ///     path = "/jails/web";
    ///     persist;
    /// }
    /// ```
    "jail-syntax", Error, File(check)
}

fn check(file: &HostFile, report: &mut Report) {
    report_errors(file, Language::Jail, report);
}
