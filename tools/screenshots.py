"""Take the picture of the README anew: one clause in the four editions, side by side at one size of type.

    python -m tools.screenshots [FOLDER]

writes clause.png to FOLDER (docs/pictures). Needs what the tests need: Poppler, LibreOffice, Chromium.
"""

import io
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image, ImageDraw, ImageFilter, ImageFont

import pipeline
from pipeline.faces import instance
from pipeline.theme import Theme
from tests.validators import ROOT, chromium, libreoffice, poppler
from tests.validators.programs import ProgramFailed, run

SOURCE = ROOT / "source" / "declaration.md"
LABEL, NEXT, ANCHOR = "IV.", "V.", "clause-4"
"""The clause that is shown: its label, the one behind it, its anchor."""

TYPE = 24.0
"""Size of the text in every edition, in pixels: readers of the README see it at about half of that."""

COLUMN, GAP, MARGIN, CAPTION = 930, 48, 56, 64
"""Pixels: a printed page's width, the space between two cards and around them all, the room for a caption."""

PHONE, DESK = 412, 1030
"""Windows of the e-book and of the web page, in CSS pixels."""

AIR, FADE = 56, 150
"""Pixels: what a screen leaves free above the clause and below it; the depth in which a page that goes on fades."""

LIMIT = 300_000
"""Bytes of a picture that stands in a README."""


@dataclass(frozen=True, slots=True)
class Card:
    """One edition's picture and what is written under it."""

    caption: str
    picture: Image.Image


def main(folder: Path) -> Path:
    """Build the declaration, take the four pictures, compose them; the path of what was written."""
    for needed in (poppler, libreoffice):
        if reason := needed.available():
            raise ProgramFailed(reason)
    with tempfile.TemporaryDirectory(prefix="screenshots-") as name:
        work = Path(name)
        publication = pipeline.prepare(SOURCE, report=_refuse)
        files = {edition: work / f"declaration.{edition}" for edition in pipeline.FORMATS}
        for edition, path in files.items():
            path.write_bytes(pipeline.write(edition, publication, report=_refuse))
        (word,) = libreoffice.convert([files["docx"]], work / "word")
        size = publication.theme.page.text.pt
        printed = Card("PDF", _printed(files["pdf"], size))
        typed = Card("Word, opened in LibreOffice", _printed(word, size))
        with _browser() as browser:
            book = Card("E-book, on a phone", _book(browser, files["epub"], work / "book"))
            room = (2 * COLUMN - book.picture.width, book.picture.height)
            page = Card("Web page", _page(browser, files["html"], room))
    picture = _composed(((printed, typed), (page, book)), publication.theme)
    folder.mkdir(parents=True, exist_ok=True)
    return _saved(picture, folder / "clause.png")


def _refuse(diagnostic: pipeline.Diagnostic) -> None:
    raise ProgramFailed(f"the declaration is to be published without a word: {diagnostic.message}")


# ---- pages of paper


def _printed(file: Path, size: float) -> Image.Image:
    """The head of the clause's page down to the end of the clause, as wide as a column."""
    number, foot = _foot(file)
    scale = TYPE / size  # pixels a point
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        page = ["-f", str(number), "-l", str(number), "-singlefile"]
        run(["pdftoppm", "-png", "-r", f"{72 * scale:.3f}", *page, file, f"{folder}/page"])
        with Image.open(f"{folder}/page.png") as opened:
            whole = opened.convert("RGB")
    left = (whole.width - COLUMN) // 2
    top = round(24 * scale)
    return whole.crop((left, top, left + COLUMN, round(foot * scale)))


def _foot(file: Path) -> tuple[int, float]:
    """The page on which the clause stands, and where the next one begins on it, in points less half a line."""
    pages = etree.fromstring(run(["pdftotext", "-bbox", file, "-"]).stdout.encode())
    for number, page in enumerate(pages.iter("{*}page"), 1):
        tops = {word.text: float(word.get("yMin", "0")) for word in page.iter("{*}word")}
        if LABEL in tops:
            if NEXT not in tops:
                raise ProgramFailed(f"{file.name}: clause {LABEL} does not end on the page on which it begins")
            return number, tops[NEXT] - 3
    raise ProgramFailed(f"{file.name}: no clause {LABEL}")


# ---- pages of a screen


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    flags = [*chromium.FLAGS, "--font-render-hinting=none", "--disable-lcd-text"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=flags)
        try:
            yield browser
        finally:
            browser.close()


def _book(browser: Any, file: Path, folder: Path) -> Image.Image:
    """The clause as a reading system shows it: its page in a window as wide as a phone, with a reader's margins."""
    with zipfile.ZipFile(file) as package:
        package.extractall(folder)
    path = next(path for path in sorted(folder.rglob("*.xhtml")) if f'id="{ANCHOR}"' in path.read_text("utf-8"))
    return _window(browser, path, PHONE, "body { margin: 0 24px !important; padding: 0 !important }")


def _page(browser: Any, file: Path, room: tuple[int, int]) -> Image.Image:
    """The clause on the web page, and as much of what follows as fills the room; it fades at its foot."""
    text = _window(browser, file, DESK, depth=room[1])
    fade = Image.linear_gradient("L").resize((text.width, FADE))
    text.paste(Image.new("RGB", fade.size, _paper(text)), (0, room[1] - FADE), fade)
    card = Image.new("RGB", room, _paper(text))
    card.paste(text, ((room[0] - text.width) // 2, 0))
    return card


def _window(browser: Any, file: Path, width: int, style: str = "", *, depth: int = 0) -> Image.Image:
    """A window of `width` CSS pixels on the clause, enlarged until its text has the size of all.

    It ends behind the clause, or is `depth` pixels deep.
    """
    ask = f"""document.fonts.ready.then(() => {{
        const clause = document.getElementById("{ANCHOR}"), box = clause.getBoundingClientRect();
        return [parseFloat(getComputedStyle(clause).fontSize), box.top + scrollY, box.height];
    }})"""
    scale, shot = 1.0, b""
    for _ in range(2):  # once to learn the size of the text, once to take the picture
        context = browser.new_context(
            viewport={"width": width, "height": 900}, device_scale_factor=scale, offline=True, color_scheme="light"
        )
        page = context.new_page()
        page.goto(file.resolve().as_uri())
        if style:
            page.add_style_tag(content=style)
        size, top, high = page.evaluate(ask)
        clip = {"x": 0, "y": top, "width": width, "height": (depth - AIR) / scale if depth else high}
        shot = page.screenshot(clip=clip, full_page=True)
        context.close()
        scale = TYPE / size
    with Image.open(io.BytesIO(shot)) as opened:
        text = opened.convert("RGB")
    card = Image.new("RGB", (text.width, depth or text.height + 2 * AIR), _paper(text))
    card.paste(text, (0, AIR))
    return card


def _paper(picture: Image.Image) -> Any:
    """The colour on which a picture's text stands."""
    return picture.getpixel((0, 0))


# ---- the whole


def _composed(rows: tuple[tuple[Card, ...], ...], theme: Theme) -> Image.Image:
    """The cards in rows on a ground in the cover's colour, each with its caption in the face of the text."""
    colours = theme.colours["light"]
    face = instance(theme.faces["text-italic"], report=_refuse)
    font = ImageFont.truetype(io.BytesIO(face), round(TYPE))
    width = max(sum(card.picture.width for card in row) + GAP * (len(row) - 1) for row in rows) + 2 * MARGIN
    height = sum(max(card.picture.height for card in row) + CAPTION for row in rows) + GAP * (len(rows) - 1)
    whole = Image.new("RGB", (width, height + MARGIN + MARGIN // 2), str(colours.mark))
    draw = ImageDraw.Draw(whole)
    y = MARGIN
    for row in rows:
        x, depth = MARGIN, max(card.picture.height for card in row)
        for card in row:
            _shade(whole, (x, y, x + card.picture.width, y + depth), str(colours.ink))
            draw.rectangle((x, y, x + card.picture.width - 1, y + depth - 1), fill=_paper(card.picture))
            whole.paste(card.picture, (x, y))
            draw.text((x + 2, y + depth + 22), card.caption, font=font, fill=str(colours.ink))
            x += card.picture.width + GAP
        y += depth + CAPTION + GAP
    return whole


def _shade(whole: Image.Image, box: tuple[int, int, int, int], ink: str) -> None:
    """The soft shadow of a sheet that lies on the ground."""
    shadow = Image.new("L", whole.size, 0)
    ImageDraw.Draw(shadow).rectangle((box[0], box[1] + 4, box[2], box[3] + 4), fill=70)
    whole.paste(Image.new("RGB", whole.size, ink), mask=shadow.filter(ImageFilter.GaussianBlur(8)))


def _saved(picture: Image.Image, path: Path) -> Path:
    """The picture in as many colours as fit into the limit; letters in one colour on paper need few."""
    for colours in (128, 64, 32, 16):
        made = io.BytesIO()
        picture.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
        if len(made.getvalue()) <= LIMIT:
            path.write_bytes(made.getvalue())
            return path
    raise ProgramFailed(f"{path.name} is larger than {LIMIT // 1000} kB")


if __name__ == "__main__":
    print(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"))  # noqa: T201  # a program
