//! Loader tunables and sysctls: the kernel's names, so they are never written anew.

use super::table::{Builder, Form, Role, SymbolKind};

/// Every assignment; the last one that is written of each name defines it.
pub(super) fn collect(builder: &mut Builder<'_>) {
    let settings = &builder.host.settings;
    for assignment in &settings.assignments {
        let counts = settings.intended(&assignment.name);
        let role = match counts.is_some_and(|own| own.place == assignment.place) {
            true => Role::Definition,
            false => Role::Use,
        };
        let symbol = builder.symbol(SymbolKind::Setting, 0, &assignment.name);
        builder.add(symbol, role, assignment.name_place, Form::Fixed);
    }
}
