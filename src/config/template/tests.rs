use super::*;
use crate::config::Config;

fn host(name: &str, folder: &str) -> Outline {
    Outline {
        name: name.to_owned(),
        folder: folder.to_owned(),
        entry: Entry::Given,
        freebsd: Known::No,
        frr: Some(Known::No),
    }
}

fn file(version: &str, file: &str) -> Known {
    Known::ByFile(version.to_owned(), file.to_owned())
}

/// The text with everything in force that a person could put in force, an unknown version as
/// 14.3.
fn in_force(text: &str) -> String {
    let line = |line: &str| match line.strip_prefix("# ") {
        Some(rest) if rest.starts_with('[') || rest.contains(" = ") => {
            rest.replace("\"?\"", "\"14.3\"") + "\n"
        }
        _ => line.to_owned() + "\n",
    };
    text.lines().map(line).collect()
}

#[test]
fn everything_of_it_can_be_put_in_force() {
    let hosts = [
        Outline {
            freebsd: file("14.3", "bin/freebsd-version"),
            frr: None,
            ..host("a", "a")
        },
        Outline {
            entry: Entry::SharedName,
            frr: Some(file("10.3", "frr\n.conf")),
            ..host("x/b", "x/b")
        },
        Outline {
            freebsd: Known::ByConfig("12.1".to_owned()),
            ..host("c d", "hosts/c d")
        },
        Outline {
            entry: Entry::Unwritable,
            ..host("\u{fffd}", "\u{fffd}\n")
        },
        Outline {
            entry: Entry::Elsewhere("s/cellblock.toml".to_owned()),
            ..host("e", "s/e")
        },
    ];
    let text = template(&hosts);
    let names = |text: &str| {
        let config = Config::load(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let names = config.hosts.iter().map(|host| host.name.value.clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(&text), ["a", "c d"]);
    let in_force = in_force(&text);
    assert_eq!(names(&in_force), ["a", "c d", "x/b"]);
    let config = Config::load(&in_force).expect("just loaded");
    assert_eq!((config.rules.len(), config.public.len()), (1, 1));
    for host in &config.hosts {
        assert!(host.freebsd.is_some());
        assert_eq!(host.frr.is_some(), host.name.value != "a");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn without_hosts_there_is_an_example() {
    let text = template(&[]);
    assert_eq!(Config::load(&text), Ok(Config::default()));
    let config = Config::load(&in_force(&text)).expect("valid");
    assert_eq!(config.hosts[0].name.value, "arkham");
    assert!(config.hosts[0].root.is_some());
    insta::assert_snapshot!(text);
}
