"""A ZIP from outside, opened within limits: size, ratio, count and names of its entries."""

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib

LARGEST = 64 * 2**20
"""Bytes of the file."""

UNPACKED = 256 * 2**20
"""Bytes of all its entries together."""

ENTRIES = 4_000
RATIO = 200
"""How many times its packed size an entry of more than a megabyte may have: text packs to a tenth."""


_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    LookupError,
    OverflowError,
    OSError,
)
"""What Python's reader of ZIP files raises at one that somebody has made with care."""


class Refused(Exception):
    """The file is no ZIP, or one that should not be opened; the message says why, for a person."""


def unzip(data: bytes) -> dict[str, bytes]:
    """The entries by name, in the order of the archive, without folders. Raises Refused."""
    if len(data) > LARGEST:
        raise Refused(f"it is larger than {LARGEST // 2**20} MiB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _entries(package)
    except _DAMAGED as error:
        raise Refused(f"it is no ZIP file, or a damaged one ({error})") from error


def _entries(package: zipfile.ZipFile) -> dict[str, bytes]:
    entries: dict[str, bytes] = {}
    names: set[str] = set()
    left = UNPACKED
    if len(package.infolist()) > ENTRIES:
        raise Refused(f"it has more than {ENTRIES} parts")
    for entry in package.infolist():
        name = entry.filename
        if name.endswith("/"):
            continue
        if not name or name != posixpath.normpath(name) or name.startswith(("/", "..")) or re.search(r"[\\:\0]", name):
            raise Refused(f"“{name[:80]}” is no name that a part may have")
        if name.lower() in names:
            raise Refused(f"the part “{name}” is there twice")
        names.add(name.lower())
        if entry.flag_bits & 1:
            raise Refused(f"the part “{name}” is encrypted")
        most = max(2**20, RATIO * entry.compress_size)
        with package.open(entry) as part:
            data = part.read(min(left, most) + 1)
        left -= len(data)
        if left < 0:
            raise Refused(f"its parts unfold to more than {UNPACKED // 2**20} MiB")
        if len(data) > most:
            raise Refused(f"the part “{name}” unfolds to more than {RATIO} times its size")
        entries[name] = data
    return entries
