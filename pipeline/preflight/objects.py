"""Objects of a PDF that nobody vouches for: each look at one gives a plain value or None, and never raises."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from pikepdf.exceptions import PikepdfError
from pikepdf.settings import set_qpdf_limits

LARGEST_STREAM = 4 * 2**20
"""Bytes of a decoded stream of operators: about a million of them."""

_LARGEST_DECODED = 256 * 2**20
_LARGEST_NUMBER = 1e9
BROKEN = (
    PikepdfError,
    pikepdf.PdfError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    OverflowError,
    RuntimeError,
)
"""What pikepdf raises over objects that are not what their place promises."""


class Beyond(Exception):
    """A limit was reached: the message says which. What lies behind it was not looked at."""


class Unreadable(Exception):
    """A stream cannot be decoded or parsed."""


@contextmanager
def limits() -> Iterator[None]:
    """No stream may decode to more than we would hold. These limits hold for the process, so they are put back."""
    quiet = logging.NullHandler()  # what the library logs of a file is among its warnings, and so among our findings
    logging.getLogger("pikepdf").addHandler(quiet)
    before: Any = set_qpdf_limits(
        flate_max_memory=_LARGEST_DECODED,
        png_max_memory=_LARGEST_DECODED,
        tiff_max_memory=_LARGEST_DECODED,
        run_length_max_memory=_LARGEST_DECODED,
        dct_max_memory=_LARGEST_DECODED,
        max_stream_filters=4,
        doc_max_warnings=1000,
    )
    try:
        yield
    finally:
        set_qpdf_limits(**before)
        logging.getLogger("pikepdf").removeHandler(quiet)


def entry(holder: Any, key: str) -> Any:
    """The value of a key of a dictionary or of a stream's dictionary, or None."""
    if isinstance(holder, Dictionary | Stream):
        try:
            return holder.get(key)
        except BROKEN:
            return None
    return None


def entries(holder: Any) -> dict[str, Any]:
    """All that a dictionary holds, by key with its slash; nothing where it is none."""
    if not isinstance(holder, Dictionary | Stream):
        return {}
    try:
        return {key: value for key in list(holder.keys()) if (value := entry(holder, key)) is not None}
    except BROKEN:
        return {}


def items(holder: Any, most: int = 1_000_000) -> list[Any]:
    """What an array holds; nothing where it is none."""
    if not isinstance(holder, Array):
        return []
    try:
        return [holder[place] for place in range(min(len(holder), most))]
    except BROKEN:
        return []


def inherited(page: Any, key: str) -> Any:
    """The value of a page's key, or of the nearest node above it that has one (ISO 32000-1, 7.7.3.4)."""
    for _ in range(64):
        if (found := entry(page, key)) is not None:
            return found
        page = entry(page, "/Parent")
    return None


def number(value: Any) -> float | None:
    """A number, or None."""
    # The library gives numbers as Python's own. To try a conversion would cost far more where there is none.
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        found = float(value)
    except ArithmeticError:
        return None
    return found if -_LARGEST_NUMBER < found < _LARGEST_NUMBER else None


def numbers(value: Any, count: int = 0) -> tuple[float, ...] | None:
    """An array of numbers, of `count` of them where that is given, or None."""
    found = [number(each) for each in items(value, 10_000)]
    plain = tuple(each for each in found if each is not None)
    return plain if len(plain) == len(found) and plain and (not count or len(plain) == count) else None


def whole(value: Any, otherwise: int = 0) -> int:
    """A whole number."""
    found = number(value)
    return otherwise if found is None else int(found)


def name(value: Any) -> str:
    """A name without its slash, or ""."""
    if isinstance(value, Name):
        try:
            return str(value)[1:]
        except (*BROKEN, UnicodeError):
            return "?"
    return ""


def text(value: Any) -> str:
    """A text string, or ""."""
    if isinstance(value, String):
        try:
            return str(value)
        except (*BROKEN, UnicodeError):
            return "?"
    return ""


def raw(value: Any) -> bytes:
    """The bytes of a string, or none."""
    if isinstance(value, String):
        try:
            return bytes(value)
        except BROKEN:
            return b""
    return b""


def identity(value: Any) -> tuple[int, int] | None:
    """By what number an object stands in the file, or None when it stands inside another."""
    try:
        return value.objgen if getattr(value, "is_indirect", False) else None
    except BROKEN:
        return None


def filters(stream: Any) -> list[str]:
    """The names of a stream's filters."""
    given = entry(stream, "/Filter")
    return [name(each) for each in items(given, 32)] or ([name(given)] if isinstance(given, Name) else [])


def decoded(stream: Any, limit: int = _LARGEST_DECODED) -> bytes:
    """The bytes of a stream. Raises Beyond and Unreadable."""
    if not isinstance(stream, Stream):
        raise Unreadable("it is no stream")
    try:
        # A code of LZW gives up to 4096 bytes, and the library has no limit of its own for it.
        if {"LZWDecode", "LZW"} & set(filters(stream)) and len(stream.read_raw_bytes()) > limit // 1024:
            raise Beyond("a stream of LZW is too large to be decoded")
        data = bytes(stream.read_bytes())
    except (*BROKEN, MemoryError, NotImplementedError) as error:
        raise Unreadable(str(error).splitlines()[0][:120] if str(error) else type(error).__name__) from None
    if len(data) > limit:
        raise Beyond(f"a stream has more than {limit // 2**20} MiB when it is decoded")
    return data
