"""What validators and archives find: PDF/A-2a and PDF/UA-1 in one file, and its metadata."""

from pathlib import Path

import pytest

from tests.validators import Finding, require, verapdf
from tests.writers.pdf.pages import EVERYTHING, bare, made, opened


@pytest.mark.validator
def test_veraPDF_has_nothing_to_say(tmp_path: Path) -> None:  # noqa: N802  # the program's name
    require(verapdf)
    good, plain = tmp_path / "good.pdf", tmp_path / "plain.pdf"
    good.write_bytes(made(EVERYTHING))
    plain.write_bytes(bare(EVERYTHING))
    found: list[Finding] = verapdf.check([good, plain])
    assert [finding for finding in found if finding.file == good] == []
    assert {finding.rule.split()[0] for finding in found if finding.file == plain} == {"ua1", "2a"}


def test_the_metadata_says_what_the_head_says() -> None:
    head = (
        '<meta name="author" content="Organ &amp; Co"><meta name="description" content="About &lt;it&gt;">'
        '<meta name="dcterms.created" content="2021-07-06">'
        '<meta name="dcterms.modified" content="2021-07-07T08:00:00Z">'
        '<meta name="keywords" content="one, two">'
    )
    pdf = opened(made("<h1>T</h1>", head=head))
    with pdf.open_metadata() as xmp:
        assert {key: xmp[key] for key in ("dc:title", "dc:description", "xmp:CreateDate", "xmp:ModifyDate")} == {
            "dc:title": "A “title” & more",
            "dc:description": "About <it>",
            "xmp:CreateDate": "2021-07-06",
            "xmp:ModifyDate": "2021-07-07T08:00:00Z",
        }
        assert (xmp["dc:creator"], xmp["dc:language"]) == (["Organ & Co"], {"en-GB"})
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")
    assert [str(pdf.docinfo[key]) for key in ("/Title", "/Author")] == ["A “title” & more", "Organ & Co"]
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert bytes(pdf.trailer.ID[0]) == b"test"
