"""Words in another language or direction, in the PDF of the example."""

import pikepdf

from tests.verify.printed import elements


def words_that_lose_their_language(file: pikepdf.Pdf) -> None:
    (span,) = (each for each in elements(file, "Span") if "/Lang" in each)
    del span.Lang
