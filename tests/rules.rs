//! The rules' fixtures: `tests/rules/RULE/bad` and `good` are whole hosts or sites. The bad one's
//! output is a snapshot; the good one gives no finding of the rule.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use cellblock::rules;
use common::{cellblock, check_json, project};

#[test]
fn every_rule_has_a_bad_and_a_good_fixture() {
    for rule in rules::all() {
        // No file that large is kept here; tests/robustness.rs makes one.
        if rule.name == "file-too-large" {
            continue;
        }
        let folder = project().join("tests/rules").join(rule.name);
        let bad = folder.join("bad");
        let output = cellblock()
            .current_dir(&bad)
            .args(["check", "."])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            text.contains(&format!("[{}]", rule.name)),
            "{}: {text}",
            rule.name
        );
        insta::with_settings!({ snapshot_path => folder.clone(), prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("bad", text);
        });
        let (_, json) = check_json(&folder.join("good"), &["."]);
        let findings = json["findings"].as_array().unwrap();
        let own: Vec<_> = findings.iter().filter(|f| f["rule"] == rule.name).collect();
        assert!(own.is_empty(), "{}: {own:?}", rule.name);
    }
}
