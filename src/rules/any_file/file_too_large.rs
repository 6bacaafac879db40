//! `file-too-large`.

use crate::files::ReadProblem;
use crate::host::HostFile;
use crate::rules::{Report, declare_rule};
use crate::text::{Place, Span};

declare_rule! {
    /// A file is far larger than any configuration.
    ///
    /// Files of more than 64 MiB are not read. Something that size is most likely a log or an
    /// image under the wrong name; the machine will try to read it all the same.
    "file-too-large", Error, File(check)
}

fn check(file: &HostFile, report: &mut Report) {
    let Some(ReadProblem::TooLarge { size, limit }) = file.source.problem else {
        return;
    };
    let message = format!(
        "{} is {} MiB large, and files of more than {} MiB are not read",
        file.source.relative,
        size.div_ceil(MIB),
        limit / MIB,
    );
    let place = Place::new(file.id(), Span::at(0));
    let finding = report
        .finding(place, message)
        .note("nothing in it was checked, and the rest of the host was checked without it");
    report.add(finding);
}

const MIB: u64 = 1024 * 1024;
