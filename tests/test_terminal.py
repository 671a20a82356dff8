"""What a person sees, and what a program reads."""

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.diagnostics import Diagnostic, Position, Severity
from pipeline.terminal import Terminal, safe, width


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(
    *found: Diagnostic, quiet: bool = False, json: bool = False, err: io.StringIO | None = None
) -> tuple[str, str]:
    """What standard output and standard error get."""
    out, err = io.StringIO(), err or io.StringIO()
    terminal = Terminal(out, err, json=json, quiet=quiet)
    for diagnostic in found:
        terminal.report(diagnostic)
    terminal.finish()
    return out.getvalue(), err.getvalue()


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    lines = ["\ufefffirst\tline", "漢字 e\u0301 second \x1b[31mline\u202e", "x" * 300 + "here" + "y" * 300, ""]
    Path("source.md").write_text("\r\n".join(lines), "utf-8")
    return "source.md"


def test_a_finding_shows_its_line_underlined(source: str) -> None:
    _, err = shown(Diagnostic("a-rule", "what is wrong", Position(source, 1, 7, 4), "how to mend it\nand how else"))
    assert (
        err
        == """source.md:1:7: error[a-rule]: what is wrong
  1 | first line
    |       ^^^^
  help: how to mend it
        and how else
"""
    )


def test_the_mark_stands_under_wide_and_combining_characters(source: str) -> None:
    _, err = shown(Diagnostic("a-rule", "wrong", Position(source, 2, 7, 6), severity=Severity.WARNING))
    text, mark = err.split("\n")[1:3]
    assert text == "  2 | 漢字 e\u0301 second \\u001b[31mline\\u202e"
    assert mark == "    |        ^^^^^^"
    assert width(text[: text.index("second")]) == mark.index("^")


def test_a_long_line_is_cut_round_the_place(source: str) -> None:
    _, err = shown(Diagnostic("a-rule", "wrong", Position(source, 3, 301, 4)))
    text, mark = err.split("\n")[1:3]
    assert text[mark.index("^") : mark.rindex("^") + 1] == "here"
    assert len(text) < 100
    _, err = shown(Diagnostic("a-rule", "wrong", Position(source, 3, 604, 1)))
    assert err.split("\n")[2].rstrip().endswith("^")
    _, err = shown(Diagnostic("a-rule", "wrong", Position(source, 3, 1, 600)))
    assert max(map(len, err.split("\n"))) < 100


@pytest.mark.parametrize(("line", "column"), [(4, 1), (4, 9), (5, 1), (99, 1), (1, 99)])
def test_a_place_at_the_end_and_behind_it(source: str, line: int, column: int) -> None:
    _, err = shown(Diagnostic("a-rule", "wrong", Position(source, line, column)))
    assert err.startswith(f"source.md:{line}:{column}: error[a-rule]: wrong\n")


def test_a_file_that_is_gone_or_was_never_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("none", "pipe", ".", "a\0b"):
        file = f"{tmp_path}/{name}"
        _, err = shown(Diagnostic("a-rule", "wrong", Position(file)))
        assert err == f"{safe(file)}:1:1: error[a-rule]: wrong\n"


def test_findings_stand_in_the_order_of_the_text_and_once(source: str) -> None:
    found = [
        Diagnostic("no-place", "last"),
        Diagnostic("b-rule", "two", Position(source, 2)),
        Diagnostic("a-rule", "one", Position(source, 1, 3)),
        Diagnostic("b-rule", "two", Position(source, 2)),
        Diagnostic("a-rule", "one", Position(source, 1, 2)),
        Diagnostic("a-rule", "two", Position(source, 2)),
    ]
    order = ["source.md:1:2", "source.md:1:3", "source.md:2:1", "source.md:2:1"]
    for some_order in (found, found[::-1]):
        _, err = shown(*some_order)
        assert re.findall(r"^(source.md:\d+:\d+|error\[no-place\])", err, re.MULTILINE) == [*order, "error[no-place]"]
        assert err.index("[a-rule]: two") < err.index("[b-rule]: two")
        assert err.endswith("5 errors; “engross explain RULE” says more about a rule\n")


def test_many_findings_of_one_rule_are_counted(source: str) -> None:
    many = [Diagnostic("a-rule", f"the {number}th", Position(source, number)) for number in range(1, 501)]
    few = [Diagnostic("b-rule", "another", Position(source, 400), severity=Severity.WARNING)]
    _, err = shown(*many, *few)
    assert len(re.findall(r"error\[a-rule\]: the", err)) == 10
    assert "... and 490 more of error[a-rule]\n" in err
    assert "warning[b-rule]: another" in err
    assert err.endswith("500 errors; “engross explain RULE” says more about a rule\n")


def test_a_million_findings_take_little_room() -> None:
    terminal = Terminal(io.StringIO(), io.StringIO())
    for number in range(100_000):
        terminal.report(Diagnostic("a-rule", "wrong", Position("none", number)))
    assert len(terminal.found) == 200


def test_quiet_says_nothing_but_errors(source: str) -> None:
    found = [
        Diagnostic("a-rule", "one", Position(source), severity=Severity.NOTE),
        Diagnostic("b-rule", "two", Position(source), severity=Severity.WARNING),
        Diagnostic("c-rule", "three", Position(source)),
    ]
    assert "[c-rule]" in shown(*found)[1]
    assert re.findall(r"\[(.-rule)\]", shown(*found, quiet=True)[1]) == ["c-rule"]
    assert [json.loads(line)["rule"] for line in shown(*found, quiet=True, json=True)[0].splitlines()] == ["c-rule"]
    many = [Diagnostic("b-rule", str(number), severity=Severity.WARNING) for number in range(500)]
    assert shown(*many, quiet=True) == shown(*many, quiet=True, json=True) == ("", "")
    terminal = Terminal(out := io.StringIO(), io.StringIO(), quiet=True)
    terminal.print("an answer")
    assert out.getvalue() == ""


# ---- for programs


def test_json_lines_say_everything(source: str) -> None:
    out, err = shown(
        Diagnostic("b-rule", "“wrong”\n\x1b", severity=Severity.WARNING),
        Diagnostic("a-rule", "wrong", Position(source, 2, 3, 4), "mend"),
        json=True,
    )
    assert err == ""
    assert out.isascii()
    assert [json.loads(line) for line in out.splitlines()] == [
        {
            "severity": "error",
            "rule": "a-rule",
            "message": "wrong",
            "hint": "mend",
            "file": "source.md",
            "line": 2,
            "column": 3,
            "length": 4,
        },
        {"severity": "warning", "rule": "b-rule", "message": "“wrong”\n\x1b", "hint": ""},
    ]


def test_json_lines_say_how_many_are_left_out() -> None:
    out, _ = shown(*(Diagnostic("a-rule", str(number)) for number in range(500)), json=True)
    lines = [json.loads(line) for line in out.splitlines()]
    assert (len(lines), lines[-1]["rule"], lines[-1]["message"]) == (201, "findings-left-out", "300 more of a-rule")


@given(some.text(), some.text(), some.text())
def test_any_finding_is_one_line_of_json(message: str, hint: str, file: str) -> None:
    out, _ = shown(Diagnostic("a-rule", message, Position(file + "\0"), hint), json=True)
    (line,) = out.splitlines()
    assert (json.loads(line)["message"], json.loads(line)["hint"]) == (message, hint)


# ---- a terminal


UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\U000e0000-\U000e0fff]"
)


@given(some.text(some.characters()), some.text(some.characters()))
def test_what_is_quoted_cannot_drive_a_terminal(message: str, line: str) -> None:
    _, err = shown(Diagnostic("a-rule", message, Position(f"{line}\0", 1, 1), ""))
    assert not UNSEEN.search(err)
    assert err.count("\n") == 1


@given(some.text(some.characters(exclude_categories=["Cs"])), some.integers(1, 9), some.integers(1, 9))
def test_a_line_that_is_quoted_cannot_drive_a_terminal(line: str, column: int, length: int) -> None:
    from pipeline.terminal import _excerpt

    text, mark = _excerpt(line.replace("\n", " "), column, length)
    assert not UNSEEN.search(text)
    assert set(mark) <= {" ", "^"}
    assert "^" in mark


def test_colours_only_on_a_terminal_and_never_as_the_only_sign(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    found = [Diagnostic(f"{it.value}-rule", "wrong", Position(source), severity=it) for it in Severity]
    plain = shown(*found)[1]
    coloured = shown(*found, err=Screen())[1]
    assert "\x1b" not in plain
    assert re.findall("\x1b\\[\\d+m", coloured)
    assert re.sub("\x1b\\[\\d+m", "", coloured) == plain
    assert {it.value for it in Severity} <= set(re.findall(r"\w+", plain))
    monkeypatch.setenv("NO_COLOR", "1")
    assert shown(*found, err=Screen())[1] == plain


def test_an_answer_cannot_drive_a_terminal_but_may_have_lines() -> None:
    out = io.StringIO()
    terminal = Terminal(out, io.StringIO())
    terminal.print("a\n\tb\x1b[31m\u202e")
    terminal.print("\x1b", raw=True)
    assert out.getvalue() == "a\n\tb\\u001b[31m\\u202e\n\x1b\n"


def test_progress_is_shown_when_a_person_has_waited() -> None:
    screen = Screen()
    terminal = Terminal(io.StringIO(), screen)
    terminal.progress("read")
    assert screen.getvalue() == ""
    terminal.begun -= 3
    terminal.progress("pdf\x1b[2J")
    terminal.finish()
    assert screen.getvalue() == "\r\x1b[Kpdf\\u001b[2J ...\r\x1b[K"
    for stream, options in ((io.StringIO(), {}), (Screen(), {"quiet": True}), (Screen(), {"json": True})):
        terminal = Terminal(io.StringIO(), stream, **options)
        terminal.begun -= 3
        terminal.progress("read")
        assert stream.getvalue() == ""


def on_a_terminal(*arguments: str, folder: Path) -> str:
    """What the command writes to a terminal of its own."""
    ours, its = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", *arguments], cwd=folder, stdin=its, stdout=its, stderr=its, env=environment
    ) as command:
        os.close(its)
        written = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:  # the other side is closed
                break
            if not more:
                break
            written += more
        command.wait(30)
    os.close(ours)
    return written.decode()


def test_the_command_on_a_terminal_has_colours_and_is_not_driven(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\nlanguage: en\n---\n\nA \x1b]0;owned\x07 \x9b31m [b](\x1b[2J)\n")
    written = on_a_terminal("check", "a.md", folder=tmp_path)
    assert set(re.findall("\x1b[^m]*m?", written)) == {"\x1b[31m", "\x1b[0m"}
    assert "\x07" not in written
    assert "\x9b" not in written


def test_quiet_and_json_on_a_terminal_are_plain(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("No front matter.\n")
    written = on_a_terminal("check", "a.md", "--json", folder=tmp_path)
    assert all(json.loads(line) for line in written.splitlines())
