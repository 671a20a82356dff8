"""The whole way: the same in one process as in two, whatever goes wrong."""

import hashlib
import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import FORMATS, Diagnostic, Exit, Stopped, build, pagemap
from pipeline.terminal import Terminal
from pipeline.verify import transcribe
from pipeline.writers.pdf import engine

SOURCE = Path("source/declaration.md")
ONE_CORE, TWO_CORES = {0}, {0, 1}

Write = Callable[..., bytes]


@pytest.fixture(params=[ONE_CORE, TWO_CORES], ids=["alone", "beside"])
def cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the PDF in this process, or in one beside it."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: request.param)


def run(code: str, *arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program until it and all that it started have closed their output."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=100
    )


def test_two_processes_give_the_bytes_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for number, found in enumerate((ONE_CORE, TWO_CORES)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, found=found: found)
        said: list[Diagnostic] = []
        paths = build(SOURCE, out=tmp_path / str(number), report=said.append)
        sums = [
            hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
        ]  # of bytes, pytest draws the difference
        made.append(([path.name for path in paths], sums, said))
    assert made[0] == made[1]
    assert made[0][0][:4] == [f"declaration.{name}" for name in FORMATS]


def patched(monkeypatch: pytest.MonkeyPatch, write: Write) -> None:
    monkeypatch.setattr("pipeline.writers.write", write)


@pytest.mark.usefixtures("cores")
def test_diagnostics_come_in_the_order_of_the_formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(name: str, _: object, *, report: Callable[[Diagnostic], None], **__: object) -> bytes:
        report(Diagnostic("first", name))
        report(Diagnostic("second", name))
        return b""

    patched(monkeypatch, write)
    said: list[Diagnostic] = []
    with pytest.raises(Stopped):
        build(SOURCE, ("html", "pdf", "docx"), out=tmp_path, verify=False, report=said.append)
    assert [Diagnostic(rule, name) for name in ("html", "pdf", "docx") for rule in ("first", "second")] == said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("cores")
def test_a_writer_that_stops_says_why_with_its_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = Diagnostic("tool-missing", "there is no WeasyPrint")

    def write(name: str, _: object, *, report: Callable[[Diagnostic], None], **__: object) -> bytes:
        report(Diagnostic("said", name))
        if name == "pdf":
            raise Stopped(missing, status=Exit.MISSING)
        return b"made"

    patched(monkeypatch, write)
    said: list[Diagnostic] = []
    with pytest.raises(Stopped) as stopped:
        build(SOURCE, ("html", "pdf", "docx"), out=tmp_path, verify=False, report=said.append)
    assert ((missing,), Exit.MISSING) == (stopped.value.diagnostics, stopped.value.status)
    assert [Diagnostic("said", "html"), Diagnostic("said", "pdf")] == said


@pytest.mark.usefixtures("cores")
def test_an_error_beside_is_raised_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(name: str, *_: object, **__: object) -> bytes:
        return bytes(name, "ascii") if name != "pdf" else bytes(1 // 0)

    patched(monkeypatch, write)
    with pytest.raises(ZeroDivisionError):
        build(SOURCE, out=tmp_path, verify=False, report=print)


def test_what_a_process_that_died_left_undone_is_done_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()

    def write(name: str, *_: object, **__: object) -> bytes:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return name.encode()

    monkeypatch.setattr(os, "sched_getaffinity", lambda _: TWO_CORES)
    patched(monkeypatch, write)
    paths = build(SOURCE, out=tmp_path, verify=False, report=print)
    assert [name.encode() for name in FORMATS] == [path.read_bytes() for path in paths]


def test_no_process_is_started_beside_other_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: TWO_CORES)
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("forked"))
    patched(monkeypatch, lambda name, *_, **__: name.encode())
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert len(FORMATS) == len(build(SOURCE, out=tmp_path, verify=False, report=print))
    finally:
        done.set()
        thread.join()


def test_where_no_process_can_be_started_all_is_done_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "sched_getaffinity", lambda _: TWO_CORES)
    monkeypatch.setattr(os, "fork", fork)
    patched(monkeypatch, lambda name, *_, **__: name.encode())
    assert len(FORMATS) == len(build(SOURCE, out=tmp_path, verify=False, report=print))


INTERRUPTED = """
import os, signal, sys
from pipeline import cli, terminal
def progress(self, stage, told=terminal.Terminal.progress):
    told(self, stage)
    if stage == sys.argv[1]:
        os.kill(os.getpid(), getattr(signal, sys.argv[2]))
terminal.Terminal.progress = progress
sys.exit(cli.main(["build", sys.argv[3], "--out", sys.argv[4]]))
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("stage", ["read", "number", "docx", "html", "pdf"])
def test_an_interrupted_build_leaves_no_file_and_no_process(tmp_path: Path, stage: str, name: str) -> None:
    out, temporary = tmp_path / "out", tmp_path / "temporary"
    temporary.mkdir()
    done = run(INTERRUPTED, stage, name, str(SOURCE.absolute()), str(out), TMPDIR=str(temporary))
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[interrupted]" in done.stderr
    assert "Traceback" not in done.stderr
    assert (list(temporary.iterdir()), out.exists()) == ([], False)


KILLED = """
import os, signal
from pipeline.beside import Beside
with Beside(lambda: print("ready", flush=True)):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_ends_when_whoever_started_it_is_killed() -> None:
    done = run(KILLED)  # which waits for the process too: it has the same output
    assert (done.returncode, done.stdout, done.stderr) == (-9, "ready\n", "")


WITHOUT_PDF = """
import os, sys
from pathlib import Path
from pipeline import build
os.fork = None
build(Path(sys.argv[1]), ("docx", "epub", "html"), out=Path(sys.argv[2]), report=print)
print(sorted({"weasyprint", "pydyf", "pyphen", "cffi"} & set(sys.modules)))
"""


def test_a_build_without_pdf_loads_nothing_of_it_once_its_pages_are_known(tmp_path: Path) -> None:
    runs = [run(WITHOUT_PDF, str(SOURCE.absolute()), str(tmp_path), PYTHONDONTWRITEBYTECODE="") for _ in range(2)]
    assert (runs[1].stdout, runs[1].stderr) == ("[]\n", "")


def test_without_weasyprint_an_e_book_has_no_page_numbers_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagemap, "kept", lambda _name, _stamp, make, *_: make())
    monkeypatch.setattr(engine, "load", engine.load.__wrapped__)
    monkeypatch.setitem(engine.VERSIONS, "weasyprint", "0.1")
    said: list[Diagnostic] = []
    build(SOURCE, ("epub", "html", "docx"), out=tmp_path, report=said.append)
    assert [(each.rule, each.severity.value) for each in said] == [("pages-unknown", "warning")]
    for name in ("epub", "html"):
        assert transcribe(name, (tmp_path / f"declaration.{name}").read_bytes()).pages == ()


def test_importing_the_package_loads_no_library() -> None:
    code = "import sys, pipeline; print(*{name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names)"
    alone = run(code.replace(", pipeline", "")).stdout.split()  # what this interpreter loads by itself
    assert {"pipeline"} == set(run(code).stdout.split()) - set(alone)


@pytest.mark.usefixtures("cores")
def test_pages_are_told_of_from_either_process(tmp_path: Path) -> None:
    told: list[str] = []
    build(SOURCE, out=tmp_path, verify=False, report=print, progress=told.append)
    stages = ["read", "parse", "number", *FORMATS]
    assert sorted(stages) == sorted(stage for stage in told if "," not in stage)
    pages = [stage for stage in told if "," in stage]
    assert [f"pdf, page {number}" for number in range(1, len(pages) + 1)] == pages != []


def test_a_person_sees_the_page_and_the_timings_only_the_stage() -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    terminal = Terminal(io.StringIO(), screen)
    terminal.begun -= 10  # it takes long already
    for stage in ("html", "pdf", "pdf, page 1", "pdf, page 2"):
        terminal.progress(stage)
    assert "\r\x1b[Kpdf, page 1 ...\r\x1b[Kpdf, page 2 ..." in screen.getvalue()
    assert [stage for stage, _ in terminal.timings()] == ["html", "pdf"]
