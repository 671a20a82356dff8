"""The ZIP that Word files and e-books are: one canonical form, so that the same parts give the same bytes."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_LATEST = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)
_UNIX = 3
_READABLE = 0o100644 << 16  # a plain file, rw-r--r--, whatever the umask is
_LEVEL = 6
"""Of zlib: 9 takes four times as long and saves one part in a hundred, since most of a package is fonts."""


def archive(
    parts: Mapping[str, bytes], *, first: Sequence[str] = (), stored: Sequence[str] = (), modified: datetime
) -> bytes:
    """A ZIP of `parts` by name: those named in `first` in that order, the rest sorted by code point.

    `stored` names parts that are not compressed (the `mimetype` of an e-book: OCF 3.3, 4.3). `modified` is written
    for every part, as UTC (so is a moment without zone), cut to ZIP's range: 1980 to 2107 in steps of two seconds. No
    extra fields, no comments, no folders. The compressed bytes depend on the zlib in use: the same on one platform.

    Raises ValueError for a part of `first` or `stored` that is not there, and for a name that is unsafe or repeats
    another without regard to case (ECMA-376 part 2, 6.2.2.3; OCF 3.3, 4.2.2).
    """
    _check(parts, [*first, *stored])
    rest = sorted(parts.keys() - set(first))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name in [*first, *rest]:
            entry = zipfile.ZipInfo(name, _stamp(modified))
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name], compresslevel=_LEVEL)
    return made.getvalue()


def _stamp(modified: datetime) -> tuple[int, int, int, int, int, int]:
    there = modified if modified.tzinfo else modified.replace(tzinfo=UTC)
    there = min(max(there, _EARLIEST), _LATEST).astimezone(UTC)
    return there.year, there.month, there.day, there.hour, there.minute, there.second


def _check(parts: Mapping[str, bytes], named: Sequence[str]) -> None:
    if missing := sorted(set(named) - parts.keys()):
        raise ValueError(f"no such part: {', '.join(missing)}")
    seen: dict[str, str] = {}
    for name in parts:
        if not name or "\\" in name or any(step in ("", ".", "..") for step in name.split("/")):
            raise ValueError(f"not a name for a part: {name!r}")
        other = seen.setdefault(name.lower(), name)
        if other != name:
            raise ValueError(f"two parts of one name: {other!r} and {name!r}")
