"""LibreOffice: does a Word file open, which labels does it show, and do they follow when a paragraph is added?

One LibreOffice with a fresh profile serves all the files of a call. It is driven through UNO, whose Python module
Debian has for its own Python only: hence a script of its own (uno_session.py), and JSON between the two.
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.validators import Finding
from tests.validators.programs import SOURCES, ProgramFailed, missing_program, run

PYTHON = Path("/usr/bin/python3")
UNO = Path("/usr/lib/python3/dist-packages/uno.py")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as shown: its label ("" if unnumbered), its text without the label, its style's name."""

    label: str
    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Addition:
    """A paragraph to add as a person would: behind the one that begins with `after`, Enter, and type `text`."""

    after: str
    text: str


@dataclass(frozen=True, slots=True)
class Visit:
    """What to do with one file: open, add, list the paragraphs, save (the suffix, .pdf or .docx, says as what)."""

    file: Path
    add: tuple[Addition, ...] = ()
    save_as: tuple[Path, ...] = ()


def available() -> str | None:
    """Return why LibreOffice cannot run here, or None."""
    reason = missing_program("soffice")
    if reason:
        return f"LibreOffice (Debian's libreoffice-writer): {reason}"
    if not UNO.exists():
        return "LibreOffice needs Debian's python3-uno"
    return None


def check(files: Sequence[Path]) -> list[Finding]:
    """Open each file: a finding for each that does not open."""
    answers = _session([Visit(file) for file in files])
    return [
        Finding("libreoffice", file, "unread", answer["error"])
        for file, answer in zip(files, answers, strict=True)
        if "error" in answer
    ]


def visit(visits: Sequence[Visit]) -> list[list[Paragraph]]:
    """Do each visit in turn and return the paragraphs of each file, tables included, after what was added.

    Raises ProgramFailed if a file does not open, has no paragraph to add behind, or cannot be saved.
    """
    shown = []
    for each, answer in zip(visits, _session(visits), strict=True):
        if "error" in answer:
            raise ProgramFailed(f"LibreOffice, {each.file.name}: {answer['error']}")
        shown.append([Paragraph(*fields) for fields in answer["paragraphs"]])
    return shown


def paragraphs(file: Path) -> list[Paragraph]:
    """Return the paragraphs of one file with their labels."""
    return visit([Visit(file)])[0]


def paragraphs_after(file: Path, after: str, text: str) -> list[Paragraph]:
    """Add a paragraph behind the one that begins with `after` and return all of them; the file stays as it is."""
    return visit([Visit(file, add=(Addition(after, text),))])[0]


def convert(files: Sequence[Path], folder: Path, suffix: str = ".pdf") -> list[Path]:
    """Save each file into `folder` as PDF, or anew as DOCX, and return the new paths."""
    saved = [folder / file.with_suffix(suffix).name for file in files]
    visit([Visit(file, save_as=(target,)) for file, target in zip(files, saved, strict=True)])
    return saved


def _session(visits: Sequence[Visit]) -> list[dict[str, Any]]:
    if not visits:
        return []
    work = json.dumps([asdict(each) for each in visits], default=lambda path: str(path.resolve()))
    with tempfile.TemporaryDirectory(prefix="office-") as profile:
        # -I: Debian's Python must not see our virtual environment.
        done = run([PYTHON, "-I", SOURCES / "uno_session.py", profile], stdin=work)
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers
