"""All editions of one document: the PDF, which takes about as long as the others together, beside them.

The others know where its pages begin. Where nothing that its layout hangs on has changed they know it from the last
build, and all begin at once; else they begin when the pages are laid out, and the PDF is drawn beside them.
"""

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.beside import Beside, Progress, Tell
from pipeline.diagnostics import Diagnostic, Exit, Reporter, Severity, Stopped
from pipeline.pagemap import PageMap, page_map
from pipeline.project import DERIVED, FORMATS

if TYPE_CHECKING:
    from pipeline.model import NumberedDocument
    from pipeline.readers.source import Source
    from pipeline.rendering import Assets, Publication
    from pipeline.theme import Theme
    from pipeline.verify.transcript import Transcript

Rendering = Callable[..., "Publication"]
"""A document that waits to be rendered for some formats, with the `page_map` of the PDF where it is known."""


class Reading(NamedTuple):
    """A source read, parsed and numbered; what is left is to render it for some formats."""

    source: "Source"
    numbered: "NumberedDocument"
    theme: "Theme"
    words: Mapping[str, Any]
    assets: "Assets"
    rendering: Rendering


_APART, _FOLDED = "pdf", "booklet"

OWN_PRINT = "print/page.html"
"""The page of a print whose size is not the PDF's: it has a layout, and so a page map, of its own."""


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
        """Each edition, and what others were made from; what is wrong is reported in the order of the formats.

        Raises Stopped like the first rendering or else the first writer that did; of the formats behind that one
        nothing is reported.
        """
        apart = rendering(self.apart or [_APART])
        if _APART not in self.formats and OWN_PRINT in apart.pages:
            self.apart = tuple(name for name in self.apart if name != _APART)  # nothing is made from it
        pages = self._pages(apart, report=report, progress=progress)
        made: dict[str, Edition] = {}
        for name in self.formats:
            if name not in self.apart:
                # A house template has pages of its own.
                known = None if self.options.get(name, {}).get("template") else pages
                done = _editions([name], rendering([name], page_map=known), self.options, progress)
                made |= self._read(done, progress)
        if self.apart:
            if self.read_back:
                import pipeline.verify.pdf.reading  # noqa: F401  # while the process beside us is at work
            made |= self._read(self.result(progress), progress)
            if self.read_back and _FOLDED in made:
                progress(f"verify {_FOLDED}")
                made[_FOLDED] = _unfold(made[_FOLDED], made[DERIVED[_FOLDED]], apart)
        order = (*(name for name in self.apart if name not in self.formats), *self.formats)
        for name in order:
            _tell(made[name], report)
        return {name: made[name] for name in order}

    def _pages(self, apart: "Publication", *, report: Reporter, progress: Progress) -> PageMap | None:
        """Where the pages of the PDF begin: kept from its last layout, else laid out now. What is apart is begun.

        None where it cannot be laid out: without the PDF that is a warning.
        """
        begun = False

        def lay_out() -> PageMap:
            nonlocal begun
            begun = True
            options = {**self.options, _APART: {**self.options.get(_APART, {}), "mapped": True}}
            self.begin(partial(_editions, self.apart, apart, options))
            if self.process:
                _import(name for name in FORMATS if name in self.formats and name not in self.apart)
            told = self.ahead(progress)
            if told is None:
                raise Stopped
            return PageMap.from_plain(told)

        if _APART not in self.apart:
            if self.apart:
                self.begin(partial(_editions, self.apart, apart, self.options))
                if not set(self.formats) - set(self.apart):
                    return None  # nobody asks for them
            progress("pages")
            return known_pages(apart, report=report)
        try:
            return _kept(apart, _APART, lay_out)
        except Stopped:  # which the PDF will say
            return None
        finally:
            if not begun:
                self.begin(partial(_editions, self.apart, apart, self.options))

    def _read(self, made: Mapping[str, Edition], progress: Progress) -> Mapping[str, Edition]:
        """Editions with what a reader meets in them, where that is wanted: a booklet's reader meets a print's pages."""
        read = {DERIVED[name] if name == _FOLDED else name for name in self.formats} if self.read_back else ()
        return {name: _read_back(name, each, progress) if name in read else each for name, each in made.items()}


def known_pages(publication: "Publication", edition: str = _APART, *, report: Reporter) -> PageMap | None:
    """Where the pages of the PDF begin, or of a print that has a page of its own, without making it.

    None, with a warning, where what lays it out is not here.
    """

    def lay_out() -> PageMap:
        from pipeline.writers.pdf import page_map as laid_out

        return laid_out(publication, publication.pages[f"{edition}/page.html"])

    try:
        return _kept(publication, edition, lay_out)
    except Stopped as stopped:
        if stopped.status is not Exit.MISSING:
            raise
        why = "; ".join(diagnostic.message for diagnostic in stopped.diagnostics)
        hint = next((diagnostic.hint for diagnostic in stopped.diagnostics), "")
        report(Diagnostic("pages-unknown", f"no page numbers: {why}", hint=hint, severity=Severity.WARNING))
        return None


def _kept(publication: "Publication", edition: str, lay_out: Callable[[], PageMap]) -> PageMap:
    from pipeline.identifiers import identify
    from pipeline.writers.pdf import files

    theme = publication.theme
    name = f"{identify(publication.metadata).text} {theme.size if edition == _APART else theme.print.size}"
    return page_map(name, publication.pages[f"{edition}/page.html"], files(publication), lay_out)


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
    tell: Tell,
) -> dict[str, Edition]:
    """Editions of one publication, each behind the one that it is made from."""
    made: dict[str, Edition] = {}
    for name in names:
        own = options.get(name, {})
        base = DERIVED.get(name)
        if base and base in names:
            if not made[base].data:  # what is wrong with that one was reported
                made[name] = Edition(b"", [])
                continue
            own = {**own, "base": made[base].data}
        made[name] = _edition(name, publication, own, tell)
    return made


def _edition(name: str, publication: "Publication", options: Mapping[str, Any], tell: Tell) -> Edition:
    from pipeline.writers import write

    tell(name)
    if name == _APART or name in DERIVED:
        options = {**options, "progress": tell}  # of its pages, which take long
    if options.get("mapped"):
        options = {**options, "mapped": partial(_tell_pages, tell)}
    found: list[Diagnostic] = []
    try:
        return Edition(write(name, publication, report=found.append, **options), found)
    except Stopped as stopped:
        return Edition(b"", found, stopped)


def _tell_pages(tell: Tell, pages: PageMap) -> None:
    tell(pages.plain())


def _import(names: Iterable[str]) -> None:
    """What the other editions stand on, while the pages are being laid out."""
    for name in names:
        for package in ("rendering", "writers", "verify"):
            importlib.import_module(f"pipeline.{package}.{name}")


def _unfold(booklet: Edition, base: Edition, publication: "Publication") -> Edition:
    """A booklet with what is wrong where it is folded to the pages of the edition that it was made from."""
    from pipeline.unzip import Refused
    from pipeline.verify.booklet import differences
    from pipeline.verify.proof import as_diagnostic

    if not booklet.data:
        return booklet
    right_to_left = publication.metadata.direction == "rtl"
    try:
        found = differences(booklet.data, base.data, publication.theme.booklet, right_to_left=right_to_left)
    except Refused as refused:
        stopped = Stopped(Diagnostic("file-refused", f"the booklet just made cannot be read back: {refused}"))
        return Edition(b"", booklet.found, stopped)
    return booklet._replace(found=[*booklet.found, *(as_diagnostic(each, "booklet") for each in found)])


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
