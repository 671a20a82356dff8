"""The booklet: its sheets are printed, turned, cut and folded here as a printer's hands would."""

import contextlib
import io
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

import pipeline
from pipeline.diagnostics import Diagnostic, Severity
from tests.library import theme_with
from tests.validators import ROOT, poppler
from tests.validators.programs import run
from tests.writers.sheets import HEIGHT, WIDTH, booklet, document, folded, pictures, printed, tokens

SOURCE = ROOT / "source" / "declaration.md"


def darkest(picture: Image.Image) -> int:
    return min(picture.tobytes())


def differs(one: Image.Image, other: Image.Image) -> int:
    assert one.size == other.size
    return max(ImageChops.difference(one, other).reduce(2).tobytes())


@pytest.mark.parametrize("right_to_left", [False, True])
@pytest.mark.parametrize("flip", ["short", "long"])
@pytest.mark.parametrize("count", range(1, 14))
def test_folded_sheets_are_the_pages_in_their_order(count: int, flip: str, right_to_left: bool) -> None:
    data, found = booklet(document(count), tokens(flip=flip), right_to_left=right_to_left)
    assert found == []
    pages = folded(printed(pictures(data), flip), right_to_left=right_to_left)
    expected = pictures(document(count), (10, 10))
    blank = Image.new("L", expected[0].size, 255)
    assert len(pages) == -(-count // 4) * 4
    ticks = 9  # pixels: in the fold of the innermost sheet
    for page, alone in zip(pages, [*expected, *[blank] * (len(pages) - count)], strict=True):
        inside = (ticks, 0, page.width - ticks, page.height)
        assert differs(page.crop(inside), alone.crop(inside)) < 90


@pytest.mark.parametrize("flip", ["short", "long"])
def test_a_sheet_that_is_higher_than_wide_is_turned_about_its_own_edges(flip: str) -> None:
    narrow = document(5, 80, 200)
    data, _ = booklet(narrow, tokens(flip=flip))
    pages = folded(printed(pictures(data), flip), right_to_left=False)
    for page, alone in zip(pages, pictures(narrow, (10, 10)), strict=False):
        assert differs(page.crop((9, 0, 31, 100)), alone.crop((9, 0, 31, 100))) < 90


def words(data: bytes, side: int) -> Mapping[str, float]:
    """Where each page's line begins on a side, in points from the left, by its words."""
    with pypdfium2.PdfDocument(data) as pdf:
        text = pdf[side].get_textpage()
        found = {}
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            found[text.get_text_bounded(left, bottom, right, top)] = left
    return found


def test_pages_of_inner_sheets_move_towards_the_fold_by_the_paper_around_them() -> None:
    still, _ = booklet(document(12), tokens())
    moved, _ = booklet(document(12), tokens(thickness="1mm"))
    for sheet in range(3):
        for side in (2 * sheet, 2 * sheet + 1):
            before, after = words(still, side), words(moved, side)
            assert len(before) == 2
            for line, left in before.items():
                inwards = 1 if left < WIDTH else -1
                assert after[line] == pytest.approx(left + inwards * sheet * 72 / 25.4, abs=0.01)


def test_nothing_reaches_over_the_fold() -> None:
    """A page's own edge is cut off there: what stands at it does not come to lie on the other page."""
    pdf = pikepdf.open(io.BytesIO(document(8)))
    for page in pdf.pages:
        page.contents_add(f"0 0 2 {HEIGHT} re f".encode())
    pdf.save(out := io.BytesIO())
    data, _ = booklet(out.getvalue(), tokens(thickness="1mm"))
    inner = pictures(data)[2]  # page 6 is left of the fold, page 3 right of it
    column = inner.crop((WIDTH // 2 - 4, 0, WIDTH // 2, HEIGHT // 2))
    assert darkest(column) == 255


def test_pages_are_made_smaller_to_fit_and_never_larger() -> None:
    data, found = booklet(document(4), tokens("120pt x 85pt"))
    assert [(each.rule, each.severity) for each in found] == [("booklet-scaled", Severity.NOTE)]
    assert "50%" in found[0].message
    assert words(data, 0)["page 1 of 4"] == pytest.approx(60 + words(document(4), 0)["page 1 of 4"] / 2, abs=0.5)
    data, found = booklet(document(4), tokens("A3"))
    assert found == []
    assert words(data, 0)["page 1 of 4"] == pytest.approx(420 * 72 / 25.4 / 2 + 18, abs=1.5)


def test_marks_stand_outside_the_trimmed_pages_where_there_is_room() -> None:
    data, _ = booklet(document(12), tokens("400pt x 300pt", thickness="1mm"))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        boxes = [[float(side) for side in page.trimbox] for page in pdf.pages]
    creeps = [sheet * 72 / 25.4 for sheet in (0, 0, 1, 1, 2, 2)]
    assert boxes == [pytest.approx([80 + creep, 65, 320 - creep, 235], abs=0.01) for creep in creeps]
    for box, picture in zip(boxes, pictures(data), strict=True):
        left, top, right, bottom = (round(side / 2) for side in (box[0], 300 - box[3], box[2], 300 - box[1]))
        picture.paste(255, (left - 2, top - 2, right + 2, bottom + 2))  # the pages, and what keeps away from them
        upright = [(x - 2, 0, x + 2, 150) for x in (left, 100, right)]
        for line in (*upright, (0, top - 2, 200, top + 2), (0, bottom - 2, 200, bottom + 2)):
            assert darkest(picture.crop(line)) < 200
            picture.paste(255, line)
        assert darkest(picture) == 255


def test_too_many_sheets_are_a_warning() -> None:
    _, found = booklet(document(80), tokens())
    assert found == []
    _, found = booklet(document(81), tokens())
    assert [(each.rule, each.severity) for each in found] == [("booklet-thick", Severity.WARNING)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The declaration's print and the booklet that is made from it, the files by their names."""
    return publish(tmp_path_factory.mktemp("booklet"))


def publish(out: Path) -> Mapping[str, bytes]:
    theme = theme_with(out / "theme", 'size = "A5"\n[booklet]\nsheet = "SRA3"\nflip = "long"\n')
    found: list[Diagnostic] = []
    with contextlib.suppress(pipeline.Stopped):
        pipeline.build(SOURCE, ("booklet", "print"), out=out / "made", theme=theme, report=found.append)
    assert found == []
    return {path.name: path.read_bytes() for path in (out / "made").iterdir()}


def test_a_build_makes_the_same_sound_sheets_again(made: Mapping[str, bytes], tmp_path: Path) -> None:
    assert made["declaration.booklet.pdf"] == publish(tmp_path)["declaration.booklet.pdf"]
    file = tmp_path / "made" / "declaration.booklet.pdf"
    run(["qpdf", "--check", file])
    rendered = run(["gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=nullpage", file])
    assert rendered.stdout + rendered.stderr == ""
    assert poppler.check([file]) == []
    assert all(font.embedded for font in poppler.fonts(file))


def test_inks_go_over_and_claims_do_not(made: Mapping[str, bytes]) -> None:
    before, sheets = (pikepdf.open(io.BytesIO(made[f"declaration.{name}.pdf"])) for name in ("print", "booklet"))
    conditions = [[str(intent.S) for intent in pdf.Root.OutputIntents] for pdf in (before, sheets)]
    assert conditions[0] == conditions[1]
    packets = [bytes(pdf.Root.Metadata.read_bytes()) for pdf in (before, sheets)]
    for claim in (b"pdfuaid:part", b"pdfaid:part", b"GTS_PDFXVersion"):
        assert [claim in packet for packet in packets] == [True, False]
    assert all(b"World Political Parties Summit" in packet for packet in packets)
    for name in ("/StructTreeRoot", "/MarkInfo", "/Outlines"):
        assert [name in pdf.Root for pdf in (before, sheets)] == [True, False]
    assert sheets.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
    texts = pypdfium2.PdfDocument(made["declaration.booklet.pdf"])
    assert not any("declaration.print" in page.get_textpage().get_text_bounded() for page in texts)  # the slug line


def test_a_booklet_that_does_not_fold_is_not_published(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def swapped(*_: object) -> list[tuple[int, int]]:
        return [(0, 3), (1, 2)]

    monkeypatch.setattr("pipeline.writers.booklet._sides", swapped)
    found: list[Diagnostic] = []
    with pytest.raises(pipeline.Stopped):
        pipeline.build(SOURCE, ("booklet",), out=tmp_path, report=found.append)
    assert {each.rule for each in found} == {"proof-booklet"}
    assert list(tmp_path.iterdir()) == []
