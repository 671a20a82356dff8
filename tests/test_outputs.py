"""Finished files get their final names together, or not at all."""

import contextlib
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.diagnostics import Exit, Stopped
from pipeline.outputs import write_files


def tree(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, hidden files too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refused(files: dict[Path, bytes]) -> str:
    with pytest.raises(Stopped) as stopped:
        write_files(files)
    assert stopped.value.status is Exit.USAGE
    (diagnostic,) = stopped.value.diagnostics
    assert diagnostic.rule == "output-unwritable"
    return diagnostic.message


def test_files_and_their_folders_are_made(tmp_path: Path) -> None:
    write_files({tmp_path / "a" / "b" / "one.txt": b"1", tmp_path / "two.txt": b"2"})
    assert tree(tmp_path) == {"a/b/one.txt": b"1", "two.txt": b"2"}


def test_old_files_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"old")
    write_files({tmp_path / "one.txt": b"new"})
    assert tree(tmp_path) == {"one.txt": b"new"}


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_the_rights_are_those_that_the_user_gives_new_files(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_files({tmp_path / "one.txt": b"1"})
    finally:
        os.umask(before)
    assert (tmp_path / "one.txt").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    assert refused({tmp_path / "out" / "one.txt": b"1"}).endswith("out: file exists")
    assert refused({tmp_path / "out" / "deep" / "one.txt": b"1"}).endswith("not a directory")
    assert tree(tmp_path) == {"out": b""}


def test_a_folder_where_a_file_should_be_is_found_before_anything_is_renamed(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"old")
    (tmp_path / "two.txt").mkdir()
    assert "two.txt: a folder of that name is in the way" in refused(
        {tmp_path / "one.txt": b"1", tmp_path / "two.txt": b"2"}
    )
    assert tree(tmp_path) == {"one.txt": b"old"}


def test_a_name_that_is_too_long_and_one_that_is_just_short_enough(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"old")
    assert "the name is too long" in refused({tmp_path / "one.txt": b"1", tmp_path / f"{'n' * 252}.txt": b"2"})
    assert "the name is too long" in refused({tmp_path / f"{'é' * 126}.txt": b"2"})
    assert tree(tmp_path) == {"one.txt": b"old"}
    write_files({tmp_path / f"{'n' * 251}.txt": b"2"})
    assert len(tree(tmp_path)) == 2


def test_a_file_system_that_is_read_only() -> None:
    assert "proc" in refused({Path("/proc/none/one.txt"): b"1"})


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """A disk that takes no file of more than a kilobyte; not a fixture, since pytest itself writes to one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_is_full_keeps_the_last_good_files(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"old")
    with full_disk():
        message = refused({tmp_path / "one.txt": b"1", tmp_path / "two.txt": b"2" * 2000})
    assert message.endswith("file too large")
    assert tree(tmp_path) == {"one.txt": b"old"}


def test_an_interruption_before_the_renames_keeps_the_last_good_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.txt").write_bytes(b"old")
    calls = []

    def interrupted(_: int) -> None:
        calls.append(tree(tmp_path))
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_files({tmp_path / "one.txt": b"1", tmp_path / "two.txt": b"2"})
    assert len(calls[1]) == 3  # both were waiting
    assert tree(tmp_path) == {"one.txt": b"old"}


def test_a_signal_between_two_renames_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.txt").write_bytes(b"old")
    replace = Path.replace

    def signalled(path: Path, target: Path) -> Path:
        signal.raise_signal(signal.SIGINT)  # to this thread: the runner of the tests has others
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", signalled)
    with pytest.raises(KeyboardInterrupt):
        write_files({tmp_path / "one.txt": b"1", tmp_path / "two.txt": b"2"})
    assert tree(tmp_path) == {"one.txt": b"1", "two.txt": b"2"}


def test_what_a_killed_run_left_is_taken_away(tmp_path: Path) -> None:
    script = """
import os, pathlib, signal, sys
from pipeline import outputs
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
outputs.write_files({pathlib.Path(sys.argv[1]) / "one.txt": b"new"})
"""
    (tmp_path / "one.txt").write_bytes(b"old")
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(tree(tmp_path)) == 2
    assert (tmp_path / "one.txt").read_bytes() == b"old"
    of_others = tmp_path / f".engross-{os.getppid()}-0.part"  # a run that lives
    of_others.write_bytes(b"")
    (tmp_path / ".engross-x-0.part").write_bytes(b"")
    write_files({tmp_path / "one.txt": b"1"})
    assert set(tree(tmp_path)) == {"one.txt", of_others.name}
