"""The e-book on a phone and on a tablet: in Chromium, under what readers and reading systems do to it."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.validators import chromium, require
from tests.validators.programs import package_folder
from tests.writers.books import sound

pytestmark = [pytest.mark.validator, pytest.mark.slow]


class Browser:
    """What the tests of the screen need."""

    def available(self) -> str | None:
        if package_folder("playwright") is None:
            return "the screen needs the Python package playwright"
        return None if chromium.executable() else "the screen needs Debian's chromium"


@dataclass(frozen=True)
class Screen:
    """Books opened in Chromium, with what reading systems add to their style."""

    browser: Any
    folder: Path

    def pages(self, name: str) -> list[Path]:
        return sorted((self.folder / name).glob("EPUB/*.xhtml"))

    def ask(self, pages: list[Path], question: str, style: str, width: int = 390, height: int = 844) -> list[Any]:
        """The answers of a script on each page in a window of that size (CSS pixels)."""
        context = self.browser.new_context(viewport={"width": width, "height": height}, offline=True)
        page = context.new_page()
        answers = []
        for path in pages:
            page.goto(path.as_uri())
            page.add_style_tag(content=style)
            page.evaluate("document.fonts.ready")
            answers.append(page.evaluate(question))
        context.close()
        return answers


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    require(Browser())
    from playwright.sync_api import sync_playwright

    folder = tmp_path_factory.mktemp("screen")
    for name, data in sound().items():
        zipfile.ZipFile(io.BytesIO(data)).extractall(folder / name)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=list(chromium.FLAGS))
        yield Screen(browser, folder)
        browser.close()


VIEWS = {
    "phone": ("html { font-size: 106% }", 390, 844),
    "phone, twice the size": ("html { font-size: 200% }", 390, 844),
    "phone, another face": ("* { font-family: 'DejaVu Sans', monospace !important }", 390, 844),
    "tablet": ("html { font-size: 112% }", 1024, 768),
}
OFF_SCREEN = """() => [...document.body.querySelectorAll('*')].filter(element => {
  if (element.closest('[hidden]')) return false;
  const box = element.getBoundingClientRect();
  return box.left < 0 || box.right > innerWidth + 0.5
}).map(element => element.outerHTML.slice(0, 80))"""
NIGHT = "body { padding: 20px; color: #eee !important; background: #111 !important }"
COLOURS = """() => [...new Set([...document.body.querySelectorAll('*')].filter(element => !element.closest('a'))
  .map(element => getComputedStyle(element).color + ' on ' + getComputedStyle(element).backgroundColor))]"""
EDGES = """() => [...document.querySelectorAll('.label')].map(label => {
  const first = document.createRange();
  first.setStart(label.nextSibling, 0);
  first.setEnd(label.nextSibling, 1);
  const edge = label.parentNode.getBoundingClientRect().left;
  return [label.textContent, first.getBoundingClientRect().left - edge];
})"""


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_runs_off_the_screen(screen: Screen, view: str) -> None:
    """With margins, the reader's size of letters and the reader's face, in every book and on every page."""
    style, width, height = VIEWS[view]
    pages = [page for name in sound() for page in screen.pages(name)]
    wide = screen.ask(pages, OFF_SCREEN, style + NIGHT, width, height)
    assert {str(page): found for page, found in zip(pages, wide, strict=True) if found} == {}


def test_night_reaches_every_word(screen: Screen) -> None:
    pages = screen.pages("example")
    colours = {colour for found in screen.ask(pages, COLOURS, NIGHT) for colour in found}
    assert colours == {"rgb(238, 238, 238) on rgba(0, 0, 0, 0)"}


@pytest.mark.parametrize(("size", "wide"), [(100, set()), (130, set()), (200, {"III. ", "VII. ", "VIII. "})])
def test_labels_hang_beside_one_edge(screen: Screen, size: int, wide: set[str]) -> None:
    """On a phone, too, the first line begins behind its label where the next ones do, to a pixel.

    In letters of twice the size the column gives way to the text, and a wide label pushes its own line.
    """
    pages = [page for page in screen.pages("declaration") if page.name == "body-1.xhtml"]
    style = f"html {{ font-size: {size}% }} body {{ padding: 20px; margin: 0 }}"
    edges = dict(screen.ask(pages, EDGES, style)[0])
    assert list(edges) == ["I. ", "II. ", "III. ", "IV. ", "V. ", "VI. ", "VII. ", "VIII. "]
    assert {label for label, distance in edges.items() if abs(distance) > 1} == wide
