"""Notes at another place, in a PDF."""

import pikepdf
from pikepdf import Name

from tests.verify.printed import elements


def two_notes_change_places(file: pikepdf.Pdf) -> None:
    two, three = elements(file, "Note")[1:]
    two.K, three.K = three.K, two.K


def a_note_is_a_paragraph(file: pikepdf.Pdf) -> None:
    elements(file, "Note")[2].S = Name.Sect


ALSO = {"two_notes_change_places": {"hidden", "links"}, "a_note_is_a_paragraph": {"added", "hidden", "links"}}
"""What else is found: the page has them at other places than the structure, and a number stands by itself."""
