//! What FRR's daemons refuse, asked of the daemons themselves: fixtures of `frr-rejected-value`,
//! entered line by line. What is refused only where a file is loaded as a whole is not asked.
//! Needs Debian's package `frr` and the right to run its daemons; skipped elsewhere.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cellblock::analysis::analyse;
use cellblock::files::Snapshot;
use common::skipped;

const DAEMONS: [&str; 3] = ["zebra", "bgpd", "staticd"];

const RULE: &str = "frr-rejected-value";

/// Daemons that run with an empty configuration until this is dropped.
struct Daemons {
    folder: tempfile::TempDir,
    running: Vec<Child>,
}

impl Drop for Daemons {
    fn drop(&mut self) {
        for daemon in &mut self.running {
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
    }
}

impl Daemons {
    /// The daemons, if they can be run here.
    fn start() -> Option<Self> {
        let folder = tempfile::tempdir().ok()?;
        let owned = Command::new("chown").arg("frr").arg(folder.path()).status();
        owned.ok().filter(|status| status.success())?;
        let mut daemons = Self {
            folder,
            running: Vec::new(),
        };
        for name in DAEMONS {
            let folder = daemons.folder.path();
            // In a network of their own they change no route of this machine's.
            let daemon = Command::new("unshare")
                .arg("--net")
                .arg(Path::new("/usr/lib/frr").join(name))
                .args(["-P", "0", "-f", "/dev/null", "--vty_socket"])
                .arg(folder)
                .arg("-i")
                .arg(folder.join(format!("{name}.pid")))
                .arg("-z")
                .arg(folder.join("zserv"))
                .args(
                    (name == "bgpd")
                        .then_some(["-p", "0"])
                        .into_iter()
                        .flatten(),
                )
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .ok()?;
            daemons.running.push(daemon);
            daemons.wait_for(&format!("{name}.vty"))?;
        }
        Some(daemons)
    }

    /// Until a daemon listens; none if it does not come up.
    fn wait_for(&self, socket: &str) -> Option<()> {
        let socket = self.folder.path().join(socket);
        let until = Instant::now() + Duration::from_secs(20);
        while Instant::now() < until {
            if socket.exists() {
                return Some(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }

    /// The lines of a configuration that draw an answer, entered one after the other.
    fn answered(&self, text: &str) -> BTreeSet<usize> {
        let mut session = Command::new("vtysh")
            .arg("--vty_socket")
            .arg(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("vtysh");
        let mut input = String::from("configure terminal\n");
        for (index, line) in text.lines().enumerate() {
            // A command that nobody knows marks the end of the line's own answer.
            input.push_str(&format!("{line}\nline-{index}-ends\n"));
        }
        let mut pipe = session.stdin.take().expect("a pipe");
        pipe.write_all(input.as_bytes()).expect("vtysh reads");
        drop(pipe);
        let output = session.wait_with_output().expect("vtysh ends");
        answers(
            &String::from_utf8_lossy(&output.stdout),
            text.lines().count(),
        )
    }
}

/// The lines, counted from 1, with an answer between their prompt and the mark behind them.
fn answers(output: &str, count: usize) -> BTreeSet<usize> {
    let mut answered = BTreeSet::new();
    let mut rest = output.split_once("(config").map_or("", |(_, rest)| rest);
    for index in 0..count {
        let mark = format!("line-{index}-ends");
        let Some((own, behind)) = rest.split_once(&mark) else {
            break;
        };
        let said = own.lines().map(str::trim);
        let is_answer = |line: &str| {
            line.starts_with('%') && line != "% Unknown command:" && !line.starts_with("% Unknown")
                || line.contains("can't compile")
                || line.starts_with("Invalid character")
                || line.starts_with("BGP is already running")
        };
        if said.clone().any(is_answer) {
            answered.insert(index + 1);
        }
        rest = behind;
    }
    answered
}

fn fixture(kind: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    folder
        .join(RULE)
        .join(kind)
        .join("usr/local/etc/frr/frr.conf")
}

/// The lines, counted from 1, that the rule tells.
fn told(text: &str) -> BTreeSet<usize> {
    let files = [(
        "one/usr/local/etc/frr/frr.conf".to_owned(),
        text.as_bytes().to_vec(),
    )];
    let snapshot = Snapshot::from_memory(files, None).expect("a site");
    let findings = analyse(&snapshot).findings;
    let of_rule = findings.iter().filter(|finding| finding.rule == RULE);
    of_rule
        .map(|finding| {
            let before = &text[..finding.place.span.start as usize];
            before.matches('\n').count() + 1
        })
        .collect()
}

#[test]
fn daemons_refuse_what_the_rule_tells() {
    for kind in ["bad/typed", "good"] {
        let Some(daemons) = Daemons::start() else {
            return skipped("FRR's daemons do not run here: Debian's package `frr`, and root");
        };
        let text = fs::read_to_string(fixture(kind)).expect("a fixture");
        assert_eq!(told(&text), daemons.answered(&text), "{kind}");
    }
}
