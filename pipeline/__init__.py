"""Engross: one source, four editions that say the same.

What the package offers to programs; nothing here prints or exits, and importing it loads no edition's libraries:

    build(path, formats, *, out, theme, word_template, verify, report, progress) -> list[Path]    make editions
    prepare(path, formats, *, theme, report, progress) -> Publication                             everything but writing
    write(format, publication, *, report) -> bytes                                                one edition
    FORMATS; Diagnostic, Position, Severity, Stopped, Exit

`report` is called with each Diagnostic (pass `found.append`). Stopped is raised when there are errors.
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pipeline.diagnostics import Diagnostic, Exit, Position, Severity, Stopped

if TYPE_CHECKING:
    from pipeline.build import build, prepare
    from pipeline.project import FORMATS
    from pipeline.writers import write

__version__ = "0.1.0"
__all__ = ["FORMATS", "Diagnostic", "Exit", "Position", "Severity", "Stopped", "build", "prepare", "write"]

_LAZY = {
    "build": "pipeline.build",
    "prepare": "pipeline.build",
    "write": "pipeline.writers",
    "FORMATS": "pipeline.project",
}


class _Package(ModuleType):
    """This package, whose `build` is the function: Python puts the module of that name there once it is loaded."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _LAZY and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        import importlib

        return getattr(importlib.import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
