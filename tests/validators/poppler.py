"""Poppler: what a reader that copies from a PDF gets, the fonts inside, the structure tree in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.validators import Finding
from tests.validators.programs import missing_program, run


@dataclass(frozen=True, slots=True)
class Font:
    """One font of a PDF as `pdffonts` shows it; the name keeps its subset prefix (`ABCDEF+`)."""

    name: str
    kind: str
    encoding: str
    embedded: bool
    subset: bool
    to_unicode: bool


def available() -> str | None:
    """Return why Poppler's programs cannot run here, or None."""
    reason = missing_program("pdftotext", "pdffonts", "pdfinfo")
    return f"Poppler (Debian's poppler-utils): {reason}" if reason else None


def check(files: Sequence[Path]) -> list[Finding]:
    """Read the text of each file: a finding for each complaint, and for a file that cannot be read."""
    found = []
    for file in files:
        done = run(["pdftotext", file, "-"], accept=(0, 1, 2, 3, 99))
        found += [Finding("poppler", file, "complaint", line) for line in done.stderr.splitlines()]
        if done.returncode != 0 and not done.stderr:
            found.append(Finding("poppler", file, "unread", f"pdftotext ended with {done.returncode}"))
    return found


def text(file: Path, *, raw: bool = True, first: int = 1, last: int = 0) -> str:
    """Return the text of pages `first` to `last` (0: the end), in the order of the content stream when raw.

    Pages end with a form feed.
    """
    order = ["-raw"] if raw else []
    pages = ["-f", str(first), *(["-l", str(last)] if last else [])]
    return run(["pdftotext", "-enc", "UTF-8", *order, *pages, file, "-"]).stdout


def fonts(file: Path) -> list[Font]:
    """Return every font of the file, in the order of their first use."""
    head, rule, *rows = run(["pdffonts", file]).stdout.splitlines()
    del head
    # The columns are as wide as their dashes; names may hold blanks.
    bounds: list[tuple[int, int]] = []
    start = 0
    for dashes in rule.split(" "):
        bounds.append((start, start + len(dashes)))
        start += len(dashes) + 1
    found = []
    for row in rows:
        name, kind, encoding, embedded, subset, unicode = (row[left:right].strip() for left, right in bounds[:6])
        found.append(Font(name, kind, encoding, embedded == "yes", subset == "yes", unicode == "yes"))
    return found


def structure(file: Path) -> str:
    """Return the structure tree with its text, an element a line, indented by depth; empty for an untagged file."""
    return run(["pdfinfo", "-struct-text", file]).stdout
