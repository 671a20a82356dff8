"""The whole way, one stage after the other: read, parse, number, render, write."""

from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.assets import read_assets
from pipeline.diagnostics import Diagnostic, Findings, Reporter
from pipeline.numbering import SCHEMES, number
from pipeline.outputs import write_files
from pipeline.project import FORMATS, load_words, modified, template_folders
from pipeline.readers.front_matter import parse_front_matter
from pipeline.readers.markdown import parse_markdown
from pipeline.readers.source import read_source
from pipeline.rendering import Publication, render
from pipeline.theme import load_theme
from pipeline.writers import write

Progress = Callable[[str], object]
"""Told the name of each stage as it begins."""


def prepare(
    path: Path, formats: Sequence[str] = FORMATS, *, theme: Path | None = None, report: Reporter, progress: Progress = str
) -> Publication:
    """Everything but writing: what the writers of `formats` need of the source at `path`, looking as the folder `theme` says.

    Raises Stopped once errors stand in the way; they are reported, as many as one run can find.
    """
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
    words = load_words(metadata.language, templates, report=findings)
    when = modified(metadata, report=findings)
    assert tokens  # an error otherwise
    assets = read_assets(document, tokens, source, report=findings)
    findings.stop_if_failed()
    assert words and when
    progress("render")
    return render(numbered, tokens, words, assets, templates, formats, when)


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
    publication = prepare(path, formats, theme=theme, report=report, progress=progress)
    findings = Findings(report)
    options = {"docx": {"template": _read_template(word_template, report=findings)}} if word_template else {}
    findings.stop_if_failed()
    files: dict[Path, bytes] = {}
    for name in formats:
        progress(name)
        files[out / f"{path.stem}.{name}"] = write(name, publication, report=findings, **options.get(name, {}))
    findings.stop_if_failed()
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
