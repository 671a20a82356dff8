"""WeasyPrint started quickly: what it works out anew in every process is kept, or put off until it is needed.

The pages come out byte for byte the same (a test compares), and without any of this they come out too. Stands on
private parts of WeasyPrint, cffi and Pyphen; what is kept is kept by their versions.
"""

import ast
import contextlib
import ctypes.util
import importlib
import importlib.metadata
import io
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.kept import kept


@contextlib.contextmanager
def quick() -> Iterator[None]:
    """While WeasyPrint is imported."""
    with _no_search(), _no_subsetter(), _declared():
        yield
    _keep_patterns()


@contextlib.contextmanager
def _no_search() -> Iterator[None]:
    """Libraries by their names alone.

    WeasyPrint tries several names of each; for those that fail, cffi starts ldconfig, gcc and ld, 60 processes in all.
    """
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: name and None
    try:
        yield
    finally:
        ctypes.util.find_library = search


@contextlib.contextmanager
def _declared() -> Iterator[None]:
    """The declarations of C functions as compiled before; cffi would parse them as C, and each type in use again."""
    import _cffi_backend  # type: ignore[import-untyped]  # has no types
    import cffi  # type: ignore[import-untyped]  # has no types

    class Declared(_cffi_backend.FFI):  # type: ignore[misc]  # has no types
        def cdef(self, source: str) -> None:
            """Nothing: `source` was declared when this was compiled."""

    versions = tuple(importlib.metadata.version(name) for name in ("weasyprint", "cffi"))
    declarations = kept("declarations", versions, _declarations, Path(__file__))
    plain = cffi.FFI
    cffi.FFI = lambda: Declared("weasyprint", **declarations)
    try:
        yield
    finally:
        cffi.FFI = plain


def _declarations() -> dict[str, Any]:
    """The arguments of an FFI that knows what weasyprint/text/ffi.py declares."""
    import cffi
    from cffi import recompiler

    module = Path(str(importlib.metadata.distribution("weasyprint").locate_file("weasyprint/text/ffi.py")))
    calls = [node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Call)]
    (call,) = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "cdef"]
    ffi = cffi.FFI()
    ffi.cdef(ast.literal_eval(call.args[0]))
    ffi.set_source("weasyprint", None)
    recompiler.make_py_source(ffi, "weasyprint", source := io.StringIO())
    made = next(node for node in ast.walk(ast.parse(source.getvalue())) if isinstance(node, ast.Call))
    return {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in made.keywords}


@contextlib.contextmanager
def _no_subsetter() -> Iterator[None]:
    """Without fontTools' subsetter, for which HarfBuzz stands in, and its instancer, which static fonts do not need."""

    def later(*arguments: Any, **options: Any) -> Any:
        return importlib.import_module("fontTools.varLib.instancer").instantiateVariableFont(*arguments, **options)

    subset, instancer = types.ModuleType("fontTools.subset"), types.ModuleType("fontTools.varLib.instancer")
    subset.__getattr__ = lambda name: getattr(importlib.import_module("fontTools.subset"), name)  # type: ignore[method-assign]  # PEP 562
    instancer.instantiateVariableFont = later  # type: ignore[attr-defined]  # that is the point
    absent = {module.__name__: module for module in (subset, instancer) if module.__name__ not in sys.modules}
    sys.modules.update(absent)
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def _keep_patterns() -> None:
    """Hyphenation patterns as parsed before (40 ms a language)."""
    import pyphen

    class Kept(pyphen.HyphDict):  # type: ignore[misc]  # has no types
        def __init__(self, path: Path) -> None:
            self.patterns = kept(path.stem, (pyphen.VERSION,), lambda: plain(path).patterns, path)
            self.cache: dict[str, Any] = {}
            self.maxlen = max(map(len, self.patterns))

    plain, pyphen.HyphDict = pyphen.HyphDict, Kept
