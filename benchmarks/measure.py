"""Commands as whole processes, in turn (A B C A B C ...): where others use the machine, only ratios in a round hold."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

CLEAN = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Compiled modules may be written: without them every start of every peer would be slower."""

PATIENCE = 20.0
"""Seconds to wait for a quiet moment before each round."""

ROUNDS = {True: 0, False: 0}
"""How many rounds began in a quiet moment, how many did not."""

_QUIET = 0.9
_SAMPLE = 0.01
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Command:
    """What is run: its name in the tables, and the words of the command."""

    name: str
    words: Sequence[str]
    cwd: Path | None = None


@dataclass(slots=True)
class Series:
    """The figures of one command: seconds by the clock, seconds of processors, MB of all its processes together."""

    name: str
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: float = 0.0

    def beside(self, other: "Series", what: str = "wall") -> float:
        """The median of the ratios round by round."""
        mine, theirs = (each.wall if what == "wall" else each.cpu for each in (self, other))
        return statistics.median(ours / its for ours, its in zip(mine, theirs, strict=True))


def in_turn(commands: Sequence[Command], rounds: int, *, memory: bool = True) -> list[Series]:
    """Run all commands once, uncounted, watching their memory; then `rounds` times each, in turn."""
    series = [Series(command.name) for command in commands]
    for command, found in zip(commands, series, strict=True):
        print(f"  {command.name}", file=sys.stderr, flush=True)
        found.memory = _peak(command) if memory else 0.0
    for _ in range(rounds):
        wait_for_quiet()
        for command, found in zip(commands, series, strict=True):
            wall, cpu = _once(command)
            found.wall.append(wall)
            found.cpu.append(cpu)
    return series


def wait_for_quiet(patience: float = PATIENCE) -> None:
    """Wait until nobody else works on this machine, or until patience ends; ROUNDS counts both."""
    end = time.monotonic() + patience
    while (quiet := _idle() > _QUIET) is False and time.monotonic() < end:
        pass
    ROUNDS[quiet] += 1


def _idle() -> float:
    """The share of the processors' time that nobody uses, over a fifth of a second."""
    before = _ticks()
    time.sleep(0.2)
    spent = [after - earlier for after, earlier in zip(_ticks(), before, strict=True)]
    return (spent[3] + spent[4]) / max(1, sum(spent[:8]))


def _ticks() -> list[int]:
    return [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]


def _started(command: Command) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command.words,
        cwd=command.cwd,
        env=CLEAN,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _once(command: Command) -> tuple[float, float]:
    begun = time.perf_counter()
    process = _started(command)
    _, status, used = os.wait4(process.pid, 0)  # with what its own children used
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command.name} ended with {process.returncode}: {' '.join(command.words)}")
    return wall, used.ru_utime + used.ru_stime


def _peak(command: Command) -> float:
    """MB that the command and its children held at most, pages that they share counted once (PSS), seen in samples."""
    process, most = _started(command), 0
    while process.poll() is None:
        most = max(most, sum(map(_held, _session(process.pid))))
        time.sleep(_SAMPLE)
    return most / 1000


def _session(leader: int) -> list[Path]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has ended
                continue
            if int(fields[3]) == leader:
                found.append(folder)
    return found


def _held(process: Path) -> int:
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
