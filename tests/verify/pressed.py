"""The example as a print: colours of a screen, inks and a plate of its own, every second line numbered."""

import functools
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pipeline
from pipeline.build import promised_by
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.verify.claims import Promised
from pipeline.verify.differences import Difference
from pipeline.verify.print import print as read_print
from pipeline.verify.proof import prove
from tests.library import EXAMPLE, theme_with

TOKENS = """
[inks]
label = "spot(House Red, 0 95 80 20)"
division = "#1f4b8f"
title = "cmyk(100 60 0 30)"
head = "#666666"

[text]
line-numbers = 2

[print]
gutter = "2mm"
"""


@dataclass(frozen=True)
class Pressed:
    """The print, and all that the proof knows of it."""

    promised: Promised
    data: bytes

    def differences(self, data: bytes) -> list[Difference]:
        """What all checks say of a file."""
        return prove(self.promised, {"print": read_print(data)}).differences["print"]


def _report(diagnostic: Diagnostic) -> None:
    assert diagnostic.severity is not Severity.ERROR, diagnostic  # of the picture a press says it is coarse


@functools.cache
def pressed() -> Pressed:
    """Built once."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(shutil.copytree(EXAMPLE, Path(folder) / "source")) / "example.md"
        theme = theme_with(Path(folder) / "theme", TOKENS)
        pipeline.build(source, ("print",), out=Path(folder), theme=theme, verify=False, report=_report)
        promised = promised_by(source, theme=theme, report=_report)
        return Pressed(promised, (Path(folder) / "example.print.pdf").read_bytes())
