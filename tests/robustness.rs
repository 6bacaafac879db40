//! Whatever lies where a file should be, a check ends, says so, and goes on with the rest.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;

/// A folder of its own for one test, emptied before and removed after it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).expect("a writable folder for tests");
        Self(folder)
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        fs::write(path, bytes).expect("writable");
        self
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("cellblock"));
        command
            .args(arguments)
            .current_dir(&self.0)
            .env_remove("CLICOLOR_FORCE")
            .timeout(Duration::from_secs(60));
        command
    }

    /// The exit status, standard output and standard error of a run in this folder.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.command(arguments).output().expect("it runs");
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        let status = output.status.code().expect("no signal");
        (status, text(output.stdout), text(output.stderr))
    }

    /// The findings of the rules that are this test's, one a line.
    fn check(&self) -> (i32, String) {
        let select = "unreadable-file,file-too-large,invalid-encoding,byte-order-mark";
        let arguments = ["check", "--output-format", "concise", "--select", select];
        let (status, out, _) = self.run(&arguments);
        (status, out)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// Asserts that the lines of `out` begin like `expected`, in order, and that there are no more.
#[track_caller]
fn assert_lines(out: &str, expected: &[&str]) {
    assert_eq!(out.lines().count(), expected.len(), "{out}");
    for (line, expected) in out.lines().zip(expected) {
        assert!(line.starts_with(expected), "{line}\nis not {expected}");
    }
}

#[test]
fn bytes_that_are_not_utf8_are_told_once() {
    let folder = Folder::new("not-utf8");
    folder.write("h/etc/rc.conf", b"# caf\xe9\nhostname=\"\xe9\xe8\"\n");
    let (status, out) = folder.check();
    assert_eq!(status, 0, "{out}");
    assert_lines(&out, &["h/etc/rc.conf:1:6: info[invalid-encoding] "]);
}

#[test]
fn zero_bytes_are_a_warning_and_utf16_an_error() {
    let folder = Folder::new("zero");
    let text = "\u{feff}a=1\n".encode_utf16();
    let utf16: Vec<u8> = text.flat_map(u16::to_le_bytes).collect();
    folder
        .write("h/usr/local/etc/frr/frr.conf", "hostname a\n\0\0\n")
        .write("h/etc/rc.conf", utf16);
    let (status, out) = folder.check();
    assert_eq!(status, 1);
    assert_lines(
        &out,
        &[
            "h/etc/rc.conf:1:1: error[invalid-encoding] ",
            "h/usr/local/etc/frr/frr.conf:2:1: warning[invalid-encoding] ",
        ],
    );
}

#[test]
fn a_byte_order_mark_hides_all_of_jail_conf() {
    let folder = Folder::new("mark");
    folder
        .write("h/etc/jail.conf", "\u{feff}www { persist; }\n")
        .write("h/etc/rc.conf", "\u{feff}a=1\r\nb=2\r\n");
    let (status, out) = folder.check();
    assert_eq!(status, 1);
    assert_lines(
        &out,
        &[
            "h/etc/jail.conf:1:1: error[byte-order-mark] ",
            "h/etc/rc.conf:1:1: warning[byte-order-mark] ",
        ],
    );
    let (_, json, _) = folder.run(&["check", "--output-format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let mut findings = json["findings"].as_array().expect("a list").iter();
    let finding = findings.find(|finding| finding["rule"] == "byte-order-mark");
    let finding = finding.expect("the mark");
    assert_eq!(json["version"], 1);
    assert_eq!(finding["fixes"][0]["safe"], true);
    assert_eq!(finding["fixes"][0]["edits"][0]["range"]["end"]["column"], 2);
    assert_eq!(json["summary"]["hosts"], 1);
}

#[test]
fn a_huge_file_is_not_read() {
    let folder = Folder::new("huge");
    folder.write("h/etc/rc.conf", "");
    let file = fs::File::create(folder.path("h/etc/jail.conf")).expect("writable");
    file.set_len(70 * 1024 * 1024).expect("a sparse file");
    let (status, out) = folder.check();
    assert_eq!(status, 1);
    assert_eq!(
        out,
        "h/etc/jail.conf:1:1: error[file-too-large] etc/jail.conf is 70 MiB large, and files of \
         more than 64 MiB are not read\n"
    );
}

#[test]
fn a_line_without_end_is_not_printed() {
    let folder = Folder::new("long-line");
    let line = format!("{}\0{}\n", "x".repeat(100_000), "y".repeat(100_000));
    folder.write("h/etc/rc.conf", line);
    let (status, out, _) = folder.run(&["check", "--select", "invalid-encoding"]);
    assert_eq!(status, 1);
    assert!(out.contains("h/etc/rc.conf:1:100001"), "{out}");
    assert!(out.len() < 2_000, "{} bytes", out.len());
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let folder = Folder::new("escape");
    folder
        .write("h/etc/rc.conf", "a=\x1b]0;title\x07 \0\u{9b}31m\u{202e}\n")
        .write("\x1b[31m/etc/rc.conf", "\0\n");
    let (status, out, _) = folder.run(&["check", "--select", "invalid-encoding"]);
    assert_eq!(status, 1);
    let is_harmful = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(!out.contains(is_harmful), "{out:?}");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process;

    use super::*;

    #[test]
    fn a_pipe_and_a_device_do_not_block() {
        let folder = Folder::new("pipe");
        folder.write("h/etc/rc.conf", "");
        let made = process::Command::new("mkfifo")
            .arg(folder.path("h/etc/sysctl.conf"))
            .status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo");
        symlink("/dev/null", folder.path("h/etc/jail.conf")).expect("a link");
        let (status, out) = folder.check();
        assert_eq!(status, 1);
        assert_eq!(
            out,
            "h/etc/jail.conf:1:1: error[unreadable-file] etc/jail.conf is a device, not a file\n\
             h/etc/sysctl.conf:1:1: error[unreadable-file] etc/sysctl.conf is a pipe, not a file\n"
        );
        let (status, _, error) = folder.run(&["check", "h/etc/sysctl.conf"]);
        assert_eq!(status, 2);
        assert!(error.contains("this is a pipe, not a file"), "{error}");
    }

    #[test]
    fn a_file_without_permission_is_a_finding() {
        let folder = Folder::new("permission");
        folder
            .write("h/etc/rc.conf", "")
            .write("h/etc/jail.conf", "");
        let path = folder.path("h/etc/jail.conf");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("ours");
        if fs::read(&path).is_ok() {
            common::skipped("this user may read every file");
            return;
        }
        let (status, out) = folder.check();
        assert_eq!(status, 1);
        assert_eq!(
            out,
            "h/etc/jail.conf:1:1: error[unreadable-file] etc/jail.conf cannot be read: \
             permission denied\n"
        );
    }

    #[test]
    fn links_in_circles_and_links_that_lead_out() {
        let folder = Folder::new("links");
        folder
            .write("hosts/h/etc/rc.conf", "")
            .write("hosts/common.conf", "");
        for (target, link) in [
            ("jail.conf", "hosts/h/etc/jail.conf"),
            ("/etc/passwd", "hosts/h/etc/rc.local"),
            ("../../common.conf", "hosts/h/etc/sysctl.conf"),
            (".", "hosts/again"),
            ("..", "hosts/h/boot"),
        ] {
            symlink(target, folder.path(link)).expect("a link");
        }
        let (status, out) = folder.check();
        assert_eq!(status, 1);
        assert_lines(
            &out,
            &[
                "hosts/h/etc/jail.conf:1:1: error[unreadable-file] ",
                "hosts/h/etc/rc.local:1:1: error[unreadable-file] etc/rc.local cannot be read: a \
                 symbolic link that leads out of the host's folder, to /etc/passwd",
            ],
        );
        assert!(out.contains("levels of symbolic links"), "{out}");
        let (_, _, error) = folder.run(&["check", "--output-format", "concise"]);
        assert!(error.contains("1 host, 4 files"), "{error}");
    }

    #[test]
    fn a_reader_that_goes_away_is_no_failure() {
        let folder = Folder::new("reader");
        for number in 0..1_000 {
            folder.write(&format!("h{number}/etc/rc.conf"), "\0\n");
        }
        let mut program = process::Command::new(assert_cmd::cargo::cargo_bin!("cellblock"))
            .args(["check", "--output-format", "json"])
            .current_dir(&folder.0)
            .stdout(process::Stdio::piped())
            .stderr(process::Stdio::piped())
            .spawn()
            .expect("it runs");
        drop(program.stdout.take());
        let output = program.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

#[test]
fn a_folder_where_a_file_should_be() {
    let folder = Folder::new("folder");
    folder.write("h/etc/rc.conf/x", "");
    let (status, out) = folder.check();
    assert_eq!(status, 1);
    assert!(out.contains("etc/rc.conf is a folder, not a file"), "{out}");
}

#[test]
fn nothing_to_check_is_a_failure() {
    let folder = Folder::new("empty");
    let (status, out, error) = folder.run(&["check"]);
    assert_eq!((status, out.as_str()), (2, ""));
    let expected = "cellblock: nothing to check in .: ";
    assert!(error.starts_with(expected), "{error}");
    let (status, _, error) = folder.run(&["check", "nowhere/jail.conf"]);
    assert_eq!(status, 2);
    assert_eq!(
        error,
        "cellblock: nowhere/jail.conf: no such file or folder\n"
    );
}

#[test]
fn a_broken_config_is_a_failure_with_its_place() {
    let folder = Folder::new("config");
    folder
        .write("h/etc/rc.conf", "")
        .write("cellblock.toml", "[hosts.h]\n\tfreebds = \"14.3\"\n");
    let (status, out, error) = folder.run(&["check", "h"]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert_eq!(
        error,
        "error: unknown key `freebds`; `freebsd` may be meant\n  ┌─ cellblock.toml:2:2\n  │\n\
         2 │     freebds = \"14.3\"\n  │     ^^^^^^^\n\n"
    );
    folder.write("cellblock.toml", "[rules]\nbyte-order-marks = \"off\"\n");
    let (status, _, error) = folder.run(&["check", "h"]);
    assert_eq!(status, 2);
    assert!(
        error.contains("there is no rule called byte-order-marks; byte-order-mark may be meant")
            && error.contains("cellblock.toml:2:1\n"),
        "{error}"
    );
    folder.write("cellblock.toml", b"[hosts.h]\n# \xff\n");
    let (status, _, error) = folder.run(&["check", "h"]);
    assert_eq!(status, 2);
    assert!(
        error.contains("this byte is not UTF-8") && error.contains("cellblock.toml:2:3\n"),
        "{error}"
    );
}

#[test]
fn one_bad_host_does_not_hide_a_good_one() {
    let folder = Folder::new("two-hosts");
    folder
        .write("bad/etc/rc.conf/x", "")
        .write("bad/etc/jail.conf", b"\xff\xfe\0{{{")
        .write("good/etc/rc.conf", "\u{feff}hostname=good\n");
    let (status, out) = folder.check();
    assert_eq!(status, 1);
    assert_lines(
        &out,
        &[
            "bad/etc/jail.conf:1:1: error[invalid-encoding] ",
            "bad/etc/rc.conf:1:1: error[unreadable-file] ",
            "good/etc/rc.conf:1:1: warning[byte-order-mark] ",
        ],
    );
}

#[test]
fn arguments_that_make_no_sense_are_a_failure() {
    let folder = Folder::new("arguments");
    folder.write("h/etc/rc.conf", "\0").write("h/notes", "");
    for (arguments, expected) in [
        (
            &["check", "--select", "byte-order-marc"][..],
            "byte-order-mark may be meant",
        ),
        (&["check", "--ignore", "x,y"], "there is no rule called x"),
        (&["check", "--language", "perl"], "is not a language"),
        (
            &["check", "--freebsd", "new"],
            "is not a version such as 14.3",
        ),
        (&["check", "h/notes"], "say it with --language"),
        (&["check", "-"], "say it with --language"),
        (&["check", "--stdin-filename", "x"], "no `-` is given"),
        (&["rule", "nothing-like-it"], "lists them all"),
        (&["check", "--colour", "x"], "unexpected argument"),
    ] {
        let (status, out, error) = folder.run(arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{arguments:?}");
        assert!(error.contains(expected), "{arguments:?}: {error}");
    }
    let (_, out, _) = folder.run(&["check", "--ignore", "invalid-encoding,byte-order-mark"]);
    assert!(!out.contains("invalid-encoding"), "{out}");
}

#[test]
fn severity_hides_and_does_not_change_the_status() {
    let folder = Folder::new("severity");
    folder.write("h/etc/rc.conf", "\0\n");
    let arguments = [
        "check",
        "--select",
        "invalid-encoding",
        "--min-severity",
        "error",
    ];
    let (status, out, _) = folder.run(&arguments);
    assert_eq!(status, 1);
    assert_eq!(out.lines().count(), 1, "{out}");
    assert!(out.ends_with("0 errors, 1 warning, 0 infos\n"), "{out}");
}

#[test]
fn piped_text_stands_for_the_file_it_names() {
    let folder = Folder::new("piped");
    folder
        .write("h/etc/rc.conf", "\0\n")
        .write("h/etc/jail.conf", "\0\n");
    let mut command = folder.command(&["check", "-", "--stdin-filename", "h/etc/rc.conf"]);
    command.args(["--output-format", "concise"]);
    command.args(["--select", "invalid-encoding,byte-order-mark"]);
    let output = command
        .write_stdin("\u{feff}a=1\n")
        .output()
        .expect("it runs");
    let out = String::from_utf8(output.stdout).expect("text");
    assert_eq!(output.status.code(), Some(1));
    assert_lines(&out, &["h/etc/rc.conf:1:1: warning[byte-order-mark] "]);
}
