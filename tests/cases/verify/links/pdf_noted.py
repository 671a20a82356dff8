"""Marks and numbers of notes that lead elsewhere, in a PDF."""

from collections.abc import Callable

import pikepdf
from pikepdf import String


def leading(before: str, after: str) -> Callable[[pikepdf.Pdf], None]:
    """A link to one place that leads to another."""

    def mutate(file: pikepdf.Pdf) -> None:
        (link,) = (link for link in file.pages[0].Annots if str(link.get("/Dest", "")) == before)
        link.Dest = String(after)

    return mutate


DAMAGES = {
    "a mark leads to another note": leading("note-3", "note-2"),
    "a number leads back to another mark": leading("mark-3", "mark-1"),
}
