//! Helpers for the integration tests: run the real program, read its JSON, copy folders.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use assert_cmd::Command;
use serde_json::Value;

/// One finding as the tests compare it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub file: String,
    pub line: u64,
    pub rule: String,
    pub severity: String,
}

/// The project's folder.
pub fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of material that lies beside the project where the project is developed. Tests
/// that need it are skipped, and say so, where it is missing.
pub fn shared() -> Option<PathBuf> {
    let folder = project().join("../shared");
    if folder.is_dir() {
        return Some(folder);
    }
    skipped("there is no folder `shared` beside the project");
    None
}

/// Says that the running test was skipped. Not by `println!`, which the test runner keeps to
/// itself as long as a test passes.
pub fn skipped(why: &str) {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    let _ = writeln!(std::io::stderr(), "SKIPPED {test}: {why}");
}

/// The program, with an environment that does not depend on who runs the test.
pub fn cellblock() -> Command {
    let mut command = Command::cargo_bin("cellblock").unwrap();
    command.env_clear().env("NO_COLOR", "1");
    command
}

/// Runs cellblock in `folder`: exit status, standard output, standard error.
pub fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = cellblock()
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let status = output.status.code().unwrap();
    (status, text(output.stdout), text(output.stderr))
}

/// Runs `cellblock check` in `folder`, as [`run`].
pub fn check(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let arguments: Vec<_> = ["check"].iter().chain(arguments).copied().collect();
    run(folder, &arguments)
}

/// `cellblock check --output-format json` in `folder`: exit status and the object.
pub fn check_json(folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let output = cellblock()
        .current_dir(folder)
        .args(["check", "--output-format", "json"])
        .args(arguments)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let value = serde_json::from_str(&text)
        .unwrap_or_else(|_| panic!("no JSON: {text}{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), value)
}

/// The findings of a JSON object at warning and above, sorted.
pub fn found(json: &Value) -> Vec<Found> {
    let mut all: Vec<_> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| Found {
            file: finding["file"].as_str().unwrap().to_owned(),
            line: finding["range"]["start"]["line"].as_u64().unwrap(),
            rule: finding["rule"].as_str().unwrap().to_owned(),
            severity: finding["severity"].as_str().unwrap().to_owned(),
        })
        .filter(|found| found.severity != "info")
        .collect();
    all.sort();
    all
}

/// The table of an EXPECTED.md: file, line, rule, severity.
pub fn expected(folder: &Path) -> Vec<Found> {
    let text = fs::read_to_string(folder.join("EXPECTED.md")).unwrap();
    let mut rows: Vec<_> = text.lines().filter_map(row).collect();
    rows.sort();
    rows
}

fn row(line: &str) -> Option<Found> {
    let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
    Some(Found {
        file: cells.next()?.to_owned(),
        line: cells.next()?.parse().ok()?,
        rule: cells.next()?.to_owned(),
        severity: cells.next()?.to_owned(),
    })
}

/// Every file below `folder`, relative to it, sorted.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path.strip_prefix(folder).unwrap().to_owned());
            }
        }
    }
    files.sort();
    files
}

/// Writes a file and the folders above it.
pub fn write(folder: &Path, relative: impl AsRef<Path>, text: impl AsRef<[u8]>) {
    let path = folder.join(relative);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Hosts put together from the real files in `../shared`: the first of each language make one, the
/// second of each another, and so on. None where the folder is missing, which is said.
pub fn real_hosts() -> &'static [RealHost] {
    static HOSTS: OnceLock<Vec<RealHost>> = OnceLock::new();
    HOSTS.get_or_init(|| shared().map_or_else(Vec::new, |shared| hosts_of(&shared)))
}

/// The files of one: path, bytes.
pub type RealHost = Vec<(String, Vec<u8>)>;

fn hosts_of(shared: &Path) -> Vec<RealHost> {
    let mut hosts: Vec<RealHost> = Vec::new();
    for (language, path) in [
        ("jail", "etc/jail.conf"),
        ("loader", "boot/loader.conf"),
        ("sysctl", "etc/sysctl.conf"),
        ("rc", "etc/rc.conf"),
    ] {
        let folder = shared.join("corpus/real").join(language);
        for (number, file) in files_below(&folder).into_iter().enumerate() {
            let bytes = std::fs::read(folder.join(file)).expect("a file that was listed");
            if number == hosts.len() {
                hosts.push(Vec::new());
            }
            hosts[number].push((path.to_owned(), bytes));
        }
    }
    hosts
}
