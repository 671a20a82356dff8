"""The whole way, one stage after the other: read, parse, number, render, write, verify."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.beside import Progress
from pipeline.diagnostics import Diagnostic, Findings, Reporter, Stopped
from pipeline.editions import Editions, Reading
from pipeline.files import read_file
from pipeline.outputs import write_files
from pipeline.pagemap import PageMap
from pipeline.project import DERIVED, FORMATS, file_name, load_words, modified, template_folders
from pipeline.rendering import Publication, render
from pipeline.theme import load_theme

if TYPE_CHECKING:
    from pipeline.verify.claims import Promised


def prepare(
    path: Path,
    formats: Sequence[str] = FORMATS,
    *,
    theme: Path | None = None,
    page_map: PageMap | None = None,
    report: Reporter,
    progress: Progress = str,
) -> Publication:
    """Everything but writing: what the writers of `formats` need of the source at `path`, in the looks of `theme`.

    They say where the pages of the PDF begin where that is given (writers.pdf.page_map works it out).

    Raises Stopped once errors stand in the way; they are reported, as many as one run can find.
    """
    reading = read(path, theme=theme, report=report, progress=progress)
    progress("render")
    return reading.rendering(formats, page_map=page_map)


def read(path: Path, *, theme: Path | None = None, report: Reporter, progress: Progress = str) -> Reading:
    """Read, parse and number. Raises Stopped like `prepare`."""
    # Above stands what the PDF's process needs too. It has begun by now, and imports WeasyPrint while we import these.
    from pipeline.assets import read_assets
    from pipeline.numbering import number
    from pipeline.readers.front_matter import parse_front_matter
    from pipeline.readers.markdown import parse_markdown
    from pipeline.readers.source import read_source
    from pipeline.schemes import known_schemes, load_scheme

    findings = Findings(report)
    progress("read")
    source = read_source(path, report=findings)
    templates = template_folders(theme)
    metadata, lines = parse_front_matter(source, known_schemes(templates), report=findings)
    tokens = load_theme(templates, report=findings)
    words = load_words(metadata.language, templates, report=findings)
    scheme = load_scheme(metadata.scheme, path.parent, templates, words, report=findings) if words else None
    if not scheme:
        raise Stopped
    progress("parse")
    document = parse_markdown(source, metadata, lines, scheme, report=findings)
    progress("number")
    numbered = number(document, scheme, report=findings)
    when = modified(metadata, report=findings) if metadata.title else None  # else the front matter's errors say enough
    # Read whatever is wrong already, so that one run tells all of it.
    assets = read_assets(document, tokens, source, report=findings) if tokens else None
    findings.stop_if_failed()
    if not (tokens and words and when and assets):
        raise Stopped
    rendering = partial(render, numbered, tokens, words, assets, templates, modified=when)
    return Reading(source, numbered, tokens, words, assets, rendering)


def build(
    path: Path,
    formats: Sequence[str] = FORMATS,
    *,
    out: Path = Path("build"),
    theme: Path | None = None,
    word_template: Path | None = None,
    verify: bool = True,
    report: Reporter,
    progress: Progress = str,
) -> list[Path]:
    """Make the editions of the source at `path` in the folder `out`, under the source's name; their paths, in order.

    With `verify` they are read back and proved to say what the source says, and their certificate is written beside
    them. Raises Stopped when anything is wrong: then nothing was written, and the last good files are still there.
    """
    findings = Findings(report)
    options: dict[str, dict[str, Any]] = {name: {"file": file_name(path.stem, name)} for name in DERIVED}
    if word_template:
        options["docx"] = {"template": _read_template(word_template, report=findings)}
    with Editions(formats, options, read_back=verify) as editions:
        reading = read(path, theme=theme, report=findings, progress=progress)
        findings.stop_if_failed()
        made = editions.make(reading.rendering, report=findings, progress=progress)
    findings.stop_if_failed()
    files = {file_name(path.stem, name): made[name].data for name in formats}
    if verify:
        from pipeline.certify import certify, own_looks

        progress("verify")
        files |= certify(reading, made, formats, path, own_looks(theme, house=bool(word_template)), report=findings)
        findings.stop_if_failed()
    write_files({out / name: data for name, data in files.items()})
    return [out / name for name in files]


def promised_by(path: Path, *, theme: Path | None = None, house: bool = False, report: Reporter) -> "Promised":
    """What the source at `path` promises, in the looks of `theme`. Raises Stopped like `prepare`."""
    from pipeline.certify import own_looks, promise

    return promise(read(path, theme=theme, report=report, progress=str), path, own_looks(theme, house=house))


def _read_template(path: Path, *, report: Reporter) -> bytes:
    """A house template as it is on the disk, cut off far beyond the size that the writer takes."""
    try:
        return read_file(path, 100_000_000)
    except OSError as error:
        message = f"the house template {path} cannot be read: {error.strerror}"
        report(Diagnostic("docx-template-refused", message, hint="name a .docx or .dotx file"))
        return b""
