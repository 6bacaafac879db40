//! From the types to the text of the schema.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::{Value, json};

use super::file::File;

/// The schema, of the draft that editors' TOML extensions know best.
pub fn schema() -> Value {
    let settings = SchemaSettings::draft07()
        .with_transform(RecursiveTransform(without_null))
        .with_transform(RecursiveTransform(with_named_keys))
        .with_transform(RecursiveTransform(on_one_line));
    settings
        .into_generator()
        .into_root_schema_for::<File>()
        .to_value()
}

/// As it is checked in.
pub fn text() -> String {
    let mut text = serde_json::to_string_pretty(&schema()).unwrap();
    text.push('\n');
    text
}

/// A key that may be missing is a type that may be null for schemars; TOML has no null.
fn without_null(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = &types[..] {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    let is_null = |schema: &Value| schema["type"] == "null";
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf")
        && choices.iter().any(is_null)
    {
        choices.retain(|choice| !is_null(choice));
        let rest = std::mem::take(choices);
        schema.remove("anyOf");
        schema.insert("allOf".to_owned(), Value::Array(rest));
    }
}

/// Says what keys look like by `propertyNames`: some editors look for the types of keys nowhere
/// but in `properties` and `additionalProperties`.
fn with_named_keys(schema: &mut Schema) {
    let Some(Value::Object(patterns)) = schema.remove("patternProperties") else {
        return;
    };
    for (pattern, values) in patterns {
        schema.insert("propertyNames".to_owned(), json!({ "pattern": pattern }));
        schema.insert("additionalProperties".to_owned(), values);
    }
}

/// The lines of a comment in the source mean nothing to an editor.
fn on_one_line(schema: &mut Schema) {
    if let Some(Value::String(description)) = schema.get_mut("description") {
        *description = description.replace('\n', " ");
    }
}
