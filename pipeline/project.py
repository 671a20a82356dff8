"""A project's settings and paths: which source, which formats, which folders of templates, which words."""

import datetime
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.diagnostics import Diagnostic, Exit, Reporter, Stopped
from pipeline.files import load_toml

if TYPE_CHECKING:
    from pipeline.model import Metadata

FORMATS = ("pdf", "docx", "epub", "html")
"""The editions. Each is also the name of its renderer, its writer and its folder of templates."""

DERIVED = {"print": "pdf", "booklet": "print"}
"""Editions that are made from another one's file, and which that is. They are made where somebody asks for them."""

TEMPLATES = Path(__file__).parent / "templates"
"""The default theme; it travels inside the package."""


def find_source(folder: Path) -> Path:
    """The project's own source: the one Markdown file in its folder source/.

    Raises Stopped when there is none, or several.
    """
    found = sorted((folder / "source").glob("*.md"))
    if len(found) == 1:
        return found[0].relative_to(folder) if folder == Path() else found[0]
    what = "there is no source/*.md in this folder" if not found else f"source/ holds {len(found)} documents"
    raise Stopped(
        Diagnostic(
            "source-missing",
            what,
            hint="name the source: engross build FILE" if found else "name the source, or begin with “engross new DIR”",
        ),
        status=Exit.USAGE,
    )


def parse_formats(text: str) -> tuple[str, ...]:
    """The formats of a list such as "pdf,docx". Raises Stopped for an unknown one."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    known = (*FORMATS, *DERIVED)
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise Stopped(
            Diagnostic(
                "format-unknown",
                f"there is no format “{', '.join(unknown) or text}”",
                hint=f"choose among {', '.join(known)}",
            ),
            status=Exit.USAGE,
        )
    return names


def file_name(stem: str, name: str) -> str:
    """The file of an edition; one that is made from another's file is a file of that kind: NAME.print.pdf."""
    kind = name
    while kind in DERIVED:
        kind = DERIVED[kind]
    return f"{stem}.{name}" if kind == name else f"{stem}.{name}.{kind}"


def template_folders(theme: Path | None) -> list[Path]:
    """The folders in which templates, tokens and words are looked for, the user's first.

    Raises Stopped when it is no folder.
    """
    if theme is None:
        return [TEMPLATES]
    if not theme.is_dir():
        raise Stopped(
            Diagnostic(
                "theme-missing", f"there is no folder {theme}", hint="a theme is a folder with a theme.toml in it"
            ),
            status=Exit.USAGE,
        )
    return [theme, TEMPLATES]


def load_words(language: str, folders: list[Path], *, report: Reporter) -> Mapping[str, Any] | None:
    """The words that we generate, in the document's language; None with a diagnostic where nobody wrote them yet."""
    tags = [language]
    while "-" in tags[-1]:
        tags.append(tags[-1].rpartition("-")[0])
    for tag in tags:
        for folder in folders:
            path = folder / "languages" / f"{tag}.toml"
            if path.is_file():
                try:
                    words = load_toml(path)
                except (ValueError, OSError) as error:
                    said = getattr(error, "strerror", None) or str(error)
                    report(Diagnostic("language-words", f"{path} cannot be read: {said}"))
                    return None
                lacking = list(_lacking(words, tomllib.loads((TEMPLATES / "languages" / "en.toml").read_text("utf-8"))))
                if lacking:
                    report(
                        Diagnostic(
                            "language-words",
                            f"{path} lacks words: {', '.join(lacking)}",
                            hint=f"{TEMPLATES}/languages/en.toml has them all: put yours beside them",
                        )
                    )
                return None if lacking else words
    known = sorted({path.stem for folder in folders for path in (folder / "languages").glob("*.toml")})
    report(
        Diagnostic(
            "language-words",
            f"there are no words in “{language}” for what we generate (dates, contents ...)",
            hint=f"add languages/{language}.toml to your theme; known: {', '.join(known)}",
        )
    )
    return None


def _lacking(words: Mapping[str, Any], complete: Mapping[str, Any], table: str = "") -> Iterator[str]:
    """The keys that a language's words do not have, or have as something else than the complete ones do."""
    for key, value in complete.items():
        given: Any = words.get(key)
        if type(given) is not type(value) or (isinstance(value, list) and len(given) != len(value)):
            yield table + key
        elif isinstance(value, dict):
            yield from _lacking(given, value, f"{table}{key}.")


def modified(metadata: "Metadata", *, report: Reporter) -> datetime.datetime | None:
    """When the text was last changed: front matter `modified`, else `date`, else SOURCE_DATE_EPOCH; never the clock."""
    if metadata.modified:
        return metadata.modified
    if metadata.date and metadata.date.year >= 1980:  # a ZIP knows no earlier year
        return datetime.datetime(metadata.date.year, metadata.date.month, metadata.date.day, tzinfo=datetime.UTC)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit() and 315_532_800 <= int(epoch) < 2**33:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    report(
        Diagnostic(
            "date-missing",
            "the editions must say when the text was changed, and nothing says it",
            hint="add “modified: 2021-07-06” to the front matter (a “date” from 1980 on will do), "
            "or set SOURCE_DATE_EPOCH",
        )
    )
    return None
