"""How wide words are in the theme's own faces: where a title breaks, what fits into a running head."""

from collections.abc import Iterable

LETTER = 0.45
"""Width of an average letter of a book face, in ems."""

FOLIO = 5
"""What a running head leaves free in its line for the page's number, in ems."""


class Ruler:
    """Measures one face; without its data, by the width of an average letter."""

    def __init__(self, face: bytes) -> None:
        import uharfbuzz  # the web page and the e-book do without it at this stage

        self._buffer, self._shape = uharfbuzz.Buffer, uharfbuzz.shape
        self._font = uharfbuzz.Font(uharfbuzz.Face(face)) if face else None

    def width(self, text: str, size: float) -> float:
        """The width of `text` set in `size` points, in points."""
        if self._font is None:
            return len(text) * LETTER * size
        buffer = self._buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        self._shape(self._font, buffer)
        return float(sum(place.x_advance for place in buffer.glyph_positions or ()) * size / self._font.face.upem)

    def lines(self, phrases: Iterable[str], size: float, measure: float) -> list[str]:
        """`phrases` joined by spaces to lines of at most `measure` points, as many on a line as go; none is broken."""
        lines: list[str] = []
        for phrase in phrases:
            if lines and self.width(f"{lines[-1]} {phrase}", size) <= measure:
                lines[-1] += f" {phrase}"
            else:
                lines.append(phrase)
        return lines

    def head(self, phrases: Iterable[str], size: float, measure: float) -> str:
        """As much of a title as one line of `measure` points holds: whole phrases, else words and an ellipsis."""
        phrases = list(phrases)
        first = self.lines(phrases, size, measure)[0]
        if self.width(first, size) <= measure:
            return first
        words = first.split(" ")
        for count in range(len(words) - 1, 0, -1):
            shorter = " ".join(words[:count]) + "…"
            if self.width(shorter, size) <= measure:
                return shorter
        return ""
