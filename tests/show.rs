//! `cellblock show` on the arkham site: what its files make of the two machines.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{cellblock, project};
use serde_json::{Value, json};

fn show() -> Value {
    let output = cellblock()
        .current_dir(project().join("tests/sites/arkham"))
        .args(["show", "--output-format", "json", "."])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn host<'a>(show: &'a Value, name: &str) -> &'a Value {
    let mut hosts = show["hosts"].as_array().unwrap().iter();
    hosts.find(|host| host["name"] == name).unwrap()
}

#[test]
fn fibs_and_interfaces_are_as_the_machine_has_them() {
    let show = show();
    let arkham = host(&show, "arkham");
    assert_eq!(show["version"], 1);
    assert_eq!(arkham["freebsd"], "12.1");
    assert_eq!(arkham["frr"], "7.3.1");
    assert_eq!(arkham["fibs"]["count"], 2);
    // The loader's 0 is ignored on 12.1, where the default is 1.
    assert_eq!(arkham["fibs"]["add_addr_allfibs"], true);
    let routes = arkham["fibs"]["default_routes"].as_array().unwrap();
    let routes: Vec<_> = routes.iter().map(|r| (&r["fib"], &r["via"])).collect();
    assert_eq!(
        routes,
        [
            (&json!(0), &json!("192.168.200.1")),
            (&json!(1), &json!("192.168.50.1"))
        ]
    );
    let interfaces = arkham["interfaces"].as_array().unwrap();
    let public = interfaces.iter().find(|i| i["name"] == "lagg0.50").unwrap();
    assert_eq!(
        public,
        &json!({
            "name": "lagg0.50", "fib": 1, "addresses": ["192.168.50.2/24"],
            "file": "arkham/etc/rc.conf", "line": 11,
        })
    );
}

#[test]
fn jails_have_their_effective_parameters() {
    let show = show();
    let jails = host(&show, "arkham")["jails"].as_array().unwrap();
    assert_eq!(jails.len(), 9);
    let riddler = &jails[0];
    assert_eq!(riddler["fib"], 1);
    assert_eq!(riddler["vnet"], false);
    assert_eq!(
        riddler["addresses"],
        json!([{"address": "203.0.113.194", "prefix_length": 32, "interface": "lagg0.50"}])
    );
    assert_eq!(
        riddler["parameters"]["path"],
        json!(["/local/jails/riddler"])
    );
    assert_eq!(riddler["parameters"]["exec.clean"], json!([]));
}

#[test]
fn settings_say_whether_they_take_effect() {
    let show = show();
    let effect = |name: &str, setting: &str| {
        let settings = host(&show, name)["settings"].as_array().unwrap();
        let found = settings.iter().find(|s| s["name"] == setting).unwrap();
        found["takes_effect"].as_bool().unwrap()
    };
    assert!(effect("arkham", "net.fibs"));
    assert!(!effect("arkham", "net.add_addr_allfibs"));
    assert!(!effect("gateway", "net.fibs"));
    assert!(effect("gateway", "net.inet.ip.forwarding"));
}

#[test]
fn daemons_and_speakers_with_their_peers() {
    let show = show();
    let arkham = host(&show, "arkham");
    let bgpd = &arkham["daemons"][1];
    assert_eq!(bgpd["name"], "bgpd");
    assert_eq!(bgpd["enabled"], true);
    // frr_fib is never read.
    assert_eq!(bgpd["fib"], 0);
    assert_eq!(bgpd["config"], "arkham/usr/local/etc/frr/bgpd.conf");
    let speaker = &arkham["bgp"][0];
    assert_eq!(speaker["as"], 65100);
    assert_eq!(speaker["router_id"], "192.168.50.2");
    assert_eq!(
        speaker["neighbors"],
        json!([{
            "address": "192.168.50.1", "remote_as": 65000,
            "families": ["ipv4 unicast"], "host": "gateway",
        }])
    );
    assert_eq!(speaker["originates"], json!(["redistribute connected"]));
}
