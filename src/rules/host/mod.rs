//! Rules about one machine.

pub mod address_without_mask;
pub mod addresses_in_all_fibs;
pub mod boot_order;
pub mod bridge_member_address;
pub mod command_not_in_boot_path;
pub mod duplicate_jail_address;
pub mod duplicate_setting;
pub mod fib_out_of_range;
pub mod frr_fib_not_read;
pub mod jail_fib_mismatch;
pub mod misplaced_setting;
pub mod rc_overrides_setting;
pub mod rc_value;
pub mod read_only_setting;
pub mod removed_setting;
pub mod script_as_mismatch;
pub mod setfib_ifconfig;
pub mod setting_value;
pub mod stale_connected_redistribution;
pub mod unknown_interface;
pub mod unknown_setting;
