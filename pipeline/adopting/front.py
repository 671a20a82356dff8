"""What a title page says: title, language, date; taken from the text where it stands there clearly."""

import contextlib
import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.adopting.dates import dates_in
from pipeline.adopting.items import Item, Kind
from pipeline.adopting.labels import clause_label, division_label, numeral_label
from pipeline.adopting.languages import language_of
from pipeline.adopting.pieces import Block
from pipeline.adopting.recognise import is_display, is_short
from pipeline.adopting.taken import Taken
from pipeline.project import TEMPLATES, load_words
from pipeline.readers.languages import is_tag

EARLIEST = datetime.date(1980, 1, 1)
"""The first day that a ZIP knows (APPNOTE 4.4.6), and so the first on which an edition can have been changed."""

_STANDS_FOR = datetime.date(1981, 1, 1)
"""What stands for the day of the last change: the first that front matter takes wherever a reader's clock is."""

_TOP = 6
"""Blocks from the top among which a title and a date are looked for."""


@dataclass(slots=True)
class Front:
    """The front matter. `titles` and `subtitles` are taken from the text; `given` stands for a title of no characters.

    `modified` is what the input says of itself, `guessed` says by rule what an editor must look at.
    """

    titles: list[Block] = field(default_factory=list)
    subtitles: list[Block] = field(default_factory=list)
    given: str = ""
    language: str = "en"
    date: datetime.date | None = None
    modified: str = ""
    guessed: dict[str, str] = field(default_factory=dict)


def front(taken: Taken, name: str, language: str = "") -> tuple[Front, list[Block]]:
    """The front matter, and the blocks without the title."""
    made = Front()
    blocks = list(taken.blocks)
    _languages(made, taken, language)
    _titles(made, blocks)
    if len(made.titles) + len(made.subtitles) == len(blocks):  # a text of one line is no title without a text
        made.titles, made.subtitles = [], []
    if not made.titles:
        made.given = taken.said.get("title", "")
        if not made.given:
            made.given = re.sub(r"[\s_-]+", " ", name).strip() or "Untitled"
            made.guessed["adopt-title"] = (
                f"nothing in the text is its title: the file's name stands for it, “{made.given}”"
            )
    used = {id(block) for block in (*made.titles, *made.subtitles)}
    return made, [block for block in blocks if id(block) not in used]


def _languages(made: Front, taken: Taken, language: str) -> None:
    text = " ".join(block.text for block in taken.blocks)
    guessed = language_of(text)
    said = taken.said.get("language", "").replace("_", "-")
    if language:
        made.language = language
    elif said and (said.lower().startswith(guessed) if guessed else _is_known(said)):
        made.language = said
    elif guessed:
        made.language = guessed
    else:
        made.guessed["adopt-language"] = (
            "no language can be told from the words: English is taken, name another with --language"
        )


def _is_known(tag: str) -> bool:
    """Whether there are words for a language: a file that says another of a text too short to tell is not followed."""
    return is_tag(tag) and load_words(tag, [TEMPLATES], report=lambda _: None) is not None


def _titles(made: Front, blocks: list[Block]) -> None:
    """The title that is marked as one; else the headings, or the lines set as such, with which the text begins."""
    made.titles = [block for block in blocks[:_TOP] if block.style == "title"]
    made.subtitles = [block for block in blocks[: _TOP + 2] if block.style == "subtitle" and made.titles]
    if made.titles:
        if made.titles[0].style == "title" and len(made.titles) > 1 and made.titles[0].line != made.titles[1].line - 1:
            made.titles = made.titles[:1]
        return
    leading: list[Block] = []
    for block in blocks[:_TOP]:
        plain = not block.rows and not block.picture and not block.note and not block.bullet and not block.counted
        shown = (
            plain and block.style != "odd" and (block.heading or is_display(block) or (not leading and is_short(block)))
        )
        if not shown or _is_labelled(block.text) or len(leading) == 2:
            break
        leading.append(block)
    if len(leading) == 2 and leading[0].heading and leading[1].heading < leading[0].heading:
        leading.pop()  # what is below a heading of a lower degree is part of the text
    if not leading:
        return
    first, *rest = leading
    if rest and _is_other(first.text, made.language):
        made.titles = [rest[0]]
        first.language = language_of(first.text)
        first.heading, first.style = 0, "other title"
        return
    made.titles = [first]
    if rest and not first.heading and not rest[0].heading and _capitals(first.text) and _capitals(rest[0].text):
        made.titles.append(rest[0])


def _is_other(text: str, language: str) -> bool:
    found = language_of(text)
    return bool(found) and not language.startswith(found)


def _capitals(text: str) -> bool:
    return text == text.upper()


def _is_labelled(text: str) -> bool:
    return bool(division_label(text) or clause_label(text + " ") or numeral_label(text)) or text.lower() in (
        "preamble",
        "préambule",
        "preámbulo",
        "преамбула",
    )


def date_of(front_matter: Front, items: Sequence[Item], taken: Taken) -> None:
    """The day of adoption: the one day that the conclusion names, else the title and the lines below it."""
    conclusion = " ".join(item.text for item in items if item.concludes)
    top = " ".join([*(block.text for block in (*front_matter.titles, *front_matter.subtitles)), *_opening(items)])
    whole = " ".join(item.text for item in items if len(item.text) < 400) if len(items) < 40 else ""
    for text in (conclusion, top, whole):
        found = dates_in(text)
        if len(found) == 1:
            front_matter.date = found[0]
            break
    said = taken.said.get("date", "")
    if front_matter.date is None and re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
        with contextlib.suppress(ValueError):
            front_matter.date = datetime.date.fromisoformat(said)
    changed = taken.said.get("modified", "") or said
    front_matter.modified = _moment(changed)
    if front_matter.modified or (front_matter.date and front_matter.date >= EARLIEST):
        return
    front_matter.modified = _STANDS_FOR.isoformat()
    front_matter.guessed["adopt-modified"] = f"nothing says when the text was last changed: {_STANDS_FOR} stands for it"


def _opening(items: Sequence[Item]) -> list[str]:
    """Short lines before the first clause or division."""
    made = []
    for item in items[:_TOP]:
        if item.kind in (Kind.CLAUSE, Kind.DIVISION):
            break
        if len(item.text) < 200:
            made.append(item.text)
    return made


def _moment(text: str) -> str:
    """A date, or a moment with its zone, as front matter has it; "" for what is neither."""
    try:
        moment = datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        return ""
    if not EARLIEST.year < moment.year < 2107:
        return ""
    if moment.tzinfo is None:
        return moment.date().isoformat()
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
