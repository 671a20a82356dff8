"""engross doctor: what this machine lacks, and the command that mends it."""

import argparse
import re
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Exit
from pipeline.terminal import Terminal

HELP = "say what this machine lacks, and the command that mends it"

_LIBRARIES = {
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
"""Shared libraries that WeasyPrint loads, and the Debian packages that hold them."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--json", action="store_true", help="diagnostics as JSON Lines on standard output")


def run(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Look for what the project needs, and say what is not here."""
    absent = [package for library, package in _LIBRARIES.items() if not _loads(library)]
    if absent:
        terminal.report(
            Diagnostic(
                "tool-missing",
                f"{' and '.join(absent)} of Debian, which the PDF is made with",
                hint=f"apt-get install {' '.join(absent)}",
            )
        )
    wrong = [
        f"{name}=={fixed}" if fixed else name
        for name, fixed in _requirements()
        if _version(name) is None or (fixed and _version(name) != fixed)
    ]
    for name in wrong:
        terminal.report(
            Diagnostic(
                "tool-missing",
                f"the Python package {name} is missing, or another version than Engross was made with",
                hint=f"pip install --upgrade --force-reinstall {name}",
            )
        )
    if not absent and not wrong and not options.json:
        terminal.print("nothing is missing")
    return Exit.MISSING if absent or wrong else Exit.FINE


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _requirements() -> list[tuple[str, str | None]]:
    """The packages that Engross requires, each with its version where that is fixed."""
    import importlib.metadata

    try:
        lines = importlib.metadata.requires("engross") or []
    except importlib.metadata.PackageNotFoundError:  # run from a checkout that is not installed
        import tomllib

        lines = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"][
            "dependencies"
        ]
    found = []
    for line in lines:
        if "extra ==" not in line:
            name = re.match(r"[\w.-]+", line)
            fixed = re.search(r"==([\w.]+)(?!\*)(?:$|[ ;])", line)
            found.append((name[0] if name else line, fixed[1] if fixed else None))
    return found


def _version(name: str) -> str | None:
    import importlib.metadata

    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
