"""What a booklet needs beside the edition that it is made from: nothing."""

from collections.abc import Mapping

from pipeline.rendering import Rendering


def booklet(rendering: Rendering) -> Mapping[str, str]:  # noqa: ARG001  # as every format's
    """No page of its own."""
    return {}
