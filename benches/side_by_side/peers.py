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


def _from_crates(name, program, features, folder):
    """The program of a crate, built here."""
    path = folder / "cargo" / "bin" / program
    if not path.exists() and shutil.which("cargo"):
        where = ["--root", folder / "cargo"]
        _run(["cargo", "install", "--quiet", "--locked", *where, name, "--features", features])
    return path


def _run(command):
    # Where this fails there is no program, and that is told when it is to be started.
    subprocess.run(command, check=False, stdout=sys.stderr)


ALL = {
    "ruff": lambda folder: Peer([_from_pypi("ruff", folder), "server"]),
    "zizmor": lambda folder: Peer([_from_pypi("zizmor", folder), "--lsp"]),
    "taplo": lambda folder: Peer(
        [_from_crates("taplo-cli", "taplo", "lsp", folder), "lsp", "stdio"], tells_version=False
    ),
}
