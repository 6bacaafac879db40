//! `unreadable-file`.

use crate::files::ReadProblem;
use crate::host::HostFile;
use crate::rules::{Report, declare_rule};
use crate::text::{Place, Span};

declare_rule! {
    /// A file of the host cannot be read.
    ///
    /// The machine reads this file and cellblock could not, so the picture of the host has a
    /// hole: what the file sets is not known, and rules about it may be silent or mistaken. All
    /// other files are checked as usual.
    ///
    /// Besides missing permission, the reason may be a folder, a pipe or a device where a file
    /// should be, or a symbolic link that leads nowhere or out of the host's folder. Links out of
    /// a copied host are not followed, because they were made for the host: here they would show
    /// files of another machine.
    "unreadable-file", Error, File(check)
}

fn check(file: &HostFile, report: &mut Report) {
    let message = match &file.source.problem {
        Some(ReadProblem::Unreadable(reason)) => {
            format!("{} cannot be read: {reason}", file.source.relative)
        }
        Some(ReadProblem::NotRegular(kind)) => {
            format!("{} is a {kind}, not a file", file.source.relative)
        }
        Some(ReadProblem::TooLarge { .. }) | None => return,
    };
    let place = Place::new(file.id(), Span::at(0));
    let finding = report
        .finding(place, message)
        .note("nothing in it was checked, and the rest of the host was checked without it");
    report.add(finding);
}
