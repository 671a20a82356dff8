"""The same bytes everywhere, and nothing left behind."""

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.diagnostics import Exit, Stopped
from pipeline.writers.pdf import engine
from tests.validators import ROOT
from tests.writers.pdf.pages import (
    EVERYTHING,
    made,
)


def test_the_same_bytes_anywhere_and_no_litter(tmp_path: Path) -> None:
    script = """
import sys, tests.writers.pdf.pages as pages
sys.stdout.buffer.write(pages.made(pages.EVERYTHING))
"""
    homes = [tmp_path / "one", tmp_path / "two"]
    surroundings = [
        {"TZ": "UTC", "LANG": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Asia/Tokyo", "LC_ALL": "zh_CN.UTF-8", "FC_LANG": "ja", "PYTHONHASHSEED": "2"},
    ]
    surroundings[1]["FONTCONFIG_FILE"] = "/etc/fonts/fonts.conf"
    results = []
    for home, variables in zip(homes, surroundings, strict=True):
        home.mkdir()
        environment = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-B", "-c", script], cwd=home, env=environment | variables, capture_output=True, check=True
        )
        assert done.stderr == b""
        assert list(home.iterdir()) == []
        results.append(done.stdout)
    assert results[0] == results[1] == made(EVERYTHING)


def test_the_caller_s_fontconfig_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "/somewhere/else.conf")
    monkeypatch.delenv("FC_LANG", raising=False)
    made("<p>Text</p>")
    assert (os.environ["FONTCONFIG_FILE"], "FC_LANG" in os.environ) == ("/somewhere/else.conf", False)


def test_weasyprint_is_left_as_it_was() -> None:
    weasyprint = engine.load()
    before = weasyprint.pdf.add_tags, weasyprint.layout.inline.get_next_linebox
    made("<p>Text</p>")
    assert (weasyprint.pdf.add_tags, weasyprint.layout.inline.get_next_linebox) == before


def test_the_writers_cost_no_weasyprint() -> None:
    script = "import sys, pipeline.writers, pipeline.writers.pdf; sys.exit('weasyprint' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)


@pytest.mark.parametrize("name", ["weasyprint", "pydyf"])
def test_another_version_is_refused_with_the_command_that_mends_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    version = importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", lambda asked: "71.0" if asked == name else version(asked))
    with pytest.raises(Stopped) as stopped:
        engine.load.__wrapped__()
    (diagnostic,) = stopped.value.diagnostics
    assert (diagnostic.rule, stopped.value.status) == ("tool-version", Exit.MISSING)
    assert diagnostic.hint == f"pip install {name}=={engine.VERSIONS[name]}"
