"""Where the pages of the PDF begin in the text: plain data that every edition may know, kept by what it depends on."""

import hashlib
import importlib.metadata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.kept import kept

_LAYOUT = ("weasyprint", "pydyf", "pyphen", "tinycss2", "cssselect2", "fonttools", "uharfbuzz")
"""The packages by which pages are laid out."""

_LIBRARIES = Path("/etc/ld.so.cache")
"""Written anew whenever a shared library of the system is: Pango and HarfBuzz lay out too."""


RUNNING = frozenset(
    "a abbr b bdi bdo cite code em i q small span strong sub sup time u".split()  # noqa: SIM905  # a list of a line
)
"""Elements of HTML that stand in a line: between others a word ends, though no space does."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Where a page begins: so many characters into the block of an anchor, its label among them ("": the title block).

    White space and soft hyphens are not counted, a picture is one character. A page that begins inside a word begins
    with the next whole one.
    """

    anchor: str
    offset: int


@dataclass(frozen=True, slots=True)
class PageMap:
    """The pages of one layout: `begins` of each page from the first, `spans` the first and last page of each anchor."""

    begins: tuple[Begin, ...]
    spans: Mapping[str, tuple[int, int]]

    @property
    def count(self) -> int:
        return len(self.begins)

    def plain(self) -> list[Any]:
        """The map as lists and strings, for a pipe or a file."""
        begins = [[begin.anchor, begin.offset] for begin in self.begins]
        return [begins, {anchor: list(span) for anchor, span in self.spans.items()}]

    @classmethod
    def from_plain(cls, plain: Any) -> "PageMap":
        begins, spans = plain
        return cls(tuple(Begin(*begin) for begin in begins), {anchor: tuple(span) for anchor, span in spans.items()})


def page_map(name: str, page: str, files: Mapping[str, bytes], lay_out: Callable[[], PageMap]) -> PageMap:
    """The map of a `page` of HTML with its `files`, from the last layout of exactly these, else laid out now.

    `name` tells documents apart: of each the last map is kept.
    """
    stamp = [hashlib.sha256(page.encode()).hexdigest()]
    stamp += (f"{file} {hashlib.sha256(data).hexdigest()}" for file, data in sorted(files.items()))
    stamp += map(_version, _LAYOUT)
    modules = sorted((Path(__file__).parent / "writers" / "pdf").rglob("*.py"))
    modules += [Path(__file__), *([_LIBRARIES] if _LIBRARIES.exists() else [])]
    short = hashlib.sha256(name.encode()).hexdigest()[:16]
    return PageMap.from_plain(kept(f"pages-{short}", tuple(stamp), lambda: lay_out().plain(), *modules))


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""
