"""The whole way of a text that exists already: read, recognise, find its scheme, write its source, read that back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.adopting.called import settle_notes
from pipeline.adopting.emit import Source, emit, spend
from pipeline.adopting.explain import explain
from pipeline.adopting.front import Front, date_of, front
from pipeline.adopting.glyphs import set_apart
from pipeline.adopting.inputs import read_input
from pipeline.adopting.items import Item, Kind
from pipeline.adopting.own_scheme import as_toml, plan, ready_made
from pipeline.adopting.pieces import Unbalanced
from pipeline.adopting.recognise import recognise
from pipeline.adopting.references import Reference, references
from pipeline.adopting.settle import settle
from pipeline.adopting.taken import Left, Taken
from pipeline.diagnostics import Diagnostic, Exit, Position, Reporter, Severity, Stopped
from pipeline.files import read_file
from pipeline.project import TEMPLATES, load_words
from pipeline.readers.languages import is_tag
from pipeline.schemes import known_schemes


@dataclass(frozen=True, slots=True)
class Adopted:
    """What came of a text. `files` are the source and what stands beside it, by name.

    `sums` says how many characters of the input had which fate; `scheme` is the name in the front matter, `fitting` and
    `labels` how many labels of how many follow from the scheme's count alone.
    """

    files: dict[str, bytes]
    source: str
    scheme: str
    labels: int
    fitting: int
    sums: dict[str, int]
    references: list[Reference]
    explanation: list[str] = field(default_factory=list)


def adopt(
    data: bytes,
    path: Path,
    *,
    scheme: str = "",
    language: str = "",
    revisions: str = "accept",
    link: bool = False,
    report: Reporter,
) -> Adopted:
    """The source of a text. Raises Stopped where it cannot be read, or where not all of it could be accounted for."""
    name = re.sub(r"[^\w.-]+", "-", path.stem).strip("-.") or "text"
    if language and not is_tag(language):
        what = f"“{language[:40]}” is no language tag"
        raise Stopped(Diagnostic("language-tag", what, hint="write --language fr"), status=Exit.USAGE)
    taken = read_input(data, path, revisions=revisions, report=report)
    if not taken.blocks:
        raise Stopped(Diagnostic("adopt-refused", f"there is no text in {path}"))
    taken.left.sort(key=lambda left: left.line)
    page, blocks = front(taken, path.stem, language)
    settle_notes(blocks, taken.text, [*page.titles, *page.subtitles])
    recognised = recognise(blocks)
    items = recognised.items
    _language_of_blocks(items)
    date_of(page, items, taken)
    wanted = plan(items, recognised.levels)
    words = load_words(page.language, [TEMPLATES], report=lambda _: None)
    words = words or load_words("en", [TEMPLATES], report=report) or {}
    if scheme:
        chosen, own = _given(scheme)
    else:
        chosen = ready_made(wanted, TEMPLATES / "schemes", words)
        own = "" if chosen else as_toml(wanted)
    file = f"{name}.scheme.toml" if own else ""
    found = references(items, link=link)

    def written() -> Source:
        notes = [item.block.note for item in items if item.kind is Kind.NOTE]
        return emit(page, chosen or file, items, notes, name)

    try:
        settled = settle(written, own, page.language, items)
        if set_apart(settled, items):
            settled = settle(written, own, page.language, items)
        unheld = spend(page, items, taken.ledger)
    except Unbalanced as unbalanced:
        what = f"not all of {path.name} is accounted for: {unbalanced}"
        raise Stopped(Diagnostic("adopt-unbalanced", what, hint="please report it with the file")) from None
    for at in unheld:
        line = taken.text.count("\n", 0, at) + 1
        taken.left.append(Left(line, "a character that no edition can hold", f"U+{ord(taken.text[at]):04X}"))
    _tell(path, page, items, taken, report)
    labelled = [item for item in items if item.label]
    fitting = sum(1 for item in labelled if not item.kept and not item.literal)
    files = {f"{name}.md": settled.source.text.encode(), **settled.source.pictures}
    if own:
        files[file] = own.encode()
    return Adopted(
        files,
        f"{name}.md",
        chosen or file,
        len(labelled),
        fitting,
        taken.ledger.sums(),
        found,
        list(explain(page, items, taken.left)),
    )


def _given(scheme: str) -> tuple[str, str]:
    """A scheme that was asked for: its name, or the text of its file. Raises Stopped where there is none."""
    known = known_schemes([TEMPLATES])
    if scheme in known:
        return scheme, ""
    try:
        if scheme.endswith(".toml"):
            return "", read_file(Path(scheme), 2**20).decode("utf-8")
    except (OSError, ValueError) as error:
        said = (getattr(error, "strerror", None) or "it is no text").lower()
        raise Stopped(Diagnostic("scheme-unreadable", f"{scheme} cannot be read: {said}"), status=Exit.USAGE) from None
    hint = f"known: {', '.join(known)}; or a file: ours.toml"
    raise Stopped(
        Diagnostic("front-matter-scheme", f"there is no scheme “{scheme[:40]}”", hint=hint), status=Exit.USAGE
    )


def _language_of_blocks(items: Sequence[Item]) -> None:
    for item in items:
        if item.block.language and item.kind is Kind.TEXT:
            item.language = item.block.language


def _tell(path: Path, page: Front, items: Sequence[Item], taken: Taken, report: Reporter) -> None:
    """What an editor should know: what was guessed, kept, left out, not understood."""

    def at(line: int) -> Position:
        return Position(str(path), line)

    for rule, why in page.guessed.items():
        hint = f"put the right {rule.removeprefix('adopt-')} into the front matter"
        report(Diagnostic(rule, why, at(1), hint, Severity.WARNING))
    for item in items:
        if item.label and item.kept and not item.due and not item.label.inserted:
            what = f"“{item.label.text}” is not the label that the count gives: it is kept as it was printed"
            report(Diagnostic("adopt-label-kept", what, at(item.line), severity=Severity.WARNING))
        elif item.label and item.literal:
            what = f"“{item.label.text}” does not fit the scheme: it stands among the words"
            report(Diagnostic("adopt-label-literal", what, at(item.line), severity=Severity.WARNING))
        if item.kind is Kind.ODD or item.odd:
            why = item.block.why or "its markup"
            what = f"not understood: {why}. It stands in the source, and is marked there"
            if item.unheld:
                what = f"not published: {why}. It stands in the source as a comment"
            report(Diagnostic("adopt-odd", what, at(item.line), "look for <!-- not in the source", Severity.WARNING))
    for left in taken.left:
        what = f"left out as {left.why}: “{left.words[:80]}”"
        report(Diagnostic("adopt-left-out", what, at(left.line), severity=Severity.NOTE))
    for place, what in taken.dropped:
        line = taken.text.count("\n", 0, place) + 1
        report(Diagnostic("adopt-left-out", f"left out: {what}", at(line), severity=Severity.NOTE))
    for place, word in taken.doubts:
        line = taken.text.count("\n", 0, place) + 1
        what = f"“{word}” was broken at a line's end: its hyphen is kept, since nothing tells whether it is one"
        report(Diagnostic("adopt-hyphen", what, at(line), severity=Severity.WARNING))
