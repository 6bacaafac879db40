"""The language server as another project's client sees it."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

PROJECT = Path(os.environ["CELLBLOCK_PROJECT"])
PROGRAM = os.environ["CELLBLOCK"]
SITE = PROJECT / "tests" / "sites" / "arkham"
MISPLACED = "net.add_addr_allfibs"


def capabilities(encodings=None, changes=True):
    """Those of a current client, without pulled diagnostics."""
    offered = client_capabilities("visual-studio-code")
    offered.text_document.diagnostic = None
    offered.workspace.diagnostics = None
    if encodings:
        offered.general.position_encodings = encodings
    if not changes:
        offered.workspace.workspace_edit = None
    return offered


class Session:
    """One client, its server and a copy of the arkham site."""

    def __init__(self, client: LanguageClient):
        self.client = client
        self.site = Path(tempfile.mkdtemp()).resolve() / "site"
        shutil.copytree(SITE, self.site)
        self.versions = {}
        # The client of this package has no answer of its own.
        client.feature("client/registerCapability")(lambda *_: None)

    async def start(self, **wanted):
        return await self.client.initialize_session(
            types.InitializeParams(
                capabilities=capabilities(**wanted),
                workspace_folders=[types.WorkspaceFolder(uri=self.site.as_uri(), name="site")],
            )
        )

    def uri(self, name):
        return (self.site / name).as_uri()

    def open(self, name, text=None):
        text = (self.site / name).read_bytes().decode() if text is None else text
        self.versions[name] = 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(
                types.TextDocumentItem(uri=self.uri(name), language_id="conf", version=1, text=text)
            )
        )

    def change(self, name, text, span=None):
        self.versions[name] += 1
        event = (
            types.TextDocumentContentChangeWholeDocument(text=text)
            if span is None
            else types.TextDocumentContentChangePartial(range=span, text=text)
        )
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=self.uri(name), version=self.versions[name]),
                [event],
            )
        )

    def told(self, name):
        return self.client.diagnostics.get(self.uri(name), [])

    def rules(self, name):
        return sorted(str(diagnostic.code) for diagnostic in self.told(name))

    async def until(self, test, what="what is waited for"):
        for _ in range(500):
            if test():
                return
            await asyncio.sleep(0.02)
        pytest.fail(f"not within 10 seconds: {what}")

    async def actions(self, name, line):
        at = types.Position(line=line, character=0)
        return await self.client.text_document_code_action_async(
            types.CodeActionParams(
                text_document=types.TextDocumentIdentifier(uri=self.uri(name)),
                range=types.Range(start=at, end=at),
                context=types.CodeActionContext(diagnostics=[]),
            )
        )


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[PROGRAM, "lsp"]))
async def session(lsp_client: LanguageClient):
    session = Session(lsp_client)
    lsp_client.session = session
    yield
    await lsp_client.shutdown_session()
    shutil.rmtree(session.site.parent)


def apply(text, edits):
    """Applies edits in UTF-16 to a text that is all ASCII."""
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:n])) for n in range(len(lines) + 1)]
    place = lambda at: starts[min(at.line, len(lines))] + at.character
    for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        text = text[: place(edit.range.start)] + edit.new_text + text[place(edit.range.end) :]
    return text


@pytest.mark.asyncio
async def test_one_open_file_shows_the_whole_site(session: LanguageClient):
    session = session.session
    await session.start()
    session.open("arkham/etc/jail.conf")
    await session.until(lambda: len(session.told("arkham/etc/jail.conf")) == 5)
    await session.until(lambda: session.rules("arkham/boot/loader.conf") == ["misplaced-setting"])
    await session.until(lambda: len(session.told("gateway/etc/rc.local")) == 3)
    related = [d.related_information for d in session.told("arkham/etc/jail.conf") if d.related_information]
    assert related and related[0][0].location.uri.startswith("file://")


@pytest.mark.asyncio
async def test_a_change_in_one_file_changes_another_in_one_round(session: LanguageClient):
    session = session.session
    await session.start()
    session.open("arkham/etc/jail.conf")
    session.open("arkham/etc/rc.conf")
    await session.until(lambda: "jail-fib-mismatch" in session.rules("arkham/etc/jail.conf"))
    lines = (session.site / "arkham/etc/rc.conf").read_text().splitlines()
    line = next(n for n, line in enumerate(lines) if " fib 1" in line)
    at = lines[line].index(" fib 1")
    span = types.Range(types.Position(line, at), types.Position(line, at + 6))
    session.change("arkham/etc/rc.conf", "", span)
    # Now joker's interface is in FIB 0, as joker is.
    await session.until(lambda: "jail-fib-mismatch" not in session.rules("arkham/etc/jail.conf"))


@pytest.mark.asyncio
@pytest.mark.parametrize("there", [True, False])
async def test_the_fix_is_one_edit_over_two_files(session: LanguageClient, there):
    session = session.session
    sysctl = session.site / "arkham/etc/sysctl.conf"
    if not there:
        sysctl.unlink()
    await session.start()
    loader = session.site / "arkham/boot/loader.conf"
    session.open("arkham/boot/loader.conf")
    await session.until(lambda: session.told("arkham/boot/loader.conf"))
    line = session.told("arkham/boot/loader.conf")[0].range.start.line
    action = next(a for a in await session.actions("arkham/boot/loader.conf", line) if a.is_preferred)
    changes = action.edit.document_changes
    created = [change.uri for change in changes if isinstance(change, types.CreateFile)]
    assert created == ([] if there else [sysctl.as_uri()])
    edited = {}
    for change in changes:
        if isinstance(change, types.TextDocumentEdit):
            path = Path(change.text_document.uri.removeprefix("file://"))
            edited[path] = apply(path.read_text() if path.exists() else "", change.edits)
    assert set(edited) == {loader, sysctl}
    assert MISPLACED not in edited[loader] and f"{MISPLACED}=0\n" in edited[sysctl]
    sysctl.write_text(edited[sysctl])
    session.client.workspace_did_change_watched_files(
        types.DidChangeWatchedFilesParams([types.FileEvent(sysctl.as_uri(), types.FileChangeType.Changed)])
    )
    session.change("arkham/boot/loader.conf", edited[loader])
    await session.until(lambda: not session.told("arkham/boot/loader.conf"), "no diagnostic any more")


@pytest.mark.asyncio
async def test_older_clients_get_the_older_form(session: LanguageClient):
    session = session.session
    await session.start(changes=False)
    session.open("arkham/boot/loader.conf")
    await session.until(lambda: session.told("arkham/boot/loader.conf"))
    line = session.told("arkham/boot/loader.conf")[0].range.start.line
    action = next(a for a in await session.actions("arkham/boot/loader.conf", line) if a.is_preferred)
    assert action.edit.document_changes is None and len(action.edit.changes) == 2


@pytest.mark.asyncio
async def test_files_on_disk_are_followed(session: LanguageClient):
    session = session.session
    await session.start()
    session.open("arkham/etc/jail.conf")
    await session.until(lambda: session.told("gateway/etc/rc.local"))
    tell = lambda name, kind: session.client.workspace_did_change_watched_files(
        types.DidChangeWatchedFilesParams([types.FileEvent(session.uri(name), kind)])
    )
    old, new = session.site / "gateway/etc/rc.local", session.site / "gateway/etc/rc.conf.local"
    text = old.read_text()
    old.unlink()
    tell("gateway/etc/rc.local", types.FileChangeType.Deleted)
    await session.until(lambda: not session.told("gateway/etc/rc.local"), "nothing of a file that is gone")
    old.write_text(text)
    tell("gateway/etc/rc.local", types.FileChangeType.Created)
    await session.until(lambda: session.told("gateway/etc/rc.local"))
    new.write_text('frr_fib="1"\n')
    tell("gateway/etc/rc.conf.local", types.FileChangeType.Created)
    await session.until(lambda: session.told("gateway/etc/rc.conf.local"))
    new.rename(session.site / "gateway/etc/rc.conf.old")
    tell("gateway/etc/rc.conf.local", types.FileChangeType.Deleted)
    await session.until(lambda: not session.told("gateway/etc/rc.conf.local"))


@pytest.mark.asyncio
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", list(types.PositionEncodingKind))
async def test_columns_behind_emoji_and_combining_marks(session: LanguageClient, encoding, end):
    session = session.session
    answer = await session.start(encodings=[encoding])
    assert answer.capabilities.position_encoding == encoding
    before = "/* e\u0301 \U0001f600 日 */ "
    block = 'web { path = "/jails/web"; ip4.addr = "nope|10.0.0.300/33"; exec.fib = 9; }'
    text = f"# \U0001f600{end}{before}{block}{end}"
    session.open("arkham/etc/jail.conf", text)
    found = lambda: [d for d in session.told("arkham/etc/jail.conf") if d.code == "fib-out-of-range"]
    await session.until(lambda: session.told("arkham/boot/loader.conf"))
    if end == "\r":
        # jail(8) takes a lone CR for a blank: all of the text is one comment.
        await asyncio.sleep(0.2)
        assert not found()
        return
    await session.until(lambda: [d.range.start.line for d in found()] == [1])
    width = {
        types.PositionEncodingKind.Utf8: lambda part: len(part.encode()),
        types.PositionEncodingKind.Utf16: lambda part: len(part.encode("utf-16-le")) // 2,
        types.PositionEncodingKind.Utf32: len,
    }[encoding]
    start = found()[0].range.start
    assert (start.line, start.character) == (1, width(before + block[: block.index("9;")]))


@pytest.mark.asyncio
async def test_hover_tells_the_rule_and_what_becomes_of_an_address(session: LanguageClient):
    session = session.session
    await session.start()
    session.open("arkham/etc/jail.conf")
    await session.until(lambda: session.told("arkham/etc/jail.conf"))
    lines = (session.site / "arkham/etc/jail.conf").read_text().splitlines()
    line = next(n for n, line in enumerate(lines) if "203.0.113.210" in line)
    answer = await session.client.text_document_hover_async(
        types.HoverParams(
            types.TextDocumentIdentifier(session.uri("arkham/etc/jail.conf")),
            types.Position(line, lines[line].index("203.0") + 2),
        )
    )
    said = answer.contents.value
    assert "203.0.113.210" in said and "router_out" in said


def lines_of(locations):
    return sorted((location.uri.rsplit("/", 1)[1], location.range.start.line + 1) for location in locations)


@pytest.mark.asyncio
async def test_names_lead_from_file_to_file(session: LanguageClient):
    session = session.session
    await session.start()
    name = "arkham/usr/local/etc/frr/zebra.conf"
    session.open(name)
    document, at = types.TextDocumentIdentifier(session.uri(name)), types.Position(4, 12)
    client = session.client
    found = await client.text_document_definition_async(types.DefinitionParams(document, at))
    assert lines_of(found) == [("rc.conf", 10), ("rc.conf", 11)]
    found = await client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(include_declaration=False), document, at)
    )
    assert ("jail.conf", 33) in lines_of(found) and ("rc.local", 3) in lines_of(found)
    found = await client.text_document_document_highlight_async(types.DocumentHighlightParams(document, at))
    assert [mark.range.start.line for mark in found] == [4]
    found = await client.workspace_symbol_async(types.WorkspaceSymbolParams("riddl"))
    assert [symbol.name for symbol in found] == ["riddler"]


@pytest.mark.asyncio
async def test_a_jail_is_renamed_or_it_is_said_why_not(session: LanguageClient):
    session = session.session
    await session.start()
    name = "arkham/etc/jail.conf"
    session.open(name)
    document, at = types.TextDocumentIdentifier(session.uri(name)), types.Position(9, 2)
    prepared = await session.client.text_document_prepare_rename_async(types.PrepareRenameParams(document, at))
    assert prepared.placeholder == "riddler"
    ask = lambda new: session.client.text_document_rename_async(types.RenameParams(document, at, new))
    with pytest.raises(Exception, match="already"):
        await ask("joker")
    edit = await ask("penguin")
    (change,) = edit.document_changes
    text = (session.site / name).read_text()
    assert apply(text, change.edits) == text.replace("\nriddler {", "\npenguin {")


@pytest.mark.asyncio
async def test_the_structure_of_a_file(session: LanguageClient):
    session = session.session
    initialized = await session.start()
    name = "arkham/etc/jail.conf"
    text = '.include "/etc/rc.conf";\n' + (session.site / name).read_text()
    session.open(name, text)
    document, client = types.TextDocumentIdentifier(session.uri(name)), session.client
    outline = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    jails = [item for item in outline if item.kind == types.SymbolKind.Module]
    assert [jail.name for jail in jails][:2] == ["riddler", "catwoman"] and len(jails) == 9
    folds = await client.text_document_folding_range_async(types.FoldingRangeParams(document))
    assert (10, 14) in [(fold.start_line, fold.end_line) for fold in folds]
    (grown,) = await client.text_document_selection_range_async(
        types.SelectionRangeParams(document, [types.Position(10, 2)])
    )
    assert grown.range.end == types.Position(10, 7) and grown.parent.range.end == types.Position(10, 9)
    links = await client.text_document_document_link_async(types.DocumentLinkParams(document))
    assert [link.target for link in links] == [session.uri("arkham/etc/rc.conf")]
    legend = initialized.capabilities.semantic_tokens_provider.legend.token_types
    tokens = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(document))
    assert [legend[kind] for kind in tokens.data[3:20:5]] == ["keyword", "string", "comment", "property"]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "name, text, offered",
    [
        ("arkham/etc/jail.conf", "web {\n exec.f", "exec.fib"),
        ("arkham/etc/jail.conf", 'a { }\nb { depend = "', "a"),
        ("arkham/etc/jail.conf", 'b { ip4.addr = "', "lagg0.50"),
        ("arkham/etc/sysctl.conf", "net.add_addr", "net.add_addr_allfibs"),
        ("arkham/boot/loader.conf", "net.fib", "net.fibs"),
        ("arkham/etc/rc.conf", "gateway_en", "gateway_enable"),
    ],
)
async def test_words_that_fit_are_offered(session: LanguageClient, name, text, offered):
    session = session.session
    await session.start()
    other = "arkham/etc/rc.conf"
    if name != other:
        session.open(other)
    session.open(name, text)
    lines = text.split("\n")
    at = types.Position(len(lines) - 1, len(lines[-1]))
    answer = await session.client.text_document_completion_async(
        types.CompletionParams(types.TextDocumentIdentifier(session.uri(name)), at)
    )
    labels = [item.label for item in getattr(answer, "items", answer) or []]
    assert any(offered in label for label in labels), labels[:20]


@pytest.mark.asyncio
async def test_words_are_explained(session: LanguageClient):
    session = session.session
    await session.start()
    for name, word in [
        ("arkham/etc/jail.conf", "exec.fib"),
        ("arkham/boot/loader.conf", "net.fibs"),
        ("arkham/etc/sysctl.conf", "net.inet.ip.forwarding"),
        ("arkham/etc/rc.conf", "frr_enable"),
    ]:
        session.open(name)
        source = (session.site / name).read_text().split("\n")
        line = next(number for number, text in enumerate(source) if text.lstrip().startswith(word))
        at = types.Position(line, source[line].index(word) + 1)
        hover = await session.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(session.uri(name)), at)
        )
        assert word in hover.contents.value


@pytest.mark.asyncio
async def test_floods_unknown_documents_and_places_past_the_end(session: LanguageClient):
    session = session.session
    await session.start()
    session.open("arkham/etc/rc.conf")
    end = types.Range(types.Position(10**6, 10**6), types.Position(10**6, 10**6))
    session.versions["nowhere"] = 1
    session.change("nowhere", "x", end)
    text = (session.site / "arkham/etc/rc.conf").read_text()
    for number in range(5000):
        session.change("arkham/etc/rc.conf", f"# {number}\n{text}")
    answer = await session.actions("arkham/etc/rc.conf", 10**6)
    assert not [action for action in answer or [] if action.kind == types.CodeActionKind.QuickFix]
    await session.until(lambda: session.rules("arkham/etc/rc.conf") == ["frr-fib-not-read"])
    assert session.told("arkham/etc/rc.conf")[0].range.start.line == 21


@pytest.mark.asyncio
async def test_a_broken_cellblock_toml_is_told_and_mended_live(session: LanguageClient):
    session = session.session
    await session.start()
    session.open("arkham/etc/jail.conf")
    session.open("cellblock.toml")
    await session.until(lambda: session.told("arkham/boot/loader.conf"))
    good = (session.site / "cellblock.toml").read_text()
    session.change("cellblock.toml", good + "[hosts.arkham\n")
    await session.until(lambda: session.told("cellblock.toml"))
    session.change("cellblock.toml", good + '[rules]\nmisplaced-setting = "off"\n')
    await session.until(lambda: not session.told("cellblock.toml") and not session.told("arkham/boot/loader.conf"))


def message(text):
    return f"Content-Length: {len(text)}\r\n\r\n{text}".encode()


def test_it_ends_on_exit_although_the_pipe_stays_open():
    server = subprocess.Popen([PROGRAM, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    server.stdin.write(message('{"jsonrpc":"2.0","method":"exit"}'))
    server.stdin.flush()
    assert server.wait(timeout=10) == 1


def test_it_ends_with_its_input():
    server = subprocess.Popen([PROGRAM, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    server.stdin.close()
    assert server.wait(timeout=15) is not None
