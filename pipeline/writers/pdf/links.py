"""Links and destinations: one annotation a line for each link, destinations that show the labels beside the text.

Changes the public lists of WeasyPrint's pages.
"""

from collections.abc import Iterator
from typing import Any

import pydyf

from pipeline.diagnostics import Diagnostic
from pipeline.writers.pdf.sealed import ROOT
from pipeline.writers.pdf.tree import Elements

_ABOVE, _ABOVE_NOTE = 12, 3
"""CSS pixels by which a destination stands above its block, so that no line is glued to the window's edge; above a note
fewer, since there a line higher another note begins."""


def tidy(document: Any, elements: Elements) -> Iterator[Diagnostic]:
    """Between layout and drawing: drop links that lead nowhere, with a diagnostic, and those that are there twice."""
    notes = elements.notes
    anchors = {name for page in document.pages for name in page.anchors}
    for page in document.pages:
        kept = []
        for link in page.links:
            kind, target, _, box = link
            if not box.link:
                # WeasyPrint adds one for each element inside a link. But annotations belong to a Link, and to
                # nothing else (ISO 14289-1, 7.18.5).
                continue
            if target in anchors if kind == "internal" else not target.startswith(ROOT):
                kept.append(link)
            else:
                message = f"the link to “{box.element.get('href')}” leads nowhere"
                yield Diagnostic("resource-missing", message, elements.place(box.element))
        page.links[:] = kept
        # At the page's left edge: a viewer that has zoomed in must not cut off the labels in the margin.
        for name, (_, y, *rest) in page.anchors.items():
            page.anchors[name] = (*_corner(y, _ABOVE_NOTE if name in notes else _ABOVE), *rest)
        page.bookmarks[:] = [(level, label, _corner(y), state) for level, label, (_, y), state in page.bookmarks]


def describe(document: Any) -> None:
    """After drawing: let each annotation say what its link says (ISO 14289-1, 7.18.5), not only where it leads."""
    for page in document.pages:
        for _, target, _, box in page.links:
            element = box.element
            words = element.get("aria-label") or element.get("title") or " ".join("".join(element.itertext()).split())
            box.link_annotation["Contents"] = pydyf.String(words or target)


def _corner(y: float, above: float = _ABOVE) -> tuple[float, float]:
    return 0, max(0, y - above)
