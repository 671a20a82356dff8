"""What is kept between runs: found again, made anew when its origin has changed, never seen in an edition."""

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from pipeline.kept import kept


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep things in a folder of the test's own."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


@pytest.fixture
def numbers() -> Iterator[int]:
    return count(1)


def test_a_value_is_made_once(numbers: Iterator[int]) -> None:
    assert [kept("a", ("1.0",), numbers.__next__) for _ in range(2)] == [1, 1]


def test_another_stamp_makes_it_anew_and_takes_its_place(numbers: Iterator[int]) -> None:
    stamps = ("1.0", "1.1", "1.1", "1.0")
    assert [kept("a", (stamp,), numbers.__next__) for stamp in stamps] == [1, 2, 2, 3]


def test_names_are_apart(numbers: Iterator[int]) -> None:
    assert [kept(name, (), numbers.__next__) for name in ("a/b", "a/c", "a/b")] == [1, 2, 1]


def test_a_touched_file_makes_it_anew(tmp_path: Path, numbers: Iterator[int]) -> None:
    file = tmp_path / "font.ttf"
    file.write_bytes(b"one")
    assert [kept("a", (), numbers.__next__, file) for _ in range(2)] == [1, 1]
    os.utime(file, ns=(1, 1))
    assert kept("a", (), numbers.__next__, file) == 2
    file.write_bytes(b"three")
    os.utime(file, ns=(1, 1))
    assert kept("a", (), numbers.__next__, file) == 3


@pytest.mark.parametrize("damage", [b"", b"x", b"\xfb", b"(\x03\x00\x00\x00NNN"])
def test_what_is_damaged_is_made_anew(folder: Path, numbers: Iterator[int], damage: bytes) -> None:
    kept("a", (), numbers.__next__)
    (file,) = folder.rglob("kept-a.*")
    file.write_bytes(damage)
    assert [kept("a", (), numbers.__next__) for _ in range(2)] == [2, 2]


def test_nothing_is_written_where_python_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, numbers: Iterator[int]
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [kept("a", (), numbers.__next__) for _ in range(2)] == [1, 2]
    assert not folder.exists()


def test_a_folder_that_is_not_ours_costs_time_only(folder: Path, numbers: Iterator[int]) -> None:
    folder.write_text("a file where the folder would be", "utf-8")
    assert [kept("a", (), numbers.__next__) for _ in range(2)] == [1, 2]


def test_a_value_that_cannot_be_kept_is_returned(folder: Path) -> None:
    value = object()
    assert kept("a", (), lambda: value) is value
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_an_error_is_not_kept(numbers: Iterator[int]) -> None:
    with pytest.raises(ZeroDivisionError):
        kept("a", (), lambda: 1 // 0)
    assert kept("a", (), numbers.__next__) == 1


def test_editions_are_the_same_with_nothing_kept_with_all_kept_and_without_keeping(tmp_path: Path) -> None:
    made = {}
    for name, environment in (("first", {}), ("second", {}), ("without", {"PYTHONDONTWRITEBYTECODE": "1"})):
        prefix = tmp_path / ("nothing" if environment else "kept")
        out = tmp_path / name
        command = [sys.executable, "-m", "pipeline", "build", "--quiet", "--out", str(out)]
        plain = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        subprocess.run(
            command, env={**plain, "PYTHONPYCACHEPREFIX": str(prefix), **environment}, check=True, timeout=100
        )
        made[name] = {path.name: path.read_bytes() for path in out.iterdir()}
    assert made["first"] == made["second"] == made["without"]
    assert len(made["first"]) == 6  # four editions, and the certificate in its two forms
    kinds = {path.name.split("-")[1].partition(".")[0] for path in (tmp_path / "kept").rglob("kept-*")}
    assert kinds >= {"face", "template", "declarations", "hyph_en_GB", "line"}
    assert not (tmp_path / "nothing").exists()
