use super::*;
use crate::finding::{Edit, Fix};
use crate::text::{FileId, Span};

fn snapshot() -> Snapshot {
    let files = [
        ("h/etc/jail.conf", "é {\n  ip4.addr = 10.0.0.1;\n}\n"),
        ("h/etc/rc.conf", "hostname=\"h\"\nx=1\n"),
    ];
    Snapshot::from_memory(files, None).expect("a host")
}

fn place(file: u32, start: usize, end: usize) -> Place {
    Place::new(FileId(file), Span::new(start, end))
}

fn finding() -> Finding {
    let fix = Fix::not_safe("remove the line", vec![Edit::remove(place(1, 13, 17))]);
    Finding::new("some-rule", Severity::Info, place(0, 5, 13), "no good\u{7}")
        .note("a note\nof two lines")
        .related(place(1, 0, 8), "said here")
        .fix(fix)
}

fn written(write: impl FnOnce(&mut Vec<u8>, &Report)) -> String {
    let snapshot = snapshot();
    let finding = finding();
    let counts = Summary {
        hosts: 1,
        files: 2,
        lines: 5,
        not_understood: 1,
        ..Summary::default()
    };
    let report = Report {
        snapshot: &snapshot,
        findings: vec![&finding],
        not_understood: vec![place(1, 13, 16)],
        summary: counts.counting([&finding]),
    };
    let mut out = Vec::new();
    write(&mut out, &report);
    String::from_utf8(out).expect("text")
}

#[test]
fn human() {
    let text = written(|out, report| human::write(out, report, false).expect("memory"));
    insta::assert_snapshot!(text, @r#"
    info[some-rule]: no good\u{7}
      ┌─ h/etc/jail.conf:2:1
      │
    2 │   ip4.addr = 10.0.0.1;
      │ ^^^^^^^^
      │
      ┌─ h/etc/rc.conf:1:1
      │
    1 │ hostname="h"
      │ -------- said here
      │
      = a note
        of two lines
      = unsafe fix: remove the line

    not understood: h/etc/rc.conf:2:1
    1 host, 2 files, 5 lines read, 1 not understood: 0 errors, 0 warnings, 1 info
    "#);
}

#[test]
fn human_in_color_says_info_too() {
    let text = written(|out, report| human::write(out, report, true).expect("memory"));
    assert!(text.contains("\u{1b}["));
    assert!(text.contains("info[some-rule]"));
}

#[test]
fn concise() {
    let text = written(|out, report| {
        concise::write(out, report).expect("memory");
        concise::write_rest(out, report).expect("memory");
    });
    insta::assert_snapshot!(text, @r#"
    h/etc/jail.conf:2:1: info[some-rule] no good\u{7}
    h/etc/rc.conf:2:1: not understood
    1 host, 2 files, 5 lines read, 1 not understood: 0 errors, 0 warnings, 1 info
    "#);
}

#[test]
fn json() {
    let text = written(|out, report| json::write(out, report).expect("memory"));
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    insta::assert_json_snapshot!(value, @r#"
    {
      "findings": [
        {
          "file": "h/etc/jail.conf",
          "fixes": [
            {
              "edits": [
                {
                  "file": "h/etc/rc.conf",
                  "range": {
                    "end": {
                      "column": 1,
                      "line": 3
                    },
                    "start": {
                      "column": 1,
                      "line": 2
                    }
                  },
                  "text": ""
                }
              ],
              "safe": false,
              "title": "remove the line"
            }
          ],
          "message": "no good\u0007",
          "notes": [
            "a note\nof two lines"
          ],
          "range": {
            "end": {
              "column": 9,
              "line": 2
            },
            "start": {
              "column": 1,
              "line": 2
            }
          },
          "related": [
            {
              "file": "h/etc/rc.conf",
              "message": "said here",
              "range": {
                "end": {
                  "column": 9,
                  "line": 1
                },
                "start": {
                  "column": 1,
                  "line": 1
                }
              }
            }
          ],
          "rule": "some-rule",
          "severity": "info"
        }
      ],
      "summary": {
        "errors": 0,
        "files": 2,
        "hosts": 1,
        "infos": 1,
        "lines": 5,
        "not_understood": 1,
        "warnings": 0
      },
      "version": 1
    }
    "#);
}

#[test]
fn places_outside_of_a_file_are_survived() {
    let snapshot = snapshot();
    for place in [
        place(0, 1, 2),
        place(0, 99, 1_000),
        place(77, 0, 1),
        place(0, 0, 99),
    ] {
        let finding = Finding::new("r", Severity::Error, place, "m").related(place, "there");
        let report = Report {
            snapshot: &snapshot,
            findings: vec![&finding],
            not_understood: vec![place],
            summary: Summary::default(),
        };
        let mut out = Vec::new();
        human::write(&mut out, &report, false).expect("memory");
        concise::write(&mut out, &report).expect("memory");
        json::write(&mut out, &report).expect("memory");
    }
}

#[test]
fn show_for_people() {
    let picture = show::Show {
        version: 1,
        hosts: vec![example_host()],
        files: None,
    };
    let mut out = Vec::new();
    show::write_human(&mut out, &picture).expect("memory");
    let text = String::from_utf8(out).expect("text");
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    insta::assert_snapshot!(text, @r#"
    arkham (arkham): FreeBSD 12.1, FRR of unknown version

    Interfaces:
      INTERFACE  FIB  ADDRESSES       AT
      lagg0.50   1    203.0.113.2/30  arkham/etc/rc.conf:9

    FIBs: 2; addresses get into every FIB
      FIB  DEFAULT ROUTE  AT
      1    203.0.113.1    arkham/etc/rc.local:3

    Jails:
      JAIL  FIB  ADDRESSES                  AT
      www   1    lagg0.50|203.0.113.194/32  arkham/etc/jail.conf:12
                 lagg0.50|203.0.113.195/32

    Jail www:
      path = /jails/www
      persist

    Settings: none

    Routing daemons:
      DAEMON  STARTED  FIB  READS
      bgpd    yes      0    -

    BGP, AS 65100 (arkham/usr/local/etc/frr/bgpd.conf:5)
      NEIGHBOR     AS     FAMILIES      HOST
      203.0.113.1  65000  ipv4 unicast  gateway
      originates redistribute connected
    "#);
}

#[test]
fn show_as_json_has_the_members_that_are_promised() {
    let picture = show::Show {
        version: 1,
        hosts: vec![example_host()],
        files: None,
    };
    let mut out = Vec::new();
    show::write_json(&mut out, &picture).expect("memory");
    let value: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
    assert!(value.get("files").is_none());
    let host = &value["hosts"][0];
    assert_eq!(
        host["jails"][0]["parameters"]["persist"],
        serde_json::json!([])
    );
    assert_eq!(host["bgp"][0]["as"], 65100);
    assert_eq!(host["freebsd"], "12.1");
    assert_eq!(host["frr"], serde_json::Value::Null);
}

fn example_host() -> show::Host {
    let (jail_conf, rc_conf) = ("arkham/etc/jail.conf", "arkham/etc/rc.conf");
    let address = |address: &str| show::JailAddress {
        address: address.to_owned(),
        prefix_length: 32,
        interface: Some("lagg0.50".to_owned()),
    };
    let parameters = [("path", vec!["/jails/www"]), ("persist", vec![])];
    show::Host {
        name: "arkham".to_owned(),
        root: "arkham".to_owned(),
        freebsd: Some("12.1".to_owned()),
        interfaces: vec![show::Interface {
            name: "lagg0.50".to_owned(),
            fib: 1,
            addresses: vec!["203.0.113.2/30".to_owned()],
            file: rc_conf.to_owned(),
            line: 9,
        }],
        fibs: show::Fibs {
            count: 2,
            add_addr_allfibs: Some(true),
            default_routes: vec![show::DefaultRoute {
                fib: 1,
                via: "203.0.113.1".to_owned(),
                file: "arkham/etc/rc.local".to_owned(),
                line: 3,
            }],
        },
        jails: vec![show::Jail {
            name: "www".to_owned(),
            file: jail_conf.to_owned(),
            line: 12,
            fib: 1,
            addresses: vec![address("203.0.113.194"), address("203.0.113.195")],
            parameters: parameters
                .map(|(name, values)| {
                    let values = values.into_iter().map(str::to_owned).collect();
                    (name.to_owned(), values)
                })
                .into(),
            ..show::Jail::default()
        }],
        daemons: vec![show::Daemon {
            name: "bgpd".to_owned(),
            enabled: true,
            ..show::Daemon::default()
        }],
        bgp: vec![show::Bgp {
            asn: 65100,
            file: "arkham/usr/local/etc/frr/bgpd.conf".to_owned(),
            line: 5,
            neighbors: vec![show::Neighbor {
                address: "203.0.113.1".to_owned(),
                remote_as: Some(show::RemoteAs::Number(65000)),
                families: vec!["ipv4 unicast".to_owned()],
                host: Some("gateway".to_owned()),
            }],
            originates: vec!["redistribute connected".to_owned()],
            ..show::Bgp::default()
        }],
        ..show::Host::default()
    }
}
