"""The other servers: installed by name from package registries, once."""

import shutil
import subprocess
import sys


class Peer:
    """A server: how it is started, and whether diagnostics bear the version of the document."""

    def __init__(self, command, tells_version=True):
        self.command = [str(word) for word in command]
        self.tells_version = tells_version


def _from_pypi(name, folder):
    """The program of a package, in an environment of its own."""
    environment = folder / "venv"
    program = environment / "bin" / name
    if not program.exists():
        _run([sys.executable, "-m", "venv", environment])
        _run([environment / "bin" / "pip", "install", "--quiet", name])
    return program


def _from_crates(name, folder):
    """The program of a crate, built here."""
    program = folder / "cargo" / "bin" / name
    if not program.exists() and shutil.which("cargo"):
        _run(["cargo", "install", "--quiet", "--locked", "--root", folder / "cargo", name])
    return program


def _run(command):
    # Where this fails there is no program, and that is told when it is to be started.
    subprocess.run(command, check=False, stdout=sys.stderr)


ALL = {
    "ruff": lambda folder: Peer([_from_pypi("ruff", folder), "server"]),
    "zizmor": lambda folder: Peer([_from_pypi("zizmor", folder), "--lsp"]),
    "typos-lsp": lambda folder: Peer([_from_crates("typos-lsp", folder)]),
}
