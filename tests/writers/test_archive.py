"""The canonical ZIP."""

import io
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import pytest

from pipeline.writers.archive import archive

WHEN = datetime(2021, 7, 6, 12, 30, 15, tzinfo=UTC)


def test_named_parts_come_first_and_the_rest_in_order() -> None:
    made = archive({"b": b"2", "a": b"1", "mimetype": b"x", "Z": b"3"}, first=["mimetype"], modified=WHEN)
    assert zipfile.ZipFile(io.BytesIO(made)).namelist() == ["mimetype", "Z", "a", "b"]


def test_entries_say_nothing_of_the_machine() -> None:
    made = archive({"mimetype": b"x", "a": b"1" * 99}, first=["mimetype"], stored=["mimetype"], modified=WHEN)
    stored, packed = zipfile.ZipFile(io.BytesIO(made)).infolist()
    assert (stored.compress_type, packed.compress_type) == (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    assert {(e.date_time, e.create_system, e.external_attr, e.extra, e.comment) for e in (stored, packed)} == {
        ((2021, 7, 6, 12, 30, 14), 3, 0o100644 << 16, b"", b"")
    }


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), (1980, 1, 1, 0, 0, 0)),
        (datetime(2300, 1, 1, tzinfo=UTC), (2107, 12, 31, 23, 59, 58)),
        (datetime(2021, 7, 6, 1, tzinfo=timezone(timedelta(hours=8))), (2021, 7, 5, 17, 0, 0)),
        (datetime(2021, 7, 6, 1), (2021, 7, 6, 1, 0, 0)),  # noqa: DTZ001  # a moment without zone is UTC
    ],
)
def test_moments_are_utc_and_within_the_range_of_zip(moment: datetime, written: tuple[int, ...]) -> None:
    made = archive({"a": b""}, modified=moment)
    assert zipfile.ZipFile(io.BytesIO(made)).infolist()[0].date_time == written


@pytest.mark.parametrize("name", ["", "/a", "../a", "a/../b", "a//b", "./a", "a\\b", "a/"])
def test_unsafe_names_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        archive({name: b""}, modified=WHEN)


def test_names_that_differ_in_case_alone_are_refused() -> None:
    with pytest.raises(ValueError, match="two parts of one name"):
        archive({"word/a.xml": b"", "word/A.xml": b""}, modified=WHEN)


def test_a_part_that_is_not_there_cannot_come_first() -> None:
    with pytest.raises(ValueError, match="no such part: mimetype"):
        archive({"a": b""}, first=["mimetype"], modified=WHEN)


def test_same_parts_same_bytes_wherever_they_are_packed() -> None:
    script = (
        "from datetime import UTC, datetime; import hashlib, os; os.umask(0o77);"
        "from pipeline.writers.archive import archive;"
        "when = datetime(2021, 7, 6, tzinfo=UTC);"
        "print(hashlib.sha256(archive({n: n.encode() * 50 for n in {'a', 'b', 'c', 'd'}}, modified=when)).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"TZ": zone, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for zone, seed in (("UTC", "1"), ("Asia/Tokyo", "2"), ("America/St_Johns", "3"))
    }
    assert len(digests) == 1
