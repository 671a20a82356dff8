"""Characters that a line's glyphs cannot tell apart.

A PDF font maps a glyph to one character, and a face draws a space and a no-break space, or U+002D, U+2010 and U+2011,
with one glyph. A line with one of the rarer ones says its characters itself (ActualText, ISO 32000-1, 14.9.4), while
the glyphs keep to the common character. Not in text from right to left: it is drawn from left to right, which readers
know of glyphs and not of ActualText (Poppler and PDFium, tried).
"""

import re
from typing import Any
from unicodedata import mirrored, normalize

import pydyf
import uharfbuzz

from pipeline.writers.pdf.hyphen import CHARACTER
from pipeline.writers.pdf.spaces import ZERO_WIDTH

_TO_UNICODE = {b"e000": b"00ad", b"00a0": b"0020", b"2010": b"002d", b"2011": b"002d"}
_PAIR = re.compile(rb"<(\w+)> <(\w*)>$")
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

    Stands on the objects of pydyf: dictionaries, and streams that are lists of parts.
    """
    for font in pdf.objects:
        if isinstance(font, dict) and "ToUnicode" in font:
            face = _Face(pdf, font)
            parts = _object(pdf, font["ToUnicode"]).stream
            parts[:] = [_PAIR.sub(face.said, part) for part in parts]


def _object(pdf: Any, reference: Any) -> Any:
    return pdf.objects[int(reference.split()[0])]


class _Face:
    """What the program of a font knows of its glyphs."""

    def __init__(self, pdf: Any, font: Any) -> None:
        descriptor = _object(pdf, _object(pdf, font["DescendantFonts"][0])["FontDescriptor"])
        program = _object(pdf, descriptor.get("FontFile3") or descriptor.get("FontFile2"))
        face = uharfbuzz.Face(uharfbuzz.Blob(b"".join(program.stream)))
        self.font = uharfbuzz.Font(face)
        self.own: dict[int, set[str]] = {}
        for code in face.unicodes:
            self.own.setdefault(self.font.get_nominal_glyph(code), set()).add(chr(code))

    def said(self, pair: re.Match[bytes]) -> bytes:
        """What a glyph is to say: of a letter and its accents the one character that is both.

        Where several glyphs draw such a letter, WeasyPrint lets the first say nothing and the last all of it, whatever
        they say elsewhere: each says its own.
        """
        glyph, code = pair.groups()
        if code in _TO_UNICODE:
            return b"<%b> <%b>" % (glyph, _TO_UNICODE[code])
        said = normalize("NFC", bytes.fromhex(code.decode()).decode("utf-16-be", "surrogatepass"))
        own = self.own.get(int(glyph, 16))
        if own and not any(_alike(said, character) for character in own):
            said = min(own)
        elif not own and not self.font.get_glyph_h_advance(int(glyph, 16)):  # an accent in another form
            said = normalize("NFD", said)[1:] or said
        return b"<%b> <%b>" % (glyph, said.encode("utf-16-be", "surrogatepass").hex().encode())


def _alike(said: str, drawn: str) -> bool:
    """Ligatures and raised figures have characters of their own; brackets are mirrored from right to left."""
    return normalize("NFKC", said) == normalize("NFKC", drawn) or bool(said and mirrored(said[0]) and mirrored(drawn))
