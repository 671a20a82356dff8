"""What a print needs beside the reading PDF: its own page where tokens give it one, and the figures in their order."""

import json
from collections.abc import Mapping
from dataclasses import replace

from pipeline.rendering import Rendering
from pipeline.rendering.pdf import figures, pdf
from pipeline.theme import SAME


def print(rendering: Rendering) -> Mapping[str, str]:  # noqa: A001  # a format, its module and its function are one word
    """The anchors of the figures "print/figures.json"; "print/page.html" where the print has a size of its own."""
    theme = rendering.theme
    pages = {"print/figures.json": json.dumps([figure.anchor for figure in figures(rendering)])}
    if theme.print.size not in (SAME, theme.size):
        own = replace(theme, size=theme.print.size)
        pages["print/page.html"] = pdf(replace(rendering, theme=own))["pdf/page.html"]
    return pages
