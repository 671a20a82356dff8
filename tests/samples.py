"""Any small document: a source of every construct of the language, at random, and the blocks that it says."""

import re
import string
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st
from PIL import Image

LABELS = ["I.", "II.", "III.", "IV.", "V.", "VI.", "VII.", "VIII."]
PICTURES = {"grey.png": ("L", (64, 64)), "wide.png": ("RGB", (900, 60)), "tall.jpg": ("RGB", (60, 200))}
DAYS = {
    "en-GB": "6 July 2021",
    "en": "6 July 2021",
    "fr": "6 juillet 2021",
    "es": "6 de julio de 2021",
    "ru": "6 июля 2021 года",
}
"""The sixth of July in the languages that need no theme."""

WORDS = st.text(st.sampled_from(string.ascii_letters + "éüŁжΩяß’“”«»–ﬁ"), min_size=1, max_size=9).filter(
    lambda word: re.fullmatch(r"[ivxlcdmIVXLCDM]+|[A-Za-z]|bis|ter", word) is None
)
"""Words that cannot be taken for a label. Nothing in them is markup."""

Words = tuple[str, str]
"""Some words as written, with line feeds where a line may end, and as read."""


@dataclass(frozen=True)
class Sample:
    """A source and the blocks that it says."""

    source: str
    words: list[str]


def draw_pictures(folder: Path) -> None:
    """The pictures that a sample may show."""
    for name, (mode, size) in PICTURES.items():
        Image.new(mode, size, 128 if mode == "L" else (40, 90, 160)).save(folder / name)


# ---- words in a line

Plain = Callable[[str], Words]
PLAIN: dict[str, Plain] = {
    "plain": lambda word: (word, word),
    "hyphen": lambda word: (f"{word}-{word}", f"{word}-{word}"),
    "escaped": lambda word: (f"\\*{word} &amp; \\<{word}\\> \\\\{word}", f"*{word} & <{word}> \\{word}"),
    "signs": lambda word: (
        f"{word}—{word}… ({word}), “{word}”; 5 % ½ № 3:",
        f"{word}—{word}… ({word}), “{word}”; 5 % ½ № 3:",
    ),
    "no-break": lambda word: (f"«\u00a0{word}\u202f» 10&nbsp;000", f"«\u00a0{word}\u202f» 10\u00a0000"),
    "wide": lambda word: (f"{word}\u2003{word}\u2009{word}", f"{word}\u2003{word}\u2009{word}"),
    "apart": lambda word: (f"{word}e\u0301 é и\u0306", f"{word}e\u0301 é и\u0306"),
    "stacked": lambda word: (
        f"ọ\u0301 o\u0328\u0301{word} x\u0304\u0301 q\u0303",
        f"ọ\u0301 o\u0328\u0301{word} x\u0304\u0301 q\u0303",
    ),
    "broken": lambda word: (f"{word}\\\n{word}", f"{word} {word}"),
    "spaced": lambda word: (f"{word}  \n{word}", f"{word} {word}"),
    "code": lambda word: (f"`{word} < *{word}* \\&amp;`", f"{word} < *{word}* \\&amp;"),
}
"""What is written and read in any line, by kind."""

LANGUAGES = ("fr", "ru", "es", "de", "el", "vi", "en-US", "pt-BR", "la")


@st.composite
def phrases(draw: st.DrawFn, *, one_line: bool = False, links: bool = True, depth: int = 2) -> Words:
    """Some words with any markup, at most `depth` deep in one another."""
    kinds = [
        "plain",
        "plain",
        *PLAIN,
        *(["em", "strong", "raised", "lowered", "span", *(["link"] * links)] * (depth > 0)),
    ]
    written, read = [], []
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=5 if depth < 2 else 8)):
        if kind in PLAIN:
            one, other = PLAIN[kind](draw(WORDS))
        elif kind in ("raised", "lowered"):
            base, raised = draw(WORDS), draw(st.sampled_from(["2", "1,2", "a–b", "é", "−3", "*n*", "er"]))
            sign = "^" if kind == "raised" else "~"
            one, other = f"{base}{sign}{raised}{sign}", base + raised.strip("*")
        else:
            inner = phrases(one_line=one_line, links=links and kind != "link", depth=depth - 1)
            one, other = draw(inner)
            before, behind = draw(st.sampled_from([("", ""), ("w ", " w"), ("“", "”")]))
            one, other = f"{before}{one}{behind}", f"{before}{other}{behind}"
            if kind == "em":
                sign = "*" if depth == 2 else "_"
                one = f"{sign}{one}{sign}"
            elif kind == "strong":
                one = f"**{one}**" if depth == 2 else f"__{one}__"
            elif kind == "span":
                one = f"[{one}]{{lang={draw(st.sampled_from(LANGUAGES))}}}"
            else:
                to = draw(st.sampled_from(["https://example.org/?a=1&b=2", "mailto:a@example.org", "#top"]))
                one = f"[{one}]({to})"
        written.append(one)
        read.append(other)
    ends = [" " if one_line else draw(st.sampled_from([" ", " ", "\n"])) for _ in written]
    text = "".join(word + end for word, end in zip(written, ends, strict=True)).strip(" \n")
    if one_line:
        text = re.sub(r"(\\|  )\n", " ", text)
    return text, " ".join(read)


# ---- blocks

Block = tuple[list[str], list[str]]
"""The lines of a block, without empty ones around it, and what it says."""


def _inside(lines: list[str], first: str, rest: str) -> list[str]:
    return [
        f"{first if at == 0 else rest}{line}".rstrip() if not line.strip() else f"{first if at == 0 else rest}{line}"
        for at, line in enumerate(lines)
    ]


@st.composite
def paragraphs(draw: st.DrawFn, *, before: str = "Whereas ") -> Block:
    """`before` keeps a sign or a small letter from its beginning."""
    written, read = draw(phrases())
    lines = f"{before}{written}".split("\n")
    if draw(st.integers(0, 7)) == 0:
        lines = [draw(st.sampled_from(["{lang=fr}", "{lang=ru}", "{lang=de}"])), *lines]
    return lines, [f"{before}{read}"]


@st.composite
def figures(draw: st.DrawFn) -> Block:
    alternative = draw(st.one_of(WORDS, st.just("A \\*picture\\* &amp; “more” < of\u00a0it >")))
    written, read = draw(phrases(one_line=True)) if draw(st.booleans()) else ("", "")
    caption = f' "{written}"' if written else ""
    return [f"![{alternative}]({draw(st.sampled_from(sorted(PICTURES)))}{caption})"], [read] * bool(read)


def _joined(blocks: list[Block]) -> Block:
    lines: list[str] = []
    for at, (block, _) in enumerate(blocks):
        lines += [""] * bool(at) + block
    return lines, [said for _, each in blocks for said in each]


@st.composite
def containers(draw: st.DrawFn, *, depth: int = 3) -> Block:
    """A quotation, a list of bullets or a picture, with others of their kind inside."""
    kind = draw(st.sampled_from(["quotation", "list", "figure"])) if depth else "figure"
    if kind == "figure":
        return draw(figures())
    if kind == "quotation":
        lines, said = _joined(draw(_contents(depth=depth - 1)))
        attribute = [draw(st.sampled_from(["{lang=fr}", "{lang=el}"]))] if draw(st.integers(0, 5)) == 0 else []
        return [*attribute, *_inside(lines, "> ", "> ")], said
    lines, said = [], []
    sign, loose = draw(st.sampled_from("-*+")), draw(st.booleans())
    for at in range(draw(st.integers(1, 3))):
        inner, words = _joined(draw(_contents(depth=depth - 1)))
        lines += [""] * (loose and bool(at)) + _inside(inner, f"{sign} ", "  ")
        said += words
    return lines, said


@st.composite
def _contents(draw: st.DrawFn, *, depth: int) -> list[Block]:
    blocks = [draw(paragraphs(before=draw(st.sampled_from(["Whereas ", "and ", "“Words” "]))))]
    more = range(draw(st.integers(0, 2)) if depth else 0)
    return [*blocks, *(draw(st.one_of(paragraphs(), containers(depth=depth))) for _ in more)]


@dataclass
class _Text:
    """A text that grows, block after block."""

    lines: list[str]
    said: list[str]

    def add(self, block: Block, label: str = "") -> None:
        lines, said = block
        self.lines += ["", *lines]
        self.said += [f"{label} {said[0]}", *said[1:]] if label else said


def _labelled(block: Block, label: str) -> Block:
    lines, said = block
    at = next(at for at, line in enumerate(lines) if not line.startswith("{"))
    return [*lines[:at], f"{label} {lines[at]}", *lines[at + 1 :]], said


LEVELS = (LABELS, ["(a)", "(b)", "(c)"], ["(i)", "(ii)", "(iii)"], ["a.", "b.", "c."])


@st.composite
def bodies(draw: st.DrawFn, text: _Text, *, resolution: bool) -> None:
    """Headings and clauses in four levels, with what may stand in them."""
    first = [f"{number}." for number in range(1, 9)] if resolution else LABELS
    levels = (first, *LEVELS[1:])
    depth, listed = 0, draw(st.integers(0, 3))

    def clause(level: int, number: int) -> None:
        label = levels[level][number]
        block = draw(paragraphs(before=draw(st.sampled_from(["We ", "we ", ""])) or "We "))
        block = ([line for line in block[0] if not line.startswith("{")], block[1])
        text.add(_labelled(block, label), label)
        if draw(st.integers(0, 3)) == 0:
            text.add(draw(containers()))
        if level < 3 and draw(st.integers(0, 2)) == 0:
            for inner in range(draw(st.integers(1, 2))):
                clause(level + 1, inner)
            if draw(st.booleans()):
                text.add(draw(paragraphs(before="and ")))

    for number in range(draw(st.integers(0, 4))):
        if draw(st.integers(0, 2)) == 0:
            depth = draw(st.integers(1, min(depth + 1, 5)))
            written, read = draw(phrases(one_line=True))
            closed = draw(st.sampled_from(["", " " + "#" * depth, f" {{#part-{number}}}"]))
            text.add(([f"{'#' * depth} Of {written}{closed}"], [f"Of {read}"]))
            if draw(st.integers(0, 3)) == 0:
                text.add(draw(st.one_of(paragraphs(), containers())))
        clause(0, number)
        if number == listed and draw(st.booleans()):
            kept = f"{first[number][:-1]} bis"
            block = draw(paragraphs(before="We "))
            lines = [line for line in block[0] if not line.startswith("{")]
            text.add(([f'{{label="{kept}"}}', f"{kept}. {lines[0]}", *lines[1:]], block[1]), f"{kept}.")


SHORT = phrases(one_line=True, links=False, depth=0).filter(lambda both: not set('\\`&"\u2003') & set(both[0]))
"""What front matter may say as it stands; of words that only wide spaces part, a line may hold too few."""


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """A document of any front matter, preamble, body and conclusion."""
    language = draw(st.sampled_from(sorted(DAYS)))
    resolution = draw(st.booleans())
    front = {"language": language, "date": "2021-07-06"}
    front["scheme"] = "resolution" if resolution else "joint-statement"
    for key in ("kind", "organ", "symbol", "place", "publisher", "rights", "description", "certified-by"):
        if draw(st.integers(0, 3)) == 0:
            front[key] = draw(SHORT)[1]
            if key == "kind":  # set in small capitals, of which no accent is known that stands above another
                front[key] = re.sub("[\u0300-\u036f]", "", front[key])
    if draw(st.booleans()):
        front["modified"] = draw(st.sampled_from(["2022-02-28", "2021-07-06T12:00:00Z", "2021-07-06T23:00:00-05:00"]))
    if draw(st.integers(0, 3)) == 0:
        front["identifier"] = draw(st.sampled_from(["ISBN 978-3-16-148410-0", "https://example.org/1", "10.1000/182"]))
    title = [draw(SHORT)[1] for _ in range(draw(st.integers(1, 2)))]
    subtitle = [draw(SHORT)[1] for _ in range(draw(st.integers(0, 2)))]
    lines = [f'{key}: "{value}"' for key, value in front.items()]
    lines.append("title: " + (f'"{title[0]}"' if len(title) == 1 else str(title).replace("'", '"')))
    if subtitle:
        lines.append("subtitle: " + str(subtitle).replace("'", '"'))
    if draw(st.integers(0, 3)) == 0:
        lines.append("subjects: [one, two words]")
    text = _Text(["---", *draw(st.permutations(lines)), "---"], [])
    text.said += [" · ".join(filter(None, (front.get("organ"), front.get("symbol"))))]
    text.said += [front.get("kind", ""), " ".join(title), " ".join(subtitle)]
    text.said += [", ".join(filter(None, (front.get("place"), DAYS[language])))]
    text.said[:] = filter(None, text.said)
    text.add((["{#top}", "We."], ["We."]))
    for _ in range(draw(st.integers(0, 2))):
        text.add(draw(st.one_of(paragraphs(), containers())))
    draw(bodies(text, resolution=resolution))
    if draw(st.booleans()):
        text.add(draw(paragraphs(before="Done ")))
        for _ in range(draw(st.integers(0, 2))):
            text.add(draw(st.one_of(paragraphs(before="Done "), containers())))
    return Sample("\n".join(text.lines) + "\n", text.said)
