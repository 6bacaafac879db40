//! The list of rules. A new rule is one line here.

use super::{Rule, any_file, frr, host, languages, site};

/// Every rule, by name.
static RULES: &[&Rule] = &[
    &host::address_without_mask::RULE,
    &host::addresses_in_all_fibs::RULE,
    &host::announce_without_withdraw::RULE,
    &site::as_path_loop::RULE,
    &host::bgp_password_without_key::RULE,
    &site::bgp_session_mismatch::RULE,
    &host::boot_order::RULE,
    &host::bridge_member_address::RULE,
    &any_file::byte_order_mark::RULE,
    &host::command_not_in_boot_path::RULE,
    &host::daemon_config_missing::RULE,
    &languages::dependency_cycle::RULE,
    &languages::deprecated_jail_parameter::RULE,
    &site::duplicate_address_across_hosts::RULE,
    &frr::duplicate_frr_line::RULE,
    &languages::duplicate_jail::RULE,
    &host::duplicate_jail_address::RULE,
    &site::duplicate_router_id::RULE,
    &host::duplicate_setting::RULE,
    &host::ebgp_peer_not_connected::RULE,
    &host::epair_not_destroyed::RULE,
    &frr::exact_prefix_for_host_routes::RULE,
    &host::exec_start_order::RULE,
    &host::fib_out_of_range::RULE,
    &host::fib_without_default_route::RULE,
    &any_file::file_too_large::RULE,
    &frr::frr_ambiguous_command::RULE,
    &host::frr_conf_not_loaded::RULE,
    &host::frr_fib_not_read::RULE,
    &frr::frr_ignored_tail::RULE,
    &frr::frr_incomplete_command::RULE,
    &frr::frr_line_leaves_block::RULE,
    &frr::frr_not_on_freebsd::RULE,
    &frr::frr_other_daemon::RULE,
    &frr::frr_rejected_value::RULE,
    &frr::frr_table_on_freebsd::RULE,
    &host::frr_turns_forwarding_off::RULE,
    &frr::frr_unknown_command::RULE,
    &host::gateway_outside_fib::RULE,
    &site::host_route_to_upstream::RULE,
    &site::ibgp_not_reflected::RULE,
    &host::ifconfig_without_interface::RULE,
    &languages::include_without_match::RULE,
    &host::inherit_with_address::RULE,
    &host::interface_name_not_restored::RULE,
    &any_file::invalid_encoding::RULE,
    &frr::ipv6_next_hop_on_freebsd::RULE,
    &site::jail_address_filtered::RULE,
    &host::jail_address_netmask::RULE,
    &site::jail_address_not_announced::RULE,
    &site::jail_address_rejected_by_peer::RULE,
    &host::jail_address_tentative::RULE,
    &host::jail_address_without_interface::RULE,
    &host::jail_conf_not_read::RULE,
    &host::jail_fib_mismatch::RULE,
    &languages::jail_parameter_value::RULE,
    &host::jail_removes_host_address::RULE,
    &languages::jail_syntax::RULE,
    &host::jexec_without_fib::RULE,
    &host::kernel_routes_not_loaded::RULE,
    &frr::late_bgp_default::RULE,
    &frr::late_frr_version::RULE,
    &languages::list_in_variable::RULE,
    &languages::loader_syntax::RULE,
    &frr::match_of_other_family::RULE,
    &host::misplaced_setting::RULE,
    &frr::missing_ebgp_policy::RULE,
    &frr::misspelled_interface::RULE,
    &frr::neighbor_not_activated::RULE,
    &frr::neighbor_without_remote_as::RULE,
    &host::network_not_in_rib::RULE,
    &languages::overridden_parameter::RULE,
    &languages::permission_without_effect::RULE,
    &frr::prefix_host_bits::RULE,
    &frr::prefix_list_length::RULE,
    &site::private_address_announced::RULE,
    &site::proxy_arp_mismatch::RULE,
    &host::quoted_address_list::RULE,
    &host::rc_by_other_shell::RULE,
    &host::rc_overrides_setting::RULE,
    &languages::rc_syntax::RULE,
    &host::rc_value::RULE,
    &host::read_only_setting::RULE,
    &site::redistribute_unfiltered::RULE,
    &host::removed_setting::RULE,
    &host::router_id_not_fixed::RULE,
    &host::routing_daemon_fib_mismatch::RULE,
    &host::routing_daemon_not_enabled::RULE,
    &host::script_as_mismatch::RULE,
    &host::setfib_ifconfig::RULE,
    &host::setting_value::RULE,
    &host::shadowed_daemon_config::RULE,
    &host::shared_vnet_interface::RULE,
    &host::stale_connected_redistribution::RULE,
    &site::static_route_shadows_bgp::RULE,
    &any_file::suppression_without_reason::RULE,
    &languages::sysctl_syntax::RULE,
    &frr::undefined_access_list::RULE,
    &frr::undefined_as_path_list::RULE,
    &frr::undefined_community_list::RULE,
    &frr::undefined_peer_group::RULE,
    &frr::undefined_prefix_list::RULE,
    &frr::undefined_route_map::RULE,
    &frr::undefined_routing_instance::RULE,
    &languages::undefined_variable::RULE,
    &languages::unknown_dependency::RULE,
    &host::unknown_interface::RULE,
    &host::unknown_jail_in_list::RULE,
    &languages::unknown_jail_parameter::RULE,
    &host::unknown_setting::RULE,
    &any_file::unknown_suppression::RULE,
    &frr::unreachable_prefix_list_entry::RULE,
    &any_file::unreadable_file::RULE,
    &frr::unused_definition::RULE,
    &any_file::unused_suppression::RULE,
    &languages::version_dependent_global::RULE,
    &host::vnet_fib::RULE,
    &host::vnet_interface_not_created::RULE,
    &host::vnet_with_address::RULE,
];

/// Every rule, sorted by name.
#[must_use]
pub fn all() -> &'static [&'static Rule] {
    RULES
}

/// The rule called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name).copied()
}

/// The rule whose name is nearest to `name`, if one is near.
#[must_use]
pub fn nearest(name: &str) -> Option<&'static str> {
    RULES
        .iter()
        .map(|rule| {
            (
                strsim::normalized_damerau_levenshtein(rule.name, name),
                rule.name,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_and_named_once() {
        assert!(all().is_sorted_by(|a, b| a.name < b.name));
    }
}
