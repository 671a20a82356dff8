"""The real command with bad input: a verdict within ten seconds and 500 MB, its status, no traceback, no litter."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.diagnostics import Exit

GOOD = "---\ntitle: T\nlanguage: en\ndate: 2021-07-06\n---\n\nI. We agree.\n"
SECONDS = 10
MEGABYTES = 500


@dataclass
class Ended:
    """A command that has ended: its status, and what it said on standard output and error."""

    status: int
    out: str
    err: str

    @property
    def rules(self) -> set[str]:
        return set(re.findall(r"(?:error|warning|note)\[([a-z0-9-]+)\]", self.err))


Command = Callable[..., Ended]


def nothing() -> None:
    """No further limit."""


@pytest.fixture
def engross(tmp_path: Path) -> Command:
    """The command in a folder with a good source, within its limits."""
    (tmp_path / "good.md").write_text(GOOD)

    def run(*arguments: str | Path, limit: Callable[[], None] = nothing, **environment: str) -> Ended:
        def limited() -> None:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            limit()

        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", *map(str, arguments)],
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "ENGROSS_TRACEBACK": "1", **environment},
            preexec_fn=limited,  # noqa: PLW1509  # nothing else runs here yet
        )
        watch = threading.Timer(6 * SECONDS, process.kill)  # of a command that waits and uses no processor
        watch.start()
        out, err = (text.decode("utf-8", "backslashreplace") for text in process.communicate())
        watch.cancel()
        assert process.returncode in set(Exit), f"status {process.returncode}\n{err}"
        assert "Traceback" not in err + out
        return Ended(process.returncode, out, err)

    return run


def peak() -> float:
    """The most memory that any command has taken so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


# ---- usage


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "required: COMMAND"),
        (("publish",), "invalid choice: 'publish'"),
        (("build", "--form", "pdf"), "unrecognized arguments"),
        (("build", "good.md", "--to", "rtf"), "there is no format “rtf”"),
        (("build", "good.md", "--to", ","), "there is no format"),
        (("build",), "there is no source/*.md in this folder"),
        (("check", "none.md"), "there is no file none.md"),
        (("check", "."), ". is a folder"),
        (("check", "pipe.md"), "pipe.md cannot be read: no regular file"),
        (("check", "/dev/zero"), "/dev/zero cannot be read: no regular file"),
        (("check", "loop.md"), "too many levels of symbolic links"),
        (("check", "n" * 300), "file name too long"),
        (("check", "good.md/a.md"), "not a directory"),
        (("check", b"a\x1b[31m\n\xff.md"), r"there is no file a\u001b[31m\u000a\udcff.md"),
        (("check", "good.md", "--theme", "none"), "there is no folder none"),
        (("check", "good.md", "--theme", "good.md"), "there is no folder good.md"),
    ],
    ids=str,
)
def test_wrong_usage(engross: Command, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "loop.md").symlink_to("loop.md")
    ended = engross(*map(os.fsdecode, arguments))
    assert (ended.status, ended.out) == (Exit.USAGE, "")
    assert said in ended.err


def test_help_and_version(engross: Command) -> None:
    assert "exit status: 0 fine, 1 problems in the document" in engross("--help").out
    assert re.fullmatch(r"engross \d+\.\d+\.\d+\n", engross("--version").out)
    for command in ("build", "check", "new", "explain", "doctor"):
        ended = engross(command, "--help")
        assert (ended.status, ended.err) == (Exit.FINE, "")


# ---- sources


SOURCES: dict[str, tuple[bytes, set[str]]] = {
    "Latin-1": (GOOD.replace("We", "Wé").encode("latin-1"), {"not-utf-8"}),
    "UTF-16": (GOOD.encode("utf-16"), {"not-utf-8"}),
    "UTF-16 without a mark": (GOOD.encode("utf-16-le"), {"not-utf-8"}),
    "nothing": (b"", {"front-matter-missing", "document-empty"}),
    "NUL": (GOOD.encode().replace(b"We", b"W\0e"), {"control-character"}),
    "random bytes": (bytes(range(256)) * 100, {"not-utf-8"}),
    "a program": (Path(sys.executable).read_bytes()[:100_000], {"not-utf-8"}),
    "bidi": (GOOD.replace("We", "W\u202ee").encode(), {"bidi-control"}),
    "bidi by an entity": (GOOD.replace("We", "W&#x202E;e").encode(), {"bidi-control"}),
    "no front matter": (b"I. We agree.\n", {"front-matter-missing"}),
    "no end of the front matter": (b"---\ntitle: T\n", {"front-matter-open", "document-empty"}),
    "a list": (b"---\n- a\n---\n\nText.\n", {"front-matter-syntax"}),
    "a tag": (b"---\na: !!python/object/apply:os.system [id]\n---\n\nText.\n", {"front-matter-syntax"}),
    "a bomb of anchors": (
        b"---\na: &a [b]\n" + b"".join(b"c%d: [*a, *a, *a]\n" % n for n in range(99)) + b"---\n\nText.\n",
        {"front-matter-syntax"},
    ),
    "deep front matter": (b"---\na: " + b"[" * 50_000 + b"\n---\n\nText.\n", {"front-matter-syntax"}),
    "no date": (GOOD.replace("date: 2021-07-06\n", "").encode(), {"date-missing"}),
    "a language without words": (GOOD.replace("en\n", "tlh\n").encode(), {"language-words"}),
    "ten thousand lists": (GOOD.encode() + b"\n" + b"- " * 10_000 + b"a\n", {"too-deep"}),
    "ten thousand quotations": (GOOD.encode() + b"\n" + b">" * 10_000 + b"a\n", {"too-deep"}),
    "ten thousand brackets": (GOOD.encode() + b"[" * 10_000, {"source-too-complex"}),
    "ten thousand stars": (GOOD.encode() + b"*a " * 10_000 + b" a*" * 10_000, {"too-deep"}),
    "four megabytes of brackets": (GOOD.encode() + b"[" * (4 * 2**20 - 100), {"source-too-complex"}),
    "four megabytes of stars": (GOOD.encode() + b"*a" * (2 * 2**20 - 100), {"source-too-complex"}),
    "four megabytes of lines": (GOOD.encode() + b"a\n" * (2 * 2**20 - 100), {"source-too-large"}),
    "four megabytes of links": (GOOD.encode() + b"[](#a) " * (2**19), {"source-too-complex"}),
    "four megabytes of controls": (GOOD.encode() + b"\x01" * (4 * 2**20 - 100), {"control-character"}),
    "links to other places": (
        b"".join(b"[a](%s) " % it for it in (b"javascript:a", b"data:,a", b"file:///a", b"//a.b", b"a.html")),
        {"front-matter-missing", "link-address"},
    ),
    "pictures from other places": (
        GOOD.encode()
        + b"".join(b"\n![a](%s)\n" % it for it in (b"file:///etc/passwd", b"../a.png", b"http://a.b/a.png", b"/a.png")),
        {"image-outside"},
    ),
}


@pytest.mark.parametrize(("data", "rules"), SOURCES.values(), ids=SOURCES)
def test_a_bad_source(engross: Command, tmp_path: Path, data: bytes, rules: set[str]) -> None:
    (tmp_path / "bad.md").write_bytes(data)
    ended = engross("check", "bad.md", "--to", "html", SOURCE_DATE_EPOCH="")
    assert (ended.status, ended.rules, ended.out) == (Exit.PROBLEMS, rules, "")
    assert peak() < MEGABYTES


def test_a_source_of_200_megabytes(engross: Command, tmp_path: Path) -> None:
    with (tmp_path / "bad.md").open("wb") as file:
        file.truncate(200 * 2**20)
    assert engross("check", "bad.md").rules == {"source-too-large"}


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_another_line_end_is_no_problem(engross: Command, tmp_path: Path, end: bytes) -> None:
    (tmp_path / "good.md").write_bytes(GOOD.encode().replace(b"\n", end))
    assert engross("check", "good.md", "--to", "html").status == Exit.FINE


def test_a_byte_order_mark_is_no_problem(engross: Command, tmp_path: Path) -> None:
    (tmp_path / "good.md").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    ended = engross("check", "good.md", "--to", "html")
    assert (ended.status, ended.rules) == (Exit.FINE, {"byte-order-mark"})


def test_a_name_with_bytes_that_are_no_utf_8(engross: Command, tmp_path: Path) -> None:
    name = os.fsdecode(b"g\x1b[31m\n\xff.md")
    (tmp_path / "good.md").rename(tmp_path / name)
    ended = engross("build", name, "--to", "html")
    assert (ended.status, ended.err) == (Exit.FINE, "")
    assert "\x1b" not in ended.out
    assert f"build/{name[:-3]}.html" in tree(tmp_path)


# ---- outputs


@pytest.mark.parametrize(
    ("out", "said"), [("good.md", "file exists"), ("good.md/deep", "not a directory"), ("/proc/none", "no such file")]
)
def test_a_folder_that_cannot_be_written(engross: Command, tmp_path: Path, out: str, said: str) -> None:
    ended = engross("build", "good.md", "--to", "html", "--out", out)
    assert (ended.status, ended.rules) == (Exit.USAGE, {"output-unwritable"})
    assert said in ended.err
    assert tree(tmp_path) == {"good.md"}


def test_a_disk_that_is_full_keeps_the_last_good_files(engross: Command, tmp_path: Path) -> None:
    assert engross("build", "good.md", "--to", "html,epub").status == Exit.FINE
    before = {name: (tmp_path / name).read_bytes() for name in tree(tmp_path)}
    (tmp_path / "good.md").write_text(GOOD + "\nII. We go on.\n")

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    ended = engross("build", "good.md", "--to", "html,epub", limit=full, PYTHONDONTWRITEBYTECODE="1")
    assert (ended.status, ended.rules) == (Exit.USAGE, {"output-unwritable"})
    assert "file too large" in ended.err
    after = {name: (tmp_path / name).read_bytes() for name in tree(tmp_path)}
    assert {name for name in before if before[name] != after[name]} == {"good.md"}
    assert before.keys() == after.keys()


def test_an_error_keeps_the_last_good_files(engross: Command, tmp_path: Path) -> None:
    assert engross("build", "good.md", "--to", "html").status == Exit.FINE
    before = (tmp_path / "build" / "good.html").read_bytes()
    (tmp_path / "good.md").write_text(GOOD + "\n<b>raw</b>\n")
    assert engross("build", "good.md", "--to", "html").status == Exit.PROBLEMS
    assert (tmp_path / "build" / "good.html").read_bytes() == before


def test_standard_output_that_is_full_or_gone(engross: Command, tmp_path: Path) -> None:
    for redirected in (">/dev/full", ">&-", "| true", "2>/dev/full", "2>&-"):
        command = f"{sys.executable} -m pipeline check good.md --to html {redirected}"
        ended = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=False, timeout=60)
        assert ended.returncode in set(Exit)
        assert b"Traceback" not in ended.stderr
        assert b"Exception ignored" not in ended.stderr
    assert engross("check", "good.md", "--to", "html").status == Exit.FINE


def test_a_terminal_that_knows_no_curly_quotes(engross: Command) -> None:
    ended = engross("build", "good.md", "--to", "rtf", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (ended.status, ended.err.splitlines()[0]) == (
        Exit.USAGE,
        r"error[format-unknown]: there is no format \u201crtf\u201d",
    )


# ---- themes and templates


THEMES: dict[str, tuple[str, bytes, str]] = {
    "a wrong unit": ("theme.toml", b'[text]\ntracking = "3 ells"\n', "theme-type"),
    "a wrong type": ("theme.toml", b"size = 4\n", "theme-type"),
    "an unknown token": ("theme.toml", b'[text]\ncolour = "red"\n', "theme-unknown"),
    "no TOML": ("theme.toml", b"size = [\n", "theme-syntax"),
    "not UTF-8": ("theme.toml", b'size = "\xff"\n', "theme-syntax"),
    "nested too deeply": ("theme.toml", b"a = " + b"[" * 50_000, "theme-syntax"),
    "too large a number": ("theme.toml", b"a = " + b"9" * 5_000, "theme-syntax"),
    "too large": ("theme.toml", b"#" * 2_000_000, "theme-syntax"),
    "a title that calls itself bold": ("theme.toml", b"[faces.title]\nweight = 700\n", "theme-type"),
    "a half bold": ("theme.toml", b"[faces.text-bold]\nweight = 600\n", "theme-type"),
    "an upright italic": ("theme.toml", b"[faces.text-italic]\nitalic = false\n", "theme-type"),
    "capitals for the text": ("theme.toml", b"[faces.text-bold]\ncaps = true\n", "theme-type"),
    "a text of two names": ("theme.toml", b'[faces.text-italic]\nname = "Other"\n', "theme-type"),
    "a title of the text's name": ("theme.toml", b'[faces.title]\nname = "Engross Text"\n', "theme-type"),
    "a font that is missing": (
        "theme.toml",
        b'[faces.text-regular]\npackage = "none"\nfile = "a.otf"\n',
        "font-missing",
    ),
    "words that are missing": ("languages/en.toml", b'cover = "C"\n', "language-words"),
    "words that are no TOML": ("languages/en.toml", b"cover = [", "language-words"),
    "an unknown variable": ("html/page.html.j2", b"{{ nothing }}", "template-error"),
    "a mistake": ("html/page.html.j2", b"{% if %}", "template-error"),
    "a file": ("html/page.html.j2", b"{% include '/etc/passwd' %}", "template-error"),
    "a file further up": ("html/page.html.j2", b"{% include '../../../../etc/passwd' %}", "template-error"),
    "a class": ("html/page.html.j2", b"{{ ''.__class__.__mro__ }}", "template-error"),
    "a class by an attribute": ("html/page.html.j2", b"{{ ''|attr('__class__') }}", "template-error"),
    "a loop": ("html/page.html.j2", b"{% for a in range(10**9) %}{% endfor %}", "template-error"),
    "loops in loops": (
        "html/page.html.j2",
        b"{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "template-error",
    ),
    "itself": ("html/page.html.j2", b"{% include 'html/page.html.j2' %}", "template-error"),
    "a macro that calls itself": (
        "html/page.html.j2",
        b"{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "template-error",
    ),
    "a long text": ("html/page.html.j2", b"{{ 'a' * 10**10 }}", "template-error"),
    "a large number": ("html/page.html.j2", b"{{ 10**10**10 }}", "template-error"),
    "no number": ("html/page.html.j2", b"{{ 1 / 0 }}", "template-error"),
    "not text": ("html/page.html.j2", b"\xff\xfe", "template-error"),
    "a large template": ("html/page.html.j2", b" " * 2_000_000, "template-error"),
}


@pytest.mark.parametrize(("name", "data", "rule"), THEMES.values(), ids=THEMES)
def test_a_bad_theme(engross: Command, tmp_path: Path, name: str, data: bytes, rule: str) -> None:
    path = tmp_path / "theme" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    ended = engross("check", "good.md", "--to", "html", "--theme", "theme")
    assert (ended.status, ended.rules) == (Exit.PROBLEMS, {rule})
    assert name.rpartition("/")[2] in ended.err or rule == "font-missing"
    assert peak() < MEGABYTES


@pytest.mark.parametrize("name", ["theme.toml", "languages/en.toml", "html/page.html.j2"])
@pytest.mark.parametrize("kind", ["a pipe", "a device", "a folder"])
def test_a_theme_of_no_files(engross: Command, tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / "theme" / name
    path.parent.mkdir(parents=True)
    if kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    ended = engross("check", "good.md", "--to", "html", "--theme", "theme")
    expected = {"theme.toml": "theme-syntax", "html/page.html.j2": "template-error"}.get(name)
    assert ended.rules == ({expected} if expected else set())  # words that are no file are not there
    assert ended.status == (Exit.PROBLEMS if expected else Exit.FINE)


@pytest.mark.parametrize("kind", ["a pipe", "a device", "a folder", "nothing"])
def test_a_house_template_that_is_no_file(engross: Command, tmp_path: Path, kind: str) -> None:
    path = {"a device": Path("/dev/zero"), "a folder": tmp_path}.get(kind, tmp_path / "house.dotx")
    if kind == "a pipe":
        os.mkfifo(path)
    ended = engross("build", "good.md", "--to", "docx", "--word-template", path)
    assert (ended.status, ended.rules) == (Exit.PROBLEMS, {"docx-template-refused"})


# ---- signals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_says_so_and_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "good.md").write_text(GOOD)
    # The theme is a pipe's other side: the command waits there until it is told to stop.
    program = (
        "import os, signal, sys, pipeline.theme\n"
        "def wait(*_, **__):\n"
        "    os.write(1, b'here')\n"
        "    signal.pause()\n"
        "pipeline.theme.load_theme = wait\n"
        "from pipeline.cli import main\n"
        "sys.exit(main(['build', 'good.md', '--to', 'html']))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.read(4) == b"here"
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (
        Exit.PROBLEMS,
        b"error[interrupted]: interrupted: no file was left half written\n",
    )
    assert tree(tmp_path) == {"good.md"}


# ---- for programs


def test_json_lines_and_nothing_else(engross: Command, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(GOOD + "\n<b>\x1b</b> “quoted”\n")
    ended = engross("check", "bad.md", "--json")
    assert (ended.status, ended.err) == (Exit.PROBLEMS, "")
    assert ended.out.isascii()
    assert sorted(json.loads(line)["rule"] for line in ended.out.splitlines()) == ["control-character", "html"]
    assert engross("check", "good.md", "--to", "html", "--json").out == ""


def test_quiet(engross: Command, tmp_path: Path) -> None:
    ended = engross("check", "good.md", "--to", "html", "--quiet")
    assert (ended.status, ended.out, ended.err) == (Exit.FINE, "", "")
    (tmp_path / "bad.md").write_text(GOOD + "\n**a\n\n<b>\n")
    assert engross("check", "bad.md", "--to", "html", "--quiet").rules == {"html"}


def test_a_fault_of_ours_is_named_and_can_be_traced(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(GOOD)
    program = (
        "import sys, pipeline.numbering\n"
        "pipeline.numbering.number = None\n"
        "from pipeline.cli import main\n"
        "sys.exit(main(['check', 'good.md', '--to', 'html']))\n"
    )
    for environment, traced in (({}, False), ({"ENGROSS_TRACEBACK": "1"}, True)):
        ended = subprocess.run(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **environment},
        )
        assert ended.returncode == Exit.PROBLEMS
        assert ("Traceback" in ended.stderr) is traced
        assert ("error[internal-error]: TypeError" in ended.stderr) is not traced
