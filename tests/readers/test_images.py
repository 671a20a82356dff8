"""Pictures: what is read, and what is refused with which rule."""

import io
import struct
import zlib
from pathlib import Path

import PIL.Image
import pytest

from pipeline.diagnostics import Diagnostic, Position
from pipeline.model import Figure, Image
from pipeline.readers.images import read_images


def picture(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (4, 3), **options: object) -> bytes:
    out = io.BytesIO()
    PIL.Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width: int, height: int, more: bytes = b"") -> bytes:
    """A PNG that says it is large and is small."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


TURNED = PIL.Image.Exif()
TURNED[0x0112] = 6


def read(folder: Path, *sources: str) -> tuple[dict[str, Image], list[Diagnostic]]:
    found: list[Diagnostic] = []
    figures = [Figure(Position("test.md", line), source, "a", ()) for line, source in enumerate(sources, 1)]
    return dict(read_images(figures, folder, report=found.append)), found


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.png", picture(), "image/png"),
        ("a.jpg", picture("JPEG"), "image/jpeg"),
        ("a.jpeg", picture("JPEG", "L", progressive=True), "image/jpeg"),
        ("photo.jpg", picture("MPO", save_all=True, append_images=[PIL.Image.new("RGB", (4, 3))]), "image/jpeg"),
        ("grey.png", picture(mode="LA"), "image/png"),
        ("clear.png", picture(mode="RGBA"), "image/png"),
        ("palette.png", picture(mode="P", transparency=0), "image/png"),
        ("bits.png", picture(mode="1"), "image/png"),
        ("deep.png", picture(mode="I;16"), "image/png"),
        ("wrong-name.gif", picture(), "image/png"),
        ("wide.png", picture(size=(400, 10)), "image/png"),
        ("a b.png", picture(), "image/png"),
        ("é.png", picture(), "image/png"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_sound_picture_is_taken_as_it_is(tmp_path: Path, name: str, data: bytes, media_type: str) -> None:
    (tmp_path / name).write_bytes(data)
    images, found = read(tmp_path, name.replace(" ", "%20"))
    assert found == []
    (image,) = images.values()
    assert (image.data, image.media_type) == (data, media_type)
    assert image.name == f"images/figure-1.{'png' if media_type == 'image/png' else 'jpg'}"


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "image-broken"),
    "six bytes": (b"GIF89a", "image-type"),
    "GIF": (picture("GIF"), "image-type"),
    "WebP": (picture("WEBP"), "image-type"),
    "TIFF": (picture("TIFF"), "image-type"),
    "BMP": (picture("BMP"), "image-type"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image-type"),
    "PDF": (b"%PDF-1.7", "image-type"),
    "CMYK": (picture("JPEG", "CMYK"), "image-type"),
    "no end": (picture()[:-20], "image-broken"),
    "half a JPEG": (picture("JPEG", size=(400, 400))[:-400], "image-broken"),
    "a signature": (picture()[:8], "image-type"),
    "too few rows": (bomb(40, 30), "image-broken"),
    "a bomb of pixels": (bomb(60_000, 60_000), "image-too-large"),
    "as large as can be said": (bomb(2**31 - 1, 2**31 - 1), "image-too-large"),
    "a little too large": (bomb(6_400, 6_400), "image-too-large"),
    "a bomb of text": (bomb(4, 3, chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 200_000_000, 1))), "image-broken"),
    "a line": (picture(size=(1, 60_000)), "image-shape"),
    "a ribbon": (picture(size=(410, 10)), "image-shape"),
    "a turned JPEG": (picture("JPEG", exif=TURNED), "image-turned"),
    "a turned PNG": (picture("PNG", exif=TURNED), "image-turned"),
}


@pytest.mark.parametrize("lenient", [False, True], ids=["", "after WeasyPrint"])
@pytest.mark.parametrize(("data", "rule"), REFUSED.values(), ids=REFUSED)
def test_a_picture_that_some_edition_could_not_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, rule: str, lenient: bool
) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", lenient)  # what its import leaves behind
    (tmp_path / "a.png").write_bytes(data)
    images, found = read(tmp_path, "a.png")
    assert ([it.rule for it in found], images) == ([rule], {})
    assert all(it.hint for it in found)


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("none.png", "image-missing"),
        ("A.PNG", "image-missing"),
        ("folder", "image-missing"),
        ("pipe.png", "image-missing"),
        ("loop.png", "image-missing"),
        ("a.png/b.png", "image-missing"),
        ("n" * 300 + ".png", "image-missing"),
        ("../outside.png", "image-outside"),
        ("%2e%2e/outside.png", "image-outside"),
        ("folder/../../outside.png", "image-outside"),
        ("link.png", "image-outside"),
        ("deep/outside.png", "image-outside"),
        ("/etc/passwd", "image-outside"),
        ("//example.org/a.png", "image-outside"),
        ("\\\\server\\a.png", "image-outside"),
        ("file:///etc/passwd", "image-outside"),
        ("FILE:a.png", "image-outside"),
        ("https://example.org/a.png", "image-outside"),
        ("data:image/png;base64,AAAA", "image-outside"),
        ("C:\\a.png", "image-outside"),
        ("a%00.png", "image-outside"),
    ],
)
def test_a_picture_that_is_not_in_the_folder(tmp_path: Path, source: str, rule: str) -> None:
    import os

    folder = tmp_path / "project"
    (folder / "folder").mkdir(parents=True)
    (tmp_path / "outside.png").write_bytes(picture())
    (folder / "a.png").write_bytes(picture())
    (folder / "link.png").symlink_to("../outside.png")
    (folder / "deep").symlink_to("..")
    (folder / "loop.png").symlink_to("loop.png")
    os.mkfifo(folder / "pipe.png")
    images, found = read(folder, source)
    assert ([it.rule for it in found], images) == ([rule], {})
    if source == "A.PNG":
        assert [it.hint for it in found] == ["did you mean “a.png”?"]


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    (tmp_path / "b.png").symlink_to("a.png")
    assert read(tmp_path, "b.png")[1] == []


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(33 * 2**20)
    assert [it.rule for it in read(tmp_path, "a.png")[1]] == ["image-too-large"]


def test_a_picture_used_twice_is_read_once_and_each_has_a_name(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    (tmp_path / "b.jpg").write_bytes(picture("JPEG"))
    images, found = read(tmp_path, "a.png", "b.jpg", "a.png", "none.png", "none.png")
    assert [image.name for image in images.values()] == ["images/figure-1.png", "images/figure-2.jpg"]
    assert [it.position and it.position.line for it in found] == [4, 5]
