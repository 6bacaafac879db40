"""A language client in miniature: one server, one open file, one kind of edit."""

import json
import select
import subprocess
import time


INCREMENTAL = 2
"""The kind of synchronisation in which an edit is sent, not the whole text."""

PATIENCE = 60
"""How many seconds a server may be silent."""


class Failed(Exception):
    """The server is not there, or has nothing to say."""


class Server:
    """A server that runs on pipes."""

    def __init__(self, peer, folder):
        self.folder = folder
        self.tells_version = peer.tells_version
        self.begin = time.perf_counter()
        self.process = subprocess.Popen(
            peer.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            bufsize=0,
        )
        self.output = self.process.stdout
        self.buffer = b""
        self.version = 0
        self.uri = None
        self.text = None
        self.takes_parts = True

    def initialize(self):
        """Begins the session: ms from the start of the process to the answer."""
        root = self.folder.resolve().as_uri()
        publish = {"relatedInformation": True, "versionSupport": True}
        answer = self._ask("initialize", {
            "processId": None,
            "rootUri": root,
            "workspaceFolders": [{"uri": root, "name": "bench"}],
            "capabilities": {"textDocument": {"publishDiagnostics": publish}},
        })
        taken = self._since(self.begin)
        sync = answer["result"]["capabilities"]["textDocumentSync"]
        kind = sync.get("change") if isinstance(sync, dict) else sync
        self.takes_parts = kind == INCREMENTAL
        self._tell("initialized", {})
        return taken

    def open(self, path, language):
        """Opens a file: ms to its diagnostics."""
        self.uri = path.resolve().as_uri()
        self.version = 1
        self.text = text = path.read_text()
        begin = time.perf_counter()
        document = {"uri": self.uri, "languageId": language, "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        self._diagnostics()
        return self._since(begin)

    def edit(self):
        """Puts a line at the top, or takes it out again: ms to the diagnostics."""
        self.version += 1
        is_in = self.version % 2 == 1
        start, end = {"line": 0, "character": 0}, {"line": int(is_in), "character": 0}
        change = {"range": {"start": start, "end": end}, "text": "" if is_in else "\n"}
        if not self.takes_parts:
            change = {"text": self.text if is_in else "\n" + self.text}
        begin = time.perf_counter()
        self._tell("textDocument/didChange", {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [change],
        })
        self._diagnostics()
        return self._since(begin)

    def memory(self):
        """Resident memory in MiB, where the system tells it."""
        try:
            with open(f"/proc/{self.process.pid}/status") as status:
                for line in status:
                    if line.startswith("VmRSS:"):
                        return int(line.split()[1]) / 1024
        except OSError:
            pass
        return None

    def leave(self):
        """Ends the session; a server that does not go is ended."""
        self._ask("shutdown", None)
        self._tell("exit", None)
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.output.close()

    def _since(self, begin):
        return (time.perf_counter() - begin) * 1000

    def _diagnostics(self):
        while True:
            said = self._read()
            if said.get("method") != "textDocument/publishDiagnostics":
                continue
            params = said["params"]
            # One that tells the version may publish an older one first, or before it is open.
            version = params.get("version") if self.tells_version else self.version
            if params["uri"] == self.uri and version == self.version:
                return params["diagnostics"]

    def _ask(self, method, params):
        self._send({"id": method, "method": method, "params": params})
        while True:
            said = self._read()
            if said.get("id") == method and "method" not in said:
                return said

    def _tell(self, method, params):
        self._send({"method": method, "params": params})

    def _send(self, message):
        message = {key: value for key, value in message.items() if value is not None}
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        data = b"Content-Length: %d\r\n\r\n" % len(body) + body
        # An unbuffered pipe may take less than all of it.
        while data:
            data = data[self.process.stdin.write(data):]

    def _read(self):
        """The next message. What the server asks is answered by nothing."""
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        length = int(fields["Content-Length"])
        while len(self.buffer) < length:
            self._more()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        said = json.loads(body)
        if "method" in said and "id" in said:
            is_list = said["method"] == "workspace/configuration"
            result = [None for _ in said["params"]["items"]] if is_list else None
            answer = {"jsonrpc": "2.0", "id": said["id"], "result": result}
            data = json.dumps(answer).encode()
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        return said

    def _more(self):
        ready, _, _ = select.select([self.output], [], [], PATIENCE)
        data = self.output.read(1 << 16) if ready else b""
        if not data:
            self.process.kill()
            raise Failed("it ended" if ready else f"it said nothing for {PATIENCE} seconds")
        self.buffer += data
