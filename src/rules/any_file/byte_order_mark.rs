//! `byte-order-mark`.

use crate::finding::{Edit, Fix, Severity};
use crate::host::HostFile;
use crate::rules::{Report, declare_rule};
use crate::syntax::Language;
use crate::text::{Place, Span};

declare_rule! {
    /// A file begins with a byte order mark.
    ///
    /// Some editors put the three bytes EF BB BF in front of a text. No program on FreeBSD
    /// expects them. jail(8) takes the first of them for the end of the file and reads
    /// nothing at all, without a message; for the others they are part of the first word, so the
    /// first line is lost.
    "byte-order-mark", Warning, File(check)
}

const MARK: &str = "\u{feff}";

fn check(file: &HostFile, report: &mut Report) {
    if !file.source.text.as_str().starts_with(MARK) {
        return;
    }
    let place = Place::new(file.id(), Span::new(0, MARK.len()));
    let (severity, consequence) = match file.source.language {
        Language::Jail => (
            Severity::Error,
            "jail(8) takes it for the end of the file and reads no jail at all",
        ),
        Language::Frr => (
            Severity::Warning,
            "FRR takes it for a part of the first word and does not know the first line",
        ),
        Language::Loader => (
            Severity::Warning,
            "the loader finds the first line malformed and passes over it",
        ),
        Language::Sysctl => (
            Severity::Warning,
            "sysctl(8) takes it for a part of the first name and does not know that name",
        ),
        Language::Rc | Language::Shell => (
            Severity::Warning,
            "sh(1) takes it for a part of the first word and does not find that command",
        ),
    };
    let message = format!("the file begins with a byte order mark: {consequence}");
    let fix = Fix::safe("remove the byte order mark", vec![Edit::remove(place)]);
    report.add(report.finding_at(severity, place, message).fix(fix));
}
