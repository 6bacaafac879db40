use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::choose::Chosen;
use super::done::{Done, Mended};
use super::texts::Changed;
use super::write::write_by;
use crate::files::Disk;
use crate::finding::{Edit, Fix, Target};
use crate::text::{FileId, Place, Span};

fn place(start: usize, end: usize) -> Place {
    Place::new(FileId(0), Span::new(start, end))
}

fn fix(edits: &[(usize, usize, &str)]) -> Fix {
    let edit =
        |(start, end, text): &(usize, usize, &str)| Edit::replace(place(*start, *end), *text);
    Fix::safe("", edits.iter().map(edit).collect())
}

/// Which of the fixes are taken together, and what becomes of `0123456789`.
fn together(fixes: &[(&'static str, Fix)]) -> (Vec<bool>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a");
    fs::write(&path, "0123456789").expect("writable");
    let mut chosen = Chosen::default();
    let taken = fixes
        .iter()
        .map(|(rule, fix)| chosen.take(rule, fix, |_: &Target| Some(path.clone())))
        .collect();
    let changed = Changed::default()
        .with(&Disk, &chosen.into_edits())
        .expect("readable");
    let after = &changed.get(&path).expect("changed").after;
    (taken, String::from_utf8(after.to_vec()).expect("text"))
}

#[test]
fn edits_that_touch_go_together_and_those_that_overlap_do_not() {
    let fixes = [
        ("a", fix(&[(2, 4, "x"), (8, 9, "")])),
        ("a", fix(&[(4, 5, "y"), (2, 2, "i")])),
        ("a", fix(&[(6, 7, "z"), (3, 4, "w")])),
        ("a", fix(&[(3, 3, "j")])),
        ("a", fix(&[(9, 10, "")])),
    ];
    let (taken, after) = together(&fixes);
    assert_eq!(taken, [true, true, false, false, true]);
    assert_eq!(after, "01ixy567");
}

#[test]
fn the_same_edit_is_made_once() {
    let fixes = [
        ("a", fix(&[(1, 3, ""), (5, 5, "n")])),
        ("b", fix(&[(1, 3, ""), (7, 8, "")])),
    ];
    let (taken, after) = together(&fixes);
    assert_eq!(taken, [true, true]);
    assert_eq!(after, "034n5689");
}

#[test]
fn only_elements_of_one_rule_stand_at_one_place() {
    let insert = |text: &str| Edit::insert(FileId(0), 5, text);
    let beside = |text: &str| Fix::safe("", vec![insert(text).beside_others()]);
    let fixes = [
        ("a", beside("1")),
        ("a", beside("2")),
        ("b", beside("3")),
        ("a", Fix::safe("", vec![insert("4")])),
    ];
    let (taken, after) = together(&fixes);
    assert_eq!(taken, [true, true, false, false]);
    assert_eq!(after, "012341256789");
}

/// A fix that moved a line from `from` to `to`, and one of `third` alone, worked out for files
/// as they are now.
fn moved(folder: &Path) -> (Done, [PathBuf; 3]) {
    let files = ["from", "to", "third"].map(|name| folder.join(name));
    for file in &files {
        fs::write(file, "line\n").expect("writable");
    }
    let [from, to, third] = &files;
    let mut chosen = Chosen::default();
    let targets = |path: &PathBuf| Target::New(Arc::from(path.as_path()));
    let path_of = |target: &Target| match target {
        Target::New(path) => Some(path.to_path_buf()),
        Target::Place(_) => Some(from.clone()),
    };
    let add = |path: &PathBuf| Edit {
        target: targets(path),
        text: "more\n".to_owned(),
        beside: false,
    };
    let fixes = [
        Fix::safe("", vec![Edit::remove(place(0, 5)), add(to)]),
        Fix::safe("", vec![add(third)]),
    ];
    for fix in &fixes {
        assert!(chosen.take("a", fix, path_of));
    }
    let mended = |edited: &[&PathBuf]| Mended {
        rule: "a",
        file: String::new(),
        message: String::new(),
        title: String::new(),
        edited: edited.iter().map(|path| (*path).clone()).collect(),
    };
    let done = Done {
        changed: Changed::default()
            .with(&Disk, &chosen.into_edits())
            .expect("readable"),
        mended: vec![mended(&[from, to]), mended(&[third])],
        dropped: Vec::new(),
    };
    (done, files)
}

fn texts(files: &[PathBuf]) -> Vec<String> {
    files
        .iter()
        .map(|path| fs::read_to_string(path).unwrap_or_default())
        .collect()
}

fn names(folder: &Path) -> usize {
    fs::read_dir(folder).expect("a folder").count()
}

#[test]
fn all_files_are_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (done, files) = moved(folder.path());
    assert_eq!(write_by(&done, &|a, b| fs::rename(a, b)), []);
    assert_eq!(texts(&files), ["", "more\nline\n", "more\nline\n"]);
    assert_eq!(names(folder.path()), 3);
}

#[test]
fn a_write_that_fails_half_way_leaves_nothing_half_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let (done, files) = moved(folder.path());
    let count = Cell::new(0);
    let [from, ..] = &files;
    let failing = |beside: &Path, to: &Path| {
        count.set(count.get() + 1);
        if to == from {
            return Err(io::Error::other("the disk is gone"));
        }
        fs::rename(beside, to)
    };
    let [failed] = &write_by(&done, &failing)[..] else {
        panic!("one group fails");
    };
    assert_eq!(
        (failed.reason.as_str(), &failed.culprit),
        ("the disk is gone", from)
    );
    assert_eq!(failed.files.len(), 2);
    assert!(failed.left_changed.is_empty());
    // The fix of one file by itself is done all the same.
    assert_eq!(texts(&files), ["line\n", "line\n", "more\nline\n"]);
    assert_eq!(names(folder.path()), 3);
    assert!(
        count.get() >= 3,
        "what gains text was written first and put back"
    );
}

#[test]
fn a_file_that_was_changed_meanwhile_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (done, files) = moved(folder.path());
    fs::write(&files[1], "other\n").expect("writable");
    let failed = write_by(&done, &|a, b| fs::rename(a, b));
    assert!(failed[0].reason == "it has been changed meanwhile");
    assert_eq!(texts(&files), ["line\n", "other\n", "more\nline\n"]);
    assert_eq!(names(folder.path()), 3);
}

#[test]
fn a_new_file_does_not_take_the_place_of_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut done, files) = moved(folder.path());
    fs::remove_file(&files[1]).expect("there");
    let mut chosen = Chosen::default();
    let new = folder.path().join("new/folder/file");
    let edit = Edit::create(Arc::from(new.as_path()), "text\n");
    assert!(
        chosen.take("a", &Fix::safe("", vec![edit]), |_: &Target| Some(
            new.clone()
        ))
    );
    done.changed = Changed::default()
        .with(&Disk, &chosen.into_edits())
        .expect("readable");
    let refused = write_by(&done, &|_, _| Err(io::Error::other("no")));
    assert_eq!(refused.len(), 1);
    assert!(!folder.path().join("new").exists());
    assert_eq!(write_by(&done, &|a, b| fs::rename(a, b)), []);
    assert_eq!(fs::read_to_string(&new).expect("there"), "text\n");
    let again = write_by(&done, &|a, b| fs::rename(a, b));
    assert!(again[0].reason == "something is at that path already");
}
