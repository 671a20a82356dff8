"""engross diff: what two files say differently, as text, as JSON and as a page."""

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.verify.compare import against_file
from pipeline.verify.difference_page import page
from pipeline.verify.transcript import Kind, Passage, Run, Transcript
from tests.commands.test_verify import altered, made  # noqa: F401  # a fixture


def say(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = main(["diff", *map(str, arguments)])
    return status, capsys.readouterr().out


def test_editions_of_one_text_say_the_same(
    made: Path,  # noqa: F811  # the fixture
    capsys: pytest.CaptureFixture[str],
) -> None:
    one = made / "declaration.pdf"
    assert say(capsys, one, made / "declaration.epub") == (0, "they say the same\n")
    assert say(capsys, one, made / "declaration.html", "--as", "json") == (0, "")
    assert "They say the same." in say(capsys, one, made / "declaration.docx", "--as", "html")[1]


def test_a_change_is_shown_by_clause(
    made: Path,  # noqa: F811  # the fixture
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    one, other = made / "declaration.html", altered(made, tmp_path)
    status, said = say(capsys, one, other)
    assert status == 1
    assert said.splitlines() == [
        "line “We wish to thank …”: the words differ",
        "  A We wish to thank the Communist Party of China for what it has done to ma…",
        "  B We want to thank the Communist Party of China for what it has done to ma…",
        "        ^",
        "",
        "1 difference",
    ]
    status, said = say(capsys, one, other, "--as", "json")
    assert status == 1
    found = json.loads(said)
    assert (found["check"], found["place"]) == ("words", "word/document.xml, paragraph 15")
    status, said = say(capsys, one, other, "--as", "html")
    assert status == 1
    assert "[out: </span>wish<span" in said
    assert "[in: </span>want<span" in said


def one_line(*texts: str) -> Transcript:
    return Transcript("html", tuple(Passage(Kind.LINE, (Run(text),)) for text in texts), {"language": "en"})


def test_the_page_marks_words_and_nothing_else() -> None:
    one, other = (
        one_line("All words count here.", "<b>", "Gone."),
        one_line("All numbers count here.", "<b>", "Come & seen."),
    )
    shown = page("<a>", "b", one, other, against_file(one, other).differences)
    assert shown.count("<del><span") == shown.count("<ins><span") == 2
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown
    assert "&lt;a&gt; and b" in shown


def test_files_that_are_none_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("words")
    assert say(capsys, tmp_path / "a.txt", tmp_path / "a.txt")[0] == 1
    assert say(capsys, tmp_path / "a.txt", tmp_path / "none")[0] in (1, 2)
