//! Rules about one machine.

pub mod addresses_in_all_fibs;
pub mod boot_order;
pub mod command_not_in_boot_path;
pub mod duplicate_jail_address;
pub mod epair_not_destroyed;
pub mod exec_start_order;
pub mod fib_out_of_range;
pub mod frr_fib_not_read;
pub mod jail_address_netmask;
pub mod jail_address_tentative;
pub mod jail_address_without_interface;
pub mod jail_conf_not_read;
pub mod jail_fib_mismatch;
pub mod jail_removes_host_address;
pub mod jexec_without_fib;
pub mod misplaced_setting;
pub mod quoted_address_list;
pub mod rc_overrides_setting;
pub mod read_only_setting;
pub mod script_as_mismatch;
pub mod shared_vnet_interface;
pub mod stale_connected_redistribution;
pub mod unknown_jail_in_list;
pub mod vnet_fib;
pub mod vnet_interface_not_created;
pub mod vnet_with_address;
