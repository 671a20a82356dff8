"""What takes long to work out and is the same in every run, kept beside our compiled modules as Python keeps those.

Where Python would write no compiled module, nothing is written.
"""

import contextlib
import importlib.util
import marshal
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def kept(name: str, stamp: tuple[str, ...], make: Callable[[], Any], *files: Path) -> Any:
    """What `make` returned in an earlier run, if the stamp was the same and the files have not been touched since.

    Stamp and files are all that it depends on: versions, settings, texts; its own module. The value is such as marshal
    knows. Only the last one under a name is kept.
    """
    file, stamp = _place(name, stamp, files)
    try:
        found, value = marshal.loads(file.read_bytes())  # noqa: S302  # as trustworthy as the modules beside it
        if found == stamp:
            return value
    except (OSError, EOFError, ValueError, TypeError):  # it is not there, or is damaged
        pass
    value = make()
    keep(name, stamp, value)
    return value


def keep(name: str, stamp: tuple[str, ...], value: Any, *files: Path) -> None:
    """Keep a value that only a run as a whole has, for the next one to find."""
    file, stamp = _place(name, stamp, files)
    if not sys.dont_write_bytecode:
        with contextlib.suppress(OSError, ValueError):  # the folder is not ours; marshal does not know the value
            data = marshal.dumps((stamp, value))
            file.parent.mkdir(parents=True, exist_ok=True)
            unfinished = file.with_name(f"{file.name}.{os.getpid()}")
            unfinished.write_bytes(data)
            unfinished.replace(file)


def _place(name: str, stamp: tuple[str, ...], files: tuple[Path, ...]) -> tuple[Path, tuple[str, ...]]:
    file = Path(importlib.util.cache_from_source(str(Path(__file__).with_name(f"kept-{name.replace('/', '-')}.py"))))
    for touched in files:
        stamp += (str(touched), str(touched.stat().st_mtime_ns), str(touched.stat().st_size))
    return file, stamp
