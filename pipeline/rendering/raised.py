"""Which raised and lowered characters the faces have as glyphs of their own; the others are set smaller and moved."""

import functools
import unicodedata
from collections.abc import Collection, Mapping

from pipeline.model import Code, Note, Subscript, Superscript, Text
from pipeline.walk import pieces

_LAST = 0x3000
"""Where the raised and lowered letters and figures of Latin, Greek and Cyrillic end."""


class Raised:
    """Asks the faces of the text. A glyph counts that Unicode knows as raised (UAX 44), so that a reader can tell."""

    def __init__(self, faces: Mapping[str, bytes]) -> None:
        import uharfbuzz  # as in Ruler

        self._buffer, self._shape = uharfbuzz.Buffer, uharfbuzz.shape
        self._fonts = [
            uharfbuzz.Font(uharfbuzz.Face(face)) for key, face in faces.items() if key[:5] == "text-" and face
        ]

    def moved(self, node: Superscript | Subscript | Note) -> bool:
        """Whether the faces have no glyphs for a node's words; those of a note's mark are figures."""
        feature, kind = ("subs", "<sub>") if isinstance(node, Subscript) else ("sups", "<super>")
        inner = () if isinstance(node, Note) else node.inlines
        words = "".join(piece.text for piece in pieces(inner) if isinstance(piece, Text | Code))
        words = "0123456789" if isinstance(node, Note) else words
        return not all(
            self._drawn(font, character, feature, kind) for font in self._fonts for character in {*words} - {" "}
        )

    def _drawn(self, font: object, character: str, feature: str, kind: str) -> bool:
        buffer = self._buffer()
        buffer.add_str(character)
        buffer.guess_segment_properties()
        self._shape(font, buffer, {feature: True})
        glyphs = [info.codepoint for info in buffer.glyph_infos]
        known: Collection[int] = _variants().get((kind, character), ())
        return any(glyphs == [font.get_nominal_glyph(code)] for code in known)  # type: ignore[attr-defined]  # no types


@functools.cache
def _variants() -> Mapping[tuple[str, str], Collection[int]]:
    """By "<super>" or "<sub>" and the character: those that are it, raised or lowered."""
    found: dict[tuple[str, str], list[int]] = {}
    for code in range(0x80, _LAST):
        kind, _, plain = unicodedata.decomposition(chr(code)).partition(" ")
        if kind in ("<super>", "<sub>") and " " not in plain:
            found.setdefault((kind, chr(int(plain, 16))), []).append(code)
    return found
