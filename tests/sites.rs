//! Whole sites: what their EXPECTED.md says is found, no more and no less.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;

use common::{check_json, expected, found, project, shared};

#[test]
fn every_site_gives_what_its_expected_page_says() {
    let mut sites: Vec<_> = fs::read_dir(project().join("tests/sites"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    sites.sort();
    assert!(!sites.is_empty());
    for site in sites {
        let (status, json) = check_json(&site, &["."]);
        let expected = expected(&site);
        assert_eq!(found(&json), expected, "{}", site.display());
        assert_eq!(
            status,
            i32::from(!expected.is_empty()),
            "{}",
            site.display()
        );
    }
}

/// The copy in the repository is the site that the project was started for.
#[test]
fn arkham_is_the_shared_site() {
    let Some(shared) = shared() else {
        return;
    };
    let original = shared.join("sites/arkham");
    let copy = project().join("tests/sites/arkham");
    for file in common::files_below(&original) {
        let ours = fs::read(copy.join(&file)).unwrap();
        assert_eq!(
            fs::read(original.join(&file)).unwrap(),
            ours,
            "{}",
            file.display()
        );
    }
}

fn misplaced_on(release: &str) -> Vec<(String, u64)> {
    let site = project().join("tests/sites/arkham");
    let (_, json) = check_json(&site, &["--freebsd", release, "."]);
    let misplaced = found(&json)
        .into_iter()
        .filter(|f| f.rule == "misplaced-setting");
    misplaced.map(|f| (f.file, f.line)).collect()
}

/// When the kernel takes `net.add_addr_allfibs` from the loader and `net.fibs` from sysctl.conf.
#[test]
fn misplaced_settings_follow_the_release() {
    let all_fibs = ("arkham/boot/loader.conf".to_owned(), 6);
    let fibs = ("gateway/etc/sysctl.conf".to_owned(), 2);
    let both = vec![all_fibs.clone(), fibs.clone()];
    for (release, expected) in [
        ("11.4", vec![fibs]),
        ("12.0", both.clone()),
        ("12.4", both),
        ("13.2", vec![all_fibs.clone()]),
        ("13.4", vec![all_fibs.clone()]),
        ("13.5", vec![]),
        ("14.0", vec![all_fibs.clone()]),
        ("14.2", vec![all_fibs]),
        ("14.3", vec![]),
        ("15.0", vec![]),
    ] {
        assert_eq!(misplaced_on(release), expected, "{release}");
    }
}
