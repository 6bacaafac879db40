"""The other servers: installed by name from package registries, once."""

import shutil
import subprocess
import sys


def _from_pypi(name, arguments):
    def command(folder):
        environment = folder / "venv"
        program = environment / "bin" / name
        if not program.exists():
            _run([sys.executable, "-m", "venv", str(environment)])
            _run([str(environment / "bin" / "pip"), "install", "--quiet", name])
        return [str(program), *arguments] if program.exists() else None

    return command


def _from_crates(name, arguments):
    def command(folder):
        program = folder / "cargo" / "bin" / name
        if not program.exists() and shutil.which("cargo"):
            root = str(folder / "cargo")
            _run(["cargo", "install", "--quiet", "--locked", "--root", root, name])
        return [str(program), *arguments] if program.exists() else None

    return command


def _run(command):
    # Where it fails there is no program, which is what counts.
    subprocess.run(command, check=False, stdout=sys.stderr)


ALL = {
    "ruff": _from_pypi("ruff", ["server"]),
    "taplo": _from_pypi("taplo", ["lsp", "stdio"]),
    "typos-lsp": _from_crates("typos-lsp", []),
}
