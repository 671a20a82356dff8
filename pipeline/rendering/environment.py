"""Jinja as the templates know it: sandboxed, everything escaped, an unknown variable an error."""

from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.diagnostics import Diagnostic, Position
from pipeline.kept import kept
from pipeline.walk import plain


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
