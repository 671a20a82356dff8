"""Progress page by page."""

import logging

from pipeline.writers.pdf import engine, pages
from tests.writers.pdf.pages import made, opened


def test_each_page_is_told_of_while_it_is_made() -> None:
    engine.load()
    logger = logging.getLogger("weasyprint.progress")
    before = logger.handlers, logger.propagate, logger.level
    told: list[str] = []
    with pages.counted(told.append):
        pdf = made("<p>One</p><p style='break-before: page'>Two</p>")
    assert len(opened(pdf).pages) == 2
    assert told[:2] == ["pdf, page 1", "pdf, page 2"]
    assert set(told[2:]) <= {"pdf, page 1", "pdf, page 2"}  # a last page of one line is tried again
    assert before == (logger.handlers, logger.propagate, logger.level)
