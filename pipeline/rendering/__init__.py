"""The render stage: tokens and numbered document through Jinja into a Publication, all that a writer may know."""

import datetime
import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.conditions import Condition, read_condition
from pipeline.diagnostics import Position, Stopped
from pipeline.model import Block, Entry, Image, Metadata, Number, NumberedDocument
from pipeline.pagemap import PageMap
from pipeline.theme import Theme
from pipeline.walk import notes_in, plain

if TYPE_CHECKING:
    import jinja2


@dataclass(frozen=True, slots=True)
class Assets:
    """What the document and its theme bring along: images by Figure.source, faces by their key in the theme."""

    images: Mapping[str, Image]
    faces: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, eq=False)
class Publication:
    """Plain data for the writers.

    `places` says where each anchor's block stands in the source; `pages` holds what the templates gave, by name
    ("pdf/page.html", "docx/document.xml"). A print comes with its printing `condition`. `page_map` says where the pages
    of the PDF begin, None where that is not known.
    """

    metadata: Metadata
    contents: tuple[Entry, ...]
    theme: Theme
    words: Mapping[str, Any]
    images: tuple[Image, ...]
    faces: Mapping[str, bytes]
    modified: datetime.datetime
    places: Mapping[str, Position]
    pages: Mapping[str, str]
    condition: Condition | None = None
    page_map: PageMap | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rendering:
    """One document on its way through the templates."""

    numbered: NumberedDocument
    theme: Theme
    words: Mapping[str, Any]
    assets: Assets
    modified: datetime.datetime
    environment: "jinja2.Environment"
    page_map: PageMap | None = None

    def page(self, template: str, **values: Any) -> str:
        """One template rendered; the document and its numbers are known to all. Raises Stopped when it fails."""
        metadata = self.numbered.document.metadata
        try:
            return self.environment.get_template(template).render(
                document=self.numbered.document,
                metadata=metadata,
                contents=self.numbered.contents,
                scheme=self.numbered.scheme,
                cited=self.numbered.references.__getitem__,
                said=lambda inlines: plain(inlines, self.numbered.references),
                theme=self.theme,
                words=self.words,
                assets=self.assets,
                number=self.number,
                notes_in=lambda part: list(notes_in(part)),
                date=written_date(metadata.date, self.words) if metadata.date else "",
                modified=self.modified,
                **values,
            )
        except Exception as error:  # a template is somebody's program: whatever it raises is a finding about it
            from pipeline.rendering.environment import diagnose

            raise Stopped(diagnose(error)) from error

    def number(self, block: Block) -> Number:
        """What numbering gave a block."""
        return self.numbered.numbers[block]


Renderer = Callable[[Rendering], Mapping[str, str]]


def render(
    numbered: NumberedDocument,
    theme: Theme,
    words: Mapping[str, Any],
    assets: Assets,
    templates: list[Path],
    formats: Iterable[str],
    modified: datetime.datetime,
    page_map: PageMap | None = None,
) -> Publication:
    """What the writers of `formats` need.

    Raises Stopped when a template fails, with its file and line, and where a print's condition cannot be had.
    """
    from pipeline.rendering.environment import environment  # a writer in a process of its own does without Jinja

    rendering = Rendering(numbered, theme, words, assets, modified, environment(templates), page_map)
    pages: dict[str, str] = {}
    formats = tuple(formats)
    for name in formats:  # a format, its renderer's module and its function are one word
        renderer: Renderer = getattr(importlib.import_module(f"pipeline.rendering.{name}"), name)
        pages |= renderer(rendering)
    return Publication(
        metadata=numbered.document.metadata,
        contents=numbered.contents,
        theme=theme,
        words=words,
        images=tuple(assets.images.values()),
        faces=assets.faces,
        modified=modified,
        places={number.anchor: block.position for block, number in numbered.numbers.items() if number.anchor},
        pages=pages,
        condition=read_condition(theme.print.condition, templates) if "print" in formats else None,
        page_map=page_map,
    )


def written_date(date: datetime.date, words: Mapping[str, Any]) -> str:
    """A date in the document's language: the pattern of its words, as in "6 July 2021"."""
    pattern = words["date-first" if date.day == 1 else "date"]
    return str(pattern).format(day=date.day, month=words["months"][date.month - 1], year=date.year)
