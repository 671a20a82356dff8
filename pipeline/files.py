"""Files that a person hands over: read whole, within a limit, and only if they are files.

A pipe would keep us waiting for its writer, and a device would never end.
"""

import os
import stat
import tomllib
from pathlib import Path
from typing import Any


class TooLarge(OSError):
    """More bytes than the limit."""


def read_file(path: Path, limit: int) -> bytes:
    """The bytes of a file; raises OSError when it cannot be read, is no file, or has more than `limit` bytes."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # what is looked at is what is read
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(0, "a folder", str(path))
        if not stat.S_ISREG(mode):
            raise OSError(0, "no regular file", str(path))
        with open(handle, "rb", closefd=False) as file:
            data = file.read(limit + 1)
    finally:
        os.close(handle)
    if len(data) > limit:
        raise TooLarge(0, f"larger than {limit // 2**10:,} KiB", str(path))
    return data


def load_toml(path: Path) -> dict[str, Any]:
    """The values of a TOML file of a person; raises OSError as `read_file` does, ValueError when it is no TOML."""
    try:
        return tomllib.loads(read_file(path, 2**20).decode("utf-8"))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
