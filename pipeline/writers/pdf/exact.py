"""Characters that a line's glyphs cannot tell apart.

A PDF font maps a glyph to one character, and a face draws a space and a no-break space, or U+002D, U+2010 and U+2011,
with one glyph. A line with one of the rarer ones says its characters itself (ActualText, ISO 32000-1, 14.9.4), while
the glyphs keep to the common character. Not in text from right to left: it is drawn from left to right, which readers
know of glyphs and not of ActualText (Poppler and PDFium, tried).
"""

import re
from typing import Any
from unicodedata import normalize

import pydyf

from pipeline.writers.pdf.hyphen import CHARACTER
from pipeline.writers.pdf.spaces import ZERO_WIDTH

_TO_UNICODE = {b"<e000>": b"<00ad>", b"<00a0>": b"<0020>", b"<2010>": b"<002d>", b"<2011>": b"<002d>"}
_CODE = re.compile(rb"<\w+>$")
_RARER = re.compile("[\u00a0\u00ad\u0300-\u036f\u200b\u2010\u2011\u2060]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def actual_text(box: Any) -> Any | None:
    """The characters of a text box as a PDF string; None where its glyphs say the same."""
    text = box.pango_layout.text
    if not text.strip(" " + ZERO_WIDTH):  # the space that is alone in its box
        text = text.replace(ZERO_WIDTH, "")
    if not _RARER.search(text) or _RIGHT_TO_LEFT.search(text):
        return None
    return pydyf.String(text.replace(CHARACTER, "\u00ad"))


def settle(pdf: Any) -> None:
    """Let ToUnicode maps say the common character of a glyph, and U+00AD of the line-end hyphen.

    Stands on the streams of pydyf, lists of parts.
    """
    for font in pdf.objects:
        if isinstance(font, dict) and "ToUnicode" in font:
            parts = pdf.objects[int(font["ToUnicode"].split()[0])].stream
            parts[:] = [_CODE.sub(_common, part) for part in parts]


def _common(code: re.Match[bytes]) -> bytes:
    """What a glyph is to say: of a letter and its accents the one character that is both."""
    said = bytes.fromhex(code[0][1:-1].decode()).decode("utf-16-be", "surrogatepass")
    composed = normalize("NFC", said).encode("utf-16-be", "surrogatepass").hex()
    return _TO_UNICODE.get(code[0]) or f"<{composed}>".encode()
