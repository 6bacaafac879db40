//! `check --fix` and `check --diff`: the fixes of the findings, onto the disk or onto the screen.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::input::Input;
use super::status::Failed;
use crate::files::{Disk, FileTree};
use crate::fix::{self, Allowed, Done, Mended, NotWritten, Wanted, WhyNot};
use crate::output::{count, plain};

/// What the fixes make of the files, in memory.
pub(super) fn work_out(input: &Input, not_safe: bool, wanted: Wanted<'_>) -> Result<Done, Failed> {
    if input.is_piped() {
        let message = "what comes by standard input cannot be mended: name the file";
        return Err(Failed::Arguments(message.to_owned()));
    }
    let read = |tree: Arc<dyn FileTree>| input.discover_in(tree);
    let allowed = Allowed {
        not_safe,
        findings: wanted,
    };
    Ok(fix::run(Arc::new(Disk), &read, allowed)?)
}

/// Writes what was worked out and says on standard error what was done and what was not.
pub(super) fn write(done: &Done, shown: &dyn Fn(&Path) -> String) {
    let failed = fix::write(done);
    let mut out = io::stderr().lock();
    // Where standard error is closed, there is nobody to tell.
    let _ = tell(&mut out, done, &failed, shown);
}

fn tell(
    out: &mut impl Write,
    done: &Done,
    failed: &[NotWritten],
    shown: &dyn Fn(&Path) -> String,
) -> io::Result<()> {
    let is_written = |mended: &&Mended| {
        let mut groups = failed.iter().flat_map(|group| &group.files);
        !groups.any(|path| mended.edited.contains(path))
    };
    let written: Vec<_> = done.mended.iter().filter(is_written).collect();
    for mended in &written {
        tell_one(out, "fixed", mended)?;
    }
    tell_dropped(out, done)?;
    for group in failed {
        let files: Vec<_> = group.files.iter().map(|path| shown(path)).collect();
        let files = plain(&files.join(", ")).into_owned();
        let culprit = shown(&group.culprit);
        let (culprit, reason) = (plain(&culprit), plain(&group.reason));
        writeln!(out, "cellblock: not changed: {files} ({culprit}: {reason})")?;
        for path in &group.left_changed {
            let path = shown(path);
            let path = plain(&path);
            writeln!(
                out,
                "cellblock: {path} could not be put back: it has its new text"
            )?;
        }
    }
    let files = done.changed.files().count();
    let left: usize = failed.iter().map(|group| group.files.len()).sum();
    let files = files.saturating_sub(left);
    writeln!(
        out,
        "{} fixed in {}",
        count(written.len(), "finding"),
        count(files, "file")
    )
}

/// Says on standard error what `--diff` shows.
pub(super) fn tell_diff(done: &Done) {
    let mut out = io::stderr().lock();
    let _ = tell_dropped(&mut out, done);
    let _ = writeln!(
        out,
        "{} would be fixed in {}",
        count(done.mended.len(), "finding"),
        count(done.changed.files().count(), "file")
    );
}

fn tell_dropped(out: &mut impl Write, done: &Done) -> io::Result<()> {
    for dropped in &done.dropped {
        let what = match dropped.why {
            WhyNot::Misread => "not applied, for the file would be misread with it",
            WhyNot::NoHelp => "not applied, for the finding would stay",
        };
        tell_one(out, what, &dropped.fix)?;
    }
    Ok(())
}

fn tell_one(out: &mut impl Write, what: &str, mended: &Mended) -> io::Result<()> {
    let (file, title) = (plain(&mended.file), plain(&mended.title));
    writeln!(out, "{what}: {file}: {} ({title})", mended.rule)
}
