"""Notes that the structure does not say, in a PDF."""

from typing import Any

import pikepdf

from tests.verify.printed import elements


def a_note_is_dropped_from_the_structure(file: pikepdf.Pdf) -> None:
    note = elements(file, "Note")[2]
    for around in elements(file, "P"):
        around.K = pikepdf.Array(child for child in around.K if not _is(child, note))


def _is(child: Any, note: Any) -> bool:
    return isinstance(child, pikepdf.Dictionary) and child.objgen == note.objgen


DAMAGES = {"a note is dropped from the structure": a_note_is_dropped_from_the_structure}
ALSO = {"a note is dropped from the structure": {"furniture", "links"}}
"""What else is found: its number has a link, and its mark leads nowhere."""
