"""Line numbers and the colophon: beside the text and not in it, and proved on the finished page like a running head."""

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

import pipeline
from pipeline.build import promised_by
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.verify import transcribe
from pipeline.verify.proof import prove
from tests.library import EXAMPLE, theme_with
from tests.validators import ROOT
from tests.verify.printed import Damage, content, damaged

DECLARATION, SOURCE = ROOT / "source" / "declaration.md", EXAMPLE / "example.md"
COLOPHON = ["Published by Assembly of Examples", "You may do with this text what you like."]
Made = tuple[Path, dict[str, bytes]]


def build(source: Path, folder: Path, tokens: str, formats: tuple[str, ...] = ("pdf",)) -> Made:
    """A theme of these tokens, and what is made with it by format, proved."""
    theme = theme_with(folder / "theme", tokens)
    paths = pipeline.build(source, formats, out=folder, theme=theme, report=raising)
    names = {"pdf": f"{source.stem}.pdf", "print": f"{source.stem}.print.pdf"}
    return theme, {kind: (folder / names[kind]).read_bytes() for kind in formats if folder / names[kind] in paths}


def raising(diagnostic: Diagnostic) -> None:
    assert diagnostic.severity is Severity.NOTE, diagnostic


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The declaration with the number of every fifth line."""
    return build(DECLARATION, tmp_path_factory.mktemp("numbered"), "[text]\nline-numbers = 5\n", ("pdf", "print"))


@pytest.fixture(scope="module")
def each(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The example with every line numbered, on facing pages, a draft."""
    tokens = 'size = "A5"\n[text]\nline-numbers = 1\ndraft = true\ncolophon = true\n'
    return build(SOURCE, tmp_path_factory.mktemp("each"), tokens)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The example with nothing of this."""
    return build(SOURCE, tmp_path_factory.mktemp("bare"), 'size = "A5"\n')


def by_pdfium(data: bytes, left: float, right: float) -> list[tuple[list[str], list[float], list[float]]]:
    """Of each page: what stands right of the text, the baselines of that, and those of the text.

    In points from the left and from the foot, with another reader than the proof's own for text.
    """
    pages = []
    x, y = raw.c_double(), raw.c_double()
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        margin: dict[float, str] = {}
        lines = set()
        for at in range(text.count_chars()):
            character = chr(raw.FPDFText_GetUnicode(text, at))
            raw.FPDFText_GetCharOrigin(text, at, x, y)
            if not character.strip() or raw.FPDFText_IsGenerated(text, at):
                continue
            if x.value > right:
                margin[round(y.value, 1)] = margin.get(round(y.value, 1), "") + character
            elif x.value >= left:
                lines.add(round(y.value, 1))
        down = sorted(margin, reverse=True)
        pages.append(([margin[each] for each in down], down, sorted(lines, reverse=True)))
    return pages


def test_another_reader_finds_every_fifth_line_numbered(numbered: Made) -> None:
    edge = 45 * 72 / 25.4
    pages = by_pdfium(numbered[1]["pdf"], edge - 1, 595.28 - edge + 1)
    assert len(pages) == 4
    for number, (texts, places, lines) in enumerate(pages):
        body = lines[6:] if number == 0 else lines[1:]  # the title block has six lines, a running head one
        assert texts == [str(line) for line in range(5, len(body) + 1, 5)]
        assert places == body[4::5]


@pytest.mark.parametrize("kind", ["pdf", "print"])
def test_numbers_stand_beside_the_text_and_not_in_it(kind: str, numbered: Made) -> None:
    found = transcribe(kind, numbered[1][kind])
    shown = {piece.where: piece.text for piece in found.furniture if " of line " in piece.where}
    wanted = {
        f"right of line {line} of page {page}": f"{line}"
        for page, lines in enumerate(found.lines, 1)
        for line in range(5, lines + 1, 5)
    }
    assert len(found.lines) == 4
    assert shown == wanted


NUMBER = re.compile(
    rb"/Artifact\s<<[^>]*>>\sBDC\s(?:/\S+ gs\s[\d. ]+ rg\s)?BT\s1 0 0 -1 (65[0-9.]+|64[0-9.]+) ([\d.]+) Tm\s"
    rb"/\S+ 12 Tf\s\[(<\w+>)<0001>0\] TJ\sET\sEMC"
)


def changed(which: int, group: int, new: bytes | None) -> Damage:
    """One of the numbers of the second page with something else in it, or gone."""

    def change(data: bytes) -> bytes:
        found = list(NUMBER.finditer(data))
        assert len(found) > 4
        start, end = found[which].span(group)
        return data[:start] + (b"" if new is None else new) + data[end:]

    return lambda file: content(file.pages[1], change)


def twice(file: pikepdf.Pdf) -> None:
    """A number also one line below."""

    def change(data: bytes) -> bytes:
        found = list(NUMBER.finditer(data))[2]
        lower = found[0].replace(found[2], b"%.6f" % (float(found[2]) + 20))
        return data[: found.end()] + b"\n" + lower + data[found.end() :]

    content(file.pages[1], change)


DAMAGES: dict[str, tuple[Damage, int]] = {
    "a number is gone": (changed(2, 0, None), 1),
    "another number": (changed(2, 3, b"<01ad01ae>"), 2),
    "a number between two lines": (changed(2, 2, b"427.19"), 2),
    "a number one line too low": (changed(2, 2, b"437.19"), 2),
    "a number inside the text": (changed(2, 1, b"300.5"), 2),
    "a number in the other margin": (changed(2, 1, b"100.5"), 2),
    "a number too many": (twice, 1),
    "a number two points farther": (changed(2, 1, b"656.2"), 1),
    "a number a point nearer": (changed(2, 1, b"649.1"), 1),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_wrong_number_is_found(name: str, numbered: Made) -> None:
    damage, count = DAMAGES[name]
    theme, files = numbered
    proof = prove(
        promised_by(DECLARATION, theme=theme, report=raising),
        {"pdf": transcribe("pdf", damaged(files["pdf"], damage))},
    )
    found = [difference.check for difference in proof.differences["pdf"]]
    assert found.count("furniture") == count


def colophon(data: bytes) -> dict[str, list[str]]:
    """What stands at the foot of each page, the draft mark apart."""
    feet: dict[str, list[str]] = {}
    for piece in transcribe("pdf", data).furniture:
        if piece.where.startswith("foot") and piece.text != "Draft":
            feet.setdefault(piece.where, []).append(piece.text)
    return feet


def test_the_last_page_closes_with_the_colophon(each: Made, bare: Made) -> None:
    pages = len(transcribe("pdf", each[1]["pdf"]).lines)
    assert colophon(each[1]["pdf"]) == {f"foot left of page {pages}": COLOPHON}
    assert colophon(bare[1]["pdf"]) == {}


def test_what_the_theme_does_not_ask_for_is_found(each: Made, bare: Made) -> None:
    lines = transcribe("pdf", each[1]["pdf"]).lines
    pages = len(lines)
    for theme, data, given in ((each[0], bare[1]["pdf"], False), (bare[0], each[1]["pdf"], True)):
        proof = prove(promised_by(SOURCE, theme=theme, report=raising), {"pdf": transcribe("pdf", data)})
        found = [piece for piece in proof.differences["pdf"] if piece.check == "furniture"]
        assert len(found) == len(proof.differences["pdf"]) == sum(lines) + pages + len(COLOPHON)
        assert {bool(piece.found) for piece in found} == {given}


def test_a_colophon_that_its_page_cannot_hold_is_reported(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    rights = " ".join(["You may do with this text what you like, and more."] * 12)
    source.write_text(f"---\ntitle: A\nlanguage: en\ndate: 2021-07-06\nrights: {rights}\n---\n\nWe agree.\n", "utf-8")
    found: list[Diagnostic] = []
    theme = theme_with(tmp_path / "theme", "[text]\ncolophon = true\n")
    with pytest.raises(pipeline.Stopped):
        pipeline.build(source, ("pdf",), out=tmp_path / "out", theme=theme, report=found.append)
    assert [diagnostic.rule for diagnostic in found if diagnostic.severity is Severity.ERROR][:1] == ["text-overflow"]
    assert "at the foot of page 1" in found[0].message


def test_a_colophon_is_broken_where_it_must_be(tmp_path: Path) -> None:
    """Behind hyphens, and inside an address without any."""
    source = tmp_path / "a.md"
    address = "https://example.org/" + "abcdefghij" * 8
    rights = "You may do with this text what you like: copy, cut, win-win, " + "low-carbon-" * 6 + "and more."
    text = f"title: A\nlanguage: fr\ndate: 2021-07-06\npublisher: B\nrights: '{rights}'\nidentifier: {address}"
    source.write_text(f"---\n{text}\n---\n\nNous convenons.\n", "utf-8")
    _, files = build(source, tmp_path / "out", "[text]\ncolophon = true\n")
    found = [line for lines in colophon(files["pdf"]).values() for line in lines]
    assert len(found) == 5
    assert "Publié par B" in found
