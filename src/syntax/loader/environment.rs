//! What a loader makes of a text of loader.conf: its variables and the modules that it loads.

use std::collections::BTreeMap;

use super::super::lines::lines;
use super::line::{self, is_space};
use super::{Grammar, ModuleKey, expand, module_key};

/// The loader's variables and modules after it read a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// Variables, handed to the kernel.
    pub variables: BTreeMap<String, String>,
    /// What is said of modules, by name.
    pub modules: BTreeMap<String, BTreeMap<ModuleKey, String>>,
    /// Commands of `exec` lines, in order.
    pub commands: Vec<String>,
}

/// Reads a text as the loader of this grammar does.
#[must_use]
pub fn run(text: &str, grammar: Grammar) -> Environment {
    let mut environment = Environment::default();
    for (_, source) in lines(text) {
        if source.trim_start_matches(is_space).starts_with('#') {
            continue;
        }
        match line::setting(source, grammar) {
            Some((rest, (name, written, value))) if line::is_comment_or_nothing(rest) => {
                environment.set(name, written, value, grammar);
            }
            _ => {}
        }
    }
    environment
}

impl Environment {
    fn set(&mut self, name: &str, written: &str, value: &str, grammar: Grammar) {
        if name == "exec" && written.starts_with('"') {
            self.commands.push(value.to_owned());
            return;
        }
        let module = module_key(name).filter(|(module, _)| grammar.is_module(module));
        if let Some((module, key)) = module {
            let value = match key {
                ModuleKey::Load => value.to_ascii_uppercase(),
                _ => value.to_owned(),
            };
            let keys = self.modules.entry(module.to_owned()).or_default();
            keys.insert(key, value.clone());
            if grammar == Grammar::Current {
                self.variables.insert(name.to_owned(), value);
            }
            return;
        }
        let lookup = |name: &str| self.variables.get(name).map(String::as_str);
        if let Ok(value) = expand(value, grammar, lookup)
            && name != "loader_conf_files"
        {
            self.variables.insert(name.to_owned(), value);
        }
    }
}
