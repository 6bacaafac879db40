//! The help for FRR's commands: a table that is in order, and in which no row is dead.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashSet;
use std::path::Path;

use cellblock::vocabulary::frr::{Commands, Follow, Node, commands, help};

const TABLE: &str = "grammars/tables/frr/help.tsv";

struct Row {
    nodes: String,
    command: String,
    help: String,
}

fn rows() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(TABLE);
    let text = std::fs::read_to_string(path).expect("the table is there");
    let (head, rest) = text.split_once('\n').expect("the table has rows");
    assert_eq!(head, "# nodes\tcommand\thelp");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [nodes, command, help] = cells[..] else {
            panic!("three cells: {line}");
        };
        Row {
            nodes: nodes.to_owned(),
            command: command.to_owned(),
            help: help.to_owned(),
        }
    };
    rest.lines().map(row).collect()
}

fn nodes_of(name: &str) -> Vec<Node> {
    let is_meant = |node: &Node| match name {
        "*" => true,
        "bgp family" => node.is_bgp_family(),
        name => node.name() == name,
    };
    Node::all().filter(is_meant).collect()
}

/// Whether a command of the node begins with these words, in any version.
fn begins_a_command(commands: &Commands, words: &[&str]) -> bool {
    let mut places = HashSet::from([Commands::START]);
    for word in words {
        places = places
            .into_iter()
            .flat_map(|place| after(commands, place, word))
            .collect();
    }
    !places.is_empty()
}

/// The places behind a word of a row: `*` is any word, all others are keywords in full.
fn after(commands: &Commands, place: Follow, word: &str) -> Vec<Follow> {
    let (start, is_any) = if word == "*" {
        ("", true)
    } else {
        (word, false)
    };
    let keywords = commands
        .keywords(place, start)
        .filter(|one| is_any || one.found.1.text == word);
    let values = commands.values(place).filter(|_| is_any);
    keywords
        .chain(values)
        .map(|one| one.found.1.next())
        .collect()
}

#[test]
fn rows_are_sorted_and_each_stands_once() {
    let rows = rows();
    assert!(rows.len() >= 200, "{} rows", rows.len());
    for pair in rows.windows(2) {
        let key = |row: &Row| (row.nodes.clone(), row.command.clone());
        assert!(key(&pair[0]) < key(&pair[1]), "{}", pair[1].command);
    }
}

#[test]
fn cells_are_plain_text() {
    for Row {
        nodes,
        command,
        help,
    } in rows()
    {
        for cell in [&nodes, &command, &help] {
            assert!(!cell.is_empty(), "{command}");
            assert!(
                cell.bytes().all(|byte| (b' '..=b'~').contains(&byte)),
                "{cell}"
            );
            assert_eq!(cell.trim(), cell);
            assert!(!cell.contains("  "), "{cell}");
        }
        assert!(
            help.ends_with('.') && help.len() <= 300,
            "{command}: {help}"
        );
        assert!(help.matches('`').count() % 2 == 0, "{command}: {help}");
        assert!(!command.starts_with("no "), "{command}");
    }
}

#[test]
fn every_row_is_of_a_command_that_a_version_knows() {
    for Row { nodes, command, .. } in rows() {
        let words: Vec<&str> = command.split(' ').collect();
        let found = nodes_of(&nodes);
        assert!(!found.is_empty(), "no node is called {nodes}");
        let is_known = |node: &Node| begins_a_command(commands(*node), &words);
        assert!(found.iter().any(is_known), "{nodes}: {command}");
    }
}

#[test]
fn every_row_is_found_by_its_words() {
    for row in rows() {
        let words = row.command.split(' ');
        let words: Vec<&str> = words
            .map(|word| if word == "*" { "" } else { word })
            .collect();
        let found = nodes_of(&row.nodes);
        let is_found = |node: &Node| help(*node, &words) == Some(row.help.as_str());
        assert!(found.iter().any(is_found), "{}: {}", row.nodes, row.command);
    }
}
