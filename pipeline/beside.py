"""Work in a process beside ours: with two cores the PDF is made while the other editions are."""

import contextlib
import json
import os
import pickle
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Generic, NoReturn, Self, TypeVar

Progress = Callable[[str], object]
"""Told the name of each stage as it begins."""

Tell = Callable[[Any], object]
"""What a work tells while it goes on: the name of a stage, or once something else, of lists, dicts, numbers and texts,
that others wait for."""

Result = TypeVar("Result")

_THREADS = Path("/proc/self/task")
"""All of this process, also those that Python does not know of."""


class Beside(Generic[Result]):
    """A process that gets `ready` while its work is not known yet, is told to begin, and gives one result back.

    It is a fork of ours, so that no module is imported twice. Where forking is unsafe (other threads) or of no use (one
    core), and where the process fails in any way, `result` does the work here instead: an error is raised where it can
    be seen. Leaving the context ends the process. Without `ready` there is none.
    """

    def __init__(self, ready: Callable[[], object] | None) -> None:
        self.process = 0
        if ready and sys.platform == "linux":
            with contextlib.suppress(OSError):  # no more processes or files; no /proc
                if len(os.sched_getaffinity(0)) > 1 and len(list(_THREADS.iterdir())) == 1:
                    self._fork(ready)

    def _fork(self, ready: Callable[[], object]) -> None:
        # Work and result are laid into a file: in a pipe, one of us would wait until the other has time to read.
        self.file = os.fdopen(os.memfd_create("work"), "w+b")
        (bell, self.ring), (self.hear, say) = _pipe(), _pipe()
        ours = os.getpid()
        try:
            self.process = os.fork()
            if not self.process:
                self.ring.close()  # so that `bell` ends when we do
                _attend(ready, self.file, bell, say)
        finally:
            if os.getpid() != ours:  # whatever happens over there ends there
                os._exit(1)
        say.close()  # so that `hear` ends when the process does

    def begin(self, work: Callable[[Tell], Result]) -> None:
        """Hand the work over. Pickle must know it and its result."""
        self.work = work
        self.told: Any = None
        self.done: list[Result] = []
        if self.process:
            pickle.dump(work, self.file, pickle.HIGHEST_PROTOCOL)
            self.file.flush()
            self.ring.write(b"!")

    def ahead(self, progress: Progress) -> Any:
        """What the work tells ahead of its result, waited for; None where it ends without.

        Where no process does the work, all of it is done here and now.
        """
        if self.process:
            for stage in self.hear:
                if not self._hears(json.loads(stage), progress):
                    return self.told
            self._ended()
        self._here(progress)
        return self.told

    def result(self, progress: Progress) -> Result:
        """What the work returned."""
        if self.process:
            for stage in self.hear:
                self._hears(json.loads(stage), progress)
            self._ended()
        self._here(progress)
        return self.done[0]

    def _hears(self, told: Any, progress: Progress) -> bool:
        """Pass the name of a stage on; whether it was one."""
        if isinstance(told, str):
            progress(told)
            return True
        self.told = told
        return False

    def _ended(self) -> None:
        """The process has gone: with its result, or it failed."""
        _, status = os.waitpid(self.process, 0)
        self.process = 0
        if status == 0:
            self.file.seek(0)
            self.done.append(pickle.load(self.file))  # noqa: S301  # from our own process

    def _here(self, progress: Progress) -> None:
        """The work done here, unless it is done."""
        if not self.done:
            self.done.append(self.work(lambda told: self._hears(told, progress)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process:
            self.ring.close()  # a library may swallow what the signal raises: then it waits for work, and hears of none
            with contextlib.suppress(OSError):  # it has gone already
                os.kill(self.process, signal.SIGTERM)
                os.waitpid(self.process, 0)


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    reader, writer = os.pipe()
    return os.fdopen(reader, "rb"), os.fdopen(writer, "wb", 0)


def _attend(ready: Callable[[], object], file: IO[bytes], bell: IO[bytes], say: IO[bytes]) -> None:
    """What the process does: it returns when there is no work, raises when the work fails, else ends by itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to both of us: our parent decides
    signal.signal(signal.SIGTERM, _leave)
    with contextlib.suppress(Exception):  # it will be raised again by the work
        ready()
    if bell.read(1):
        file.seek(0)
        result = pickle.load(file)(lambda told: say.write(f"{json.dumps(told)}\n".encode()))  # noqa: S301  # from our own parent
        file.seek(0)
        pickle.dump(result, file, pickle.HIGHEST_PROTOCOL)
        file.flush()
        os._exit(0)


def _leave(*_: object) -> NoReturn:
    """Leave every context, so that temporary folders are removed; what libraries say to that interests nobody."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    sys.exit()
