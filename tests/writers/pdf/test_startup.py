"""The quick start: it changes nothing in what is made."""

import importlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.writers.pdf import typeset
from tests.validators import ROOT
from tests.writers.pdf.pages import EVERYTHING, fail, files, made, opened, page

SCRIPT = """
import contextlib, sys
from pipeline.writers.pdf import engine
{change}
from tests.writers.pdf.pages import EVERYTHING, made
sys.stdout.buffer.write(made(EVERYTHING))
"""


@pytest.mark.parametrize("change", ["", "engine.quick = contextlib.nullcontext"], ids=["quick", "plain"])
def test_the_same_bytes_with_and_without(change: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
    for _ in range(2):  # once to work out, once from what was kept
        command = [sys.executable, "-c", SCRIPT.format(change=change)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
        assert done.stdout == made(EVERYTHING)
    names = {"kept-declarations", "kept-hyph_en_GB"}
    kept = {file.name.partition(".")[0] for file in tmp_path.rglob("*")} & names
    assert kept == (set() if change else names)


def test_a_variable_font_finds_its_instancer() -> None:
    package = importlib.util.find_spec("fontpkg_source_serif_4")
    assert package
    assert package.submodule_search_locations
    variable = Path(package.submodule_search_locations[0]) / "files" / "SourceSerif4[opsz,wght].ttf"
    faces = {**files(), "fonts/text-regular.ttf": variable.read_bytes()}
    pdf = typeset(page("<h1>T</h1><p>Text</p>"), faces, identifier=b"", report=fail)
    assert len(opened(pdf).pages) == 1


def test_the_deferred_subsetter_is_the_real_one() -> None:
    """In a process of its own: another test may have loaded fontTools before."""
    script = (
        "import importlib; from pipeline.writers.pdf import engine; engine.load();"
        "fonts = importlib.import_module('weasyprint.pdf.fonts');"
        "assert fonts.subset.Options is importlib.import_module('fontTools.subset').Options;"
        "real = importlib.import_module('fontTools.varLib.instancer').instantiateVariableFont;"
        "assert real is not fonts.instantiateVariableFont"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=100)
