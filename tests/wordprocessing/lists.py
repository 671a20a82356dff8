"""Small lists in small files, what Word shows of each, and what other programs show instead."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.wordprocessing.numbering import Counter, Numbering
from pipeline.wordprocessing.package import open_package, w
from pipeline.wordprocessing.story import read
from pipeline.wordprocessing.styles import Styles
from tests.verify.word import small


def labels(data: bytes) -> list[tuple[str, str]]:
    """The label and the text of each paragraph, as they are computed here; bullets are left out."""
    package = open_package(data)
    styles = Styles(package.related("styles"))
    counter = Counter(Numbering(package.related("numbering"), styles))
    body = package.document.find(w("body"))
    assert body is not None
    found = []
    for paragraph in read(body).joined(accept=False):
        label = None if paragraph.box else counter.label(paragraph.element)
        text = "".join(piece.text for piece in paragraph.pieces if not piece.code)
        found.append(("" if label is None or label.bullet else label.text, text))
    return found


@dataclass(frozen=True)
class Case:
    """Lists, paragraphs, the labels that Word shows, and why."""

    numbering: str
    paragraphs: Sequence[str]
    shown: Sequence[str]
    why: str
    styles: str = ""

    @property
    def file(self) -> bytes:
        """The package."""
        body = "".join(
            f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>P{at}:</w:t></w:r></w:p>"
            for at, properties in enumerate(self.paragraphs, 1)
        )
        page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
        normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        return small(body + page, self.numbering, normal + self.styles)


def level(at: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """One w:lvl; `more` stands between its format and its text."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="720" w:hanging="720"/></w:pPr></w:lvl>'
    )


def abstract(*levels: str, number: int = 0, more: str = "") -> str:
    multi = '<w:multiLevelType w:val="multilevel"/>'
    return f'<w:abstractNum w:abstractNumId="{number}">{multi}{more}{"".join(levels)}</w:abstractNum>'


def instance(number: int, of: int = 0, *overrides: str) -> str:
    inside = "".join(overrides)
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{inside}</w:num>'


def start(at: int, value: int) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{value}"/></w:lvlOverride>'


def listed(at: int | None, number: int | None = 1) -> str:
    """The w:numPr of a paragraph."""
    said = "" if at is None else f'<w:ilvl w:val="{at}"/>'
    said += "" if number is None else f'<w:numId w:val="{number}"/>'
    return f"<w:numPr>{said}</w:numPr>"


def style(name: str, properties: str = "", base: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="{base}"/>'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


def of(name: str, more: str = "") -> str:
    return f'<w:pStyle w:val="{name}"/>{more}'


OUTLINE = abstract(
    level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"), level(2, "lowerRoman", "%1.%2.%3"), more=""
)
BOUND = abstract(
    level(0, "decimal", "%1.", '<w:pStyle w:val="One"/>'), level(1, "lowerLetter", "(%2)", '<w:pStyle w:val="Two"/>')
)
STYLED = style("One", listed(None)) + style("Two", listed(1))

CASES: Mapping[str, Case] = {
    "levels": Case(
        OUTLINE + instance(1),
        [listed(at) for at in (0, 1, 1, 2, 0, 1)],
        ["1.", "(a)", "(b)", "1.b.i", "2.", "(a)"],
        "17.9.10: a level begins again after any higher one",
    ),
    "a level that is skipped": Case(
        OUTLINE + instance(1),
        [listed(at) for at in (0, 2, 2, 1, 2)],
        ["1.", "1.a.i", "1.a.ii", "(b)", "1.b.i"],
        "it counts as begun",
    ),
    "the highest level last": Case(
        OUTLINE + instance(1), [listed(at) for at in (1, 0, 1)], ["(a)", "2.", "(a)"], "it counts as begun"
    ),
    "starts": Case(
        abstract(level(0, "upperRoman", "%1.", start=4), level(1, "decimal", "%1-%2", start=0)) + instance(1),
        [listed(at) for at in (0, 1, 1, 0, 1)],
        ["IV.", "IV-0", "IV-1", "V.", "V-0"],
        "17.9.25: w:start, also 0",
    ),
    "never again": Case(
        abstract(level(0, "decimal", "%1."), level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')) + instance(1),
        [listed(at) for at in (0, 1, 1, 0, 1)],
        ["1.", "1)", "2)", "2.", "3)"],
        "17.9.10: w:lvlRestart 0 never begins again",
    ),
    "again after the first level only": Case(
        abstract(
            level(0, "decimal", "%1."),
            level(1, "decimal", "%2)"),
            level(2, "decimal", "%3-", '<w:lvlRestart w:val="1"/>'),
        )
        + instance(1),
        [listed(at) for at in (0, 1, 2, 1, 2, 0, 2)],
        ["1.", "1)", "1-", "2)", "2-", "2.", "1-"],
        "17.9.10: w:lvlRestart 1 begins again after the first level",
    ),
    "lists of one definition count on": Case(
        OUTLINE + instance(1) + instance(2),
        [listed(0, number) for number in (1, 2, 1)],
        ["1.", "2.", "3."],
        "17.9.15: both instances inherit one definition, and its numbers",
    ),
    "a forced start, then the first list again": Case(
        OUTLINE + instance(1) + instance(2, 0, start(0, 10)),
        [listed(0, number) for number in (1, 1, 2, 2, 1, 2)],
        ["1.", "2.", "10.", "11.", "12.", "13."],
        "docx4j-startOverride.docx says so of Word: the first list goes on with the second's numbers",
    ),
    "a forced start is that of the level": Case(
        OUTLINE + instance(1) + instance(2, 0, start(1, 5)),
        [listed(0, 1), listed(1, 2), listed(0, 2), listed(1, 2)],
        ["1.", "(e)", "2.", "(e)"],
        "17.9.26: the value is used whenever the level is restarted",
    ),
    "legal figures": Case(
        abstract(
            level(0, "upperRoman", "Article %1."),
            level(1, "decimalZero", "Section %1.%2", "<w:isLgl/>"),
            level(2, "lowerLetter", "%1.%3", "<w:isLgl/>"),
        )
        + instance(1),
        [listed(at) for at in (0, 1, 2)],
        ["Article I.", "Section 1.01", "1.1"],
        "17.9.4: all levels as figures; the zero stays in Word, says docx4j-article-section-isLgl.docx",
    ),
    "a level below is named": Case(
        abstract(level(0, "decimal", "%1.%2"), level(1, "decimal", "%2")) + instance(1),
        [listed(0), listed(1)],
        ["", "1"],
        "MS-OI29500 2.1.283: Word drops the whole text",
    ),
    "no numerals": Case(
        abstract(level(0, "none", "Note"), level(1, "none", "(%1%2)")) + instance(1),
        [listed(0), listed(1)],
        ["Note", "()"],
        "17.18.59: none writes nothing, what stands round it stays",
    ),
    "styles have levels": Case(
        BOUND + instance(1),
        [of("One"), of("Two"), of("Two"), of("One"), of("Two")],
        ["1.", "(a)", "(b)", "2.", "(a)"],
        "17.9.23: the level that names the style",
        styles=STYLED,
    ),
    "a style based on one that is bound": Case(
        BOUND + instance(1),
        [of("One"), of("Other"), of("Two"), of("None"), of("Two", listed(None, 0)), of("Two")],
        ["1.", "(a)", "(b)", "", "", "(c)"],
        "17.3.1.19: list and level are inherited; numId 0 takes a paragraph out",
        styles=STYLED + style("Other", base="Two") + style("None", listed(None, 0), base="Two"),
    ),
    "a level without a list": Case(
        BOUND + instance(1),
        [of("One"), of("One", listed(1, None)), of("Normal", listed(1, None)), of("Normal", listed(None))],
        ["1.", "(a)", "", "2."],
        "the list is the style's; a list without a level is its first",
        styles=STYLED,
    ),
    "a list by its style": Case(
        abstract(level(0, "decimal", "%1."), number=0, more='<w:styleLink w:val="Mine"/>')
        + abstract(number=1, more='<w:numStyleLink w:val="Mine"/>')
        + instance(1, 0)
        + instance(2, 1),
        [listed(0, 1), listed(0, 2)],
        ["1.", "2."],
        "17.9.21: the definition is the numbering style's, and so are the numbers",
        styles='<w:style w:type="numbering" w:styleId="Mine"><w:name w:val="Mine"/>'
        f"<w:pPr>{listed(None)}</w:pPr></w:style>",
    ),
    "an overridden level": Case(
        OUTLINE
        + instance(1)
        + instance(2, 0, f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)", start=3)}</w:lvlOverride>'),
        [listed(0, 1), listed(0, 2), listed(0, 1)],
        ["1.", "B)", "3."],
        "17.9.8: another level, but no other number without w:startOverride",
    ),
    "a label of 32 characters": Case(
        abstract(level(0, "decimal", "x" * 31 + "%1")) + instance(1), [listed(0)], [""], "MS-OI29500 2.1.283"
    ),
}


OTHERS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "a level that is skipped": {
        "rdocx": ["1.", "1.a.i", "1.a.ii", "(a)", "1.a.i"],
    },
    "the highest level last": {
        "rdocx": ["(a)", "1.", "(a)"],
    },
    "starts": {
        "jubarte": ["IV.", "IV-1", "IV-2", "V.", "V-1"],
    },
    "never again": {
        "libreoffice": ["1.", "1)", "2)", "2.", "1)"],
    },
    "again after the first level only": {
        "libreoffice": ["1.", "1)", "1-", "2)", "1-", "2.", "1-"],
    },
    "lists of one definition count on": {
        "jubarte": ["1.", "1.", "2."],
    },
    "a forced start, then the first list again": {
        "jubarte": ["1.", "2.", "10.", "11.", "3.", "12."],
    },
    "a forced start is that of the level": {
        "libreoffice": ["1.", "(e)", "2.", "(a)"],
    },
    "legal figures": {
        "libreoffice": ["Article I.", "Section I.01", "I.a"],
        "rdocx": ["Article I.", "Section 1.1", "1.1"],
        "jubarte": ["Article I.", "Section 1.1", "1.1"],
    },
    "a level below is named": {
        "libreoffice": ["1.%2%", "1"],
        "rdocx": ["1.1", "1"],
    },
    "no numerals": {
        "rdocx": ["", ""],
        "jubarte": ["Note", "(11)"],
    },
    "a style based on one that is bound": {
        "jubarte": ["1.", "", "(a)", "", "", "(b)"],
    },
    "a level without a list": {
        "jubarte": ["1.", "2.", "", "3."],
    },
    "a list by its style": {
        "rdocx": ["1.", ""],
        "jubarte": ["1.", "1."],
    },
    "an overridden level": {
        "jubarte": ["1.", "C)", "2."],
    },
    "a label of 32 characters": {
        "libreoffice": ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1"],
        "rdocx": ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1"],
        "jubarte": ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1"],
    },
}
"""What a witness shows instead: LibreOffice 7.4, rdocx 0.16, jubarte 0.14.

For each, `why` says what is right. That a level which was skipped counts as begun no clause says; LibreOffice and
jubarte do it.
"""


def generated(seed: int, *, overrides: bool) -> bytes:
    """A small file with a list of two to four levels, and two instances of it."""
    chance = random.Random(seed)
    depth = chance.randint(2, 4)
    forms = ("decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman")
    levels = [
        level(
            at,
            chance.choice(forms),
            "".join(f"%{upper + 1}." for upper in range(chance.randint(0, at), at + 1)),
            f'<w:lvlRestart w:val="{at}"/>' if at and chance.random() < 0.3 else "",
            chance.choice((1, 1, 3)),
        )
        for at in range(depth)
    ]
    second = instance(2, 0, start(0, chance.choice((1, 5)))) if overrides else instance(2)
    paragraphs = [listed(chance.randrange(depth), chance.choice((1, 2))) for _ in range(chance.randint(4, 10))]
    return Case(abstract(*levels) + instance(1) + second, paragraphs, (), "").file


def written(folder: Path) -> dict[str, Path]:
    """All cases as files."""
    files = {name: folder / f"{name.replace(' ', '-')}.docx" for name in CASES}
    for name, file in files.items():
        file.write_bytes(CASES[name].file)
    return files
