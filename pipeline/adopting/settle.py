"""The source is read back as Engross reads it, until each item says there what it said in the input.

What our own reader takes for something else is said more plainly: a label that is not the one counted is kept as
printed; what cannot be kept stands among the words; markup that does not come out as meant is left away. So a text
that was adopted always builds, and its words are those of the input, by comparison and not by hope.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.adopting.emit import Source
from pipeline.adopting.items import Item, Kind
from pipeline.adopting.pieces import Piece, Unbalanced
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model import Block, Clause, Division, NumberedDocument
from pipeline.numbering import number
from pipeline.project import TEMPLATES, load_words
from pipeline.readers.front_matter import parse_front_matter
from pipeline.readers.markdown import parse_markdown
from pipeline.readers.source import Source as TextSource
from pipeline.readers.source import text_source
from pipeline.schemes import known_schemes, load_scheme
from pipeline.walk import blocks, plain, words_of

_ROUNDS = 12
_LABELS = ("label-differs",)
_SPACE = re.compile(r"\s+")
_UNTOUCHED = frozenset(("language-words", "markup-comment"))


@dataclass(slots=True)
class Settled:
    """The source at last, as text of it was read, the document in that, what was reported."""

    source: Source
    read: NumberedDocument | None
    origin: TextSource | None = None
    left: list[Diagnostic] = field(default_factory=list)


def settle(emit: Callable[[], Source], scheme_file: str, language: str, items: Sequence[Item]) -> Settled:
    """Emit, read back, and say more plainly what was not read as meant, until nothing is left to say.

    Raises Unbalanced where words would be lost at last.
    """
    with TemporaryDirectory(prefix="engross-adopt-") as folder:
        beside = Path(folder)
        if scheme_file:
            (beside / "scheme.toml").write_text(scheme_file, "utf-8")
        for last in (*[False] * _ROUNDS, True):
            source = emit()
            found = _read(source, beside, language, own=bool(scheme_file))
            wrong = _wrong(source, found, items)
            lost = [item for item, rule in wrong if rule == "words"]
            if last and (lost or found.read is None):
                where = f"“{lost[0].text[:40]}”" if lost else "any of it"
                raise Unbalanced(f"the source does not give back {where}")
            if last or not wrong:
                return found
            for item, rule in wrong:
                if rule == "part-misplaced":  # the conclusion does not end here, so it cannot be said to begin
                    for each in items:
                        each.concludes = False
                else:
                    _plainer(item, rule)
    raise Unbalanced("the source was not read back")


def _read(source: Source, beside: Path, language: str, *, own: bool) -> Settled:
    found: list[Diagnostic] = []
    text = re.sub(r"(?m)^scheme: \S+\.toml$", "scheme: scheme.toml", source.text, count=1) if own else source.text
    read = text_source(text, "", beside, report=found.append)
    metadata, skip = parse_front_matter(read, known_schemes([TEMPLATES]), report=found.append)
    words = load_words(language, [TEMPLATES], report=lambda _: None)
    words = words or load_words("en", [TEMPLATES], report=found.append)
    scheme = load_scheme(metadata.scheme, beside, [TEMPLATES], words or {}, report=found.append)
    if scheme is None:
        return Settled(source, None, left=found)
    document = parse_markdown(read, metadata, skip, scheme, report=found.append)
    return Settled(source, number(document, scheme, report=found.append), read, found)


def _wrong(source: Source, settled: Settled, items: Sequence[Item]) -> list[tuple[Item, str]]:
    """The items that were not read as meant, with the rule that says it."""
    begins = [line for line, _ in source.begins]

    def item_at(line: int) -> Item | None:
        index = bisect_right(begins, line) - 1
        return source.begins[index][1] if index >= 0 else None

    wrong: dict[int, tuple[Item, str]] = {}
    for diagnostic in settled.left:
        item = item_at(diagnostic.position.line) if diagnostic.position else None
        if item is not None and diagnostic.severity is not Severity.NOTE and diagnostic.rule not in _UNTOUCHED:
            wrong.setdefault(id(item), (item, diagnostic.rule))
    if settled.read is None:
        return list(wrong.values())
    said: dict[int, list[str]] = {}
    labels: dict[int, list[str]] = {}
    for block in blocks(settled.read.document):
        if item := item_at(block.position.line):
            said.setdefault(id(item), []).append(plain(words_of(block)))
            if label := _label(block, settled.read):
                labels.setdefault(id(item), []).append(label)
    for item in items:
        if id(item) not in wrong and item.kind is not Kind.PICTURE and not item.unheld:
            rule = _difference(item, said.get(id(item), []), labels.get(id(item), []))
            if rule:
                wrong[id(item)] = item, rule
    return list(wrong.values())


def _difference(item: Item, said: Sequence[str], labels: Sequence[str]) -> str:
    """What was read of an item that it does not say, as a rule; "" where all is as meant."""
    if _bare("".join(said)) != _expected(item):
        return "words"
    if item.label and not item.literal:
        return "" if list(labels) == [_wanted(item)] else "label-differs"
    return "label" if labels else ""


def _label(block: Block, read: NumberedDocument) -> str:
    return _sign(read.numbers[block].label) if isinstance(block, Clause | Division) else ""


def _wanted(item: Item) -> str:
    return _sign(item.label.text) if item.label else ""


def _sign(label: str) -> str:
    return _SPACE.sub("", label).removesuffix(".").removesuffix(":").casefold()


def _expected(item: Item) -> str:
    label = ""
    if item.literal:
        label = item.label.text if item.label else item.block.counted
        if not item.block.counted:
            label = "".join(piece.text for piece in item.signs)
    cells = "".join(piece.text for row in item.block.rows for cell in row for piece in cell.pieces)
    return _bare(label + item.text + cells)


def _as_lines(item: Item) -> list[Piece]:
    """The cells of a table that no table of ours can hold, each on a line of its own."""
    made: list[Piece] = []
    for cell in (cell for row in item.block.rows for cell in row if cell.pieces):
        if made:
            made.append(Piece(" ", cell.pieces[0].start, cell.pieces[0].start, forced=True))
        made.extend(cell.pieces)
    return made


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


def _plainer(item: Item, rule: str) -> None:
    """Say an item more plainly: keep its label, then set it among the words, then leave all markup away.

    Each step is one that no other step takes back.
    """
    if item.concludes and rule == "construct-unsupported":
        item.concludes = False
    elif (rule == "label-differs" and item.label and not (item.kept or item.literal or item.single)) or (
        item.kind is Kind.HEADING and not item.kept and rule == "label"
    ):
        item.kept = True
    elif item.label and not item.literal and (rule != "words" or item.plain):
        item.literal, item.kept = True, item.kind is Kind.DIVISION
        if item.kind is Kind.CLAUSE:
            item.kind = Kind.TEXT
    elif not item.plain:
        item.plain = True
    elif item.kind is Kind.TABLE:
        item.words, item.block.rows, item.kind = _as_lines(item), [], Kind.TEXT
    else:
        item.odd = item.odd or item.kind is not Kind.TEXT or item.plain
        item.kind, item.literal, item.language = Kind.TEXT, bool(item.label or item.block.counted), ""
