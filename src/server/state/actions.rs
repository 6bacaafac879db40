//! What can be done at a place: the fixes of its findings, all safe fixes of the file, and
//! accepting a finding.

use super::client::FIX_ALL;
use super::convert;
use super::diagnostics::{Desk, identity};
use super::view::View;
use crate::finding::{Edit, Finding, Fix};
use crate::fix::Chosen;
use crate::ide;
use crate::server::lsp_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CodeActionParams,
    Diagnostic,
};
use crate::text::{FileId, SourceText, Span};

impl Desk<'_> {
    /// The actions for a range; `None` where there can be none.
    pub(super) fn actions(&self, params: &CodeActionParams) -> Option<Vec<CodeActionOrCommand>> {
        if !self.client.code_actions {
            return None;
        }
        let uri = &params.text_document.uri;
        let path = convert::path(uri);
        if self.documents.get(uri).is_some_and(|d| d.is_lost()) {
            return None;
        }
        let (view, file) = self.views.find(uri, path.as_deref())?;
        let (_, text) = view.path_and_text(file)?;
        let span = convert::span(text, params.range, self.client.encoding);
        let mut actions = Vec::new();
        if is_wanted(&params.context, &CodeActionKind::QUICKFIX) {
            let findings: Vec<_> = asked_for(view, file, span, &params.context);
            for finding in &findings {
                actions.extend(self.fixes(view, text, finding));
            }
            for finding in &findings {
                actions.extend(self.allow(view, text, finding));
            }
        }
        if is_wanted(&params.context, &FIX_ALL) {
            actions.extend(self.fix_all(view, file));
        }
        Some(actions.into_iter().map(Into::into).collect())
    }

    fn fixes(&self, view: &View, text: &SourceText, finding: &Finding) -> Vec<CodeAction> {
        let diagnostic = self.diagnostic(view, finding, text);
        let is_single = finding.fixes.len() == 1;
        (finding.fixes.iter())
            .filter_map(|fix| {
                let edit = self.workspace_edit(view, &fix.edits, &fix.title, fix.safe)?;
                Some(CodeAction {
                    title: title(fix),
                    edit: Some(edit),
                    is_preferred: Some(fix.safe && is_single),
                    ..quick_fix(diagnostic.clone())
                })
            })
            .collect()
    }

    fn allow(&self, view: &View, text: &SourceText, finding: &Finding) -> Option<CodeAction> {
        let file = view.snapshot.file(finding.place.file)?;
        let edit = ide::allow_here(file, finding)?;
        let title = format!("Allow {} here", finding.rule);
        Some(CodeAction {
            edit: Some(self.workspace_edit(view, &[edit], &title, true)?),
            title,
            is_preferred: Some(false),
            ..quick_fix(self.diagnostic(view, finding, text))
        })
    }

    /// Every safe fix of a file that does not stand in the way of one before it. Of several safe
    /// fixes of one finding none is better, so none is taken.
    fn fix_all(&self, view: &View, file: FileId) -> Option<CodeAction> {
        let mut findings: Vec<_> = (view.analysis.findings.iter())
            .filter(|finding| finding.place.file == file)
            .collect();
        findings.sort_by_key(|finding| (finding.place, finding.rule));
        let mut chosen = Chosen::default();
        let mut edits: Vec<Edit> = Vec::new();
        for finding in findings {
            let mut safe = finding.fixes.iter().filter(|fix| fix.safe);
            if let (Some(fix), None) = (safe.next(), safe.next())
                && chosen.take(finding.rule, fix, |target| Some(target.file()))
            {
                let new = fix.edits.iter().filter(|edit| !edits.contains(edit));
                edits.extend(new.cloned().collect::<Vec<_>>());
            }
        }
        if edits.is_empty() {
            return None;
        }
        let title = "Fix all that is safe in this file".to_owned();
        Some(CodeAction {
            edit: Some(self.workspace_edit(view, &edits, &title, true)?),
            title,
            kind: Some(FIX_ALL),
            ..CodeAction::default()
        })
    }
}

fn quick_fix(diagnostic: Diagnostic) -> CodeAction {
    CodeAction {
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic]),
        ..CodeAction::default()
    }
}

/// A title as editors list it.
fn title(fix: &Fix) -> String {
    let mut chars = fix.title.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    let title: String = first.chain(chars).collect();
    match fix.safe {
        true => title,
        false => format!("{title} (look at it first)"),
    }
}

/// Whether the client wants actions of this kind: a kind stands for those below it.
fn is_wanted(context: &CodeActionContext, kind: &CodeActionKind) -> bool {
    let Some(only) = &context.only else {
        return true;
    };
    only.iter().any(|only| {
        let rest = kind.as_str().strip_prefix(only.as_str());
        only.as_str().is_empty()
            || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// The findings that the client asks about: those of the diagnostics that it names, if it names
/// ours, else those that the range touches.
fn asked_for<'v>(
    view: &'v View,
    file: FileId,
    span: Span,
    context: &CodeActionContext,
) -> Vec<&'v Finding> {
    let named: Vec<&str> = (context.diagnostics.iter())
        .filter_map(|diagnostic| diagnostic.data.as_ref()?.get("finding")?.as_str())
        .collect();
    let mut findings: Vec<_> = (view.analysis.findings.iter())
        .filter(|finding| {
            let at = finding.place.span;
            let touches = at.start <= span.end && span.start <= at.end;
            let is_named = || named.contains(&identity(finding).as_str());
            finding.place.file == file && touches && (named.is_empty() || is_named())
        })
        .collect();
    findings.sort_by_key(|finding| (finding.place, finding.rule));
    findings
}
