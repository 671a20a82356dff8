"""The parts inside a file: when the whole is another file, they tell what in it is still the same."""

import io
import re
from collections.abc import Mapping

from pipeline.unzip import unzip

_BODY = re.compile(rb"<body\b[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)
_PIECE = re.compile(rb"<(style|script)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_FONTS = ("/FontFile", "/FontFile2", "/FontFile3")


def parts(name: str, data: bytes) -> Mapping[str, bytes]:
    """What is hashed by itself: the entries of a package unpacked, so that packing it again changes none.

    Of a PDF what is drawn on each page, and each face; of a web page its styles, scripts and body.
    """
    if name in ("docx", "epub"):
        return unzip(data)
    return _of_pdf(data) if name in ("pdf", "print") else _of_page(data)


def _of_page(data: bytes) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    for piece in _PIECE.finditer(data):
        kind = piece[1].decode().lower()
        found[f"{kind} {sum(name.startswith(kind) for name in found) + 1}"] = piece[2]
    body = _BODY.search(data)
    return found | ({"body": body[1]} if body else {})


def _of_pdf(data: bytes) -> Mapping[str, bytes]:
    import pikepdf

    found: dict[str, bytes] = {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, sheet in enumerate(pdf.pages, 1):
            contents = sheet.obj.get("/Contents")
            streams = contents if isinstance(contents, pikepdf.Array) else [contents] if contents is not None else []
            found[f"page {number}"] = b"\n".join(stream.read_bytes() for stream in streams)
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor":
                file = next((each[key] for key in _FONTS if key in each), None)
                if file is not None:
                    found[f"face {str(each.get('/FontName', ''))[1:]}"] = file.read_bytes()
    return found
