"""Line numbers: the style sheet sets as many in a margin box as a page has lines, and each goes beside its own.

Counted is every line behind the title block, without those of notes, on each page from 1. Stands on WeasyPrint's
private boxes (see engine).
"""

from collections.abc import Iterator
from typing import Any

from pipeline.writers.pdf.tree import LINE, MARGIN, NOTES, TEXT, page_boxes, walk

_SIDES = ("@left-top", "@right-top")


def place(document: Any, every: int) -> None:
    """Move each number that is shown to the baseline of its line, and take the others away, before the page is drawn.

    A page that has more lines than there are numbers is left without the last ones, which the proof finds.
    """
    for page in page_boxes(document):
        baselines = sorted({round(_baseline(line), 2) for line in walk(page, into=_is_text) if _counts(line)})
        for margin in page.children:
            if isinstance(margin, MARGIN) and margin.at_keyword in _SIDES:
                margin.children = list(_beside(margin.children, baselines, every))


def _beside(numbers: list[Any], baselines: list[float], every: int) -> Iterator[Any]:
    for count, (number, baseline) in enumerate(zip(numbers, baselines, strict=False), 1):
        if count % every == 0:
            number.translate(0, baseline - _baseline(number))
            yield number


def _is_text(box: Any) -> bool:
    """Whether lines that count may stand in a box: a line's own, in its label, are the same line."""
    titles = box.element is not None and "title-block" in box.element.get("class", "").split()
    return not isinstance(box, (MARGIN, NOTES, LINE)) and not titles


def _counts(box: Any) -> bool:
    return isinstance(box, LINE) and any(isinstance(piece, TEXT) and piece.text.strip() for piece in walk(box))


def _baseline(line: Any) -> float:
    """How far below the page's top a line's baseline is, in CSS pixels."""
    return float(line.position_y + line.baseline)
