"""How far WeasyPrint has come: it logs each page that it begins to lay out."""

import contextlib
import logging
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def counted(progress: Callable[[str], object]) -> Iterator[None]:
    """Tell `progress` of each page meanwhile: "pdf, page 7". A page that is laid out twice is told of twice."""
    logger = logging.getLogger("weasyprint.progress")
    before = logger.handlers, logger.propagate, logger.level
    logger.handlers, logger.propagate = [_Listener(progress)], False
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.handlers, logger.propagate, level = before
        logger.setLevel(level)


class _Listener(logging.Handler):
    def __init__(self, progress: Callable[[str], object]) -> None:
        super().__init__()
        self._progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        before, _, page = record.getMessage().rpartition("Page ")
        if before and page.isdecimal():  # "7 (up-to-date)" is not laid out again
            self._progress(f"pdf, page {page}")
