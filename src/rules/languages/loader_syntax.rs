//! `loader-syntax`.

use crate::host::HostFile;
use crate::rules::languages::report_errors;
use crate::rules::{Report, declare_rule};
use crate::syntax::Language;

declare_rule! {
    /// A line of loader.conf that the loader does not take.
    ///
    /// The loader prints `Malformed line` for a moment and goes on without the line. Values with
    /// anything but letters, digits, `-`, `_` and `.` need double quotes; single quotes, a
    /// second setting on a line and a trailing semicolon are refused.
    ///
    /// ## Bad
    ///
    /// ```conf boot/loader.conf
    /// vfs.root.mountfrom=zfs:zroot/ROOT/default
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf boot/loader.conf
    /// vfs.root.mountfrom="zfs:zroot/ROOT/default"
    /// ```
    "loader-syntax", Error, File(check)
}

fn check(file: &HostFile, report: &mut Report) {
    report_errors(file, Language::Loader, report);
}
