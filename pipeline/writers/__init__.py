"""The writers: each turns a Publication into the bytes of one file.

A format, its module and its function are one word.
"""

import importlib
from typing import Any

from pipeline.diagnostics import Reporter
from pipeline.rendering import Publication


def write(name: str, publication: Publication, *, report: Reporter, **options: Any) -> bytes:
    """One edition; b"" where something was wrong, which is then reported.

    Its writer is imported only now: WeasyPrint alone costs half a second.
    """
    writer = getattr(importlib.import_module(f"pipeline.writers.{name}"), name)
    return bytes(writer(publication, report=report, **options))
