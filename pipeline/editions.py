"""All editions of one document: the PDF, which takes about as long as the others together, beside them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.beside import Beside, Progress
from pipeline.diagnostics import Diagnostic, Reporter, Stopped

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


class Editions(Beside[Edition]):
    """The editions in `formats`; the process that makes the PDF gets ready while the document is not yet read."""

    def __init__(
        self, formats: Sequence[str], options: Mapping[str, Mapping[str, Any]], *, read_back: bool = False
    ) -> None:
        self.formats, self.options, self.read_back = formats, options, read_back
        super().__init__(_get_ready if _APART in formats else None)

    def make(self, rendering: Rendering, *, report: Reporter, progress: Progress) -> dict[str, Edition]:
        """Each edition; what is wrong with them is reported in the order of the formats.

        Raises Stopped like the first rendering or else the first writer that did; of the formats behind that one
        nothing is reported.
        """

        def work(name: str) -> Callable[[Progress], Edition]:
            return partial(_edition, name, rendering([name]), self.options.get(name, {}), self.read_back)

        if _APART in self.formats:
            self.begin(work(_APART))
        made = {name: work(name)(progress) for name in self.formats if name != _APART}
        if _APART in self.formats:
            made[_APART] = self.result(progress)
        for name in self.formats:
            for diagnostic in made[name].found:
                report(diagnostic)
            if stopped := made[name].stopped:
                raise stopped
        return {name: made[name] for name in self.formats}


def _edition(
    name: str, publication: "Publication", options: Mapping[str, Any], read_back: bool, progress: Progress
) -> Edition:
    from pipeline.writers import write

    progress(name)
    if name == _APART:
        options = {**options, "progress": progress}  # of its pages, which take long
    found: list[Diagnostic] = []
    try:
        data = write(name, publication, report=found.append, **options)
        return Edition(data, found, transcript=_read_back(name, data, progress) if read_back and data else None)
    except Stopped as stopped:
        return Edition(b"", found, stopped)


def _read_back(name: str, data: bytes, progress: Progress) -> "Transcript":
    """The file opened again, from its bytes alone. Here, so that it is done beside the other editions."""
    from pipeline.unzip import Refused
    from pipeline.verify import transcribe
    from pipeline.verify.xml import Unsound

    progress(f"verify {name}")
    try:
        return transcribe(name, data)
    except (Refused, Unsound) as refused:
        raise Stopped(Diagnostic("file-refused", f"the {name} just made cannot be read back: {refused}")) from None


def _get_ready() -> None:
    """Import what the PDF stands on."""
    from pipeline.writers.pdf import engine

    with suppress(Stopped):  # the writer will say it
        engine.load()
    from pipeline.writers.pdf import complaints, exact, overflow, sealed, structure  # noqa: F401  # needed at once
