"""The pages of the web page."""

from collections.abc import Mapping
from pipeline.rendering import Rendering


def html(rendering: Rendering) -> Mapping[str, str]:
    """One page, "html/page.html", with its style inside."""
    return {"html/page.html": rendering.page("html/page.html.j2", href=str, heading=2, void="")}
