//! `cellblock.toml` as types: what the schema for editors is made of. The program itself reads
//! the file by hand, for better messages; that both agree is tested beside this.
//!
//! The comments are what an editor shows, so they speak to whoever writes the file.

#![expect(dead_code, reason = "only the shape of these types is used")]

use std::borrow::Cow;
use std::collections::BTreeMap;

use cellblock::rules;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// What the files of FreeBSD hosts cannot say themselves, for cellblock to know: names, places
/// and releases of hosts, what counts as public, how bad a finding is, what is accepted.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "cellblock.toml")]
pub struct File {
    /// # Hosts
    /// The machines that are checked together, each by its name.
    hosts: Option<BTreeMap<HostName, Host>>,
    /// # Public blocks
    /// Blocks that the world is meant to reach although they would count as private, such as
    /// addresses of 10.0.0.0/8 in a laboratory.
    public: Option<Vec<Prefix>>,
    /// # Private blocks
    /// Blocks that must stay inside although they would count as public.
    private: Option<Vec<Prefix>>,
    /// # Levels in all files
    /// How findings of a rule are reported, wherever they are. What `[hosts.NAME.rules]` or
    /// `[[overrides]]` say goes before it.
    rules: Option<Levels>,
    /// # Levels in some files
    /// How findings of a rule are reported in the files that match. Goes before what is said of
    /// the host or of all; of several entries that match, the last one holds.
    overrides: Option<Vec<Override>>,
}

/// One machine.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Host {
    /// # Folder
    /// Where the host's files lie, relative to the folder of cellblock.toml. Without it: the
    /// folder called like the host.
    #[schemars(example = "hosts/arkham")]
    root: Option<String>,
    /// # FreeBSD release
    /// What the host runs. Without it: what bin/freebsd-version or etc/os-release of the host
    /// says; else findings hold for every supported release.
    #[schemars(example = "14.3", example = "14.3-RELEASE-p2")]
    freebsd: Option<Version>,
    /// # FRR version
    /// What the host runs. Without it: what the line `frr version` of its configuration says;
    /// else findings hold for every supported version.
    #[schemars(example = "10.3", example = "7.3.1")]
    frr: Option<Version>,
    /// # Files in places of their own
    /// Files that are not where FreeBSD has them, by path below the host's folder, each with its
    /// language.
    files: Option<BTreeMap<HostPath, Language>>,
    /// # Accepted findings
    /// Findings on this host that are meant to stay.
    allow: Option<Vec<Allow>>,
    /// # Levels on this host
    /// How findings of a rule are reported on this host. Goes before what `[rules]` says.
    rules: Option<Levels>,
}

/// Findings that are meant to stay.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Allow {
    /// # Rule
    /// The rule whose findings are accepted.
    rule: RuleName,
    /// # Which findings
    /// Only those with this text in their message, or in a file whose path ends in this pattern.
    /// Without it: all of the rule on this host.
    #[schemars(rename = "match", example = "192.0.2.7", example = "etc/rc.local")]
    matching: Option<String>,
    /// # Reason
    /// Why, for whoever reads this later. An entry without it is reported at info.
    reason: Option<String>,
}

/// Levels for the findings in some files.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Override {
    /// # Files
    /// Which files: patterns as in .gitignore, starting at the folder of cellblock.toml.
    #[schemars(length(min = 1))]
    files: Vec<Pattern>,
    /// # Levels
    /// How findings of a rule are reported there.
    rules: Levels,
}

/// How findings of a rule are reported.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Level {
    /// Not reported.
    Off,
    /// Worth knowing; never fails a check.
    Info,
    /// The machine will not do what the file says.
    Warning,
    /// The machine refuses it, or it cannot work.
    Error,
}

/// What a file is written in.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Language {
    /// jail.conf
    Jail,
    /// The configuration of FRR or of one of its daemons.
    Frr,
    /// loader.conf
    Loader,
    /// sysctl.conf
    Sysctl,
    /// rc.conf
    Rc,
    /// A script for sh(1).
    Shell,
}

#[derive(JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
#[schemars(inline)]
struct HostName(#[schemars(regex(pattern = r"^[\s\S]"))] String);

#[derive(JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
#[schemars(inline)]
struct HostPath(#[schemars(regex(pattern = r"^(?!(.*/)?\.\.(/|$))(?!(\.?/)*\.?$)"))] String);

/// The number of a version, also with what the system puts behind it.
#[derive(JsonSchema)]
#[schemars(inline)]
struct Version(#[schemars(regex(pattern = "^[0-9]{1,5}([^0-9]|$)"))] String);

/// An IPv4 or IPv6 prefix, or a single address.
#[derive(JsonSchema)]
#[schemars(example = "192.0.2.0/24", example = "2001:db8::/32")]
struct Prefix(
    #[schemars(regex(
        pattern = "^(((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!/|$)|(?=/|$))){4}(/(3[0-2]|[12]?[0-9]))?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))?)$"
    ))]
    String,
);

/// A name at any depth (`rc.conf`), a path with `/` in it from the folder of cellblock.toml
/// (`hosts/lab-*`), or `**` for any number of folders. A folder stands for all files below it.
#[derive(JsonSchema)]
#[schemars(example = "hosts/lab-*", example = "**/etc/rc.local")]
struct Pattern(
    #[schemars(
        length(max = 1024),
        regex(pattern = r"^(?!!)(?!(.*/)?\.\.(/|$))(?!\.?/*$)")
    )]
    String,
);

/// The name of a rule; each with its summary.
struct RuleName;

impl JsonSchema for RuleName {
    fn schema_name() -> Cow<'static, str> {
        "RuleName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names = rules::all().iter().map(|rule| {
            json_schema!({ "const": rule.name, "type": "string", "description": rule.summary() })
        });
        json_schema!({
            "description": "The name of a rule, as it stands in brackets in a finding.",
            "oneOf": names.collect::<Vec<_>>(),
        })
    }
}

/// A level for each rule that is named.
struct Levels;

impl JsonSchema for Levels {
    fn schema_name() -> Cow<'static, str> {
        "Levels".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<Level>();
        let named = rules::all().iter().map(|rule| {
            // Draft 7 heeds nothing beside a `$ref`.
            let property = json_schema!({
                "description": format!("{} Usually: {}.", rule.summary(), rule.severity),
                "allOf": [level],
            });
            (rule.name.to_owned(), property.to_value())
        });
        json_schema!({
            "description": "Rules and their levels: off, info, warning or error.",
            "type": "object",
            "properties": named.collect::<serde_json::Map<_, _>>(),
            "additionalProperties": false,
        })
    }
}
