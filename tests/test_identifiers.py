"""What a publication is known by."""

import datetime
from dataclasses import replace

import pytest

from pipeline.identifiers import Identifier, identify, is_miscopied
from pipeline.model import Metadata
from tests.validators import ROOT

CHARTER = Metadata(
    title="Charter",
    title_phrases=("Charter",),
    language="en-GB",
    direction="ltr",
    date=datetime.date(2021, 7, 6),
    scheme="resolution",
    organ="Assembly",
    symbol="A/1",
)


@pytest.mark.parametrize(
    ("given", "text", "kind"),
    [
        ("978-3-16-148410-0", "urn:isbn:9783161484100", "15"),
        ("ISBN 978-3-16-148410-0", "urn:isbn:9783161484100", "15"),
        ("isbn-13: 9783161484100", "urn:isbn:9783161484100", "15"),
        ("urn:isbn:9783161484100", "urn:isbn:9783161484100", "15"),
        ("ISBN 0-8044-2957-x", "urn:isbn:080442957X", "02"),
        ("10.1016/j.iheduc.2008.03.001", "urn:doi:10.1016/j.iheduc.2008.03.001", "06"),
        ("doi:10.1234/abc", "urn:doi:10.1234/abc", "06"),
        ("https://doi.org/10.1234/abc", "urn:doi:10.1234/abc", "06"),
        ("urn:nbn:de:101:1-201102033592", "urn:nbn:de:101:1-201102033592", "22"),
        ("F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", ""),
        ("https://example.org/charter", "https://example.org/charter", ""),
        ("0804429570", "0804429570", ""),  # ten digits alone may be anything
    ],
)
def test_a_given_identifier_becomes_a_uri(given: str, text: str, kind: str) -> None:
    assert identify(replace(CHARTER, identifier=given)) == Identifier(text, kind)


def test_without_one_the_name_never_changes() -> None:
    """Written out: a release that gave another one would make a second book of each book there is."""
    assert identify(CHARTER) == Identifier("urn:uuid:82ae9cf6-5afe-5205-a3a3-168146944224")


def test_a_corrigendum_keeps_it() -> None:
    corrected = replace(
        CHARTER,
        title="Charter of the Assembly",
        modified=datetime.datetime(2022, 1, 1, tzinfo=datetime.UTC),
        description="As corrected",
        kind="Charter",
    )
    assert identify(corrected) == identify(CHARTER)


@pytest.mark.parametrize(
    "other",
    [
        replace(CHARTER, organ="Council"),
        replace(CHARTER, symbol="A/2"),
        replace(CHARTER, date=datetime.date(2021, 7, 7)),
        replace(CHARTER, language="fr"),
    ],
)
def test_another_publication_has_another(other: Metadata) -> None:
    assert identify(other) != identify(CHARTER)


def test_without_a_symbol_the_title_tells_publications_apart() -> None:
    first, second = replace(CHARTER, symbol=""), replace(CHARTER, symbol="", title="Covenant")
    assert identify(first) != identify(second)


@pytest.mark.parametrize(
    ("given", "miscopied"),
    [
        ("978-3-16-148410-0", False),
        ("978-3-16-148410-1", True),
        ("ISBN 0-8044-2957-X", False),
        ("ISBN 0-8044-2957-1", True),
        ("ISBN 0-8044-X957-X", True),
        ("urn:isbn:978-3-16", True),
        ("ISBN 978-3-16-14841-0", True),
        ("ISBN 978-3-16-148410-X", True),
        ("10.1234/978-3-16-148410-1", False),
        ("anything", False),
        ("", False),
    ],
)
def test_a_slip_in_an_isbn_shows(given: str, miscopied: bool) -> None:
    assert is_miscopied(given) is miscopied


def test_the_page_for_distributors_tells_the_truth() -> None:
    """Each example of docs/ebook.md is tried."""
    page = (ROOT / "docs" / "ebook.md").read_text("utf-8")
    section = page.partition("## The identifier")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "urn:" in line]
    told = {row[0].removesuffix(", or the thirteen digits alone"): row[1] for row in rows if "…" not in row[0]}
    assert len(told) == 2
    for examples, result in told.items():
        text, _, kind = result.partition(", of ")
        for example in examples.split(", "):
            made = identify(replace(CHARTER, identifier=example.strip("`")))
            assert f"`{made.text}`" == text
            assert made.kind in kind.split(";")[0]
