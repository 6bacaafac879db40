//! Between texts: definitions, references and renames, by the table of a host's names.

use super::convert;
use super::diagnostics::Desk;
use super::view::View;
use crate::host::Host;
use crate::ide::rename;
use crate::ide::symbols::{self, Occurrence, Role, SymbolKind, Symbols};
use crate::server::lsp_types::{
    DocumentHighlight, DocumentHighlightKind, GotoDefinitionResponse, Location, Position,
    PrepareRenameResponse, SymbolInformation, SymbolKind as Icon, TextDocumentPositionParams, Url,
    WorkspaceEdit,
};
use crate::server::message::{Refusal, Reply};
use crate::server::navigation::Navigation;
use crate::text::{FileId, Place, SourceText};

/// The most names that are listed at once.
const MOST_NAMES: usize = 2000;

/// A document, and where it belongs.
pub(super) struct Opened<'a> {
    pub(super) view: &'a View,
    pub(super) file: FileId,
    pub(super) text: &'a SourceText,
}

/// A document's host and its names.
struct Named<'a> {
    opened: Opened<'a>,
    host: &'a Host,
    symbols: Symbols,
}

fn send<T>(reply: Reply<T>, answer: impl FnOnce() -> Result<T, Refusal>) {
    if !reply.is_cancelled() {
        reply.send(answer());
    }
}

impl Desk<'_> {
    /// Answers; of an outdated document, that it is.
    pub(super) fn navigate(&self, asked: Navigation, is_outdated: bool) {
        let fresh = match is_outdated {
            true => Err(Refusal::ContentModified),
            false => Ok(()),
        };
        match asked {
            Navigation::Definition(params, reply) => send(reply, || {
                fresh?;
                Ok(self.definition(&params.text_document_position_params))
            }),
            Navigation::References(params, reply) => send(reply, || {
                fresh?;
                let with_definitions = params.context.include_declaration;
                Ok(self.references(&params.text_document_position, with_definitions))
            }),
            Navigation::Highlights(params, reply) => send(reply, || {
                fresh?;
                Ok(self.highlights(&params.text_document_position_params))
            }),
            Navigation::PrepareRename(params, reply) => send(reply, || {
                fresh?;
                self.prepare_rename(&params)
            }),
            Navigation::Rename(params, reply) => send(reply, || {
                fresh?;
                self.rename(&params.text_document_position, &params.new_name)
            }),
            Navigation::Symbols(params, reply) => {
                send(reply, || Ok(Some(self.names(&params.query))))
            }
            Navigation::Links(params, reply) => send(reply, || {
                fresh?;
                Ok(self.links(&params.text_document.uri))
            }),
            Navigation::Outline(params, reply) => send(reply, || {
                fresh?;
                Ok(self.outline(&params.text_document.uri))
            }),
            Navigation::Folds(params, reply) => send(reply, || {
                fresh?;
                Ok(self.folds(&params.text_document.uri))
            }),
            Navigation::Selections(params, reply) => send(reply, || {
                fresh?;
                Ok(self.selections(&params.text_document.uri, &params.positions))
            }),
            Navigation::Tokens(params, reply) => send(reply, || {
                fresh?;
                let tokens = self.tokens(&params.text_document.uri, None);
                Ok(tokens.map(Into::into))
            }),
            Navigation::TokensOfRange(params, reply) => send(reply, || {
                fresh?;
                let tokens = self.tokens(&params.text_document.uri, Some(params.range));
                Ok(tokens.map(Into::into))
            }),
        }
    }

    /// The document, if anything is known of it.
    pub(super) fn opened(&self, uri: &Url) -> Option<Opened<'_>> {
        if self.documents.get(uri).is_some_and(|d| d.is_lost()) {
            return None;
        }
        let path = convert::path(uri);
        let (view, file) = self.views.find(uri, path.as_deref())?;
        let (_, text) = view.path_and_text(file)?;
        Some(Opened { view, file, text })
    }

    fn named(&self, uri: &Url) -> Option<Named<'_>> {
        let opened = self.opened(uri)?;
        let mut hosts = opened.view.analysis.site.hosts.iter();
        let host = hosts.find(|host| host.file(opened.file).is_some())?;
        Some(Named {
            symbols: symbols::symbols(host),
            opened,
            host,
        })
    }

    fn occurrence<'n>(&self, named: &'n Named<'_>, at: Position) -> Option<&'n Occurrence> {
        let position = convert::position(at);
        let offset = named.opened.text.offset(position, self.client.encoding);
        named.symbols.at(named.opened.file, offset)
    }

    fn location(&self, view: &View, place: Place) -> Option<Location> {
        let (uri, text) = self.document(view, place)?;
        let range = convert::range(text, place.span, self.client.encoding);
        Some(Location { uri, range })
    }

    fn definition(&self, at: &TextDocumentPositionParams) -> Option<GotoDefinitionResponse> {
        let named = self.named(&at.text_document.uri)?;
        let occurrence = self.occurrence(&named, at.position)?;
        let places = symbols::definitions(named.host, &named.symbols, occurrence);
        let locations = places.into_iter();
        let locations = locations.filter_map(|place| self.location(named.opened.view, place));
        Some(GotoDefinitionResponse::Array(locations.collect()))
    }

    fn references(
        &self,
        at: &TextDocumentPositionParams,
        with_definitions: bool,
    ) -> Option<Vec<Location>> {
        let named = self.named(&at.text_document.uri)?;
        let occurrence = self.occurrence(&named, at.position)?;
        let all = named.symbols.references(occurrence, with_definitions);
        let locations = all.into_iter();
        Some(
            locations
                .filter_map(|other| self.location(named.opened.view, other.place))
                .collect(),
        )
    }

    fn highlights(&self, at: &TextDocumentPositionParams) -> Option<Vec<DocumentHighlight>> {
        let named = self.named(&at.text_document.uri)?;
        let occurrence = self.occurrence(&named, at.position)?;
        let all = named.symbols.references(occurrence, true);
        let here = all
            .into_iter()
            .filter(|other| other.place.file == named.opened.file);
        let highlight = |other: &Occurrence| DocumentHighlight {
            range: convert::range(named.opened.text, other.place.span, self.client.encoding),
            kind: Some(match other.role {
                Role::Definition => DocumentHighlightKind::WRITE,
                Role::Use | Role::Part => DocumentHighlightKind::READ,
            }),
        };
        Some(here.map(highlight).collect())
    }

    fn prepare_rename(
        &self,
        at: &TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>, Refusal> {
        let Some(named) = self.named(&at.text_document.uri) else {
            return Ok(None);
        };
        let Some(occurrence) = self.occurrence(&named, at.position) else {
            return Ok(None);
        };
        let symbol = rename::prepare(named.host, &named.symbols, occurrence).map_err(refusal)?;
        let placeholder = match symbol.kind {
            // A jail's name within another one's is changed by itself.
            SymbolKind::Jail => symbol.name.rsplit('.').next().unwrap_or_default(),
            _ => &symbol.name,
        };
        Ok(Some(PrepareRenameResponse::RangeWithPlaceholder {
            range: convert::range(
                named.opened.text,
                occurrence.place.span,
                self.client.encoding,
            ),
            placeholder: placeholder.to_owned(),
        }))
    }

    fn rename(
        &self,
        at: &TextDocumentPositionParams,
        new: &str,
    ) -> Result<Option<WorkspaceEdit>, Refusal> {
        let Some(named) = self.named(&at.text_document.uri) else {
            return Ok(None);
        };
        let Some(occurrence) = self.occurrence(&named, at.position) else {
            return Ok(None);
        };
        let edits = rename::rename(named.host, &named.symbols, occurrence, new).map_err(refusal)?;
        if edits.is_empty() {
            return Ok(None);
        }
        let label = format!("rename to {new}");
        match self.workspace_edit(named.opened.view, &edits, &label, true) {
            Some(edit) => Ok(Some(edit)),
            None => Err(Refusal::Refused(
                "the text of one of the files is not known: close it, open it again, and rename \
                 then"
                    .to_owned(),
            )),
        }
    }

    /// The jails, interfaces, settings and named things of FRR's whose names hold what is asked for.
    fn names(&self, query: &str) -> Vec<SymbolInformation> {
        let query = query.to_lowercase();
        let mut found = Vec::new();
        for view in self.views.iter() {
            for host in &view.analysis.site.hosts {
                let symbols = symbols::symbols(host);
                let wanted = symbols.all().filter(|(_, symbol)| {
                    icon(symbol.kind).is_some() && is_like(&symbol.name, &query)
                });
                for (id, symbol) in wanted {
                    let mut places = symbols.of(id);
                    let place = places.find(|own| own.role == Role::Definition);
                    let place = place.and_then(|own| self.location(view, own.place));
                    if let (Some(kind), Some(location)) = (icon(symbol.kind), place) {
                        found.push(named_thing(&symbol.name, kind, location, &host.name));
                    }
                }
            }
        }
        found.sort_by(|a, b| (&a.name, &a.container_name).cmp(&(&b.name, &b.container_name)));
        found.dedup();
        found.truncate(MOST_NAMES);
        found
    }
}

/// How editors show the kinds that are listed for a whole workspace.
fn icon(kind: SymbolKind) -> Option<Icon> {
    match kind {
        SymbolKind::Jail => Some(Icon::MODULE),
        SymbolKind::Interface => Some(Icon::INTERFACE),
        SymbolKind::Setting => Some(Icon::PROPERTY),
        SymbolKind::Routing(_)
        | SymbolKind::Vrf
        | SymbolKind::KeyChain
        | SymbolKind::BfdProfile => Some(Icon::ARRAY),
        SymbolKind::JailVariable | SymbolKind::RcVariable | SymbolKind::ScriptVariable => None,
    }
}

/// Whether the letters of `query` occur in the name in that order, whatever their case.
fn is_like(name: &str, query: &str) -> bool {
    let name = name.to_lowercase();
    let mut letters = name.chars();
    query
        .chars()
        .all(|wanted| letters.any(|letter| letter == wanted))
}

#[allow(
    deprecated,
    reason = "the field has to be there; its successor is left out likewise"
)]
pub(super) fn named_thing(
    name: &str,
    kind: Icon,
    location: Location,
    within: &str,
) -> SymbolInformation {
    SymbolInformation {
        name: name.to_owned(),
        kind,
        tags: None,
        deprecated: None,
        location,
        container_name: (!within.is_empty()).then(|| within.to_owned()),
    }
}

fn refusal(refused: rename::Refused) -> Refusal {
    Refusal::Refused(refused.0)
}
