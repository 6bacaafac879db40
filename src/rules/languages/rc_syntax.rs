//! `rc-syntax`.

use crate::host::HostFile;
use crate::rules::languages::report_errors;
use crate::rules::{Report, declare_rule};
use crate::syntax::Language;

declare_rule! {
    /// rc.conf is not valid sh.
    ///
    /// Every rc script reads rc.conf as a shell script. Blanks around `=` run a command instead
    /// of setting a variable; a missing quote swallows the following lines and, at the end of
    /// the file, stops the reading of everything; a CR at the end of a line becomes part of the
    /// value.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// hostname = "arkham.example.net"
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// hostname="arkham.example.net"
    /// ```
    "rc-syntax", Error, File(check)
}

fn check(file: &HostFile, report: &mut Report) {
    report_errors(file, Language::Rc, report);
}
