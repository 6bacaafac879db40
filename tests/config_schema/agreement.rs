//! The schema accepts a cellblock.toml if and only if the program does, as far as a schema can
//! tell.

use std::fs;

use cellblock::config::{Config, Level};
use cellblock::rules;
use cellblock::syntax::Language;
use jsonschema::Validator;
use serde_json::Value as Json;
use toml::{Table, Value};

use super::common::{files_below, project};
use super::generate;

fn validator() -> Validator {
    jsonschema::draft7::new(&generate::schema()).unwrap()
}

/// What `check` does: the file is read, and the rules that it names are looked up.
fn program_accepts(text: &str) -> bool {
    Config::load(text).is_ok_and(|config| {
        let mut names = config.rule_names().into_iter();
        names.all(|name| rules::find(&name.value).is_some())
    })
}

fn schema_accepts(schema: &Validator, table: &Table) -> bool {
    schema.is_valid(&json(&Value::Table(table.clone())))
}

/// TOML as editors hand it to a schema. A date is no text.
fn json(value: &Value) -> Json {
    match value {
        Value::String(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Boolean(is) => (*is).into(),
        Value::Datetime(_) => Json::Null,
        Value::Array(values) => values.iter().map(json).collect(),
        Value::Table(table) => {
            let entries = table.iter();
            let entries = entries.map(|(key, value)| (key.clone(), json(value)));
            Json::Object(entries.collect())
        }
    }
}

#[track_caller]
fn both(schema: &Validator, text: &str, expected: bool) {
    let table: Table = text.parse().unwrap();
    assert_eq!(program_accepts(text), expected, "the program: {text}");
    assert_eq!(
        schema_accepts(schema, &table),
        expected,
        "the schema: {text}"
    );
}

const GOOD: &str = r#"
public = ["192.0.2.0/24", "2001:db8::1", "10.0.0.1"]
private = ["198.51.100.0/24", "::/0", "0.0.0.0/0"]

[hosts.arkham]
root = "hosts/a"
freebsd = "12.1-RELEASE-p3"
frr = "7.3.1"
files = { "/frr/router.conf" = "frr", "./x" = "jail", ".y" = "rc" }

[[hosts.arkham.allow]]
rule = "boot-order"
match = "rc.local"
reason = "run by hand"

[hosts.arkham.rules]
boot-order = "info"

[hosts."a b"]

[rules]
jail-fib-mismatch = "off"
boot-order = "error"

[[overrides]]
files = ["hosts/lab-*", "/a/", "{b,c}", "./d"]
rules = { boot-order = "warning" }
"#;

#[test]
fn what_is_good_and_bad_for_the_program_is_so_for_the_schema() {
    let schema = validator();
    for text in ["", GOOD, "[hosts]\n[rules]\n", "overrides = []\n"] {
        both(&schema, text, true);
    }
    for text in [
        "host = 1",
        "hosts = []",
        "[hosts.\"\"]",
        "[hosts.a]\nfreebds = '12.1'",
        "[hosts.a]\nfreebsd = 12.1",
        "[hosts.a]\nfreebsd = 'new'",
        "[hosts.a]\nfrr = ''",
        "[hosts.a]\nfrr = 2026-01-01",
        "[hosts.a.files]\n'../x' = 'rc'",
        "[hosts.a.files]\n'x/..' = 'rc'",
        "[hosts.a.files]\n'' = 'rc'",
        "[hosts.a.files]\n'./' = 'rc'",
        "[hosts.a.files]\n'x' = 'perl'",
        "[hosts.a.rules]\nboot-order = 'warn'",
        "[hosts.a.rules]\nboot-oder = 'off'",
        "[[hosts.a.allow]]\nreason = 'x'",
        "[[hosts.a.allow]]\nrule = 'boot-oder'",
        "[[hosts.a.allow]]\nrule = 'boot-order'\nmatches = 'x'",
        "[rules]\nboot-order = 'OFF'",
        "[rules]\nboot-order = true",
        "public = '192.0.2.0/24'",
        "public = ['192.0.2.0/33']",
        "public = ['192.0.2/24']",
        "public = ['192.0.2.0.0/24']",
        "public = ['192.0.2.0.']",
        "public = ['192.0.2.256']",
        "public = ['em0']",
        "public = ['::/129']",
        "[[overrides]]\nfiles = ['x']",
        "[[overrides]]\nrules = {}",
        "[[overrides]]\nfiles = []\nrules = {}",
        "[[overrides]]\nfiles = 'x'\nrules = {}",
        "[[overrides]]\nfiles = ['']\nrules = {}",
        "[[overrides]]\nfiles = ['.']\nrules = {}",
        "[[overrides]]\nfiles = ['!x']\nrules = {}",
        "[[overrides]]\nfiles = ['a/../x']\nrules = {}",
        "[overrides]\nfiles = ['x']\nrules = {}",
    ] {
        both(&schema, text, false);
    }
}

/// The schema may be laxer than the program, never stricter.
#[test]
fn what_only_the_program_can_tell_passes_the_schema() {
    let schema = validator();
    for text in [
        "public = ['10.0.0.1/8']",
        "public = ['1:2']",
        "[hosts.a]\nfreebsd = '99999'",
        "[[overrides]]\nfiles = ['[a']\nrules = {}",
    ] {
        assert!(!program_accepts(text), "{text}");
        assert!(schema_accepts(&schema, &text.parse().unwrap()), "{text}");
    }
}

#[test]
fn every_rule_level_and_language_can_be_written() {
    let schema = validator();
    for rule in rules::all() {
        both(&schema, &format!("[rules]\n{} = 'off'", rule.name), true);
        let allow = format!("[[hosts.a.allow]]\nrule = '{}'", rule.name);
        both(&schema, &allow, true);
    }
    for level in Level::ALL {
        let text = format!("[rules]\nboot-order = '{}'", level.name());
        both(&schema, &text, true);
    }
    for language in Language::ALL {
        let text = format!("[hosts.a.files]\nx = '{}'", language.name());
        both(&schema, &text, true);
    }
}

/// Every file in the tests, and what the README shows.
#[test]
fn files_of_the_tests_and_the_readme_are_accepted() {
    let schema = validator();
    let tests = project().join("tests");
    let files = files_below(&tests);
    let configs = files.iter().filter(|file| file.ends_with("cellblock.toml"));
    let mut texts: Vec<_> = configs
        .map(|file| fs::read_to_string(tests.join(file)).unwrap())
        .collect();
    let readme = fs::read_to_string(project().join("README.md")).unwrap();
    let shown = readme.split("```toml\n").skip(1);
    texts.extend(shown.map(|rest| rest.split("```").next().unwrap().to_owned()));
    assert!(texts.len() > 2);
    for text in texts {
        both(&schema, &text, true);
    }
}

/// Each part of a good file taken out, put under another name, replaced, or given company.
#[test]
fn both_agree_on_every_mutation_of_a_good_file() {
    let schema = validator();
    let good: Value = Value::Table(GOOD.parse().unwrap());
    let mutated = mutations(&good);
    let mut refused = 0;
    for value in &mutated {
        let Value::Table(table) = value else {
            continue;
        };
        let text = toml::to_string(table).unwrap();
        let accepted = program_accepts(&text);
        refused += usize::from(!accepted);
        assert_eq!(schema_accepts(&schema, table), accepted, "{text}");
    }
    assert!(mutated.len() > 500, "{}", mutated.len());
    assert!(refused > 300 && mutated.len() - refused > 50, "{refused}");
}

fn replacements() -> Vec<Value> {
    let texts = ["", "x", "off", "rc", "boot-order", "10.3", "192.0.2.0/24"];
    let texts = texts.map(|text| Value::String(text.to_owned()));
    let others = [
        Value::Integer(1),
        Value::Float(10.3),
        Value::Boolean(true),
        Value::Array(Vec::new()),
        Value::Array(vec![Value::Integer(1)]),
        Value::Array(vec!["x".into()]),
        Value::Array(vec![Value::Table(Table::new())]),
        Value::Table(Table::new()),
        Value::Table(Table::from_iter([("x".to_owned(), "off".into())])),
    ];
    texts.into_iter().chain(others).collect()
}

/// All values that differ from this one in one part.
fn mutations(value: &Value) -> Vec<Value> {
    let mut all = replacements();
    match value {
        Value::Array(values) => {
            for at in 0..values.len() {
                let mut without = values.clone();
                let removed = without.remove(at);
                all.push(Value::Array(without));
                all.extend(mutations(&removed).into_iter().map(|mutated| {
                    let mut values = values.clone();
                    values[at] = mutated;
                    Value::Array(values)
                }));
            }
        }
        Value::Table(table) => {
            let with = |table: &Table, key: &str, value: Value| {
                let mut table = table.clone();
                table.insert(key.to_owned(), value);
                Value::Table(table)
            };
            for key in ["x", "", "rules", "boot-order"] {
                all.push(with(table, key, "off".into()));
            }
            for (key, value) in table {
                let mut without = table.clone();
                without.remove(key);
                all.push(with(&without, &format!("{key}s"), value.clone()));
                all.push(Value::Table(without));
                let mutated = mutations(value).into_iter();
                all.extend(mutated.map(|mutated| with(table, key, mutated)));
            }
        }
        _ => {}
    }
    all
}
