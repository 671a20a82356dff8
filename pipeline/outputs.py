"""Finished files under their final names: all of them, or none."""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Exit, Stopped


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write every file to a temporary name beside it, then rename all. Raises Stopped; the last good files then stay."""
    waiting: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
            waiting[temporary] = path
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for temporary, path in waiting.items():
            if path.is_dir():
                raise IsADirectoryError(21, "is a folder", str(path))
            temporary.replace(path)
    except OSError as error:
        where = Path(error.filename or next(iter(files)).parent)
        said = (error.strerror or str(error)).lower()
        raise Stopped(Diagnostic("output-unwritable", f"nothing was written: {where.name or where}: {said}", hint="name another folder with --out"), status=Exit.USAGE) from None
    finally:
        for temporary in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink()
