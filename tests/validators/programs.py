"""Finding and running the programs, without a shell and with a time limit."""

import functools
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.validators import TOOLS

LIMIT = 300.0
"""Seconds after which a program is ended; the slowest takes a twentieth of it."""

JVM = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true")
"""Short runs: a compiler that starts at once matters more than the best code (half the time for EPUBCheck)."""

NODE_MODULES = TOOLS / "node_modules"
SOURCES = Path(__file__).parent


class ProgramFailed(Exception):
    """A program broke down, so that its silence says nothing about the file."""


def run(
    command: Sequence[str | Path],
    *,
    stdin: str | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    accept: Sequence[int] = (0,),
    limit: float = LIMIT,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and return its output.

    Raises ProgramFailed for an exit status outside `accept`, a program that does not exist, or one that takes more
    than `limit` seconds.
    """
    name = Path(command[0]).name
    try:
        done = subprocess.run(
            [str(part) for part in command],
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            # UTF-8 also where no locale is set: Java would not find a file with another letter in its name.
            env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})},
            cwd=folder,
            timeout=limit,
            check=False,
        )
    except FileNotFoundError as error:
        raise ProgramFailed(f"{name} is not there: {error}") from error
    except subprocess.TimeoutExpired as error:
        raise ProgramFailed(f"{name} took more than {limit:g} seconds") from error
    if done.returncode not in accept:
        said = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise ProgramFailed(f"{name} ended with {done.returncode}: {said}")
    return done


def missing_program(*names: str) -> str | None:
    """Return which of the programs is not on PATH, as a sentence, or None."""
    absent = [name for name in names if shutil.which(name) is None]
    return f"not on PATH: {', '.join(absent)}" if absent else None


def package_folder(name: str) -> Path | None:
    """Return the folder of an installed Python package without importing it."""
    spec = importlib.util.find_spec(name)
    locations = spec.submodule_search_locations if spec else None
    return Path(locations[0]) if locations else None


def node() -> Path | None:
    """Return the Node of the virtual environment: Debian's is older than what the programs need."""
    found = Path(sys.executable).with_name("node")
    return found if found.exists() else None


@functools.cache
def compiled(main: str, classpath: str) -> str:
    """Compile tests/validators/<main>.java unless that was done before, and return the class path to run it with.

    The folder is named after the source and the class path, so a change of either compiles anew; it is filled beside
    its final place and then renamed, so two runs at once do no harm.
    """
    source = SOURCES / f"{main}.java"
    key = hashlib.sha256(classpath.encode() + source.read_bytes()).hexdigest()[:16]
    place = TOOLS / "java" / f"{main}-{key}"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as folder:
            fresh = Path(folder) / "classes"
            fresh.mkdir()
            run(["javac", "-proc:none", "-cp", classpath, "-d", fresh, source])
            if not place.exists():
                fresh.rename(place)
    return os.pathsep.join([classpath, str(place)])


def java_records(main: str, classpath: str, arguments: Sequence[str | Path]) -> list[list[str]]:
    """Run one of our Java mains and return what it printed: a line a record, a tab between fields."""
    done = run(["java", *JVM, "-cp", compiled(main, classpath), main, *arguments])
    return [line.split("\t") for line in done.stdout.splitlines() if line]
