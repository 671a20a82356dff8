"""The design tokens as types, read from theme.toml: one place decides how all editions look."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from pipeline import records
from pipeline.diagnostics import Diagnostic, Position, Reporter
from pipeline.files import load_toml

_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "px": 0.75}


@dataclass(frozen=True, slots=True)
class Length:
    """A length such as 21mm, or 0.06em: relative units (em, rem) have no size in points."""

    value: float
    unit: str
    SHAPE: ClassVar[str] = "a length with its unit, such as “11pt”, “21mm” or “0.06em”"

    @classmethod
    def parse(cls, value: object) -> "Length | None":
        found = re.fullmatch(r"(-?\d+(?:\.\d+)?|-?\.\d+)(pt|mm|cm|in|px|em|rem)", str(value))
        return cls(float(found[1]), found[2]) if found else None

    def __str__(self) -> str:
        return f"{self.value:g}{self.unit}"

    @property
    def pt(self) -> float:
        return self.value * _POINTS[self.unit]

    @property
    def twips(self) -> int:
        """Twentieths of a point, WordprocessingML's unit."""
        return round(self.pt * 20)

    def of(self, em: float) -> float:
        """Points, where an em has so many."""
        return self.value * em if self.unit == "em" else self.pt

    @property
    def half_points(self) -> int:
        return round(self.pt * 2)


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as #rrggbb."""

    value: str
    SHAPE: ClassVar[str] = "a colour such as “#1f4b8f”"

    @classmethod
    def parse(cls, value: object) -> "Colour | None":
        return cls(str(value).lower()) if re.fullmatch(r"#[0-9a-fA-F]{6}", str(value)) else None

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour on paper: of a screen (#rrggbb), of inks in per cent, or a plate of its own with inks that stand for it.

    `cmyk` are the inks from 0 to 1, None for a colour of a screen, which a print converts.
    """

    screen: str
    cmyk: tuple[float, float, float, float] | None = None
    spot: str = ""
    SHAPE: ClassVar[str] = "“black”, a colour such as “#1f4b8f”, “cmyk(0 95 80 20)” or “spot(House Red, 0 95 80 20)”"

    @classmethod
    def parse(cls, value: object) -> "Ink | None":
        text = "cmyk(0 0 0 100)" if value == "black" else str(value)
        if colour := Colour.parse(text):
            return cls(colour.value)
        found = re.fullmatch(r"(?:cmyk\(|spot\(([A-Za-z][\w +-]{0,30}), )((?:\d{1,3} ){3}\d{1,3})\)", text)
        values = [int(number) / 100 for number in found[2].split()] if found else []
        if not found or max(values) > 1 or (found[1] or "").title() in ("All", "None", *PROCESS):
            return None
        cyan, magenta, yellow, black = values
        # What ink and black ink leave of the light: nothing is known of the press here.
        shown = (round(255 * (1 - min(1, ink * (1 - black) + black))) for ink in (cyan, magenta, yellow))
        return cls("#{:02x}{:02x}{:02x}".format(*shown), (cyan, magenta, yellow, black), found[1] or "")


PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
"""The plates that every press with four inks has."""


@dataclass(frozen=True, slots=True)
class PaperInks:
    """What the parts of a page are printed in: the text, the title, headings of divisions, labels, running heads."""

    text: Ink
    title: Ink
    division: Ink
    label: Ink
    head: Ink


@dataclass(frozen=True, slots=True)
class Size:
    """One page and what is set on it; `lines` is the depth of the text in units of `lead`."""

    width: Length
    height: Length
    facing: bool
    top: Length
    inner: Length
    outer: Length
    lines: int
    text: Length
    lead: Length
    title: Length
    title_lead: Length
    display: Length
    division: Length
    small: Length
    small_lead: Length
    label: Length
    gap: Length
    columns: tuple[Length, ...]


@dataclass(frozen=True, slots=True)
class TextTokens:
    """How text is set on paper; `hyphenate` has the shortest word, the letters before a hyphen and those behind it.

    `line_numbers` is how many lines there are from one number to the next, 0 for none.
    """

    align: str
    fit: bool
    tracking: Length
    word_space: Length
    hyphenate: str
    orphans: int
    widows: int
    draft: bool
    line_numbers: int
    table: Length
    rule: Length
    colophon: bool


@dataclass(frozen=True, slots=True)
class Space:
    """Vertical space on the page, in lines."""

    head: float
    title_above: float
    title_between: float
    title_below: float
    paragraph: float
    sub: float
    division_above: float
    division_below: float
    notes: float
    cell: float


@dataclass(frozen=True, slots=True)
class Screen:
    """The web page: rem and em follow what the reader has set."""

    text_min: Length
    text_max: Length
    lead: float
    measure: Length
    navigation: Length
    label: Length
    gap: Length
    columns: tuple[Length, ...]
    title_min: Length
    title_max: Length
    title_lead: float
    display: Length
    division: Length
    small: Length
    paragraph: Length
    sub: Length
    margin: Length
    hang: Length
    beside: Length
    table: Length
    target: Length
    hairline: Length
    focus: Length


@dataclass(frozen=True, slots=True)
class Ebook:
    """The e-book: everything in em of the size that the reader chose."""

    title: Length
    title_lead: float
    display: Length
    division: Length
    label: Length
    gap: Length
    columns: tuple[Length, ...]
    small: Length
    paragraph: Length
    sub: Length
    table: Length


@dataclass(frozen=True, slots=True)
class Cover:
    """Width and height in pixels; shops ask for at least 1600 x 2560."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper as it lies on the table: a name, two lengths, or "auto", which has no size of its own."""

    name: str
    width: Length | None = None
    height: Length | None = None
    SHAPE: ClassVar[str] = "a sheet such as “auto”, “A4”, “A3”, “SRA3”, “Letter”, “Tabloid” or “450mm x 320mm”"

    @classmethod
    def parse(cls, value: object) -> "Paper | None":
        text = str(value)
        sides = [Length.parse(side) for side in _SHEETS.get(text, text).split(" x ")]
        if text == "auto":
            return cls(text)
        return cls(text, sides[0], sides[1]) if len(sides) == 2 and all(sides) else None

    def __str__(self) -> str:
        return self.name


_SHEETS = {
    "A4": "297mm x 210mm",
    "A3": "420mm x 297mm",
    "SRA3": "450mm x 320mm",
    "Letter": "11in x 8.5in",
    "Tabloid": "17in x 11in",
}
"""Two pages lie side by side, so a sheet is wider than it is high."""


@dataclass(frozen=True, slots=True)
class Booklet:
    """Printer's spreads: the sheet, the edge that a printer turns it about, the thickness of the paper."""

    sheet: Paper
    flip: str
    thickness: Length


@dataclass(frozen=True, slots=True)
class Word:
    """What Word alone needs to be told; `fallback` holds names of fonts, parted by commas."""

    hyphenate: bool
    fallback: str


SAME = "same"
"""The size of a print that has the page of the reading PDF."""


@dataclass(frozen=True, slots=True)
class Print:
    """What goes to a printing house; `size` names its page.

    `ink_limit` is the most ink on one place in per cent, `resolution` the fewest dots an inch of a picture.
    """

    condition: str
    size: str
    bleed: Length
    slug: Length
    marks: bool
    gutter: Length
    ink_limit: int
    resolution: int


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a screen, for light or dark surroundings."""

    paper: Colour
    ink: Colour
    quiet: Colour
    link: Colour
    rule: Colour
    mark: Colour


@dataclass(frozen=True, slots=True)
class Face:
    """Where a face comes from: a file of a Python package, pinned to `axes`.

    `sha256` is that of the finished instance.
    """

    name: str
    package: str
    file: str
    axes: Mapping[str, float]
    sha256: str
    weight: int = 400
    italic: bool = False
    caps: bool = False


FACES = ("text-regular", "text-italic", "text-bold", "text-bold-italic", "title", "caps")
"""The faces that the editions set text in, by their keys in the theme."""


@dataclass(frozen=True, slots=True)
class Theme:
    """All tokens. `page` is the size that rules."""

    size: str
    sizes: Mapping[str, Size]
    text: TextTokens
    space: Space
    screen: Screen
    ebook: Ebook
    cover: Cover
    word: Word
    print: Print
    booklet: Booklet
    inks: PaperInks
    colours: Mapping[str, Palette]
    faces: Mapping[str, Face]

    @property
    def page(self) -> Size:
        return self.sizes[self.size]


def load_theme(folders: list[Path], *, report: Reporter) -> Theme | None:
    """The tokens of the first folder's theme.toml over those of the next; None when anything is wrong with them."""
    values: dict[str, Any] = {}
    path = folders[-1] / "theme.toml"
    for folder in reversed(folders):
        if (folder / "theme.toml").exists():
            path = folder / "theme.toml"
            try:
                values = _merged(values, load_toml(path))
            except tomllib.TOMLDecodeError as error:
                where = re.search(r"line (\d+), column (\d+)", str(error))
                position = Position(str(path), int(where[1]), int(where[2])) if where else Position(str(path))
                report(Diagnostic("theme-syntax", f"not TOML: {str(error).split(' (at ')[0]}", position))
                return None
            except (ValueError, OSError) as error:
                said = getattr(error, "strerror", None) or str(error)
                report(Diagnostic("theme-syntax", f"cannot be read: {said}", Position(str(path))))
                return None
    lines = path.read_text("utf-8").splitlines()
    theme = records.load(Theme, values, rule="theme", place=lambda key: _place(str(path), lines, key), report=report)
    from pipeline.limits import wrong_tokens

    wrong = [
        Diagnostic(rule, said, _place(str(path), lines, key), hint) for rule, key, said, hint in wrong_tokens(theme)
    ]
    for diagnostic in wrong:
        report(diagnostic)
    return None if wrong else theme


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    both = {**below, **above}
    for key in below.keys() & above.keys():
        if isinstance(below[key], dict) and isinstance(above[key], dict):
            both[key] = _merged(below[key], above[key])
    return both


def _place(file: str, lines: list[str], key: str) -> Position:
    """Where a dotted key stands in a TOML file, as far as plain tables and keys go."""
    table, _, name = key.rpartition(".")
    current = ""
    for number, line in enumerate(lines, 1):
        if header := re.match(r"\s*\[([^\[\]]+)\]", line):
            current = header[1].strip()
            if current == key:
                return Position(file, number, line.index("[") + 1, len(header[0].strip()))
        elif current == table and (found := re.match(rf'\s*"?{re.escape(name)}"?\s*=', line)):
            return Position(file, number, len(line) - len(line.lstrip()) + 1, len(found[0].strip(" =")))
    return Position(file)
