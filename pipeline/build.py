"""The whole way, one stage after the other: read, parse, number, render, write."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.beside import Progress
from pipeline.diagnostics import Diagnostic, Findings, Reporter, Stopped
from pipeline.editions import Editions, Rendering
from pipeline.outputs import write_files
from pipeline.project import FORMATS, load_words, modified, template_folders

if TYPE_CHECKING:
    from pipeline.rendering import Publication


def prepare(
    path: Path,
    formats: Sequence[str] = FORMATS,
    *,
    theme: Path | None = None,
    report: Reporter,
    progress: Progress = str,
) -> "Publication":
    """Everything but writing: what the writers of `formats` need of the source at `path`, in the looks of `theme`.

    Raises Stopped once errors stand in the way; they are reported, as many as one run can find.
    """
    rendering = _read(path, theme=theme, report=report, progress=progress)
    progress("render")
    return rendering(formats)


def _read(path: Path, *, theme: Path | None, report: Reporter, progress: Progress) -> Rendering:
    """Read, parse and number; what is left is to render for some formats."""
    # Imported here and not above, since the PDF's process has begun by now and imports WeasyPrint at the same time.
    from pipeline.assets import read_assets
    from pipeline.numbering import SCHEMES, number
    from pipeline.readers.front_matter import parse_front_matter
    from pipeline.readers.markdown import parse_markdown
    from pipeline.readers.source import read_source
    from pipeline.rendering import render
    from pipeline.theme import load_theme

    findings = Findings(report)
    progress("read")
    source = read_source(path, report=findings)
    metadata, lines = parse_front_matter(source, SCHEMES, report=findings)
    scheme = SCHEMES[metadata.scheme]
    progress("parse")
    document = parse_markdown(source, metadata, lines, scheme, report=findings)
    progress("number")
    numbered = number(document, scheme, report=findings)
    templates = template_folders(theme)
    tokens = load_theme(templates, report=findings)
    findings.stop_if_failed()
    if not tokens:
        raise Stopped
    words = load_words(metadata.language, templates, report=findings)
    when = modified(metadata, report=findings)
    assets = read_assets(document, tokens, source, report=findings)
    findings.stop_if_failed()
    if not words or not when:
        raise Stopped
    return partial(render, numbered, tokens, words, assets, templates, modified=when)


def build(
    path: Path,
    formats: Sequence[str] = FORMATS,
    *,
    out: Path = Path("build"),
    theme: Path | None = None,
    word_template: Path | None = None,
    report: Reporter,
    progress: Progress = str,
) -> list[Path]:
    """Make the editions of the source at `path` in the folder `out`, under the source's name; their paths, in order.

    Raises Stopped when anything is wrong: then nothing was written, and the last good files are still there.
    """
    findings = Findings(report)
    options = {"docx": {"template": _read_template(word_template, report=findings)}} if word_template else {}
    with Editions(formats, options) as editions:
        rendering = _read(path, theme=theme, report=findings, progress=progress)
        findings.stop_if_failed()
        made = editions.make(rendering, report=findings, progress=progress)
    findings.stop_if_failed()
    files = {out / f"{path.stem}.{name}": data for name, data in made.items()}
    write_files(files)
    return list(files)


def _read_template(path: Path, *, report: Reporter) -> bytes:
    """A house template as it is on the disk, cut off far beyond the size that the writer takes."""
    try:
        with path.open("rb") as file:
            return file.read(100_000_000)
    except OSError as error:
        message = f"the house template {path} cannot be read: {error.strerror}"
        report(Diagnostic("docx-template-refused", message, hint="name a .docx or .dotx file"))
        return b""
