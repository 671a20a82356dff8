"""The pages of the e-book."""

from collections.abc import Mapping

from pipeline.rendering import Rendering


def epub(rendering: Rendering) -> Mapping[str, str]:
    """XHTML pages and the style sheet by their name in the package, "epub/title.xhtml" and so on."""
    return {}
