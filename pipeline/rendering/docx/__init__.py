"""The parts of the Word file."""

from collections.abc import Mapping

from pipeline.rendering import Rendering


def docx(rendering: Rendering) -> Mapping[str, str]:
    """WordprocessingML parts by their name in the package, "docx/document.xml" and so on."""
    return {}
