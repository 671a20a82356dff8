"""Small pages, what we make of them, what WeasyPrint makes of them by itself, and how to read both.

Each property is also looked for in what WeasyPrint writes, where it must be missing: so we know that the test can fail,
and notice when WeasyPrint mends it.
"""

import functools
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.faces import instance
from pipeline.theme import load_theme
from pipeline.writers.pdf import engine, typeset
from tests.validators import ROOT, poppler

Node = Any
"""An object of a PDF: pikepdf's own types do not say what is inside."""

FACES = """
@font-face { font-family: "Engross Text"; src: url(fonts/text-regular.ttf) }
@font-face { font-family: "Engross Text"; src: url(fonts/text-italic.ttf); font-style: italic }
@font-face { font-family: "Line End"; src: url(line-end/fonts/text-regular.ttf); unicode-range: U+E000 }
@font-face { font-family: "Line End"; src: url(line-end/fonts/text-italic.ttf); unicode-range: U+E000;
             font-style: italic }
"""
STYLE = """
@page { size: 60mm 80mm; margin: 12mm 7mm; font: 8pt "Engross Text";
        @top-left { content: "Running head" } @bottom-right { content: counter(page) } }
html { font: 10pt/14pt "Engross Text", "Line End"; hyphenate-character: "\\E000" }
body { margin: 0; hyphens: auto; text-align: justify; word-spacing: -.04em }
p, figure, ol, ul { margin: 0; padding: 0; text-indent: 0 } ol { list-style: none }
.label { display: inline-block; width: 10mm; text-indent: 0 }
h1 { bookmark-level: 1 } .clause { bookmark-level: 2; bookmark-label: attr(id) }
"""
WORDS = """We propose that political parties of all countries be committed to building consensus on values, with win-win
cooperation, people-to-people exchanges, low-carbon growth, affluent offices and well-targeted, results-oriented
inter-civilisational dialogue among them all, in-depth and self-driven."""
PROSE = " ".join(WORDS.split())

EVERYTHING = f"""
<header><p>Declaration</p>
<h1><span style="display: inline-block">A first phrase</span> <span style="display: inline-block">and another that
breaks</span></h1></header>
<main>
<p id="recital-1">{PROSE} <em>Stressed</em> <em>words</em>, a <a href="#clause-2">link with an <em>emphasised</em> word
that goes on over lines</a>, <a href="https://example.org/">another</a>, and <span lang="fr">quelques <em>mots</em>
français</span>.</p>
<div class="clause" id="clause-1"><p><span class="label">I. </span>{PROSE}</p>
<ol><li id="a"><p><span class="label">(a) </span>{PROSE}</p>
<ol><li><p><span class="label">(i) </span>nested</p></li><li><p><span class="label">(ii) </span>twice</p></li></ol>
<p>closing line</p></li>
<li><p><span class="label">(b) </span>second</p></li></ol></div>
<div class="clause" id="clause-2"><p><span class="label">II. </span>First<br>second line.</p>
<ul><li>bullet</li><li><p>another bullet</p></li></ul></div>
<blockquote lang="de"><p>Ein deutsches Zitat.</p></blockquote>
<figure id="figure-1"><img src="images/red.png" alt="A red field" width="60" height="40">
<figcaption>The caption</figcaption></figure>
<div>Bare text, <code>code</code>.</div>
</main>
"""


@functools.cache
def files() -> Mapping[str, bytes]:
    theme = load_theme([ROOT / "templates"], report=fail)
    assert theme
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 10, 10)).save(picture, "PNG")
    faces = {f"fonts/{key}.ttf": instance(theme.faces[key], report=fail) for key in ("text-regular", "text-italic")}
    return {**faces, "images/red.png": picture.getvalue()}


def fail(diagnostic: Diagnostic) -> None:
    if diagnostic.severity is not Severity.NOTE:  # in columns as narrow as these some lines are loose
        pytest.fail(f"unexpected: {diagnostic}")


def page(body: str, style: str = "", head: str = "") -> str:
    return f"""<!DOCTYPE html><html lang="en-GB"><head><title>A “title” &amp; more</title>{head}
<style>{FACES}{STYLE}{style}</style></head><body>{body}</body></html>"""


def made(body: str, style: str = "", head: str = "", **more: Any) -> bytes:
    """What we make of a page, without a complaint."""
    return typeset(page(body, style, head), files(), identifier=b"test", report=fail, **more)


def bare(body: str, style: str = "", head: str = "") -> bytes:
    """What WeasyPrint makes of the same page by itself, as PDF/A-2a."""
    weasyprint = engine.load()
    from pipeline.writers.pdf.sealed import ROOT as BASE
    from pipeline.writers.pdf.sealed import Sealed

    fetcher = Sealed(files())
    with engine.fonts(fetcher.last_resorts, fetcher) as fonts:
        html = weasyprint.HTML(string=page(body, style, head), base_url=BASE, url_fetcher=fetcher)
        return bytes(html.write_pdf(font_config=fonts, pdf_variant="pdf/a-2a", pdf_identifier=b"test"))


def complaints(body: str, style: str = "", **more: Any) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    typeset(page(body, style), files(), identifier=b"test", report=found.append, **more)
    return [diagnostic for diagnostic in found if diagnostic.severity is not Severity.NOTE]


# ---- reading back


def on_disk(pdf: bytes, folder: Path) -> Path:
    file = folder / "made.pdf"
    file.write_bytes(pdf)
    return file


def spoken(pdf: bytes) -> str:
    """The text of the structure tree, pieces joined as they are, without the hyphens of line ends."""
    return "".join(texts(pdf, "Document"))


def texts(pdf: bytes, role: str) -> list[str]:
    """The text of each structure element of the role."""
    sheets: dict[Node, dict[int, str]] = {sheet.objgen: pieces(sheet) for sheet in opened(pdf).pages}

    def text(node: Node, kid: Node) -> str:
        if isinstance(kid, int):
            return sheets[node.Pg.objgen].get(kid, "")
        if kid.get("/Type") == "/MCR":
            return sheets[kid.Pg.objgen].get(int(kid.MCID), "")
        return "".join(text(kid, each) for each in kids(kid)) if "/S" in kid else ""

    return ["".join(text(node, kid) for kid in kids(node)).replace("\u00ad", "") for node in of_role(pdf, role)]


def pieces(sheet: Node) -> dict[int, str]:
    """The text of each marked piece of a page, glyph by glyph through the fonts' own maps."""
    found: dict[int, str] = {}
    mcid, font = None, {}
    for operands, operator in instructions(sheet):
        match str(operator):
            case "BDC":
                mcid = operands[1].get("/MCID")
            case "EMC":
                mcid = None
            case "Tf":
                font = characters(sheet.Resources.Font[str(operands[0])])
            case "TJ" if mcid is not None:
                codes = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)).hex()
                glyphs = (codes[start : start + 4] for start in range(0, len(codes), 4))
                found[int(mcid)] = found.get(int(mcid), "") + "".join(font[glyph] for glyph in glyphs)
    return found


def instructions(sheet: Node) -> Iterator[tuple[Node, Node]]:
    """The operands and the operator of each instruction that draws the page."""
    for instruction in pikepdf.parse_content_stream(sheet):
        yield instruction.operands, instruction.operator


def characters(font: Node) -> dict[str, str]:
    lines = re.findall(r"<(\w{4})> <(\w*)>", font.ToUnicode.read_bytes().decode("ascii"))
    return {glyph: bytes.fromhex(text).decode("utf-16-be") for glyph, text in lines}


def raw(pdf: bytes, folder: Path) -> str:
    return poppler.text(on_disk(pdf, folder))


@functools.cache  # its objects live as long as the Pdf
def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def elements(file: bytes) -> list[Node]:
    """All structure elements in reading order."""

    def below(node: Node) -> Iterator[Node]:
        yield node
        for kid in kids(node):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from below(kid)

    return [node for top in kids(opened(file).Root.StructTreeRoot) for node in below(top)]


def kids(node: Node) -> list[Node]:
    return list(node.K) if isinstance(node.K, pikepdf.Array) else [node.K]


def roles(file: bytes) -> list[str]:
    return [str(node.S)[1:] for node in elements(file)]


def of_role(file: bytes, role: str) -> list[Node]:
    return [node for node in elements(file) if str(node.S) == f"/{role}"]
