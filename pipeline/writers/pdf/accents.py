"""Accents above accents, where every reader puts them.

WeasyPrint raises the second accent on a letter, and so ends a piece of the line behind the first, with the number that
takes the pen back to the letter. PDFium forgets a number at the end of a piece (ISO 32000-1, 9.4.3, knows no such
rule), and would draw all that follows too far to the left: here the number begins the next piece.

Stands on the streams of pydyf, lists of parts.
"""

import re
from typing import Any

_ENDS_IN_NUMBER = re.compile(rb"\[(.*>)(-?[\d.]+)\] TJ", re.DOTALL)


def place(pdf: Any) -> None:
    """Let no piece end in a number in a stream where text is raised."""
    for thing in pdf.objects:
        parts = getattr(thing, "stream", [])
        if any(isinstance(part, bytes) and part.endswith(b" Ts") for part in parts):
            parts[:] = _carried(parts)


def _carried(parts: list[Any]) -> list[Any]:
    """The parts, which are bytes but for what opens marked content."""
    carried, left = [], b""
    for part in parts:
        moved = part
        if isinstance(part, bytes) and (left or part.endswith(b" TJ")):
            if part == b"ET":
                left = b""
            elif left and part.startswith(b"["):
                moved, left = b"[" + left + part[1:], b""
            if found := _ENDS_IN_NUMBER.fullmatch(moved):
                moved, left = b"[%b] TJ" % found[1], found[2] + b" "
        carried.append(moved)
    return carried
