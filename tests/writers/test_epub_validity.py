"""The validators of the field over e-books: they say nothing of sound ones, and name the damage in the others."""

import re
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.validators import Finding, ace, epubcheck, require
from tests.writers.books import OPF, example, sound

pytestmark = [pytest.mark.validator, pytest.mark.slow]

Damage = Callable[[dict[str, bytes]], None]


def swap(name: str, old: str, new: str) -> Damage:
    def damage(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[name], f"{old} is not in {name}"
        parts[name] = parts[name].replace(old.encode(), new.encode())

    return damage


def drop(name: str) -> Damage:
    def damage(parts: dict[str, bytes]) -> None:
        del parts[name]

    return damage


def cut_short(name: str) -> Damage:
    def damage(parts: dict[str, bytes]) -> None:
        parts[name] = parts[name][8:]

    return damage


def without_list(parts: dict[str, bytes]) -> None:
    page = parts["EPUB/nav.xhtml"]
    parts["EPUB/nav.xhtml"] = re.sub(rb"<ol>.*?</ol>\s*</nav>", b"</nav>", page, count=1, flags=re.DOTALL)


@dataclass(frozen=True)
class Case:
    """What is broken, and the rule of the program that has to notice it."""

    damage: Damage
    tool: str
    rule: str


MODIFIED = '<meta property="dcterms:modified">2021-07-06T00:00:00Z</meta>'
SECOND = '<item href="body-2.xhtml" id="file-body-2.xhtml" media-type="application/xhtml+xml"/>'
DAMAGES = {
    "no date of change": Case(swap(OPF, MODIFIED, ""), "epubcheck", "RSC-005"),
    "contents lead to no file": Case(swap("EPUB/nav.xhtml", "body-1.xhtml#", "body-9.xhtml#"), "epubcheck", "RSC-007"),
    "contents lead to no place": Case(swap("EPUB/nav.xhtml", "#purpose", "#elsewhere"), "epubcheck", "RSC-012"),
    "contents without entries": Case(without_list, "epubcheck", "RSC-005"),
    "a face is missing": Case(drop("EPUB/fonts/text-italic.ttf"), "epubcheck", "RSC-001"),
    "a picture is no picture": Case(cut_short("EPUB/images/figure-1.png"), "epubcheck", "OPF-029"),
    "a tag is not closed": Case(swap("EPUB/body-1.xhtml", "</h2>", ""), "epubcheck", "RSC-016"),
    "an identifier stands twice": Case(swap("EPUB/body-1.xhtml", "clause-2-a", "purpose"), "epubcheck", "RSC-005"),
    "an element that is none": Case(swap("EPUB/body-1.xhtml", "<h2>", "<h2><blink/>"), "epubcheck", "RSC-005"),
    "NCX and package differ": Case(swap("EPUB/toc.ncx", "urn:uuid:", "urn:uuid:0"), "epubcheck", "NCX-001"),
    "a page is not in the manifest": Case(swap(OPF, SECOND, ""), "epubcheck", "RSC-005"),
    "a wrong media type": Case(swap(OPF, 'media-type="image/png"', 'media-type="image/gif"'), "epubcheck", "OPF-029"),
    "a style that is none": Case(swap("EPUB/style.css", "body {", "body }{"), "epubcheck", "CSS-008"),
    "no words for a picture": Case(swap("EPUB/cover.xhtml", " alt=", " data-alt="), "ace", "image-alt"),
    "no language of the package": Case(swap(OPF, ' xml:lang="en-GB"', ""), "ace", "epub-lang"),
    "no language of a page": Case(
        swap("EPUB/body-1.xhtml", ' lang="en-GB" xml:lang="en-GB"', ""), "ace", "html-has-lang"
    ),
    "no way to read it": Case(swap(OPF, 'schema:accessMode"', 'schema:about"'), "ace", "metadata-accessmode"),
    "no summary": Case(
        swap(OPF, "schema:accessibilitySummary", "schema:about"), "ace", "metadata-accessibilitysummary"
    ),
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every book that the validators read: the sound ones, and the example with each damage."""
    folder = tmp_path_factory.mktemp("shelf")
    paths: dict[str, Path] = {}
    for name, data in sound().items():
        paths[name] = folder / f"{name}.epub"
        paths[name].write_bytes(data)
    for count, (name, case) in enumerate(DAMAGES.items()):
        parts = dict(example().parts)
        case.damage(parts)
        paths[name] = folder / f"damage-{count}.epub"
        with zipfile.ZipFile(paths[name], "w") as package:
            for part, content in parts.items():
                package.writestr(part, content)
    return paths


@pytest.fixture(scope="module")
def complaints(shelf: dict[str, Path]) -> dict[str, list[Finding]]:
    """What EPUBCheck and Ace say, by the name of the book. Ace takes a second a book, so it reads what it has to."""
    require(epubcheck, ace)
    for_ace = [path for name, path in shelf.items() if name in sound() or DAMAGES[name].tool == "ace"]
    with ThreadPoolExecutor() as both:
        running = [both.submit(epubcheck.check, list(shelf.values())), both.submit(ace.check, for_ace)]
        found = [finding for answer in running for finding in answer.result()]
    return {name: [finding for finding in found if finding.file == path] for name, path in shelf.items()}


@pytest.mark.parametrize("name", ["declaration", "example", "certified", "long"])
def test_the_validators_have_nothing_to_say(complaints: dict[str, list[Finding]], name: str) -> None:
    assert [str(finding) for finding in complaints[name]] == []


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_shows(complaints: dict[str, list[Finding]], name: str) -> None:
    expected = DAMAGES[name]
    assert expected.rule in {finding.rule for finding in complaints[name] if finding.tool == expected.tool}
