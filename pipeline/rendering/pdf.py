"""The pages of the PDF."""

from collections.abc import Mapping
from pipeline.rendering import Rendering


def pdf(rendering: Rendering) -> Mapping[str, str]:
    """One page, "pdf/page.html", with its style inside."""
    return {"pdf/page.html": rendering.page("pdf/page.html.j2", href=str, heading=2, void="")}
