"""Finished files under their final names: all of them, or none."""

import contextlib
import os
import signal
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Exit, Stopped

_WAITING = ".engross-{}-{}.part"
"""The name of a file that is being written: process and ordinal, short where the final name may be long."""


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its final name, then rename all. Raises Stopped; the last good files then stay.

    What a killed run left behind is taken away. After a signal either no file has its new contents or every file has:
    the renames, a matter of microseconds, are not interrupted.
    """
    waiting: dict[Path, Path] = {}
    try:
        for folder in {path.parent for path in files}:
            folder.mkdir(parents=True, exist_ok=True)
            _clear(folder)
        _check_names(files)
        for ordinal, (path, data) in enumerate(files.items()):
            temporary = path.with_name(_WAITING.format(os.getpid(), ordinal))
            waiting[temporary] = path
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        with _undisturbed():
            for temporary, path in waiting.items():
                temporary.replace(path)
    except OSError as error:
        where = next((path for temporary, path in waiting.items() if str(temporary) == error.filename), None)
        named = str(where or error.filename or next(iter(files)).parent)
        said = (error.strerror or str(error)).lower()
        what = f"nothing was written: {named[:200]}: {said}"
        raise Stopped(
            Diagnostic("output-unwritable", what, hint="name another folder with --out"), status=Exit.USAGE
        ) from None
    finally:
        for temporary in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _check_names(paths: Iterable[Path]) -> None:
    """Raises OSError where a rename would fail: then some files would be new and some old."""
    for path in paths:
        if len(os.fsencode(path.name)) > os.pathconf(path.parent, "PC_NAME_MAX"):
            raise OSError(0, "the name is too long", str(path))
        if path.is_dir():
            raise IsADirectoryError(0, "a folder of that name is in the way", str(path))


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals wait until all is done."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _clear(folder: Path) -> None:
    """Remove what runs left that do not live any more."""
    for path in folder.glob(_WAITING.format("*", "*")):
        owner = path.name.split("-")[1]
        try:
            os.kill(int(owner), 0)
        except (ProcessLookupError, ValueError, OverflowError):
            with contextlib.suppress(OSError):
                path.unlink()
        except OSError:
            continue  # it lives, and belongs to somebody else
