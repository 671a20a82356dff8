"""Tables in the PDF: every cell in the structure, heads that stand again and are said once, rows in one piece."""

from pathlib import Path

import pikepdf

from tests.validators import poppler, require, verapdf
from tests.writers.pdf.pages import bare, elements, made, of_role, on_disk, opened, roles, texts

STYLE = """
table { border-spacing: 0 } th, td { padding: 2pt; text-align: left; vertical-align: top; font-weight: inherit }
tr { break-inside: avoid } thead > tr > th { border-bottom: .5pt solid }
"""
SMALL = """<div class="table" id="t"><table><caption>What is paid</caption>
<thead><tr><th scope="col" rowspan="2">Party</th><th scope="col" colspan="2">Sum</th></tr>
<tr><th scope="col">One</th><td></td></tr></thead>
<tbody><tr><th scope="row">A</th><td>1</td><td>2</td></tr></tbody></table></div>"""


def long(rows: int) -> str:
    body = "".join(f"<tr><th scope='row'>Row {at}</th><td>alpha beta gamma {at}</td></tr>" for at in range(rows))
    head = '<thead><tr><th scope="col">Head</th><th scope="col">Other</th></tr></thead>'
    return f'<div class="table" id="t"><table>{head}<tbody>{body}</tbody></table></div>'


def test_a_row_has_all_its_cells_and_each_says_what_it_is() -> None:
    pdf = made(SMALL, STYLE)
    assert roles(pdf) == [
        *("Document", "Table", "Caption", "THead", "TR", "TH", "TH", "TR", "TH", "TD"),
        *("TBody", "TR", "TH", "TD", "TD"),
    ]
    told = [
        {key[1:]: str(value) for key, value in node.A.items() if key != "/O"}
        for node in elements(pdf)
        if node.S in ("/TH", "/TD") and "/A" in node
    ]
    assert told == [
        {"Scope": "/Column", "RowSpan": "2"},
        {"Scope": "/Column", "ColSpan": "2"},
        {"Scope": "/Column"},
        {"Scope": "/Row"},
    ]
    assert texts(pdf, "Table") == ["What is paidPartySumOneA12"]


def test_a_head_stands_on_each_page_and_is_said_once(tmp_path: Path) -> None:
    pdf = made(long(30), STYLE)
    pages = len(opened(pdf).pages)
    assert pages > 2
    assert poppler.text(on_disk(pdf, tmp_path)).count("Head") == pages
    assert texts(pdf, "TH")[0] == "Head"
    assert texts(pdf, "Table")[0].count("Head") == 1
    assert len(of_role(bare(long(30), STYLE), "Table")) > 1, "WeasyPrint makes one of each page's part by itself"


def test_rows_stay_in_one_piece_and_in_order() -> None:
    pdf = made(long(30), STYLE)
    assert texts(pdf, "TD") == [f"alpha beta gamma {at}" for at in range(30)]
    for row in of_role(pdf, "TR"):
        pages = {
            str((kid if isinstance(kid, pikepdf.Dictionary) else cell).Pg.objgen) for cell in row.K for kid in cell.K
        }
        assert len(pages) == 1


def test_they_are_accessible(tmp_path: Path) -> None:
    require(verapdf)
    body = "<p>Text.</p>" + SMALL + long(30).replace('id="t"', 'id="u"')
    assert verapdf.check([on_disk(made(body, STYLE), tmp_path)]) == []
