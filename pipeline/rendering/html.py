"""The web page: its text, its style and its script."""

import base64
from collections.abc import Iterator, Mapping
from functools import partial

from markupsafe import escape

from pipeline.model import Clause, Entry, Image
from pipeline.rendering import Rendering
from pipeline.rendering.citation import citation, provisions
from pipeline.rendering.css import css_string, fluid
from pipeline.rendering.linked_data import canonical, linked_data
from pipeline.rendering.pagemarks import marked

_ROW = 12
"""Labels that fit in one row on a phone."""

_LONG = 24
"""Lines of contents from which on they open part by part."""


def html(rendering: Rendering) -> Mapping[str, str]:
    """Return "html/page.html", "html/style.css" and "html/script.js"; the writer makes one file of them."""
    metadata, contents = rendering.numbered.document.metadata, rendering.numbered.contents
    page = rendering.page(
        "html/page.html.j2",
        href=str,
        heading=2,
        void="",
        source=_data_url,
        provision=provisions(rendering.numbered, rendering.words),
        citation=citation(metadata, rendering.words, "{provision}"),
        labels_in=labels_in,
        shape=_shape(contents),
        flat=_flat(contents),
        canonical=canonical(metadata.identifier),
        linked_data=linked_data(metadata),
    )
    if rendering.page_map:
        pattern = str(rendering.words["page"]["number"])
        page = marked(page, enumerate(rendering.page_map.begins, 1), partial(_mark, pattern), "html/page.html")
    style = rendering.page(
        "html/style.css.j2",
        fluid=partial(fluid, rendering.theme.screen),
        css_string=css_string,
        label_width=_label_width(rendering),
    )
    return {"html/page.html": page, "html/style.css": style, "html/script.js": rendering.page("html/script.js.j2")}


def _mark(pattern: str, number: int) -> str:
    """A mark has no text: what is seen is written by the style sheet, so that nobody copies it."""
    said = escape(pattern.format(number=number))
    role = "doc-pagebreak separator"  # the second for what does not know the first
    return f'<span class="page" id="page-{number}" role="{role}" data-page="{number}" aria-label="{said}"></span>'


def labels_in(entries: tuple[Entry, ...]) -> list[str]:
    """Return the labels of clauses in a part of the contents, at any depth."""
    return [entry.label for entry in _lines(entries) if entry.label]


def _shape(contents: tuple[Entry, ...]) -> str:
    """Classes of the contents.

    "flat" where there are clauses alone, "row" where they are few too, "labels" where none has a short name; for
    divisions "nested", or "long" where they open one by one.
    """
    if _flat(contents):
        few, named = len(contents) <= _ROW, any(entry.text for entry in contents)
        return "flat" + " row" * few + " labels" * (not named)
    return "long" if len(list(_lines(contents))) > _LONG else "nested"


def _flat(contents: tuple[Entry, ...]) -> bool:
    return all(entry.label and not entry.entries for entry in contents)


def _label_width(rendering: Rendering) -> str:
    """The width of the widest label of a clause in em: a character of a Roman numeral takes about half of one."""
    numbers = rendering.numbered.numbers
    labels = (number.label for block, number in numbers.items() if isinstance(block, Clause) and block.level == 1)
    return f"{max((0.52 * len(label) - 0.2 for label in labels), default=0):.2f}"


def _lines(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _lines(entry.entries)


def _data_url(image: Image) -> str:
    return f"data:{image.media_type};base64,{base64.b64encode(image.data).decode('ascii')}"
