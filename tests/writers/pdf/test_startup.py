"""The quick start: it changes nothing in what is made, and keeps nothing where nothing is to be written."""

import importlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.writers.pdf import engine, startup, typeset
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
    kept = {file.name.partition("-")[0] for file in tmp_path.rglob("*")} & {"declarations", "hyph_en_GB"}
    assert kept == (set() if change else {"declarations", "hyph_en_GB"})


def test_what_was_kept_is_used_until_it_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    Path(importlib.util.cache_from_source(startup.__file__)).parent.mkdir(parents=True)
    assert startup.kept("thing-1", lambda: {"a": 1}) == {"a": 1}
    assert startup.kept("thing-1", lambda: {"a": 2}) == {"a": 1}
    assert startup.kept("thing-2", lambda: {"a": 2}) == {"a": 2}
    (file,) = tmp_path.rglob("thing-1*")
    file.write_bytes(file.read_bytes()[:-3])
    assert startup.kept("thing-1", lambda: {"a": 3}) == {"a": 3}
    assert startup.kept("thing-1", lambda: {"a": 4}) == {"a": 3}


@pytest.mark.parametrize("refused", ["by Python", "by the folder", "by marshal"])
def test_nothing_is_kept_where_nothing_can_be(refused: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prefix = tmp_path / "prefix"
    if refused == "by the folder":
        prefix.write_text("a file")
    monkeypatch.setattr(sys, "pycache_prefix", str(prefix))
    monkeypatch.setattr(sys, "dont_write_bytecode", refused == "by Python")
    thing = object() if refused == "by marshal" else 1
    assert startup.kept("thing", lambda: thing) is thing
    assert [file for file in tmp_path.rglob("*") if "thing" in file.name] == []


def test_a_variable_font_finds_its_instancer() -> None:
    package = importlib.util.find_spec("fontpkg_source_serif_4")
    assert package
    assert package.submodule_search_locations
    variable = Path(package.submodule_search_locations[0]) / "files" / "SourceSerif4[opsz,wght].ttf"
    faces = {**files(), "fonts/text-regular.ttf": variable.read_bytes()}
    pdf = typeset(page("<h1>T</h1><p>Text</p>"), faces, identifier=b"", report=fail)
    assert len(opened(pdf).pages) == 1


def test_the_deferred_subsetter_is_the_real_one() -> None:
    engine.load()
    fonts = importlib.import_module("weasyprint.pdf.fonts")
    assert fonts.subset.Options is importlib.import_module("fontTools.subset").Options
    assert (
        importlib.import_module("fontTools.varLib.instancer").instantiateVariableFont
        is not fonts.instantiateVariableFont
    )
