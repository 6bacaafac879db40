//! FRR's files and labelled routes from outside the repository, where they are at hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::Read;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use cellblock::host::routing::{
    Family, FrrSource, Neighbor, Routing, Speaker, StaticNextHop, StaticRoute, collect,
};
use cellblock::policy::{Attribute, Outcome, Passed, Route, RouteSource, originate, receive, send};
use cellblock::syntax::frr;
use cellblock::syntax::frr::Protocol;
use cellblock::text::FileId;
use cellblock::vocabulary::{Candidates, FrrVersion};
use ipnet::IpNet;
use serde_json::Value;

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn every_real_file_is_covered_line_by_line() {
    let Some(shared) = common::shared() else {
        return;
    };
    let mut files = Vec::new();
    files_below(&shared.join("corpus/frr"), &mut files);
    files_below(&shared.join("corpus/real/frr"), &mut files);
    let (mut lines, mut unknown) = (0, 0);
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let text = cellblock::text::SourceText::from_bytes(bytes);
        let tree = frr::parse(text.as_str());
        let length: u32 = tree.lines.iter().map(|line| line.length).sum();
        assert_eq!(length as usize, text.as_str().len(), "{}", file.display());
        lines += tree.lines.len();
        unknown += tree.not_understood();
    }
    println!(
        "{} files, {lines} lines, {unknown} not understood",
        files.len()
    );
}

/// One of the two routers of a scenario.
struct Router {
    routing: Routing,
    connected: Vec<(String, IpNet)>,
}

impl Router {
    fn of(side: &Value, version: &Candidates<FrrVersion>) -> Self {
        let text = side["frr.conf"].as_str().unwrap();
        let tree = frr::parse(text);
        let routing = collect(&[FrrSource::frr_conf(FileId(0), text, &tree)], version);
        let given = side["connected"].as_array().unwrap().iter().map(|one| {
            let name = one["ifname"].as_str().unwrap().to_owned();
            (
                name,
                one["address"].as_str().unwrap().parse::<IpNet>().unwrap(),
            )
        });
        let mut connected: Vec<(String, IpNet)> = given.collect();
        for interface in &routing.interfaces {
            for (net, _) in &interface.addresses {
                connected.push((interface.name.clone(), *net));
            }
        }
        Self { routing, connected }
    }

    fn speaker(&self) -> &Speaker {
        &self.routing.speakers[0]
    }

    fn neighbor(&self, address: IpAddr) -> Option<&Neighbor> {
        let mut all = self.speaker().neighbors.iter();
        all.find(|neighbor| neighbor.address() == Some(address))
    }

    fn interface_to(&self, address: IpAddr) -> Option<&String> {
        let mut all = self.connected.iter();
        all.find(|(_, net)| net.contains(&address))
            .map(|(name, _)| name)
    }

    fn static_route(&self, one: &StaticRoute, alone: bool) -> Route {
        let source = RouteSource::Redistributed(Protocol::Static);
        let mut route = Route::local(one.prefix, source);
        if !alone {
            return route;
        }
        route.tag = Attribute::Known(one.tag);
        match &one.target {
            StaticNextHop::Nowhere => {
                route.next_hop = Attribute::Known(None);
                route.interface = Attribute::Known(None);
            }
            StaticNextHop::Gateway(gateway, _) => {
                route.next_hop = Attribute::Known(Some(*gateway));
                if let Some(name) = self.interface_to(*gateway) {
                    route = route.on(name.clone());
                }
            }
            StaticNextHop::Interface(name) => route = route.on(name.clone()),
        }
        route
    }

    /// Every way in which `prefix` may come into the table.
    fn routes(&self, prefix: IpNet) -> Vec<Route> {
        let speaker = self.speaker();
        let lists = &self.routing.lists;
        let family = speaker.families.get(Family::of_prefix(prefix));
        let mut found = Vec::new();
        for network in family.networks.iter().filter(|one| one.prefix == prefix) {
            let route = Route::local(prefix, RouteSource::Network);
            found.push(originate(
                lists,
                speaker,
                network.route_map.as_ref(),
                &route,
            ));
        }
        for one in &family.redistributions {
            let routes: Vec<Route> = match one.protocol {
                Protocol::Connected => {
                    let all = self
                        .connected
                        .iter()
                        .filter(|(_, net)| net.trunc() == prefix);
                    let source = RouteSource::Redistributed(Protocol::Connected);
                    all.map(|(name, _)| Route::local(prefix, source).on(name.clone()))
                        .collect()
                }
                Protocol::Static => {
                    let all = self.routing.static_routes.iter();
                    let all: Vec<_> = all.filter(|one| one.prefix == prefix).collect();
                    all.iter()
                        .map(|one| self.static_route(one, all.len() == 1))
                        .collect()
                }
                _ => vec![Route::local(
                    prefix,
                    RouteSource::Redistributed(one.protocol),
                )],
            };
            for mut route in routes {
                if one.metric.is_some() {
                    route.med = Attribute::Known(one.metric);
                }
                found.push(originate(lists, speaker, one.route_map.as_ref(), &route));
            }
        }
        for one in family.aggregates.iter().filter(|one| one.prefix == prefix) {
            let route = Route::local(prefix, RouteSource::Aggregate);
            found.push(originate(lists, speaker, one.route_map.as_ref(), &route));
        }
        let passed = found
            .into_iter()
            .filter(|one| one.verdict.outcome != Outcome::No);
        passed.map(|one| one.route).collect()
    }
}

fn all(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    outcomes.reduce(Outcome::either).unwrap_or(Outcome::No)
}

#[derive(Default)]
struct Tally {
    definite: u32,
    perhaps: u32,
    wrong: Vec<String>,
}

impl Tally {
    fn count(&mut self, what: &str, outcome: Outcome, label: bool) {
        match outcome {
            Outcome::Perhaps => {
                self.perhaps += 1;
                if std::env::var_os("SHOW").is_some() {
                    println!("PERHAPS {what}");
                }
            }
            outcome => {
                self.definite += 1;
                if outcome != Outcome::of(label) {
                    self.wrong.push(format!("{what}: said {outcome:?}"));
                }
            }
        }
    }
}

fn address(value: &Value) -> Option<IpAddr> {
    value.as_str().map(|text| text.parse().unwrap())
}

fn is_active(neighbor: Option<&Neighbor>, family: Family) -> bool {
    neighbor.is_some_and(|one| one.shutdown.is_none() && one.families.get(family).active)
}

#[test]
fn no_verdict_contradicts_frr() {
    compare_with_frr(|version| Candidates::Known(version.parse().unwrap()));
}

#[test]
fn no_verdict_contradicts_frr_where_the_version_is_not_known() {
    compare_with_frr(|_| Candidates::Unknown);
}

fn compare_with_frr(running: impl Fn(&str) -> Candidates<FrrVersion>) {
    let Some(shared) = common::shared() else {
        return;
    };
    let packed = std::fs::read(shared.join("corpus/bgp-policy.jsonl.gz")).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(&packed[..])
        .read_to_string(&mut text)
        .unwrap();
    let (mut out, mut into, mut origins) = (Tally::default(), Tally::default(), 0);
    for line in text.lines() {
        let scenario: Value = serde_json::from_str(line).unwrap();
        if scenario["rejected"] == true {
            continue;
        }
        let version = &running(scenario["version"].as_str().unwrap());
        let (a, b) = (
            Router::of(&scenario["a"], version),
            Router::of(&scenario["b"], version),
        );
        for label in scenario["labels"].as_array().unwrap() {
            let prefix: IpNet = label["prefix"].as_str().unwrap().parse().unwrap();
            let what = format!("{} {prefix}", scenario["id"]);
            let family = Family::of_prefix(prefix);
            let peer = match (&scenario["peer6"], family) {
                (six @ Value::Object(_), Family::Ipv6Unicast) => six,
                _ => &scenario["peer"],
            };
            let (at_a, at_b) = (address(&peer["a"]).unwrap(), address(&peer["b"]).unwrap());
            let (to_b, to_a) = (a.neighbor(at_b), b.neighbor(at_a));
            if label["originated"] != true || label["suppressed"] == true {
                continue;
            }
            let routes = a.routes(prefix);
            if routes.is_empty() {
                origins += 1;
                println!("no origin for {what}");
                continue;
            }
            let advertised = label["advertised"] == true;
            let active = is_active(to_b, family) && is_active(to_a, family);
            if !active {
                out.count(&format!("{what} inactive"), Outcome::No, advertised);
                continue;
            }
            let (Some(to_b), Some(to_a)) = (to_b, to_a) else {
                continue;
            };
            let lists = &a.routing.lists;
            let sent: Vec<Passed> = routes
                .iter()
                .map(|one| send(lists, a.speaker(), to_b, one))
                .collect();
            if label["default_originated"] != true {
                let outcome = all(sent.iter().map(|one| one.verdict.outcome));
                let because = sent[0].verdict.decided_by.as_ref().map(ToString::to_string);
                let what = format!("{what} out ({because:?})");
                out.count(&what, outcome, advertised);
            }
            if !advertised || label["default_originated"] == true {
                continue;
            }
            let seen = sent
                .into_iter()
                .filter(|one| one.verdict.outcome != Outcome::No);
            let received: Vec<Passed> = seen
                .map(|one| {
                    let mut route = one.route;
                    route.source = RouteSource::Received(Some(at_a));
                    receive(&b.routing.lists, b.speaker(), to_a, &route)
                })
                .collect();
            let next_hop_is_b = |one: &Passed| one.route.next_hop == Attribute::Known(Some(at_b));
            if received.iter().any(next_hop_is_b) {
                continue;
            }
            let outcome = all(received.iter().map(|one| one.verdict.outcome));
            let because = received
                .first()
                .and_then(|one| one.verdict.decided_by.as_ref());
            let what = format!("{what} in ({:?})", because.map(ToString::to_string));
            into.count(&what, outcome, label["accepted"] == true);
        }
    }
    for (name, tally) in [("out", &out), ("in", &into)] {
        let (definite, perhaps) = (tally.definite, tally.perhaps);
        let share = f64::from(perhaps) * 100.0 / f64::from((definite + perhaps).max(1));
        println!("{name}: {definite} definite, {perhaps} perhaps ({share:.1} %)");
        for wrong in &tally.wrong {
            println!("  WRONG {wrong}");
        }
    }
    println!("{origins} labels without an origin that was found");
    assert!(out.wrong.is_empty() && into.wrong.is_empty());
}

#[test]
fn the_example_site_is_filtered_as_expected() {
    let Some(shared) = common::shared() else {
        return;
    };
    let routing = |host: &str| {
        let folder = shared
            .join("sites/arkham")
            .join(host)
            .join("usr/local/etc/frr");
        let texts: Vec<String> = ["zebra.conf", "bgpd.conf"]
            .iter()
            .map(|name| std::fs::read_to_string(folder.join(name)).unwrap())
            .collect();
        let trees: Vec<frr::Tree> = texts.iter().map(|text| frr::parse(text)).collect();
        assert!(trees.iter().all(|tree| tree.not_understood() == 0));
        let sources: Vec<_> = (0_u32..)
            .map(FileId)
            .zip(&texts)
            .zip(&trees)
            .map(|((file, text), tree)| FrrSource::frr_conf(file, text, tree))
            .collect();
        collect(&sources, &Candidates::Known(FrrVersion::new(7, 3)))
    };
    let (arkham, gateway) = (routing("arkham"), routing("gateway"));
    let (from, to) = (&arkham.speakers[0], &gateway.speakers[0]);
    assert!(!from.ebgp_requires_policy && !from.import_check);
    let step = |address: &str| {
        let source = RouteSource::Redistributed(Protocol::Connected);
        let route = Route::local(format!("{address}/32").parse().unwrap(), source);
        let sent = send(&arkham.lists, from, &from.neighbors[0], &route);
        let got = receive(&gateway.lists, to, &to.neighbors[0], &sent.route);
        [sent, got].map(|one| {
            one.verdict
                .decided_by
                .map(|by| by.to_string())
                .unwrap_or_default()
        })
    };
    assert_eq!(
        step("203.0.113.194"),
        [
            "router_out permits it at seq 5",
            "arkham_in permits it at seq 5"
        ]
    );
    assert_eq!(
        step("203.0.113.201"),
        [
            "router_out permits it at seq 5",
            "arkham_in denies it at seq 10"
        ]
    );
    assert_eq!(step("203.0.113.210")[0], "router_out denies it at seq 10");
}
