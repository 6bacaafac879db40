//! `grammars/tables/frr` to what the library reads: a graph for each node, and the nodes, the
//! daemons and the versions as Rust.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::{fs, iter};

use crate::format::{MOST_VERSIONS, Template, Writer};
use crate::{graph, notation};

const FOLDER: &str = "grammars/tables/frr";

/// The packed graphs, and the source of what is small.
pub struct Made {
    pub packed: Vec<u8>,
    pub source: String,
    /// Every keyword, in byte order.
    pub keywords: Vec<String>,
}

/// Reads the tables.
pub fn make() -> Result<Made, String> {
    let tables = Tables::read()?;
    let mut pool = Pool::default();
    let mut graphs = Writer::default();
    let mut heads = Writer::default();
    let mut words = Words::default();
    heads.number(tables.nodes.len() as u32);
    for node in &tables.nodes {
        let start = graphs.0.len();
        let templates = tables.templates(&node.name, &mut pool)?;
        for (items, _) in &templates {
            words.add(items);
        }
        graphs.graph(&graph::build(templates, &mut |text| pool.add(text)));
        heads.number(start as u32);
        heads.number((graphs.0.len() - start) as u32);
    }
    heads.number(graphs.0.len() as u32);
    let mut packed = heads.0;
    packed.extend(graphs.0);
    packed.extend(pool.text.into_bytes());
    Ok(Made {
        packed,
        source: tables.source() + &words.source(),
        keywords: words.keywords.into_iter().collect(),
    })
}

/// The words of all templates.
#[derive(Default)]
struct Words {
    keywords: BTreeSet<String>,
    /// The numbers with which a range begins, or which are the first behind one.
    bounds: BTreeSet<i64>,
}

impl Words {
    fn add(&mut self, items: &[notation::Item]) {
        for item in items {
            match item {
                notation::Item::Group(_, alternatives) => {
                    alternatives.iter().for_each(|items| self.add(items));
                }
                notation::Item::Token(token) => match token.kind {
                    notation::TokenKind::Keyword => {
                        self.keywords.insert(token.text.clone());
                    }
                    notation::TokenKind::Range(low, high) => {
                        self.bounds.extend([low, high.saturating_add(1)]);
                    }
                    _ => {}
                },
            }
        }
    }

    fn source(&self) -> String {
        let bounds: Vec<i64> = self.bounds.iter().copied().collect();
        format!("\nconst BOUNDS: &[i64] = &{bounds:?};\n")
    }
}

#[derive(Default)]
struct Pool {
    text: String,
    known: HashMap<String, u32>,
}

impl Pool {
    fn add(&mut self, text: &str) -> (u32, u32) {
        let next = self.text.len() as u32;
        let offset = *self.known.entry(text.to_owned()).or_insert_with(|| {
            self.text.push_str(text);
            next
        });
        (offset, text.len() as u32)
    }
}

struct Tables {
    versions: Vec<Version>,
    nodes: Vec<Node>,
    daemons: Vec<String>,
}

struct Version {
    name: String,
    line_bytes: String,
    daemons: Vec<String>,
}

struct Node {
    name: String,
    parent: String,
    prompt: String,
}

impl Tables {
    fn read() -> Result<Self, String> {
        let mut daemons: Vec<String> = Vec::new();
        let mut versions = Vec::new();
        for row in rows(&format!("{FOLDER}/versions.tsv"), 3)? {
            let known: Vec<String> = row[2].split(',').map(str::to_owned).collect();
            daemons.extend(known.iter().cloned());
            versions.push(Version {
                name: row[0].clone(),
                line_bytes: row[1].clone(),
                daemons: known,
            });
        }
        daemons.sort();
        daemons.dedup();
        let numbers = |text: &str| -> Vec<u32> { text.split('.').flat_map(str::parse).collect() };
        if !versions.is_sorted_by_key(|version| numbers(&version.name)) {
            return Err(format!(
                "{FOLDER}/versions.tsv: the oldest version comes first"
            ));
        }
        if versions.len() > MOST_VERSIONS || daemons.len() > 32 {
            return Err(format!(
                "{FOLDER}: at most {MOST_VERSIONS} versions and 32 daemons"
            ));
        }
        let nodes = rows(&format!("{FOLDER}/nodes.tsv"), 5)?;
        let nodes = nodes.into_iter().map(|row| Node {
            name: row[0].clone(),
            parent: row[1].clone(),
            prompt: row[2].clone(),
        });
        Ok(Self {
            versions,
            nodes: nodes.collect(),
            daemons,
        })
    }

    /// A node's templates, each with what is known of it.
    fn templates(
        &self,
        node: &str,
        pool: &mut Pool,
    ) -> Result<Vec<(Vec<notation::Item>, Template)>, String> {
        let path = format!("{FOLDER}/commands/{}.tsv", node.replace(' ', "-"));
        let mut templates = Vec::new();
        for row in rows(&path, 6)? {
            let wrong = |message: String| format!("{path}: {}: {message}", row[0]);
            let items = notation::parse(&row[0]).map_err(wrong)?;
            let template = self.template(&row, pool).map_err(wrong)?;
            templates.push((items, template));
        }
        Ok(templates)
    }

    fn template(&self, row: &[String], pool: &mut Pool) -> Result<Template, String> {
        let at = |name: &str, unsaid: usize| match name {
            "" => Ok(unsaid),
            _ => self.version(name),
        };
        let (since, until) = (at(&row[1], 0)?, at(&row[2], self.versions.len() - 1)?);
        let mut template = Template {
            text: pool.add(&row[0]),
            versions: 0,
            hidden: 0,
            enters: [None; MOST_VERSIONS],
            daemons: [0; MOST_VERSIONS],
        };
        for version in since..=until {
            match self.at(&row[3], version)?.as_str() {
                "" => template.versions |= 1 << version,
                "hidden" => {
                    template.versions |= 1 << version;
                    template.hidden |= 1 << version;
                }
                "own-file" => template.versions |= 1 << (version + MOST_VERSIONS),
                other => return Err(format!("`{other}` is no mark")),
            }
            template.daemons[version] = self.owners(&self.at(&row[4], version)?, version)?;
            template.enters[version] = self.node(&self.at(&row[5], version)?)?;
        }
        Ok(template)
    }

    fn node(&self, name: &str) -> Result<Option<u8>, String> {
        if name.is_empty() {
            return Ok(None);
        }
        let found = self.nodes.iter().position(|node| node.name == name);
        let found = found.ok_or_else(|| format!("`{name}` is no node"))?;
        Ok(u8::try_from(found).ok())
    }

    fn version(&self, name: &str) -> Result<usize, String> {
        let found = self
            .versions
            .iter()
            .position(|version| version.name == name);
        found.ok_or_else(|| format!("`{name}` is no version of versions.tsv"))
    }

    /// What a cell says of a version: `VALUE`, or `VERSION:VALUE;VERSION:VALUE` from each version on
    /// in which it changes.
    fn at(&self, cell: &str, version: usize) -> Result<String, String> {
        if !cell.contains(':') {
            return Ok(cell.to_owned());
        }
        let mut found = String::new();
        for part in cell.split(';') {
            let (since, value) = part.split_once(':').ok_or("a version is missing")?;
            if self.version(since)? <= version {
                found = value.to_owned();
            }
        }
        Ok(found)
    }

    fn owners(&self, cell: &str, version: usize) -> Result<u32, String> {
        let names: Vec<&str> = match cell {
            "all" => self.versions[version]
                .daemons
                .iter()
                .map(String::as_str)
                .collect(),
            "vtysh" | "" => Vec::new(),
            cell => cell.split(',').collect(),
        };
        let mut bits = 0;
        for name in names {
            let found = self.daemons.iter().position(|daemon| daemon == name);
            let bit = found.ok_or_else(|| format!("`{name}` is no daemon of versions.tsv"))?;
            bits |= 1 << bit;
        }
        Ok(bits)
    }

    fn source(&self) -> String {
        let mut source = String::new();
        let _ = writeln!(
            source,
            "/// The block of a configuration in which FRR looks a line up first.\n\
             #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\n\
             #[allow(missing_docs, reason = \"each is the node of its name\")]\n\
             pub enum Node {{"
        );
        for node in &self.nodes {
            let _ = writeln!(source, "    {},", variant(&node.name));
        }
        let _ = writeln!(
            source,
            "    /// Nothing is read any more.\n    Unread,\n}}\n"
        );
        let _ = writeln!(
            source,
            "const NODES: &[(Node, &str, Option<Node>, &str)] = &["
        );
        for Node {
            name,
            parent,
            prompt,
        } in &self.nodes
        {
            let parent = match parent.as_str() {
                "" => "None".to_owned(),
                parent => format!("Some(Node::{})", variant(parent)),
            };
            let _ = writeln!(
                source,
                "    (Node::{}, {name:?}, {parent}, {prompt:?}),",
                variant(name)
            );
        }
        let _ = writeln!(source, "    (Node::Unread, \"config\", None, \"\"),\n];\n");
        let _ = writeln!(
            source,
            "/// How many versions' listings there are.\npub const LISTINGS: usize = {};\n\n\
             const VERSIONS: [(FrrVersion, usize); LISTINGS] = [",
            self.versions.len()
        );
        for version in &self.versions {
            let mut numbers = version.name.split('.').chain(iter::repeat("0"));
            let mut number = || numbers.next().unwrap_or("0");
            let _ = writeln!(
                source,
                "    (FrrVersion {{ major: {}, minor: {}, patch: {} }}, {}),",
                number(),
                number(),
                number(),
                version.line_bytes
            );
        }
        let _ = writeln!(
            source,
            "];\n\nconst DAEMONS: &[&str] = &{:?};",
            self.daemons
        );
        source
    }
}

/// `bgp ipv4 unicast` as Rust names it.
fn variant(name: &str) -> String {
    let words = name.split([' ', '-']);
    let capitals = words.map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    });
    capitals.collect()
}

fn rows(path: &str, columns: usize) -> Result<Vec<Vec<String>>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('#') {
            continue;
        }
        let row: Vec<String> = line.split('\t').map(str::to_owned).collect();
        if row.len() != columns || row[0].is_empty() {
            return Err(format!(
                "{path}:{}: a row has {columns} columns, the first not empty",
                index + 1
            ));
        }
        rows.push(row);
    }
    Ok(rows)
}
