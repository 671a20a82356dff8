"""The whole way, one stage after the other: read, parse, number, render, write, verify."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.beside import Progress
from pipeline.diagnostics import Diagnostic, Findings, Reporter, Stopped
from pipeline.editions import Edition, Editions, Rendering
from pipeline.files import read_file
from pipeline.outputs import write_files
from pipeline.project import FORMATS, load_words, modified, template_folders
from pipeline.rendering import Assets, Publication, render
from pipeline.theme import Theme, load_theme

if TYPE_CHECKING:
    from pipeline.model import NumberedDocument
    from pipeline.readers.source import Source
    from pipeline.verify.claims import Promised


def prepare(
    path: Path,
    formats: Sequence[str] = FORMATS,
    *,
    theme: Path | None = None,
    report: Reporter,
    progress: Progress = str,
) -> Publication:
    """Everything but writing: what the writers of `formats` need of the source at `path`, in the looks of `theme`.

    Raises Stopped once errors stand in the way; they are reported, as many as one run can find.
    """
    reading = _read(path, theme=theme, report=report, progress=progress)
    progress("render")
    return reading.rendering(formats)


class Reading(NamedTuple):
    """A source read, parsed and numbered; what is left is to render it for some formats."""

    source: "Source"
    numbered: "NumberedDocument"
    theme: Theme
    words: Mapping[str, Any]
    assets: Assets
    rendering: Rendering


def _read(path: Path, *, theme: Path | None, report: Reporter, progress: Progress) -> Reading:
    """Read, parse and number."""
    # Above stands what the PDF's process needs too. It has begun by now, and imports WeasyPrint while we import these.
    from pipeline.assets import read_assets
    from pipeline.numbering import SCHEMES, number
    from pipeline.readers.front_matter import parse_front_matter
    from pipeline.readers.markdown import parse_markdown
    from pipeline.readers.source import read_source

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
    words = load_words(metadata.language, templates, report=findings)
    when = modified(metadata, report=findings)
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
    options = {"docx": {"template": _read_template(word_template, report=findings)}} if word_template else {}
    with Editions(formats, options, read_back=verify) as editions:
        reading = _read(path, theme=theme, report=findings, progress=progress)
        findings.stop_if_failed()
        made = editions.make(reading.rendering, report=findings, progress=progress)
    findings.stop_if_failed()
    files = {f"{path.stem}.{name}": edition.data for name, edition in made.items()}
    if verify:
        progress("verify")
        files |= _verify(reading, made, path, own=_own_looks(theme, house=bool(word_template)), report=findings)
        findings.stop_if_failed()
    write_files({out / name: data for name, data in files.items()})
    return [out / name for name in files]


def _verify(
    reading: Reading, made: Mapping[str, Edition], path: Path, *, own: frozenset[str], report: Reporter
) -> Mapping[str, bytes]:
    """Prove the editions; the certificate as it goes to the disk, in its two forms.

    Reports what is not as promised.
    """
    from pipeline.verify.certificate import File, as_json, as_page, certificate
    from pipeline.verify.proof import as_diagnostics, prove
    from pipeline.versions import versions

    promised = _promised(reading, path, own)
    proof = prove(promised, {name: edition.transcript for name, edition in made.items() if edition.transcript})
    for diagnostic in as_diagnostics(proof, reading.source.name, {name: f"{path.stem}.{name}" for name in made}):
        report(diagnostic)
    if not proof.holds:
        return {}
    files = [File(f"{path.stem}.{name}", name, edition.data) for name, edition in made.items()]
    certified = certificate(proof, files, (path.name, promised.source), versions(made))
    name = f"{path.stem}.certificate.json"
    return {name: as_json(certified), f"{path.stem}.certificate.html": as_page(certified, name)}


def promised_by(path: Path, *, theme: Path | None = None, house: bool = False, report: Reporter) -> "Promised":
    """What the source at `path` promises, in the looks of `theme`. Raises Stopped like `prepare`."""
    reading = _read(path, theme=theme, report=report, progress=str)
    return _promised(reading, path, _own_looks(theme, house=house))


def _own_looks(theme: Path | None, *, house: bool) -> frozenset[str]:
    """The formats that look as a house template says, or as templates of the theme: its tokens do not say how."""
    folders = [theme / "shared", *(theme / name for name in FORMATS)] if theme else []
    own = {folder.name for folder in folders if folder.is_dir() and any(folder.iterdir())}
    return frozenset(FORMATS if "shared" in own else own | ({"docx"} if house else set()))


def _promised(reading: Reading, path: Path, own: frozenset[str]) -> "Promised":
    """The proof reads the source's file anew: what the reader lost of it must not be lost here, too."""
    from pipeline.verify.claims import Promised

    pictures = [image.data for image in reading.assets.images.values()]
    document, scheme = reading.numbered.document, reading.numbered.scheme
    try:
        source = path.read_bytes()
    except OSError as error:
        raise Stopped(Diagnostic("source-missing", f"{path} has gone while it was built: {error.strerror}")) from None
    return Promised(document, scheme, reading.words, source, reading.theme, pictures, own)


def _read_template(path: Path, *, report: Reporter) -> bytes:
    """A house template as it is on the disk, cut off far beyond the size that the writer takes."""
    try:
        return read_file(path, 100_000_000)
    except OSError as error:
        message = f"the house template {path} cannot be read: {error.strerror}"
        report(Diagnostic("docx-template-refused", message, hint="name a .docx or .dotx file"))
        return b""
