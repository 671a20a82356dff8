"""engross preflight: its answer as text, as JSON and as a page, and its status."""

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.preflight.damages import DAMAGES
from tests.preflight.subject import clean, saved

LIST = """\
says it is  PDF/X-4, PDF/A-2a
for         FOGRA39
pages       1
trim        100 × 140 mm
bleed       3 mm
plates      Cyan, Magenta, Yellow, Black, House Red
fonts       1, all in the file
images      1, the coarsest 320 dpi
most ink    100% on page 1
"""


def file(folder: Path, *damages: str) -> Path:
    pdf = clean()
    for name in damages:
        DAMAGES[name][1](pdf)
    path = folder / "a.pdf"
    path.write_bytes(saved(pdf))
    return path


def say(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main(["preflight", *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_clean_file_gets_the_list_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert say(capsys, file(tmp_path)) == (0, f"{LIST}nothing stands in the way of the press\n", "")
    assert say(capsys, file(tmp_path), "--quiet") == (0, "", "")


def test_an_error_names_page_place_and_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = say(capsys, file(tmp_path, "type in RGB", "type in RGB"))
    assert status == 1
    assert "House Red, what comes of colours that are no inks\n" in out
    first, hint = err.splitlines()
    assert first.startswith("error[preflight-rgb]: a.pdf, page 1, 49.4 × 83.6 mm: type in DeviceRGB")
    assert first.endswith("(2 times)")
    assert hint.startswith("  help: convert it")


def test_a_remark_lets_it_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = say(capsys, file(tmp_path, "opacity"))
    assert (status, out) == (0, LIST)
    assert err.startswith("warning[preflight-transparency]: a.pdf, page 1")
    assert say(capsys, file(tmp_path, "opacity"), "--quiet") == (0, "", "")


def test_json_is_the_list_and_a_line_for_each_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = say(capsys, file(tmp_path, "hairline", "another date"), "--json")
    summary, *findings = map(json.loads, out.splitlines())
    assert (status, err) == (1, "")
    assert (summary["file"], summary["trim"], summary["bleed"]) == ("a.pdf", [[100.0, 140.0]], 3)
    assert summary["fonts"] == [{"name": "ABCDEF+SourceSerif4", "type": "CIDFontType2", "embedded": True}]
    said = [(each["rule"], each["severity"], each["page"], each["at"], each["count"]) for each in findings]
    assert said == [
        ("preflight-dates", "error", None, None, 1),
        ("preflight-hairline", "error", 1, [49.4, 84.6], 1),
    ]


def test_the_report_is_written_also_for_a_file_that_cannot_be_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, report = tmp_path / "b.pdf", tmp_path / "b.html"
    broken.write_bytes(b"%PDF-1.6\nnothing")
    status, _, err = say(capsys, broken, "--report", report)
    assert status == 1
    assert err.startswith("error[preflight-damaged]: b.pdf: ")
    assert "1 thing to mend before the press." in report.read_text("utf-8")


def test_the_report_does_not_take_the_place_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file(tmp_path)
    data = path.read_bytes()
    assert say(capsys, path, "--report", path)[0] == 2
    assert path.read_bytes() == data


@pytest.mark.parametrize("name", ["absent.pdf", "."])
def test_what_is_no_file_is_wrong_usage(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = say(capsys, tmp_path / name)
    assert (status, out) == (2, "")
    assert err.startswith("error[file-unreadable]")
