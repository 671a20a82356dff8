"""The render stage: tokens and numbered document through Jinja into a Publication, all that a writer may know."""

import datetime
import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.diagnostics import Diagnostic, Position, Stopped
from pipeline.kept import kept
from pipeline.model import Block, Entry, Image, Metadata, Number, NumberedDocument
from pipeline.theme import Theme
from pipeline.walk import plain


@dataclass(frozen=True, slots=True)
class Assets:
    """What the document and its theme bring along: images by Figure.source, faces by their key in the theme."""

    images: Mapping[str, Image]
    faces: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, eq=False)
class Publication:
    """Plain data for the writers.

    `places` says where each anchor's block stands in the source; `pages` holds what the templates gave, by name
    ("pdf/page.html", "docx/document.xml").
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


@dataclass(frozen=True, slots=True, eq=False)
class Rendering:
    """One document on its way through the templates."""

    numbered: NumberedDocument
    theme: Theme
    words: Mapping[str, Any]
    assets: Assets
    modified: datetime.datetime
    environment: jinja2.Environment

    def page(self, template: str, **values: Any) -> str:
        """One template rendered; the document and its numbers are known to all. Raises Stopped when it fails."""
        metadata = self.numbered.document.metadata
        try:
            return self.environment.get_template(template).render(
                document=self.numbered.document,
                metadata=metadata,
                contents=self.numbered.contents,
                theme=self.theme,
                words=self.words,
                assets=self.assets,
                number=self.number,
                date=written_date(metadata.date, self.words) if metadata.date else "",
                modified=self.modified,
                **values,
            )
        except Exception as error:  # a template is somebody's program: whatever it raises is a finding about it
            raise Stopped(_template_diagnostic(error)) from error

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
) -> Publication:
    """What the writers of `formats` need. Raises Stopped when a template fails, with its file and line."""
    rendering = Rendering(numbered, theme, words, assets, modified, environment(templates))
    pages: dict[str, str] = {}
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
    )


def environment(templates: list[Path]) -> jinja2.Environment:
    """A sandboxed environment in which an unknown variable is an error and everything is escaped."""
    made = _Environment(
        loader=jinja2.ChoiceLoader(
            [
                jinja2.FileSystemLoader([str(folder) for folder in templates]),
                # a theme's template can take in the one that it stands for: {% include "default/pdf/style.css.j2" %}
                jinja2.PrefixLoader({"default": jinja2.FileSystemLoader(str(templates[-1]))}),
            ]
        ),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["plain"] = plain
    made.filters["kind"] = kind
    made.globals["forgotten"] = forgotten
    return made


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox guards attributes and files; a product that would fill the memory has to be refused here."""

    intercepted_binops = frozenset({"*", "**"})

    def compile(self, source: Any, name: Any = None, filename: Any = None, *rest: Any, **options: Any) -> Any:
        """The template as compiled in an earlier run (it takes 6 ms)."""
        make = partial(super().compile, source, name, filename, *rest, **options)
        return kept(f"template-{name}", (name, filename, source, jinja2.__version__), make, Path(__file__))

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        if not all(isinstance(side, int | float) and abs(side) < 1_000_000 for side in (left, right)):
            raise jinja2.TemplateRuntimeError(f"“{operator}” works on numbers below a million only")
        return super().call_binop(context, operator, left, right)


def kind(node: object) -> str:
    """The name by which templates tell nodes apart: paragraph, bulletlist, clause, text, emphasis ..."""
    return type(node).__name__.lower()


def forgotten(what: str) -> NoReturn:
    """For the last branch of a template that goes through nodes: nothing is left out in silence. Always raises."""
    raise jinja2.TemplateRuntimeError(f"no template says how {what} is set")


def written_date(date: datetime.date, words: Mapping[str, Any]) -> str:
    """A date in the document's language: the pattern of its words, as in "6 July 2021"."""
    pattern = words["date-first" if date.day == 1 else "date"]
    return str(pattern).format(day=date.day, month=words["months"][date.month - 1], year=date.year)


def _template_diagnostic(error: Exception) -> Diagnostic:
    file, line = getattr(error, "filename", None) or "template", getattr(error, "lineno", None) or 1
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.endswith((".j2", ".html")):
            file, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return Diagnostic(
        "template-error",
        str(error) or type(error).__name__,
        Position(str(file), line),
        "mend the template; docs/themes.md lists what it may use",
    )
