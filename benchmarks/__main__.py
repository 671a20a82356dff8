"""Measure, and write RESULTS.md: `python -m benchmarks [--rounds N] [--times 1,10,100]`."""

import argparse
import importlib.metadata
import os
import platform
import re
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import lines
from benchmarks.documents import ROOT, write_plain, write_source
from benchmarks.measure import ROUNDS, Command, Series, in_turn
from benchmarks.peers import engross, pandoc, rdocx, weasyprint, write_page

RESULTS = Path(__file__).with_name("RESULTS.md")
_LONG = 36
"""Times the declaration for a document of some 145 pages."""
_PROVED = 50
"""For one of some 180, whose proof is measured."""


def main() -> None:
    """Measure everything and write the tables."""
    parser = argparse.ArgumentParser("benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="counted runs of each command on the short document (9)")
    parser.add_argument("--times", default="1,10,100", help="lengths, in times the declaration (1,10,100)")
    parser.add_argument("--text", type=Path, default=ROOT / "source" / "declaration.md", help="whose lines are counted")
    options = parser.parse_args()
    machine = _machine()
    lengths = [int(times) for times in options.times.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        parts = [
            _table("Four formats, cold", _COLD, _cold(Path(folder), lengths, options.rounds)),
            _table("The proof beside its build", _PROOF, _proof(Path(folder), options.rounds)),
            _table("The PDF beside WeasyPrint alone", _BARE, _bare(Path(folder), options.rounds)),
            _table("What the press edition and fitted lines cost", _PRESS, _press(Path(folder), options.rounds)),
            _table(f"Lines of {options.text.name}", lines.HEAD, lines.rows(options.text.read_text("utf-8"))),
            _table("Warm", _WARM, _warm(Path(folder), options.rounds)),
            _table("Starts", _STARTS, _starts(Path(folder), options.rounds)),
        ]
    quiet = f"{ROUNDS[True]} of {sum(ROUNDS.values())} rounds began while nobody else used the machine."
    RESULTS.write_text("\n".join([_HEAD.format(machine=machine, quiet=quiet), *parts]), "utf-8")
    print(RESULTS.relative_to(ROOT))


Row = Sequence[str]

_HEAD = """\
# Timings

Written by `make bench`; nothing here is tested, since it holds for this machine and this hour only. Commands are run as
whole processes in turn, round by round, after one run that is not counted. Seconds are medians; a ratio is the median
of the ratios within each round, which holds even where others use the machine. *CPU* adds up all processors; *memory*
is the most that a command and its children held, pages that they share counted once.

{machine} {quiet}
"""
_COLD = ("Document", "Command", "Seconds", "CPU", "Memory, MB", "Time beside Pandoc", "CPU beside Pandoc")
_PROOF = ("Document", "Command", "Build, CPU", "With its proof, CPU", "Proof beside the build, CPU", "Time")
_BARE = ("Document", "Command", "Seconds", "CPU", "Memory, MB", "Time beside it", "CPU beside it")
_PRESS = ("Document", "Command", "Seconds", "CPU", "Memory, MB", "Time beside the PDF", "CPU beside the PDF")
_WARM = ("In one process", "Seconds")
_STARTS = ("Command", "Seconds", "CPU", "Memory, MB")


def _cold(folder: Path, lengths: Sequence[int], rounds: int) -> Iterator[Row]:
    """Engross without and with its proof, Pandoc and rdocx."""
    for times in lengths:
        print(f"{times} times, four formats", file=sys.stderr)
        source, plain = write_source(times, folder), write_plain(times, folder)
        commands = [
            engross(source, folder / "out", "--no-verify", name="Engross, no proof"),
            engross(source, folder / "out", name="Engross, proved"),
            pandoc(plain, folder / "pandoc"),
            rdocx(plain, folder / "rdocx"),
        ]
        series = in_turn(commands, _rounds(rounds, times))
        for found in series:
            yield f"{times} times", *_figures(found), _ratio(found, series[2], "wall"), _ratio(found, series[2], "cpu")


def _proof(folder: Path, rounds: int) -> Iterator[Row]:
    """What the proof adds to the build that it proves, of the declaration and of some 180 pages."""
    for times in (1, _PROVED):
        print(f"{times} times, proof", file=sys.stderr)
        source = write_source(times, folder)
        commands = [
            engross(source, folder / "out", "--no-verify"),
            engross(source, folder / "out", name="four formats, proved"),
        ]
        bare, proved = in_turn(commands, _rounds(rounds, times), memory=False)
        figures = (f"{statistics.median(each.cpu):.2f}" for each in (bare, proved))
        shares = (f"{proved.beside(bare, what) - 1:.2f}" for what in ("cpu", "wall"))
        yield f"{times} times", proved.name, *figures, *shares


def _bare(folder: Path, rounds: int) -> Iterator[Row]:
    """The PDF alone, beside WeasyPrint's own command on the same page."""
    for times in (1, _LONG):
        print(f"{times} times, PDF", file=sys.stderr)
        source = write_source(times, folder)
        page = write_page(source, folder / f"page-{times}")
        commands = [
            engross(source, folder / "out", "--to", "pdf", "--no-verify"),
            weasyprint(page, folder / "bare.pdf"),
        ]
        series = in_turn(commands, _rounds(rounds, times))
        document = f"{times} times, {_pages(folder / 'bare.pdf')} pages"
        for found in series:
            yield document, *_figures(found), _ratio(found, series[1], "wall"), _ratio(found, series[1], "cpu")


def _press(folder: Path, rounds: int) -> Iterator[Row]:
    """The PDF, fitted and not, the print, and both."""
    theme = folder / "unfitted"
    theme.mkdir()
    (theme / "theme.toml").write_text("[text]\nfit = false\n", "utf-8")
    for times in (1, _LONG):
        print(f"{times} times, press", file=sys.stderr)
        source, out = write_source(times, folder), folder / "out"
        commands = [
            engross(source, out, "--to", "pdf", "--no-verify", name="PDF"),
            engross(source, out, "--to", "pdf", "--no-verify", "--theme", str(theme), name="PDF, lines not fitted"),
            engross(source, out, "--to", "print", "--no-verify", name="print"),
            engross(source, out, "--to", "pdf,print", "--no-verify", name="both"),
        ]
        series = in_turn(commands, _rounds(rounds, times))
        for found in series:
            yield f"{times} times", *_figures(found), _ratio(found, series[0], "wall"), _ratio(found, series[0], "cpu")


def _warm(folder: Path, rounds: int) -> Iterator[Row]:
    """Builds one after another in one process: the first imports, the others show what is left."""
    from pipeline import build

    source, seconds = write_source(1, folder), []
    for _ in range(rounds + 1):
        begun = time.perf_counter()
        build(source, out=folder / "warm", verify=False, report=print)
        seconds.append(time.perf_counter() - begun)
    yield "Engross, first build, no proof", f"{seconds[0]:.2f}"
    yield f"Engross, median of the next {rounds}", f"{statistics.median(seconds[1:]):.2f}"


def _starts(folder: Path, rounds: int) -> Iterator[Row]:
    """What has to be fast although it makes little."""
    print("starts", file=sys.stderr)
    source, python = write_source(1, folder), sys.executable
    forget = 'find "$1" -name "kept-*" -delete; shift; exec "$@"'
    build = engross(source, folder / "out", "--no-verify")
    commands = [
        Command("Python, nothing imported", [python, "-c", ""]),
        Command("`import pipeline`", [python, "-c", "import pipeline"]),
        Command("`engross --version`", [python, "-m", "pipeline", "--version"]),
        Command("`engross check`", [python, "-m", "pipeline", "check", str(source), "--quiet"]),
        engross(source, folder / "out", "--no-verify", "--to", "docx,epub,html", name="`engross build`, no PDF"),
        engross(source, folder / "out", "--no-verify", name="`engross build`, four formats"),
        Command(
            "the same, with nothing kept from earlier runs",
            ["sh", "-c", forget, "sh", str(ROOT / "pipeline"), *build.words],
        ),
    ]
    return (_figures(found) for found in in_turn(commands, rounds))


def _rounds(rounds: int, times: int) -> int:
    """As many rounds as patience allows: a hundred declarations take a minute."""
    return max(3, rounds // times) if times < 100 else max(1, rounds // 4)


def _figures(found: Series) -> Row:
    return (
        found.name,
        f"{statistics.median(found.wall):.2f}",
        f"{statistics.median(found.cpu):.2f}",
        f"{found.memory:.0f}",
    )


def _ratio(found: Series, other: Series, what: str) -> str:
    return "1" if found is other else f"{found.beside(other, what):.2f}"


def _pages(path: Path) -> int:
    """Pages of a PDF whose objects lie in compressed streams."""
    data = path.read_bytes()
    starts = [found.end() for found in re.finditer(rb"/Type /ObjStm.*?stream\r?\n", data, re.DOTALL)]
    streams = (zlib.decompressobj().decompress(data[start:]) for start in starts)
    return sum(len(re.findall(rb"/Type ?/Page\b", stream)) for stream in streams)


def _machine() -> str:
    cpu = next(
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1_000_000
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("engross", "weasyprint", "pypandoc_binary", "rdocx")
    )
    return (
        f"{cpu}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GB; {system}, Python {platform.python_version()};\n"
        f"{versions}."
    )


def _table(title: str, head: Row, rows: Iterator[Row]) -> str:
    table = [head, ["---"] + ["---:" if cell != "Command" else "---" for cell in head[1:]], *rows]
    return "\n".join([f"## {title}\n", *("| " + " | ".join(cells) + " |" for cells in table), ""])


if __name__ == "__main__":
    main()
