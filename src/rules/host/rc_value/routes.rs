//! Names of routes without their arguments.

use crate::finding::{Edit, Fix};
use crate::host::Host;
use crate::host::rc::RcVariable;
use crate::host::static_routes::{NamedRoute, named_routes};
use crate::rules::Report;

pub(super) fn check(host: &Host, report: &mut Report) {
    // What cannot be read may set the variable.
    if !host.rc.is_complete() || !lists_are_known(host) {
        return;
    }
    let routes = named_routes(&host.rc);
    for route in routes.iter().filter(|route| route.arguments.is_none()) {
        let list = if route.ipv6 {
            "ipv6_static_routes"
        } else {
            "static_routes"
        };
        let message = format!(
            "{} is not set, so the route {} of {list} is not added",
            route.variable, route.name
        );
        let mut finding = report.finding(route.place, message);
        if let Some(near) = nearest(host, &routes, route) {
            let title = format!("rename {} to {}", near.name, route.variable);
            let edit = Edit::replace(near.name_place, route.variable.as_str());
            finding = finding
                .related(near.place, format!("{} is in no list", near.name))
                .fix(Fix::not_safe(title, vec![edit]));
        }
        report.add(finding);
    }
}

fn lists_are_known(host: &Host) -> bool {
    let mut lists = host.rc.variables().filter(|variable| {
        let name = variable.name.strip_prefix("ipv6_");
        let name = name.unwrap_or(&variable.name);
        name.starts_with("static_routes")
    });
    lists.all(|list| list.known)
}

/// Arguments that no list names, under nearly the name that is missing.
fn nearest<'h>(
    host: &'h Host,
    routes: &[NamedRoute<'_>],
    missing: &NamedRoute<'_>,
) -> Option<&'h RcVariable> {
    let prefix = if missing.ipv6 {
        "ipv6_route_"
    } else {
        "route_"
    };
    let is_listed = |name: &str| routes.iter().any(|route| route.variable == name);
    let distance = |name: &str| strsim::damerau_levenshtein(name, &missing.variable);
    host.rc
        .variables()
        .filter(|variable| variable.name.starts_with(prefix) && !is_listed(&variable.name))
        .find(|variable| distance(&variable.name) <= 2)
}
