"""What each provision must be called and by what name links must reach it, worked out by arithmetic of our own.

It is the numbering pass over again, from the rules in docs/ and not from its code: a number that is wrong there
cannot be wrong in all editions and therefore pass.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.model import (
    Block,
    BulletList,
    Clause,
    Division,
    Document,
    Figure,
    Note,
    Paragraph,
    Quotation,
    Scheme,
    Table,
)
from pipeline.verify.named import named
from pipeline.verify.nodes import every, inlines_of, nested

_LONGEST = 24
_HUNDREDS = ("", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM")
_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_WORTH = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def spelled(number: int, shape: str) -> str:
    """A number as figures (1), roman (I, i; to 3999) or letters (A, a; after z aa, bb)."""
    if shape == "1":
        return f"{number}"
    if shape in ("I", "i"):
        thousands, rest = divmod(number, 1000)
        capitals = "M" * thousands + _HUNDREDS[rest // 100] + _TENS[rest // 10 % 10] + _UNITS[rest % 10]
    else:
        capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(number - 1) % 26] * ((number - 1) // 26 + 1)
    return capitals if shape.isupper() else capitals.lower()


def counted(shown: str, shape: str) -> int | None:
    """The number that a numeral stands for; None where it is none of that shape ("4 bis")."""
    number = 0
    if shape == "1" and re.fullmatch(r"[0-9]{1,9}", shown):
        number = int(shown)
    elif shape in ("I", "i") and re.fullmatch(r"[IVXLCDMivxlcdm]{1,16}", shown):
        worths = [_WORTH[letter] for letter in shown.upper()]
        number = sum(-worth if worth < max(worths[at:]) else worth for at, worth in enumerate(worths))
    elif shape in ("A", "a") and re.fullmatch(r"([A-Za-z])\1*", shown):
        number = 26 * (len(shown) - 1) + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(shown[0].upper()) + 1
    return number if number > 0 and (shape not in "Ii" or number < 4000) and spelled(number, shape) == shown else None


class Places:
    """`labels` and `anchors` of the blocks of a document; a clause's lead has the place of its clause.

    `references` are the words of each reference, with `word` as Word works them out.

    The first paragraph of a note has the place of the note, and the anchor of its mark in `marks`.
    """

    def __init__(self, document: Document, scheme: Scheme, *, word: bool = False) -> None:
        self.patterns = [level.pattern for level in scheme.levels]
        self.kinds = {kind.kind: kind for kind in scheme.divisions}
        self.anew = scheme.restarts
        self.labels: dict[Block, str] = {}
        self.anchors: dict[Block, str] = {}
        self.marks: dict[Block, str] = {}
        self.notes = list(notes_of(document))
        self.tables: dict[Block, int] = {}
        self.numbered = 0  # blocks so far, leads of clauses among them: what a name counts where all else fails
        parts = (
            ("recital", document.preamble),
            ("p", document.body),
            ("conclusion", document.conclusion),
            ("p", document.annexes),
        )
        noted = [block for note in self.notes for block in note.blocks]
        all_ = [*(block for _, part in parts for block in every(part)), *noted]
        self.taken = {block.identifier.lower() for block in all_ if block.identifier}
        self.annex = ""
        self.reached = Counter[tuple[str, str | int]]()  # by the name of the scope, and what is counted there
        self.alone = {kind for kind in self.kinds if sum(getattr(block, "kind", "") == kind for block in all_) == 1}
        for name, part in parts:
            self.part(part, "", name)
        for ordinal, note in enumerate(self.notes, 1):
            first, *rest = note.blocks
            self.labels[first] = str(ordinal)
            self.anchors[first] = first.identifier or self.free(f"note-{ordinal}")
            self.marks[first] = self.free(f"mark-{ordinal}")
            self.anchors.update({block: block.identifier for block in rest if block.identifier})
            self.numbered += len(note.blocks)
        self.references = named(document, scheme, self.labels, self.anchors, word=word)

    def part(self, blocks: Sequence[Block], path: str, name: str, above: str = "", numbered: str = "") -> None:
        """The blocks of one place, whose names begin with `path`; `name` is that of a paragraph there.

        `above` is the label above them, `numbered` the name of the numbered division around them.
        """
        ordinals, reached = Counter[str](), Counter[tuple[str, str | int]]()
        for block in blocks:
            if isinstance(block, Clause):
                scope = (numbered if self.anew else self.annex) if block.level == 1 else ""
                self.clause(block, path, self.reached if block.level == 1 else reached, scope, above, numbered)
                continue
            if isinstance(block, Division) and block.kind:
                ordinals["section"] += 1
                self.division(block, path, numbered)
                continue
            kind = {Paragraph: name, Figure: "figure", Quotation: "quote", BulletList: "list", Division: "section"}
            step = (kind | {Table: "table"})[type(block)]
            ordinals[step] += 1
            wish = f"{path}-{step}-{ordinals[step]}" if path else f"{step}-{ordinals[step]}"
            if isinstance(block, Division) and path:
                wish = f"{path}-{ordinals[step]}"
            anchor = self.give(block, wish)
            if isinstance(block, Division | Quotation):
                self.part(block.blocks, anchor, "p", numbered=numbered)
            elif isinstance(block, BulletList):
                for at, item in enumerate(block.items, 1):
                    self.part(item.blocks, f"{anchor}-{at}", "p", numbered=numbered)
            elif isinstance(block, Table):
                self.tables[block] = len(self.tables) + 1
                self.numbered += sum(len(cell.blocks) for row in block.rows for cell in row.cells)

    def division(self, division: Division, path: str, numbered: str) -> None:
        kind, outside = self.kinds[division.kind], self.annex
        scope = numbered if kind.restarts else "" if kind.annex else self.annex
        bare = re.sub(r"\s*[.:–—-]$", "", division.typed)
        step = ""
        if kind.single and division.kind in self.alone and not division.kept and bare in ("", kind.single):
            self.labels[division] = kind.single
        else:
            number, shown = self.count(division, kind.pattern, self.reached, (scope, kind.kind))
            self.labels[division] = re.sub(r"\{[1IiAa]\}", shown, kind.pattern)
            step = str(number) if number is not None else re.sub(r"[^a-z0-9]+", "-", shown.lower()).strip("-")
        around = path if kind.restarts else scope
        name = {"article": "art", "chapter": "chap", "section": "sec", "appendix": "app", "regulation": "reg"}
        anchor = self.give(division, "-".join(filter(None, (around, name.get(kind.kind, kind.kind), step))))
        if kind.annex:
            self.annex = anchor
        self.part(division.blocks, anchor, "p", numbered=anchor)
        self.annex = outside

    def count(
        self,
        block: Clause | Division,
        pattern: str,
        reached: Counter[tuple[str, str | int]],
        key: tuple[str, str | int],
    ) -> tuple[int | None, str]:
        """What a block counts (None for "4 bis"), and as it is shown."""
        shape = re.findall(r"\{([1IiAa])\}", pattern)[0]
        number: int | None = reached[key] + 1
        shown = block.kept or spelled(reached[key] + 1, shape)
        if block.kept:
            number = counted(block.kept, shape)
        reached[key] = number if number is not None else reached[key]
        return number, shown

    def clause(
        self,
        clause: Clause,
        path: str,
        reached: Counter[tuple[str, str | int]],
        scope: str,
        above: str,
        numbered: str,
    ) -> None:
        pattern = self.patterns[clause.level - 1]
        number, shown = self.count(clause, pattern, reached, (scope, clause.level))
        label = re.sub(r"\{[1IiAa]\}", shown, pattern).replace("{above}", above.removesuffix("."))
        self.labels[clause] = label
        step = re.sub(r"[^a-z0-9]+", "-", shown.lower()).strip("-") or str(self.numbered)
        if clause.level == 1:
            path = path if self.anew else self.annex
            step = str(number) if number is not None else step
        anchor = self.give(clause, f"{path or 'clause'}-{step}")
        self.numbered += 1
        self.part(clause.blocks[1:], anchor, "p", label, numbered)

    def give(self, block: Block, wish: str) -> str:
        """The author's name for a block, else the one wished for, else one that is free."""
        wish = block.identifier or self.free(wish)
        self.numbered += 1
        self.anchors[block] = wish
        return wish

    def free(self, wish: str) -> str:
        count = self.numbered
        while len(wish) > _LONGEST or wish.lower() in self.taken:
            count += 1
            wish = f"block-{count}"
        self.taken.add(wish.lower())
        return wish


def notes_of(document: Document) -> Iterator[Note]:
    """The notes in the order of their marks."""
    for block in every((*document.preamble, *document.body, *document.conclusion, *document.annexes)):
        yield from (inline for inline in nested(inlines_of(block)) if isinstance(inline, Note))
