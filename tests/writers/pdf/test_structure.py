"""What a screen reader finds: the structure tree."""

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from pipeline.writers.pdf import engine
from tests.writers.pdf.pages import (
    EVERYTHING,
    PROSE,
    bare,
    elements,
    instructions,
    kids,
    made,
    of_role,
    opened,
    raw,
    roles,
    spoken,
)


def test_an_element_stays_one_across_pages() -> None:
    body = f'<section id="s"><h1>T</h1><p>{PROSE} {PROSE} {PROSE} {PROSE}</p></section>'
    mine = made(body)
    assert len(opened(mine).pages) > 1
    assert roles(mine) == ["Document", "Sect", "H1", "P"]
    assert {kid.Type for kid in kids(of_role(mine, "P")[0]) if isinstance(kid, pikepdf.Dictionary)} == {"/MCR"}
    assert roles(bare(body)).count("P") > 1


def test_roles_are_those_of_the_elements() -> None:
    first = ["Document", "P", "H1", "P", "Link", "Link", "Span"]
    clause = ["Sect", "P", "L", "LI", "Lbl", "LBody", "P", "L", "LI", "Lbl", "LBody", "P", "LI", "Lbl", "LBody", "P"]
    rest = ["P", "LI", "Lbl", "LBody", "P", "Sect", "P", "L", "LI", "Lbl", "LBody", "LI", "Lbl", "LBody", "P"]
    last = ["BlockQuote", "P", "Div", "Figure", "Caption", "P", "Code"]
    assert roles(made(EVERYTHING)) == first + clause + rest + last
    assert "NonStruct" in roles(bare(EVERYTHING))


def test_no_element_is_empty() -> None:
    body = f'<section></section><p></p><p> </p><a href="https://example.org/"></a>{EVERYTHING}'
    assert [node.S for node in elements(made(body)) if not kids(node)] == []
    assert any(not kids(node) for node in elements(bare(body)))


def test_every_piece_of_content_is_text_or_artifact() -> None:
    pdf = opened(made(EVERYTHING))
    owners = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    for number, sheet in enumerate(pdf.pages):
        marks = [
            (str(operands[0]), operands[1].get("/MCID"))
            for operands, operator in instructions(sheet)
            if str(operator) == "BDC"
        ]
        held = {int(mcid) for tag, mcid in marks if tag != "/Artifact"}
        assert held == {mcid for mcid, owner in enumerate(owners[number]) if owner is not None}
        assert ("/Artifact", None) in marks


def test_page_furniture_is_not_read_out(tmp_path: Path) -> None:
    assert "Running head" in raw(made("<p>Text</p>"), tmp_path)
    assert spoken(made("<p>Text</p>")) == "Text"


def test_lists_say_how_they_are_numbered() -> None:
    lists = of_role(made(EVERYTHING), "L")
    assert [str(node.A.ListNumbering) for node in lists] == ["/LowerAlpha", "/LowerRoman", "/Disc"]
    assert all("/A" not in node for node in of_role(bare(EVERYTHING), "L"))


@pytest.mark.parametrize(
    ("label", "numbering"),
    [
        ("1. ", "Decimal"),
        ("(a)", "LowerAlpha"),
        ("(i) ", "LowerRoman"),
        ("I.", "UpperRoman"),
        ("B", "UpperAlpha"),
        ("–", "Disc"),
        ("◦", "Circle"),
        ("▪", "Square"),
    ],
)
def test_a_label_shows_the_numbering(label: str, numbering: str) -> None:
    engine.load()
    from pipeline.writers.pdf import structure as module

    assert module.numbering(label) == numbering


def test_other_languages_are_marked() -> None:
    body = '<p lang="en-gb">a</p><p lang="fr">b <em>c</em> <span lang="en-GB">d</span></p><div lang="de"><p>e</p></div>'
    marked = [(str(node.S), str(node.Lang)) for node in elements(made(body)) if "/Lang" in node]
    assert marked == [("/P", "fr"), ("/Span", "en-GB"), ("/Div", "de")]
    assert not any("/Lang" in node for node in elements(bare(body)))


def test_a_picture_has_words_and_stands_where_it_is_drawn() -> None:
    file = made('<p>Above.</p><img src="images/red.png" alt="A red field" width="60" height="40">')
    (figure,) = of_role(file, "Figure")
    assert str(figure.Alt) == "A red field"
    box = [float(value) for value in figure.A.BBox]
    sheet = pypdfium2.PdfDocument(io.BytesIO(file))[0]
    (drawn,) = [item for item in sheet.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    assert box == pytest.approx(drawn.get_bounds(), abs=0.1)


def test_contents_are_a_toc() -> None:
    body = (
        '<nav><p>Contents</p><ol><li><a href="#x">One</a><ol><li><a href="#y">Two</a></li></ol></li></ol></nav>'
        '<h1 id="x">One</h1><h2 id="y">Two</h2>'
    )
    inner = ["TOC", "TOCI", "Reference", "Link", "TOC", "TOCI", "Reference", "Link"]
    assert roles(made(body)) == ["Document", "Sect", "P", *inner, "H1", "H2"]
