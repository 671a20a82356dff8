"""All editions of one document: the PDF, which takes about as long as the others together, beside them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.beside import Beside, Progress
from pipeline.diagnostics import Diagnostic, Reporter, Stopped
from pipeline.project import DERIVED

if TYPE_CHECKING:
    from pipeline.model import NumberedDocument
    from pipeline.readers.source import Source
    from pipeline.rendering import Assets, Publication
    from pipeline.theme import Theme
    from pipeline.verify.transcript import Transcript

Rendering = Callable[[Sequence[str]], "Publication"]
"""A document that waits to be rendered for some formats."""


class Reading(NamedTuple):
    """A source read, parsed and numbered; what is left is to render it for some formats."""

    source: "Source"
    numbered: "NumberedDocument"
    theme: "Theme"
    words: Mapping[str, Any]
    assets: "Assets"
    rendering: Rendering


_APART = "pdf"


class Edition(NamedTuple):
    """One finished file, and what a reader meets in it where that was asked for."""

    data: bytes
    found: list[Diagnostic]
    stopped: Stopped | None = None
    transcript: "Transcript | None" = None


class Editions(Beside[dict[str, Edition]]):
    """The editions in `formats`; the process that makes the PDF gets ready while the document is not yet read.

    What is made from the PDF is made there, too.
    """

    def __init__(
        self, formats: Sequence[str], options: Mapping[str, Mapping[str, Any]], *, read_back: bool = False
    ) -> None:
        self.formats, self.options, self.read_back = formats, options, read_back
        self.apart = _chain(formats)
        super().__init__(_get_ready if self.apart else None)

    def make(self, rendering: Rendering, *, report: Reporter, progress: Progress) -> dict[str, Edition]:
        """Each edition; what is wrong with them is reported in the order of the formats.

        Raises Stopped like the first rendering or else the first writer that did; of the formats behind that one
        nothing is reported.
        """

        def work(*names: str) -> Callable[[Progress], dict[str, Edition]]:
            return partial(_editions, names, rendering(names), self.options)

        if self.apart:
            self.begin(work(*self.apart))
        made: dict[str, Edition] = {}
        for name in self.formats:
            if name not in self.apart:
                made |= self._read(work(name)(progress), progress)
        if self.apart:
            if self.read_back:
                import pipeline.verify.pdf.reading  # noqa: F401  # while the process beside us is at work
            made |= self._read(self.result(progress), progress)
        for name in (name for name in (*self.apart, *self.formats) if name in made and name not in self.formats):
            _tell(made.pop(name), report)  # nobody asked for it, but what was asked for is made from it
        for name in self.formats:
            _tell(made[name], report)
        return {name: made[name] for name in self.formats}

    def _read(self, made: Mapping[str, Edition], progress: Progress) -> Mapping[str, Edition]:
        """Editions with what a reader meets in them, where that is wanted."""
        read = {name for name in made if self.read_back and name in self.formats}
        return {name: _read_back(name, each, progress) if name in read else each for name, each in made.items()}


def _tell(edition: Edition, report: Reporter) -> None:
    for diagnostic in edition.found:
        report(diagnostic)
    if edition.stopped:
        raise edition.stopped


def _chain(formats: Sequence[str]) -> tuple[str, ...]:
    """What is made one after the other beside the rest: the PDF and what is made from it, each behind its base."""
    chain: list[str] = []
    for name in formats:
        needed = [name]
        while needed[-1] in DERIVED:
            needed.append(DERIVED[needed[-1]])
        if needed[-1] == _APART:
            chain += [base for base in reversed(needed) if base not in chain]
    return tuple(chain)


def _editions(
    names: Sequence[str],
    publication: "Publication",
    options: Mapping[str, Mapping[str, Any]],
    progress: Progress,
) -> dict[str, Edition]:
    """Editions of one publication, each behind the one that it is made from."""
    made: dict[str, Edition] = {}
    for name in names:
        own = options.get(name, {})
        if base := DERIVED.get(name):
            if not made[base].data:  # what is wrong with that one was reported
                made[name] = Edition(b"", [])
                continue
            own = {**own, "base": made[base].data}
        made[name] = _edition(name, publication, own, progress)
    return made


def _edition(name: str, publication: "Publication", options: Mapping[str, Any], progress: Progress) -> Edition:
    from pipeline.writers import write

    progress(name)
    if name == _APART or name in DERIVED:
        options = {**options, "progress": progress}  # of its pages, which take long
    found: list[Diagnostic] = []
    try:
        return Edition(write(name, publication, report=found.append, **options), found)
    except Stopped as stopped:
        return Edition(b"", found, stopped)


def _read_back(name: str, made: Edition, progress: Progress) -> Edition:
    """The file opened again, from its bytes alone."""
    from pipeline.unzip import Refused
    from pipeline.verify import transcribe
    from pipeline.verify.xml import Unsound

    if not made.data:
        return made
    progress(f"verify {name}")
    try:
        return made._replace(transcript=transcribe(name, made.data))
    except (Refused, Unsound) as refused:
        stopped = Stopped(Diagnostic("file-refused", f"the {name} just made cannot be read back: {refused}"))
        return Edition(b"", made.found, stopped)


def _get_ready() -> None:
    """Import what the PDF stands on."""
    from pipeline.writers.pdf import engine

    with suppress(Stopped):  # the writer will say it
        engine.load()
    from pipeline.writers.pdf import complaints, exact, overflow, sealed, structure  # noqa: F401  # needed at once
