r"""The hyphen at a line's end: a glyph of its own, so that typed hyphens stay what they are.

A PDF font maps a glyph to one character, and a face draws U+002D, U+2010 and U+00AD with one glyph: the first of them
decides how all are copied. So the page's style sheet takes the automatic hyphen from a second family behind the face:

    @font-face { font-family: "Line End"; src: url(line-end/fonts/text-regular.ttf); unicode-range: U+E000 }
    html { font-family: "Engross Text", "Line End"; hyphenate-character: "\E000" }

and in the PDF its character becomes U+00AD (see `exact`), which ISO 32000-1, 14.8.2.2.3, wants for a hyphen that
only a line's end brings.
"""

import hashlib
import importlib.metadata
import io
from functools import cache, partial
from pathlib import Path

from pipeline.kept import kept

LINE_END = "line-end/"
CHARACTER = "\ue000"
"""Private use, so that no text has it: one that does is reported as a missing glyph."""


def line_end(face: bytes, character: str = CHARACTER) -> bytes:
    """A font with the face's hyphen, in its metrics, as the only character."""
    digest = hashlib.sha256(face).hexdigest()
    make = partial(_line_end, face, character)  # 10 ms a font, of which there are ten, with fontTools' start
    return bytes(kept(f"line-end-{ord(character):x}-{digest[:12]}", (digest, *_versions()), make, Path(__file__)))


@cache
def _versions() -> tuple[str, ...]:
    return tuple(importlib.metadata.version(name) for name in ("uharfbuzz", "fonttools"))


def _line_end(face: bytes, character: str) -> bytes:
    import uharfbuzz
    from fontTools.ttLib import TTFont

    pick = uharfbuzz.SubsetInput()
    pick.unicode_set.update({0x2D})
    cut = uharfbuzz.subset(uharfbuzz.Face(uharfbuzz.Blob(face)), pick).blob.data
    font = TTFont(io.BytesIO(cut), recalcTimestamp=False)
    for table in font["cmap"].tables:
        table.cmap = {ord(character): glyph for code, glyph in table.cmap.items() if code == 0x2D}
    font.save(out := io.BytesIO())
    return out.getvalue()
