"""WeasyPrint as a sealed engine: its one version, no font but the page's, its two private seams.

The other modules of this package stand on parts that WeasyPrint and pydyf keep private (boxes after layout, marked
content while drawing). None of them is imported before `load` has seen the versions that they were written for.
"""

import contextlib
import functools
import importlib
import importlib.metadata
import io
import os
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.diagnostics import Diagnostic, Exit, Stopped
from pipeline.writers.pdf.startup import quick

VERSIONS = {"weasyprint": "70.0", "pydyf": "0.13.0"}

_FONTCONFIG = {
    "FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf")),
    "FONTCONFIG_PATH": None,
    "FONTCONFIG_SYSROOT": None,
    "FC_DEBUG": None,
    "FC_LANG": "en",  # fontconfig's default language, which else comes from the locale
}

alone = threading.Lock()
"""Held while a document is made: our functions in WeasyPrint, its log and the environment are the whole process's."""


@functools.cache
def load() -> Any:
    """Return the module weasyprint, imported where fontconfig cannot see a font of the machine.

    Raises Stopped when it is not here, is another version, or lacks one of Debian's libraries.
    """
    for name, version in VERSIONS.items():
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found = "missing"
        if found != version:
            message = f"the PDF is made with {name} {version}, not {found}: its private parts differ between versions"
            hint = f"pip install {name}=={version}"
            raise Stopped(Diagnostic("tool-version", message, hint=hint), status=Exit.MISSING)
    try:
        # WeasyPrint prints advice before it raises, and warns that the machine's fonts are not there, as we want it.
        silence = contextlib.redirect_stdout(io.StringIO())
        with quick(), _sealed(), silence, warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            weasyprint = importlib.import_module("weasyprint")
    except OSError as error:
        raise _library_missing(str(error)) from error
    if any("HarfBuzz-Subset" in str(warning.message) for warning in said):
        raise _library_missing("cannot load library 'libharfbuzz-subset0'")
    return weasyprint


def _library_missing(message: str) -> Stopped:
    hint = "apt-get install libpangoft2-1.0-0 libharfbuzz-subset0"
    diagnostic = Diagnostic("tool-missing", f"a library for the PDF is not here: {message}", hint=hint)
    return Stopped(diagnostic, status=Exit.MISSING)


@contextlib.contextmanager
def _sealed() -> Iterator[None]:
    """Let fontconfig read our empty configuration, whatever the caller's environment says."""
    before = {name: os.environ.get(name) for name in _FONTCONFIG}
    _set(_FONTCONFIG)
    try:
        yield
    finally:
        _set(before)


def _set(variables: dict[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextlib.contextmanager
def fonts(faces: Iterable[str], fetcher: Any) -> Iterator[Any]:
    """A font configuration that knows the page's own @font-face rules and nothing else.

    Without any font Pango brings the process down. So the first of `faces` (addresses that `fetcher` knows) that can
    be read is always there, behind the page's. Raises Stopped when none can.
    """
    from weasyprint.text.ffi import ffi, fontconfig
    from weasyprint.text.fonts import FontConfiguration

    with _sealed():
        configuration = FontConfiguration()
        configuration._folder = _folder()
    try:
        for face in faces:
            configuration.add_font_face({"font_family": "Last Resort", "src": [("external", face)]}, fetcher)
            found = fontconfig.FcConfigGetFonts(configuration._config, fontconfig.FcSetApplication)
            if found != ffi.NULL and found.nfont:
                break
        else:
            raise Stopped(Diagnostic("font-missing", "the page comes with no font that can be read"))
        yield configuration
    finally:
        # It keeps the fonts in a temporary folder until it is collected, which a process that ends early never sees.
        configuration.__del__()


def _folder() -> Path:
    """A new folder for the fonts. WeasyPrint writes its path into XML as it is, in the encoding of the locale."""
    usual = tempfile.gettempdir()
    plain = usual.isascii() and usual.isprintable() and not set(usual) & set("<&")
    return Path(tempfile.mkdtemp(prefix="weasyprint-", dir=usual if plain else "/tmp"))  # noqa: S108  # a new one in it


@contextlib.contextmanager
def hooks(seams: Iterable[tuple[Any, str, Callable[[Any], Any]]], *, tags: Callable[..., None]) -> Iterator[None]:
    """Put our functions into WeasyPrint while one document is made.

    Each of `seams` names a module of its layout and a function in it, and decorates that: nowhere else are a line and
    the text that it was broken from known together. `tags` replaces weasyprint.pdf.add_tags, which makes the structure
    tree.
    """
    from weasyprint import pdf

    with contextlib.ExitStack() as undo:
        undo.callback(setattr, pdf, "add_tags", pdf.add_tags)
        pdf.add_tags = tags
        for module, name, decorate in seams:
            undo.callback(setattr, module, name, getattr(module, name))
            setattr(module, name, decorate(getattr(module, name)))
        yield
