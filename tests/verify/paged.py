"""The declaration with all that marks pages, and its PDF, which says where they begin."""

import functools
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pipeline
from pipeline.verify import transcribe
from pipeline.verify.claims import Promised
from pipeline.verify.differences import Difference
from pipeline.verify.proof import prove
from pipeline.verify.transcript import Transcript
from tests.library import theme_with
from tests.validators import ROOT
from tests.verify import pages
from tests.verify.pages import Parts, packed, unpacked

SOURCE = ROOT / "source" / "declaration.md"
FORMATS = ("pdf", "epub", "html")


@dataclass(frozen=True)
class Paged:
    """The files, the PDF as it was read back, and the promise."""

    promised: Promised
    files: Mapping[str, bytes]
    printed: Transcript

    def differences(self, kind: str, data: bytes) -> list[Difference]:
        """What all checks say of a file beside the PDF."""
        found = prove(self.promised, {"pdf": self.printed, kind: transcribe(kind, data)}).differences
        assert found["pdf"] == []
        return found[kind]


@functools.cache
def paged(size: str = "A4") -> Paged:
    """The declaration on paper of one size."""
    with tempfile.TemporaryDirectory() as folder:
        theme = theme_with(Path(folder) / "theme", f'size = "{size}"\n')
        pipeline.build(SOURCE, FORMATS, out=Path(folder), theme=theme, verify=False, report=print)
        files = {kind: (Path(folder) / f"declaration.{kind}").read_bytes() for kind in FORMATS}
        promised = pages.promised(SOURCE, theme)
    return Paged(promised, files, transcribe("pdf", files["pdf"]))


# ---- small ways of damaging what marks the pages

_EPUB = r'<span epub:type="pagebreak"[^>]*id="page-{}"[^>]*></span>'
_HTML = r'<span class="page" id="page-{}"[^>]*></span>'


def moved(page: str, number: int, words: int, pattern: str) -> str:
    """The mark of a page so many words later, or before where there are fewer than none."""
    found = re.search(pattern.format(number), page)
    assert found
    rest = page[: found.start()] + "\n" * 0 + page[found.end() :]
    at = found.start()
    for _ in range(abs(words)):
        at = rest.index(" ", at) + 1 if words > 0 else rest.rindex(" ", 0, at - 1) + 1
    return rest[:at] + found[0] + rest[at:]


def gone(page: str, number: int, pattern: str) -> str:
    made, count = re.subn(pattern.format(number), "", page)
    assert count == 1
    return made


def in_html(page: str, number: int, words: int | None) -> str:
    return gone(page, number, _HTML) if words is None else moved(page, number, words, _HTML)


def in_epub(parts: Parts, number: int, words: int | None) -> None:
    """Move a mark in whichever page has it, or take it away."""
    (name,) = (
        name for name, data in parts.items() if name.endswith(".xhtml") and f'id="page-{number}"'.encode() in data
    )
    page = parts[name].decode()
    made = gone(page, number, _EPUB) if words is None else moved(page, number, words, _EPUB)
    parts[name] = made.encode()


def book(mutate: object) -> bytes:
    parts = unpacked(paged().files["epub"])
    mutate(parts)  # type: ignore[operator]  # a table of them
    return packed(parts)
