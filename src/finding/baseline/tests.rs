use proptest::prelude::*;

use super::*;

fn key(file: &str, message: &str, line: &str) -> Key {
    Key::new(file.to_owned(), "some-rule", message, line)
}

fn error(text: &str) -> String {
    Baseline::read(text.as_bytes())
        .expect_err("no baseline")
        .to_string()
}

#[test]
fn the_form_of_the_file() {
    let keys = [
        key("b/rc.conf", "m", "x"),
        key("a/rc.conf", "m", "x"),
        key("b/rc.conf", "m", " x "),
    ];
    let text = Baseline::of(keys).write().expect("text");
    insta::assert_snapshot!(text, @r#"
    {
      "version": 1,
      "findings": [
        {
          "file": "a/rc.conf",
          "rule": "some-rule",
          "fingerprint": "b60e81a524641c4b",
          "count": 1
        },
        {
          "file": "b/rc.conf",
          "rule": "some-rule",
          "fingerprint": "b60e81a524641c4b",
          "count": 2
        }
      ]
    }
    "#);
}

#[test]
fn as_many_are_taken_as_there_were() {
    let mut baseline = Baseline::of([key("f", "m", "x"), key("f", "m", "x")]);
    assert_eq!(baseline.len(), 2);
    assert!(!baseline.take(&key("f", "m", "y")));
    assert!(!baseline.take(&key("g", "m", "x")));
    assert!(baseline.take(&key("f", "m", "x")));
    assert!(baseline.take(&key("f", "m", "\tx")));
    assert!(!baseline.take(&key("f", "m", "x")));
    assert!(baseline.is_empty());
}

#[test]
fn what_is_no_baseline_is_refused_with_a_reason() {
    assert!(error("").starts_with("this is not a baseline: EOF"));
    assert!(error("[]").starts_with("this is not a baseline: "));
    assert!(error("{\"findings\":[]}").contains("missing field `version`"));
    assert_eq!(
        error("{\"version\":2,\"entries\":{}}"),
        "this baseline is of version 2, and only version 1 is known here"
    );
    let entry = |fingerprint: &str, count: &str| {
        format!(
            "{{\"version\":1,\"findings\":[{{\"file\":\"f\",\"rule\":\"r\",\
             \"fingerprint\":\"{fingerprint}\",\"count\":{count}}}]}}"
        )
    };
    assert!(error(&entry("12", "1")).contains("`12` is not a fingerprint"));
    assert!(error(&entry("0123456789abcdef", "-1")).contains("invalid value"));
    let none = Baseline::read(entry("0123456789abcdef", "0").as_bytes());
    assert!(none.expect("a baseline").is_empty());
    let most = Baseline::read(entry("0123456789abcdef", &usize::MAX.to_string()).as_bytes());
    assert_eq!(most.expect("a baseline").len(), usize::MAX);
}

#[test]
fn an_entry_that_a_merge_left_twice_counts_once() {
    let one = Baseline::of([key("f", "m", "x"), key("f", "m", "x")]);
    let text = one.write().expect("text");
    let entry = text.split_once('[').expect("a list").1;
    let entry = entry.rsplit_once(']').expect("a list").0;
    let twice = format!("{{\"version\":1,\"findings\":[{entry},{entry}]}}");
    assert_eq!(Baseline::read(twice.as_bytes()).expect("a baseline"), one);
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        names in proptest::collection::vec(("[a-c/é\"\n]{0,3}", "[a-c]{1,2}", "\\PC{0,4}"), 0..20)
    ) {
        let keys = names.iter().map(|(file, message, line)| key(file, message, line));
        let baseline = Baseline::of(keys);
        let text = baseline.write().expect("text");
        prop_assert_eq!(Baseline::read(text.as_bytes()).expect("a baseline"), baseline);
    }

    #[test]
    fn any_bytes_give_an_answer(bytes: Vec<u8>, text in "[{}\\[\\]\",:a-z0-9]{0,40}") {
        Baseline::read(&bytes).ok();
        Baseline::read(text.as_bytes()).ok();
    }
}
