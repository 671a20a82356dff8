"""The peers: Pandoc with WeasyPrint as its PDF engine, WeasyPrint alone on our page, rdocx."""

import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.measure import Command

_PYTHON = sys.executable
_SCRIPTS = Path(sys.executable).parent

_RDOCX = """
import sys
from pathlib import Path
from rdocx import Document
source, out = sys.argv[1:]
document, _ = Document.open_markdown(source)
document.save(out + ".docx")
Path(out + ".epub").write_bytes(document.to_epub().bytes)
Path(out + ".html").write_text(document.to_html())
Path(out + ".pdf").write_bytes(document.to_pdf())
"""


def engross(source: Path, out: Path, *options: str, name: str = "Engross") -> Command:
    """One build."""
    return Command(name, [_PYTHON, "-m", "pipeline", "build", str(source), "--out", str(out), "--quiet", *options])


def pandoc(plain: Path, out: Path) -> Command:
    """Four runs, one a format, as its user would start them."""
    import pypandoc  # type: ignore[import-untyped]  # has no types

    program, engine = pypandoc.get_pandoc_path(), _SCRIPTS / "weasyprint"
    runs = (
        f"'{program}' '{plain}' --standalone --pdf-engine='{engine}' --output '{out}.pdf'",
        f"'{program}' '{plain}' --standalone --output '{out}.docx'",
        f"'{program}' '{plain}' --standalone --output '{out}.epub'",
        f"'{program}' '{plain}' --standalone --embed-resources --output '{out}.html'",
    )
    return Command("Pandoc, four runs", ["sh", "-ec", "\n".join(runs)])


def rdocx(plain: Path, out: Path) -> Command:
    """Four formats in one process."""
    return Command("rdocx", [_PYTHON, "-c", _RDOCX, str(plain), str(out)])


def weasyprint(page: Path, out: Path) -> Command:
    """WeasyPrint's own command on our page, tagged."""
    words = [str(_SCRIPTS / "weasyprint"), "--quiet", "--pdf-variant", "pdf/a-2a", str(page), str(out)]
    return Command("WeasyPrint alone, tagged", words)


def write_page(source: Path, folder: Path) -> Path:
    """The page that Engross gives to WeasyPrint, with all files that it refers to."""
    from pipeline import prepare
    from pipeline.writers.pdf.hyphen import LINE_END, line_end

    publication = prepare(source, ("pdf",), report=print)
    files: dict[str, bytes] = {f"fonts/{key}.ttf": face for key, face in publication.faces.items()}
    files |= {LINE_END + name: line_end(face) for name, face in files.items()}
    files["page.html"] = publication.pages["pdf/page.html"].encode()
    return _written(files, folder) / "page.html"


def _written(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
