"""What the eye would reject in the lines of the finished pages: found on the laid-out boxes, reported as notes.

Fitted or not: what no set of lines could mend, an author can, by another word.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.writers.pdf.plan import HYPHENS
from pipeline.writers.pdf.tree import INLINE_BLOCK, LINE, MARGIN, NOTES, TEXT, Elements, page_boxes, walk

_LOOSE = ((30, 0.35), (20, 0.45))
"""In lines of so many em: how many em more a space may have than the face gives it. In narrower ones nobody knows."""

_LETTERS, LINES = 6, 6
"""Least letters of a last line that is not the only one; least lines of a last page that is not the only one."""

_HINT = "another word in the paragraph would mend it"


def imperfections(document: Any, elements: Elements) -> Iterator[Diagnostic]:
    """A note for each loose line, stump of a line and page that ends in a hyphen, and for a last page of few lines."""
    pages = page_boxes(document)
    full: Any = None
    lines: list[Any] = []
    for number, page in enumerate(pages, 1):
        area = next((box for box in page.children if isinstance(box, NOTES)), None)
        lines, noted = list(flow(page)), list(flow(area)) if area else []
        for line, width in (*lines, *noted):
            if rule := _wrong(line, width, goes_on=full is line.element):
                message = f"{rule[1]} on page {number}: “{_words(line)}”"
                yield Diagnostic(rule[0], message, elements.place(line.element), _HINT, Severity.NOTE)
            full = line.element if line.width > width - 1 else None  # none where the author broke the line
        if lines and number < len(pages) and lines[-1][0].resume_at is not None and ends_in_hyphen(lines[-1][0]):
            message = f"page {number} ends in a hyphen: “{_words(lines[-1][0])}”"
            yield Diagnostic("page-hyphen", message, elements.place(lines[-1][0].element), _HINT, Severity.NOTE)
    if is_remnant(pages):
        message = f"the last page has {len(lines)} line{'s' if len(lines) > 1 else ''} only"
        place = elements.place(lines[0][0].element)
        yield Diagnostic("page-remnant", message, place, "shorten the text, or set it on another size", Severity.NOTE)


def flow(top: Any) -> Iterator[tuple[Any, float]]:
    """The lines of a box with the widths of what they stand in, without those of labels, and of notes in a page."""

    def flows(box: Any) -> bool:
        return box is top or not isinstance(box, (MARGIN, NOTES, INLINE_BLOCK))

    for box in walk(top, into=flows):
        if flows(box):
            yield from ((line, box.width) for line in box.children if isinstance(line, LINE))


def is_remnant(pages: Sequence[Any]) -> bool:
    """Whether the last of several pages has a few lines only."""
    return len(pages) > 1 and 0 < sum(1 for _ in flow(pages[-1])) < LINES


def loosest(ems: float) -> float | None:
    """How many em more a space may have in a line of so many em; None where nobody knows."""
    return next((most for least, most in _LOOSE if ems >= least), None)


def _wrong(line: Any, width: float, *, goes_on: bool) -> tuple[str, str] | None:
    """The rule that a line breaks, and what it is; `goes_on`: it is not the first of its paragraph."""
    style = line.style
    if style["text_align_all"] != "justify":
        return None
    if line.resume_at is None:
        return ("line-stump", "a last line of a few letters") if goes_on and len(_words(line)) < _LETTERS else None
    allowed = loosest(width / style["font_size"])
    texts = [box for box in walk(line) if isinstance(box, TEXT)]
    spaces = (box.justification_spacing + box.style["word_spacing"] for box in texts)
    extra = max(spaces, default=0) / style["font_size"]
    return ("line-loose", f"a line with {extra:.2f} em more between its words") if allowed and extra > allowed else None


def ends_in_hyphen(line: Any) -> bool:
    """Whether a line that was made ends in a hyphen, ours or the author's."""
    texts = [box for box in walk(line) if isinstance(box, TEXT) and box.text]
    return bool(texts) and texts[-1].text.endswith((*HYPHENS, texts[-1].style["hyphenate_character"]))


def _words(line: Any) -> str:
    texts = [box for box in walk(line) if isinstance(box, TEXT)]
    hyphens = {box.style["hyphenate_character"] for box in texts}
    said = "".join(box.text for box in texts).strip()
    return f"{said[:-1]}-" if said.endswith(tuple(hyphens)) else said
