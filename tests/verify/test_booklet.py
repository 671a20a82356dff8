"""The booklet's own proof: silent on every sheet of ours, and red on each that would fold to another booklet."""

import io
from collections.abc import Callable

import pikepdf
import pytest

from pipeline.unzip import Refused
from pipeline.verify.booklet import differences
from tests.writers.sheets import booklet, document, tokens

SHEET = "300pt x 200pt"
GIVEN = tokens(SHEET, "long", "0.2mm")


@pytest.mark.parametrize("right_to_left", [False, True])
@pytest.mark.parametrize("flip", ["short", "long"])
@pytest.mark.parametrize("sheet", ["auto", SHEET, "200pt x 130pt"])
@pytest.mark.parametrize("count", [1, 4, 7, 13])
def test_a_booklet_of_ours_is_as_promised(count: int, sheet: str, flip: str, right_to_left: bool) -> None:
    given = tokens(sheet, flip, "0.2mm")
    data, _ = booklet(document(count), given, right_to_left=right_to_left)
    assert differences(data, document(count), given, right_to_left=right_to_left) == []


def content(pdf: pikepdf.Pdf, side: int, change: Callable[[bytes], bytes]) -> None:
    before = pdf.pages[side].Contents.read_bytes()
    assert change(before) != before
    pdf.pages[side].Contents.write(change(before))


def two_pages_swapped(pdf: pikepdf.Pdf) -> None:
    forms = pdf.pages[1].Resources.XObject
    one, other = forms.keys()
    forms[one], forms[other] = forms[other], forms[one]


def a_back_not_turned(pdf: pikepdf.Pdf) -> None:
    content(pdf, 3, lambda text: text.replace(b"q -1 0 0 -1 300.0000 200.0000 cm", b"q"))


def a_page_scaled(pdf: pikepdf.Pdf) -> None:
    content(pdf, 0, lambda text: text.replace(b"1.000000 0 0 1.000000", b"0.990000 0 0 0.990000", 1))


def a_page_moved(pdf: pikepdf.Pdf) -> None:
    content(pdf, 0, lambda text: text.replace(b"1.000000 0 0 1.000000", b"1 0 0 1 .5 0 cm 1 0 0 1", 1))


def a_page_missing(pdf: pikepdf.Pdf) -> None:
    content(pdf, 2, lambda text: text.replace(b" Do", b" pop", 1).replace(b"/P2 pop", b""))


def a_side_missing(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[3]


def two_sheets_swapped(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[0])
    pdf.pages.append(pdf.pages[1])
    del pdf.pages[0:2]


def a_blank_page_printed_on(pdf: pikepdf.Pdf) -> None:
    content(pdf, 0, lambda text: text + b"40 40 30 30 re f")


def a_drawing_gone(pdf: pikepdf.Pdf) -> None:
    form = pdf.pages[0].Resources.XObject.P0
    form.write(form.read_bytes().replace(b" re f", b" re n"))


def another_sheet(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox = [0, 0, 310, 200]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (two_pages_swapped, "another page stands here"),
        (a_back_not_turned, "another page stands here"),
        (a_page_scaled, "another page stands here"),
        (a_page_moved, "another page stands here"),
        (a_page_missing, "another page stands here"),
        (two_sheets_swapped, "another page stands here"),
        (a_side_missing, "the number of sheets' sides"),
        (a_blank_page_printed_on, "something is printed on a blank page"),
        (a_drawing_gone, "the page looks other"),
        (another_sheet, "another size"),
    ],
)
def test_each_damage_is_found(damage: Callable[[pikepdf.Pdf], None], said: str) -> None:
    data, _ = booklet(document(7), GIVEN)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        damage(pdf)
        pdf.save(out := io.BytesIO())
    found = differences(out.getvalue(), document(7), GIVEN, right_to_left=False)
    assert any(said in each.message for each in found), found


def test_a_page_at_the_wrong_place_is_named() -> None:
    data, _ = booklet(document(4), tokens())
    first, *_ = differences(data, document(4), tokens(), right_to_left=True)
    assert (str(first.place), first.expected, first.found) == ("sheet 1, front, left", "page 1", "page 4")


def test_other_tokens_are_another_booklet() -> None:
    data, _ = booklet(document(8), tokens(thickness="0.1mm"))
    assert differences(data, document(8), tokens(thickness="0.2mm"), right_to_left=False) != []


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(Refused):
        differences(b"%PDF-", document(1), tokens(), right_to_left=False)
