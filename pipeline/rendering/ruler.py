"""How wide words are in the theme's own faces: where a title breaks, what fits into a running head."""

from collections.abc import Iterable

LETTER = 0.45
"""Width of an average letter of a book face, in ems."""

FOLIO = 5
"""What a running head leaves free in its line for the page's number, in ems."""


SLACK = 0.005
"""What a line of a broken phrase leaves free: a program that measures otherwise shall not break it again."""


def note_label(notes: int) -> float:
    """The column for the numbers of so many notes at a page's foot, in ems: half an em for a figure, and the gap."""
    return 0.6 + 0.5 * len(str(notes))


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
        """`phrases` joined by spaces to lines of at most `measure` points, as many on a line as go.

        A phrase that is longer is broken between its words into lines of about the same length, so that the last one
        holds no word alone; only a word that is longer still is left as it is.
        """
        return self._filled((line for phrase in phrases for line in self._even(phrase, size, measure)), size, measure)

    def _even(self, phrase: str, size: float, measure: float) -> list[str]:
        """A phrase in as few lines as it needs, in the narrowest width that needs no more."""
        if self.width(phrase, size) <= measure:
            return [phrase]
        measure *= 1 - SLACK
        words = phrase.split(" ")
        best = self._filled(words, size, measure)
        low, high = measure / len(best) / 2, measure
        while high - low > size / 4:
            middle = (low + high) / 2
            narrower = self._filled(words, size, middle)
            low, high, best = (low, middle, narrower) if len(narrower) == len(best) else (middle, high, best)
        return best

    def _filled(self, phrases: Iterable[str], size: float, measure: float) -> list[str]:
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
        first = self._filled(phrases, size, measure)[0]
        if self.width(first, size) <= measure:
            return first
        words = first.split(" ")
        for count in range(len(words) - 1, 0, -1):
            shorter = " ".join(words[:count]) + "…"
            if self.width(shorter, size) <= measure:
                return shorter
        return ""
