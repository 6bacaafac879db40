//! Large files of FRR alone: `check` beside FRR's own dry run on the same file, one after the
//! other in the same run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::table::Table;
use super::{check_memory, process};

/// Writes an frr.conf of so many lines.
const GENERATOR: &str = "../shared/bench/gen_frr.py";

/// `check` of 10,000, 100,000 and 1,000,000 lines.
pub fn large_files(table: &mut Table) {
    let generator = Path::new(env!("CARGO_MANIFEST_DIR")).join(GENERATOR);
    if !generator.is_file() {
        println!("skipped: {GENERATOR} is not there");
        return;
    }
    let mut medians = Vec::new();
    for (lines, count) in [("10000", 40), ("100000", 40), ("1000000", 5)] {
        let (folder, file) = written(&generator, lines);
        let is_compared = lines == "100000";
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..count {
            ours.push(process::check(folder.path()));
            theirs.extend(is_compared.then(|| dry_run(&file)).flatten());
        }
        let median = table.times(&format!("check of an frr.conf of {lines} lines"), "", ours);
        medians.push(median);
        let budget = if is_compared { "64 MiB" } else { "" };
        check_memory(table, "its memory", budget, folder.path());
        if theirs.is_empty() {
            continue;
        }
        let theirs = table.times("vtysh -C of the same file", "", theirs);
        ratio(table, "vtysh for cellblock, in time", "20", theirs, median);
    }
    for pair in medians.windows(2) {
        let what = "ten times the lines, in time (linear: 10)";
        ratio(table, what, "", pair[1], pair[0]);
    }
}

fn ratio(table: &mut Table, what: &str, budget: &str, one: Duration, other: Duration) {
    let ratio = one.as_secs_f64() / other.as_secs_f64();
    let cells = [what, budget, &format!("{ratio:.1}"), "", ""];
    table.row(cells.map(str::to_owned));
}

fn written(generator: &Path, lines: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder to write to");
    let output = Command::new("python3")
        .arg(generator)
        .args(["--lines", lines])
        .output()
        .expect("python3 runs");
    assert!(output.status.success(), "{}", output.status);
    let file = folder.path().join("frr.conf");
    std::fs::write(&file, output.stdout).expect("the file is written");
    (folder, file)
}

/// FRR's own dry run; `None` where FRR is not installed.
fn dry_run(file: &Path) -> Option<Duration> {
    let config = tempfile::tempdir().expect("a folder to write to");
    std::fs::write(config.path().join("vtysh.conf"), "").expect("the file is written");
    let begin = Instant::now();
    let status = Command::new("vtysh")
        .arg("--config_dir")
        .arg(config.path())
        .args(["-C", "-f"])
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    let taken = begin.elapsed();
    assert!(status.success(), "{status}");
    Some(taken)
}
