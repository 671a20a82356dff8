"""Jinja as the templates know it: sandboxed, everything escaped, an unknown variable an error."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, NoReturn

import jinja2
from jinja2.loaders import split_template_path
from jinja2.sandbox import MAX_RANGE, ImmutableSandboxedEnvironment, safe_range

from pipeline.diagnostics import Diagnostic, Position
from pipeline.files import read_file
from pipeline.kept import kept
from pipeline.walk import plain

_LARGEST = 2**20
"""Bytes of a template: far more than any of ours."""


def environment(templates: list[Path]) -> jinja2.Environment:
    """A sandboxed environment in which an unknown variable is an error and everything is escaped."""
    made = _Environment(
        loader=jinja2.ChoiceLoader(
            [
                _Loader([str(folder) for folder in templates]),
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
    made.filters["neighbours"] = neighbours
    made.globals["forgotten"] = forgotten
    made.globals["range"] = _Ranges()
    return made


class _Loader(jinja2.FileSystemLoader):
    """Of a folder that somebody handed over, files alone are read, and none that is too large for a template."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        del environment
        for folder in self.searchpath:
            path = Path(folder, *split_template_path(template))
            if path.exists():
                try:
                    return read_file(path, _LARGEST).decode("utf-8"), str(path), lambda: True
                except (OSError, UnicodeDecodeError) as error:
                    said = error.strerror if isinstance(error, OSError) else "not UTF-8"
                    raise jinja2.TemplateRuntimeError(f"{path} cannot be read: {said}") from None
        raise jinja2.TemplateNotFound(template)


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


class _Ranges:
    """Ranges as the sandbox has them, and all of one run together: loops in loops would take for ever."""

    def __init__(self) -> None:
        self.left = MAX_RANGE

    def __call__(self, *arguments: int) -> range:
        made = safe_range(*arguments)
        self.left -= len(made)
        if self.left < 0:
            raise jinja2.TemplateRuntimeError(f"all ranges together may have {MAX_RANGE:,} steps")
        return made


def neighbours(items: Iterable[object], attribute: str) -> list[tuple[object, list[object]]]:
    """Neighbours that share an attribute, with it; Jinja's own `groupby` would sort them."""
    return [(key, list(group)) for key, group in groupby(items, key=attrgetter(attribute))]


def kind(node: object) -> str:
    """The name by which templates tell nodes apart: paragraph, bulletlist, clause, text, emphasis ..."""
    return type(node).__name__.lower()


def forgotten(what: str) -> NoReturn:
    """For the last branch of a template that goes through nodes: nothing is left out in silence. Always raises."""
    raise jinja2.TemplateRuntimeError(f"no template says how {what} is set")


def diagnose(error: Exception) -> Diagnostic:
    """What a template raised, as a finding about its file and line."""
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
