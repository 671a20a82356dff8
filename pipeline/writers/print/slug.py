"""The slug line's letters: one of our own faces, with no more glyphs than the line needs."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from pipeline.faces import subset

NAME = "/Slug"
"""What the pages call the font."""


class Slug:
    """Sets lines in `face`, a TrueType font, of which `texts` are all that is ever set."""

    def __init__(self, face: bytes, texts: Iterable[str]) -> None:
        from fontTools.ttLib import TTFont

        characters = {ord(character) for text in texts for character in text} | set(map(ord, "… "))
        self._program = subset(face, characters, ())
        font = TTFont(io.BytesIO(self._program))
        self._scale = 1000 / font["head"].unitsPerEm
        names = font.getBestCmap()
        self._glyphs = {code: font.getGlyphID(name) for code, name in names.items()}
        self._widths = {font.getGlyphID(name): font["hmtx"][name][0] * self._scale for name in font.getGlyphOrder()}
        self._font = font

    def width(self, text: str, size: float) -> float:
        """Points that a text takes."""
        return float(sum(self._widths[glyph] for glyph in self._set(text)) * size / 1000)

    def line(self, ink: str, text: str, x: float, y: float, size: float, room: float) -> Iterator[str]:
        """The operators that set a text in an ink; what is wider than `room` loses its middle."""
        kept = text
        while self.width(kept, size) > room and len(kept) > 3:
            half = (len(kept) - 2) // 2
            kept = f"{kept[:half]}…{kept[-half:]}"
        glyphs = "".join(f"{glyph:04x}" for glyph in self._set(kept))
        yield f"{ink} BT {NAME} {size:g} Tf {x:.3f} {y:.3f} Td <{glyphs}> Tj ET"

    def font(self, pdf: pikepdf.Pdf) -> Any:
        """The font (ISO 32000-1, 9.7): glyphs by their own numbers, with their characters beside."""
        head, os2, hhea = self._font["head"], self._font["OS/2"], self._font["hhea"]
        digest = hashlib.sha256(self._program).digest()
        tag = "".join(chr(65 + byte % 26) for byte in digest[:6])
        name = Name(f"/{tag}+{self._font['name'].getDebugName(6)}")
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=[round(side * self._scale) for side in (head.xMin, head.yMin, head.xMax, head.yMax)],
            ItalicAngle=0,
            Ascent=round(hhea.ascent * self._scale),
            Descent=round(hhea.descent * self._scale),
            CapHeight=round(getattr(os2, "sCapHeight", 0) * self._scale),
            StemV=80,
            FontFile2=pdf.make_stream(self._program, Length1=len(self._program)),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=1000,
            W=Array([0, Array([round(self._widths[glyph], 3) for glyph in sorted(self._widths)])]),
            CIDToGIDMap=Name.Identity,
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=name,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_stream(self._characters().encode()),
            )
        )

    def _set(self, text: str) -> list[int]:
        """The glyphs of a text; a character that the face does not have is left out."""
        return [self._glyphs[ord(character)] for character in text if ord(character) in self._glyphs]

    def _characters(self) -> str:
        """Which character each glyph is (9.10.3)."""
        pairs = sorted((glyph, code) for code, glyph in self._glyphs.items())
        said = "\n".join(f"<{glyph:04x}> <{chr(code).encode('utf-16-be').hex()}>" for glyph, code in pairs[:100])
        return f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{min(len(pairs), 100)} beginbfchar
{said}
endbfchar
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
