//! The program as a process: how long it runs, and how much memory it holds (on Linux).

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The program, built as for a release.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_cellblock");

/// Runs `check` on a folder, from start to end.
pub fn check(folder: &Path) -> Duration {
    let begin = Instant::now();
    let status = check_command(folder).status().expect("the program runs");
    let taken = begin.elapsed();
    // Findings are no failure here.
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
    taken
}

/// The most memory that `check` of a folder holds, in KiB, looked at every half millisecond.
pub fn check_memory(folder: &Path) -> Option<u64> {
    let mut child = check_command(folder).spawn().expect("the program runs");
    let mut highest = None;
    while child.try_wait().expect("a child").is_none() {
        highest = highest.max(memory(child.id()).map(|(_, highest)| highest));
        thread::sleep(Duration::from_micros(500));
    }
    highest
}

fn check_command(folder: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .args(["check", "--output-format", "concise"])
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Resident memory of a process, now and at its highest, in KiB; `None` where the system does not
/// tell.
pub fn memory(process: u32) -> Option<(u64, u64)> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let value = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().strip_suffix(" kB")?.parse().ok()
    };
    Some((value("VmRSS:")?, value("VmHWM:")?))
}
