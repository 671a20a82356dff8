"""What WeasyPrint complains of while it works, as diagnostics. It logs, and never raises."""

import contextlib
import logging
import re
import unicodedata
import warnings
from collections.abc import Iterator
from typing import Any

from pipeline.diagnostics import Diagnostic, Position, Reporter
from pipeline.writers.pdf.hyphen import CHARACTER
from pipeline.writers.pdf.sealed import ROOT
from pipeline.writers.pdf.tree import TEXT, Elements, page_boxes, walk

_MISSING = re.compile(
    r"(?:Failed to load|Image) [^:]*?(?:'(?P<source>.*?)'|:)|Font-face .* cannot be loaded|undefined anchor"
)
_GLYPH = ".notdef glyph"
_HINT = "use another character, or give the theme a face that has it"


@contextlib.contextmanager
def heard() -> Iterator[list[logging.LogRecord]]:
    """The list of all that WeasyPrint logs meanwhile; nothing of it reaches another handler.

    Python's warnings are left out: they are about its own code (a profile that it forgets to close).
    """
    records: list[logging.LogRecord] = []
    logger = logging.getLogger("weasyprint")
    listener = _Listener(records)
    before = logger.handlers, logger.propagate, logger.level, logger.disabled
    logger.handlers, logger.propagate, logger.disabled = [listener], False, False
    logger.setLevel(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield records
    finally:
        logger.handlers, logger.propagate, level, logger.disabled = before
        logger.setLevel(level)


class _Listener(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__()
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)


def tell(records: list[logging.LogRecord], document: Any, elements: Elements, report: Reporter) -> None:
    """Report each complaint once, by rule: glyph-missing (with its places), resource-missing, template-css."""
    glyphs = {CHARACTER} if elements.with_text(CHARACTER) else set()
    for message in dict.fromkeys(record.getMessage().replace(ROOT, "") for record in records):
        if message.startswith(_GLYPH):
            glyphs.update(chr(int(message.rpartition("U+")[2].rstrip(")"), 16)))
        else:
            report(_diagnostic(message, elements))
    for character in sorted(glyphs):
        message = f"no font of the theme has {_named(character)}"
        for place in _places(character, document, elements):
            report(Diagnostic("glyph-missing", message, place, _HINT))


def _diagnostic(message: str, elements: Elements) -> Diagnostic:
    found = _MISSING.search(message)
    if not found:
        return Diagnostic("template-css", message, hint="mend the template or the theme")
    return Diagnostic("resource-missing", message, elements.place(elements.with_source(found["source"])))


def _places(character: str, document: Any, elements: Elements) -> list[Position | None]:
    """Where the character stands in the source, each place once; [None] when it was generated."""
    if character == CHARACTER:
        found = elements.with_text(character)
    else:
        boxes = (box for page in page_boxes(document) for box in walk(page) if isinstance(box, TEXT))
        found = [box.element for box in boxes if character in box.text]
    return list(dict.fromkeys(map(elements.place, found))) or [None]


def _named(character: str) -> str:
    if character == CHARACTER:
        return "U+E000, which is kept for the hyphen at a line's end"
    return f"U+{ord(character):04X} {unicodedata.name(character, '(a character without a name)')}"
