"""A ZIP from outside: opened within limits, or refused with a reason."""

import io
import random
import struct
import zipfile

import pytest

from pipeline import unzip as limits
from pipeline.unzip import Refused, unzip


def archive(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_parts_in_their_order_without_folders(compression: int) -> None:
    parts = {"mimetype": b"x", "b/": b"", "b/c.xml": b"<c/>", "a é.xml": b""}
    found = unzip(archive(parts, compression))
    assert list(found.items()) == [("mimetype", b"x"), ("b/c.xml", b"<c/>"), ("a é.xml", b"")]


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", "a\\b", "c:d", "./a", "a//b"])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="no name that a part may have"):
        unzip(archive({name: b"x"}))


def test_two_parts_that_differ_in_case_alone_are_refused() -> None:
    with pytest.raises(Refused, match="there twice"):
        unzip(archive({"a.xml": b"1", "A.xml": b"2"}))


def test_a_bomb_is_refused() -> None:
    with pytest.raises(Refused, match="times its size"):
        unzip(archive({"a": bytes(50 * 2**20)}))


def test_all_parts_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNPACKED", 3_000)
    assert len(unzip(archive({"a": bytes(1_000), "b": bytes(2_000)}))) == 2
    with pytest.raises(Refused, match="unfold to more"):
        unzip(archive({"a": bytes(1_000), "b": bytes(2_001)}))


def test_file_and_count_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ENTRIES", 2)
    with pytest.raises(Refused, match="more than 2 parts"):
        unzip(archive({"a": b"", "b": b"", "c": b""}))
    monkeypatch.setattr(limits, "LARGEST", 10)
    with pytest.raises(Refused, match="larger"):
        unzip(archive({"a": b""}))


def test_an_encrypted_part_is_refused() -> None:
    data = bytearray(archive({"a": b"x"}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + place
        data[at : at + 2] = struct.pack("<H", 1)
    with pytest.raises(Refused, match="encrypted"):
        unzip(bytes(data))


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"PK\x05\x06" + bytes(10)])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="no ZIP file"):
        unzip(data)


def test_damaged_bytes_never_end_in_another_exception() -> None:
    whole = archive({"a.xml": b"<a>some words</a>" * 50, "b.xml": b"<b/>"})
    luck = random.Random(1)
    for _ in range(2_000):
        data = bytearray(whole)
        for _ in range(luck.randint(1, 4)):
            data[luck.randrange(len(data))] = luck.randrange(256)
        try:
            unzip(bytes(data[: luck.choice([len(data), luck.randrange(len(data))])]))
        except Refused:
            continue
