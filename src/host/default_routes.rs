//! Whether a FIB reaches the outside, as far as a host's files tell.

use super::Host;

impl Host {
    /// Whether FRR may fill `fib` from its neighbors: zebra runs there, and bgpd has some.
    #[must_use]
    pub fn learns_routes_in(&self, fib: u32) -> bool {
        let speakers = &self.routing.speakers;
        let has_neighbors = speakers
            .iter()
            .any(|speaker| !speaker.neighbors.is_empty() || !speaker.listen_ranges.is_empty());
        let has_others = !self.routing.other_routers.is_empty();
        self.frr.enabled != Some(false)
            && self.frr.intended_fib("zebra") == fib
            && (has_neighbors || has_others)
    }

    /// Whether every default route is known: rc.conf is all there is, and no script, no hook and
    /// no line of FRR's puts in another.
    #[must_use]
    pub fn tells_default_routes(&self) -> bool {
        let by_hand = &self.routes_by_hand;
        let of_frr = &self.routing.static_routes;
        let is_default_of_frr = of_frr.iter().any(|route| route.prefix.prefix_len() == 0);
        let mut routes = self.rc.variables();
        let all_known = routes.all(|one| one.known || !one.name.contains("rout"));
        self.rc_is_whole
            && self.rc.is_complete()
            && all_known
            && !by_hand.default
            && !by_hand.others
            && !self.by_scripts.opaque
            && !is_default_of_frr
    }
}
