"""The documents that the tests of the whole look at, each published once in all four editions."""

import contextlib
import re
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

import pipeline
from pipeline.build import prepare
from pipeline.diagnostics import Severity
from pipeline.project import TEMPLATES
from pipeline.rendering import Publication
from pipeline.writers.pdf import page_map
from tests.validators import ROOT

if TYPE_CHECKING:
    from pipeline.diagnostics import Diagnostic

SIZES = ("A4", "A5", "Letter", "170x240")
DOCUMENTS = ROOT / "tests" / "documents"
"""Sources, each beside the words that it says: a line for each block, in order, with its label."""

EXAMPLE = TEMPLATES / "example" / "source"
"""What `engross new` writes."""

TOKENS = tomllib.loads((TEMPLATES / "theme.toml").read_text("utf-8"))
"""The default theme as it stands in its file."""

SENTENCE = (
    "The Parties, recalling the commitments that were made at their previous meetings and at those of the preparatory"
    " committees, undertake to cooperate in a spirit of mutual respect, and to report on the measures taken."
)


@dataclass(frozen=True, slots=True)
class Edition:
    """One document: its source, the theme's page size, the words that every format must say, the files by format."""

    name: str
    source: Path
    size: str
    words: tuple[str, ...]
    files: Mapping[str, Path]

    def page(self, key: str) -> float:
        """A length of the page's tokens, in points."""
        return points(TOKENS["sizes"][self.size][key])


def points(length: str) -> float:
    """A length of the theme in points: "21mm"."""
    found = re.fullmatch(r"([\d.]+)(pt|mm|in)", length)
    assert found, length
    return float(found[1]) * {"pt": 1.0, "mm": 72 / 25.4, "in": 72.0}[found[2]]


def publish(source: Path, out: Path, *, theme: Path | None = None, verify: bool = True) -> dict[str, Path]:
    """Make the four editions with no diagnostic at all; their paths by format."""
    found: list[Diagnostic] = []
    paths: list[Path] = []
    with contextlib.suppress(pipeline.Stopped):  # what stopped it is among what was found
        paths = pipeline.build(source, out=out, theme=theme, verify=verify, report=found.append)
    assert [diagnostic for diagnostic in found if diagnostic.severity is not Severity.NOTE] == []
    editions = {name: out / f"{source.stem}.{name}" for name in pipeline.FORMATS}
    assert set(editions.values()) <= set(paths)
    return editions


def with_pages(source: Path, formats: Sequence[str], *, theme: Path | None = None) -> Publication:
    """What the writers of `formats` are given in a build: they know where the pages of the PDF begin."""
    found: list[Diagnostic] = []
    printed = prepare(source, ("pdf",), theme=theme, report=found.append)
    made = prepare(
        source, formats, theme=theme, page_map=page_map(printed, printed.pages["pdf/page.html"]), report=found.append
    )
    assert [diagnostic for diagnostic in found if diagnostic.severity is not Severity.NOTE] == []
    return made


def theme_with(folder: Path, tokens: str = "", **languages: str) -> Path:
    """A theme in `folder`: what its theme.toml says, and its files of words by their tags."""
    (folder / "languages").mkdir(parents=True)
    (folder / "theme.toml").write_text(tokens, "utf-8")
    for tag, words in languages.items():
        (folder / "languages" / f"{tag}.toml").write_text(words, "utf-8")
    return folder


def make_library(folder: Path) -> dict[str, Edition]:
    """Publish every document below `folder`."""
    library = {}

    def add(name: str, source: Path, words: list[str], size: str = "A4", theme: Path | None = None) -> None:
        if theme is None and size != TOKENS["size"]:
            theme = theme_with(folder / f"theme-{size}", tokens=f'size = "{size}"\n')
        # The proof measures and reads lines from the left as yet.
        files = publish(source, folder / name, theme=theme, verify=name != "mirrored")
        library[name] = Edition(name, source, size, tuple(words), files)

    declaration = ROOT / "source" / "declaration.md"
    for size in SIZES:
        name = "declaration" if size == TOKENS["size"] else f"declaration-{size}"
        add(name, declaration, declaration_words(declaration), size)
    shutil.copytree(EXAMPLE, folder / "example-source")
    add("example", folder / "example-source" / "example.md", _words(DOCUMENTS / "example.txt"))
    for path in sorted(DOCUMENTS.glob("*.md")):
        source = Path(shutil.copy(path, folder))
        theme = None
        if path.stem == "mirrored":
            english = (TEMPLATES / "languages" / "en.toml").read_text("utf-8")
            theme = theme_with(folder / "theme-mirrored", he=english)
        elif path.stem == "nasty":
            _draw_pictures(folder)
        add(path.stem, source, _words(path.with_suffix(".txt")), theme=theme)
    long = folder / "long.md"
    long.write_text(LONG, "utf-8")
    add("long", long, LONG_WORDS)
    return library


def declaration_words(source: Path) -> list[str]:
    """The blocks of the declaration: its title block, then each paragraph as it was typed."""
    _, _, text = source.read_text("utf-8").removeprefix("---\n").partition("---\n")
    paragraphs = [line for line in text.splitlines() if line and not line.startswith("{")]
    return [
        "Declaration",
        "CPC and World Political Parties Summit",
        "For the People’s Wellbeing: The Responsibility of Political Parties",
        "6 July 2021",
        *paragraphs,
    ]


def _words(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def _draw_pictures(folder: Path) -> None:
    """Pictures of every kind that a source may hold, of shapes that have to be made smaller."""
    Image.new("L", (64, 64), 128).save(folder / "grey.png")
    Image.new("RGB", (1600, 90), (200, 30, 30)).save(folder / "wide.png")
    Image.new("RGB", (400, 3000), (20, 60, 120)).save(folder / "tall.jpg")
    Image.new("RGB", (640, 480), (20, 160, 120)).save(folder / "photo.jpg")


def _long() -> tuple[str, list[str]]:
    """Ten pages with headings of three levels and clauses in two; each with a word that no other has."""
    lines = ["title: Convention on Long Texts", "language: en-GB", "date: 2021-07-06", "scheme: resolution"]
    text = ["---", *lines, "---", ""]
    words = ["Convention on Long Texts", "6 July 2021"]

    def say(block: str, markup: str = "") -> None:
        text.extend([markup + block, ""])
        words.append(block)

    number = 0
    for part in range(1, 3):
        say(f"Part {part}", "# ")
        for chapter in range(1, 4):
            say(f"Chapter {part}.{chapter} on cooperation among administrations and on the exchange of views", "## ")
            if chapter == 2:
                say(f"Section {part}.{chapter}.1", "### ")
            for _ in range(5):
                number += 1
                say(f"{number}. Clause number {number} says this. {SENTENCE} {SENTENCE}")
                say(f"(a) as the first sub-paragraph of {number} says: {SENTENCE}")
                say(f"(b) and as the second of {number} says as well.")
    say("Part without clauses", "# ")
    say("Chapter on what is left", "## ")
    say("Nothing is left to number.")
    return "\n".join(text), words


LONG, LONG_WORDS = _long()
