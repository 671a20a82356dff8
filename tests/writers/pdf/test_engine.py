"""The same bytes everywhere, and nothing left behind."""

import importlib.metadata
import os
import subprocess
import sys
import warnings
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


@pytest.mark.parametrize(
    ("happens", "library"),
    [
        (OSError("cannot load library 'libpango-1.0-0'"), "libpango-1.0-0"),
        (DeprecationWarning("HarfBuzz-Subset will be required"), "libharfbuzz-subset0"),
    ],
)
def test_a_missing_library_is_named_with_the_package_that_has_it(
    happens: Exception, library: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def import_module(name: str) -> None:
        print(name, "advises ...")  # noqa: T201  # as WeasyPrint does
        if isinstance(happens, Warning):
            warnings.warn(happens, stacklevel=1)
        else:
            raise happens

    monkeypatch.setattr(importlib, "import_module", import_module)
    with pytest.raises(Stopped, match=library) as stopped:
        engine.load.__wrapped__()
    assert stopped.value.status == Exit.MISSING
    assert "libharfbuzz-subset0" in stopped.value.diagnostics[0].hint
    assert capsys.readouterr() == ("", "")


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    with pytest.raises(Stopped, match=r"weasyprint 70\.0, not missing"):
        engine.load.__wrapped__()
