//! From edits to the protocol's: with versions and annotations, or in the older form.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::convert;
use super::diagnostics::Desk;
use super::view::View;
use crate::finding::{Edit, EditedFile};
use crate::server::lsp_types::{
    AnnotatedTextEdit, ChangeAnnotation, CreateFile, CreateFileOptions, DocumentChangeOperation,
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, Range, ResourceOp,
    TextDocumentEdit, TextEdit, Url, WorkspaceEdit,
};
use crate::text::{FileId, Place, Span};

/// The one annotation that the edits of a fix share.
const ANNOTATION: &str = "fix";

/// The edits of one file.
struct FileEdits {
    uri: Url,
    version: Option<i32>,
    /// Whether the file has to be made first.
    is_new: bool,
    edits: Vec<TextEdit>,
}

impl Desk<'_> {
    /// Edits in any number of files as one; `None` if the client cannot do it, or if the text
    /// of one of the files is not known.
    pub(super) fn workspace_edit(
        &self,
        view: &View,
        edits: &[Edit],
        label: &str,
        is_safe: bool,
    ) -> Option<WorkspaceEdit> {
        let mut by_file: BTreeMap<EditedFile, Vec<&Edit>> = BTreeMap::new();
        for edit in edits {
            by_file.entry(edit.target.file()).or_default().push(edit);
        }
        let mut files = by_file
            .into_iter()
            .map(|(file, edits)| match file {
                EditedFile::Known(file) => self.file_edits(view, file, edits),
                EditedFile::New(path) => self.new_file(&path, &edits),
            })
            .collect::<Option<Vec<_>>>()?;
        // A file must be there before it gains text.
        files.sort_by_key(|file| !file.is_new);
        if !self.client.document_changes {
            return older_form(files);
        }
        if files.iter().any(|file| file.is_new) && !self.client.creates_files {
            return None;
        }
        let is_annotated = self.client.change_annotations && (!is_safe || files.len() > 1);
        Some(WorkspaceEdit {
            document_changes: Some(document_changes(files, is_annotated)),
            change_annotations: is_annotated.then(|| {
                let annotation = ChangeAnnotation {
                    label: label.to_owned(),
                    needs_confirmation: Some(!is_safe),
                    description: None,
                };
                HashMap::from([(ANNOTATION.to_owned(), annotation)])
            }),
            changes: None,
        })
    }

    fn file_edits(&self, view: &View, file: FileId, mut edits: Vec<&Edit>) -> Option<FileEdits> {
        let (path, text) = view.path_and_text(file)?;
        let (uri, _) = self.document(view, Place::new(file, Span::at(0)))?;
        let open = self.open(view, path);
        // Stable: what is put at one place stays in its order.
        edits.sort_by_key(|edit| edit.target.span());
        Some(FileEdits {
            uri,
            version: open.map(|document| document.version),
            is_new: false,
            edits: (edits.iter())
                .map(|edit| TextEdit {
                    range: convert::range(text, edit.target.span(), self.client.encoding),
                    new_text: edit.text.clone(),
                })
                .collect(),
        })
    }

    /// A file to be made; `None` if others have made it since it was last looked for.
    fn new_file(&self, path: &Path, edits: &[&Edit]) -> Option<FileEdits> {
        if self.views.is_on_disk(path) {
            return None;
        }
        Some(FileEdits {
            uri: self.uri(path)?,
            version: None,
            is_new: true,
            edits: (edits.iter())
                .map(|edit| TextEdit {
                    range: Range::default(),
                    new_text: edit.text.clone(),
                })
                .collect(),
        })
    }
}

/// Without versions and new files.
fn older_form(files: Vec<FileEdits>) -> Option<WorkspaceEdit> {
    let changes = files
        .into_iter()
        .map(|file| (!file.is_new).then_some((file.uri, file.edits)))
        .collect::<Option<HashMap<_, _>>>()?;
    Some(WorkspaceEdit::new(changes))
}

fn document_changes(files: Vec<FileEdits>, is_annotated: bool) -> DocumentChanges {
    let annotation = is_annotated.then(|| ANNOTATION.to_owned());
    let creates = files.iter().any(|file| file.is_new);
    let mut operations = Vec::new();
    let mut documents = Vec::new();
    for file in files {
        if file.is_new {
            let create = CreateFile {
                uri: file.uri.clone(),
                options: Some(CreateFileOptions {
                    overwrite: Some(false),
                    ignore_if_exists: Some(true),
                }),
                annotation_id: annotation.clone(),
            };
            operations.push(DocumentChangeOperation::Op(ResourceOp::Create(create)));
        }
        let edits = file.edits.into_iter().map(|text_edit| match &annotation {
            Some(id) => OneOf::Right(AnnotatedTextEdit {
                text_edit,
                annotation_id: id.clone(),
            }),
            None => OneOf::Left(text_edit),
        });
        let (uri, version) = (file.uri, file.version);
        let edit = TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
            edits: edits.collect(),
        };
        match creates {
            true => operations.push(DocumentChangeOperation::Edit(edit)),
            false => documents.push(edit),
        }
    }
    match creates {
        true => DocumentChanges::Operations(operations),
        false => DocumentChanges::Edits(documents),
    }
}
