"""What a source promises, proved of its editions, and the certificate that says so."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Reporter, Stopped
from pipeline.editions import Edition, Reading
from pipeline.faces import subset
from pipeline.model import Figure
from pipeline.project import DERIVED, FORMATS, file_name
from pipeline.verify.certificate import File, as_json, as_page, certificate
from pipeline.verify.claims import Promised
from pipeline.verify.proof import as_diagnostics, prove
from pipeline.versions import versions
from pipeline.walk import blocks


def certify(
    reading: Reading,
    made: Mapping[str, Edition],
    formats: Sequence[str],
    path: Path,
    own: frozenset[str],
    *,
    report: Reporter,
) -> Mapping[str, bytes]:
    """Prove the editions; the certificate as it goes to the disk, in its two forms: of those in `formats`, if any.

    Reports what is not as promised.
    """
    promised = promise(reading, path, own)
    transcripts = {name: edition.transcript for name, edition in made.items() if edition.transcript}
    proof = prove(promised, transcripts)
    for diagnostic in as_diagnostics(proof, reading.source.name, {name: file_name(path.stem, name) for name in made}):
        report(diagnostic)
    names = [name for name in formats if name in transcripts]
    if not (proof.holds and names):
        return {}
    if len(names) < len(transcripts):  # the rest is not published
        proof = prove(promised, {name: transcripts[name] for name in names})
    files = [File(file_name(path.stem, name), name, made[name].data) for name in names]
    certified = certificate(proof, files, (path.name, promised.source), versions(names))
    name = f"{path.stem}.certificate.json"
    return {name: as_json(certified), f"{path.stem}.certificate.html": as_page(certified, name)}


def own_looks(theme: Path | None, *, house: bool) -> frozenset[str]:
    """The formats that look as a house template says, or as templates of the theme: its tokens do not say how."""
    folders = [theme / "shared", *(theme / name for name in FORMATS)] if theme else []
    own = {folder.name for folder in folders if folder.is_dir() and any(folder.iterdir())}
    own |= {name for name, base in DERIVED.items() if base in own}
    return frozenset((*FORMATS, *DERIVED) if "shared" in own else own | ({"docx"} if house else set()))


def promise(reading: Reading, path: Path, own: frozenset[str]) -> Promised:
    """The proof reads the source's file anew: what the reader lost of it must not be lost here, too."""
    document, scheme = reading.numbered.document, reading.numbered.scheme
    figures = [block.source for block in blocks(document) if isinstance(block, Figure)]
    images, faces = reading.assets.images, reading.assets.faces
    pictures = [images[source].data for source in figures if source in images]
    try:
        source = path.read_bytes()
    except OSError as error:
        raise Stopped(Diagnostic("source-missing", f"{path} has gone while it was built: {error.strerror}")) from None
    return Promised(document, scheme, reading.words, source, reading.theme, pictures, own, faces, subset)
