"""Source files: bytes to text."""

import os
from pathlib import Path

import pytest

from pipeline.diagnostics import Diagnostic, Exit, Severity, Stopped
from pipeline.readers.source import LIMIT, Source, read_source, text_source


def from_bytes(folder: Path, data: bytes) -> tuple[Source, list[Diagnostic]]:
    path = folder / "source.md"
    path.write_bytes(data)
    found: list[Diagnostic] = []
    return read_source(path, report=found.append), found


def refused(path: Path) -> tuple[Diagnostic, Exit]:
    with pytest.raises(Stopped) as stopped:
        read_source(path, report=lambda _: None)
    (diagnostic,) = stopped.value.diagnostics
    return diagnostic, stopped.value.status


def places(found: list[Diagnostic]) -> list[tuple[str, int, int]]:
    return [(it.rule, it.position.line, it.position.column) for it in found if it.position]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_become_one_kind(tmp_path: Path, end: bytes) -> None:
    source, found = from_bytes(tmp_path, end.join([b"one", b"", b"two"]))
    assert (source.lines, found) == (("one", "", "two"), [])


def test_a_byte_order_mark_is_left_out_with_a_note(tmp_path: Path) -> None:
    source, found = from_bytes(tmp_path, b"\xef\xbb\xbfone")
    assert source.text == "one"
    assert [(it.rule, it.severity) for it in found] == [("byte-order-mark", Severity.NOTE)]


def test_a_byte_order_mark_inside_is_no_character(tmp_path: Path) -> None:
    assert places(from_bytes(tmp_path, b"one\xef\xbb\xbf")[1]) == [("control-character", 1, 4)]


@pytest.mark.parametrize(
    ("character", "rule"),
    [
        *((sign, "control-character") for sign in "\x00\x07\x0b\x0c\x1b\x7f\x85\u2028\u2029\ufffe\ufdd0\U000e0041"),
        *((sign, "bidi-control") for sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
        ("\ufffd", "replacement-character"),
    ],
)
def test_what_no_text_may_hold_is_reported_in_its_place(tmp_path: Path, character: str, rule: str) -> None:
    source, found = from_bytes(tmp_path, f"one\n\U0001d538\u0301 two{character}three\r\n{character}".encode())
    assert places(found) == [(rule, 2, 7), (rule, 3, 1)]
    assert source.lines == ("one", "\U0001d538\u0301 two three", " ")  # the columns behind it stay


@pytest.mark.parametrize("character", "\t\u00a0\u00ad\u200b\u200d\u200e\u200f\u2060é\u0301漢\U0001f600")
def test_other_characters_stay(tmp_path: Path, character: str) -> None:
    source, found = from_bytes(tmp_path, character.encode())
    assert (source.text, found) == (character, [])


def test_many_such_characters_are_counted(tmp_path: Path) -> None:
    _, found = from_bytes(tmp_path, b"\x01\n" * 50)
    assert len(found) == 21
    assert (found[-1].message, places(found)[-1]) == (
        "30 more such characters from here on",
        ("control-character", 21, 1),
    )


@pytest.mark.parametrize(
    ("data", "line", "column", "hint"),
    [
        ("caf\u00e9".encode("latin-1"), 1, 4, "Latin-1"),
        ("one\r\ntwo \u201cthree\u201d".encode("cp1252"), 2, 5, "Windows-1252"),
        ("ƒ\n".encode() * 3 + b"\xc3", 4, 1, "Latin-1"),
        (b"\xed\xa0\x80", 1, 1, "UTF-8"),
        (b"\xf5\x80\x80\x80", 1, 1, "UTF-8"),
        ("one".encode("utf-16"), 1, 1, "UTF-16"),
        ("one".encode("utf-16-be"), 1, 1, "UTF-16"),
        ("one".encode("utf-32-le"), 1, 1, "UTF-16"),
    ],
)
def test_another_encoding_is_named_with_the_first_wrong_byte(
    tmp_path: Path, data: bytes, line: int, column: int, hint: str
) -> None:
    with pytest.raises(Stopped) as stopped:
        from_bytes(tmp_path, data)
    (diagnostic,) = stopped.value.diagnostics
    assert places([diagnostic]) == [("not-utf-8", line, column)]
    assert hint in diagnostic.hint


def test_a_missing_file_a_folder_and_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "loop.md").symlink_to("loop.md")
    messages = {}
    for name in ("none.md", ".", "pipe.md", "loop.md", "file.md/x.md", "n" * 300):
        (tmp_path / "file.md").write_text("")
        diagnostic, status = refused(tmp_path / name)
        assert (diagnostic.rule, status, diagnostic.position) == ("source-missing", Exit.USAGE, None)
        messages[name] = diagnostic.message.replace(f"{tmp_path}/", "").replace(str(tmp_path), ".")
    assert messages == {
        "none.md": "there is no file none.md",
        ".": ". is a folder",
        "pipe.md": "pipe.md cannot be read: no regular file",
        "loop.md": "loop.md cannot be read: too many levels of symbolic links",
        "file.md/x.md": "file.md/x.md cannot be read: not a directory",
        "n" * 300: f"{'n' * 300} cannot be read: file name too long",
    }


def test_a_name_with_a_null(tmp_path: Path) -> None:
    assert refused(tmp_path / "a\0b")[0].rule == "source-missing"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)  # to root no file refuses itself
    assert refused(tmp_path / "a.md")[0].message.endswith("a.md cannot be read: permission denied")


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device(device: str) -> None:
    assert refused(Path(device))[0].message == f"{device} cannot be read: no regular file"


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    assert refused(path)[0].rule == "source-too-large"
    path.write_bytes(b"\n" * 99_999 + b" " * (LIMIT - 99_999))
    assert len(read_source(path, report=lambda _: None).text) == LIMIT


def test_a_text_of_too_many_lines() -> None:
    with pytest.raises(Stopped, match="more than 100000 lines"):
        text_source("\n" * 100_000, "test.md", Path(), report=lambda _: None)
