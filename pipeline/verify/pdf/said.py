"""What the pieces of text say, where glyphs alone do not: ActualText, and text from right to left."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pipeline.verify.pdf.shown import Shown

_TO_THE_RIGHT = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"])
"""Languages that are written from right to left: a PDF says no direction of text."""

_LEFTWARDS = frozenset(("R", "AL", "RLE", "RLO", "RLI"))
_ALIKE = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-", "\u00ad": "-"})
_UNDRAWN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060"))
"""What no glyph draws: where a word may be broken, and where it may not."""

_MOST = 6
"""How many characters more than it says a glyph may stand for: letters with their accents apart."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def settle(pieces: Iterable[Shown]) -> Iterator[tuple[str, str, Shown]]:
    """Let every piece say what its ActualText does; yield where that is another thing than its glyphs do.

    Yielded are what is said, what is drawn, and where.

    ActualText (ISO 32000-1, 14.9.4) is for characters that a glyph cannot tell apart, as a no-break space, a typed
    hyphen or a letter whose accent was typed apart; and for those that no glyph draws.
    """
    marked: dict[int, list[Shown]] = {}
    for piece in pieces:
        if piece.mark.actual is not None:
            marked.setdefault(id(piece.mark), []).append(piece)
    for run in marked.values():
        said = run[0].mark.actual or ""
        drawn = "".join(piece.text for piece in run)
        if said == drawn:
            continue
        if not _say(run, said):
            yield said, drawn, run[0]


def _say(run: list[Shown], said: str) -> bool:
    """Give the glyphs the characters that are said, the last of them all that are left; whether they look so."""
    at, alike, part, index = 0, True, run[-1].texts, 0
    for piece in run:
        part = piece.texts
        for index, text in enumerate(part):
            end = _end(said, at, text)
            alike = alike and end > 0
            end = end or at + len(text)
            part[index], at = said[at:end], end
    if part:
        part[index] += said[at:]
    return alike and not said[at:].translate(_UNDRAWN)


def _end(said: str, at: int, text: str) -> int:
    """Where the characters end that a glyph draws, of those said from `at` on; 0 where it draws others."""
    drawn = unicodedata.normalize("NFC", text.translate(_ALIKE))
    for end in range(at + len(text), min(at + len(text) + _MOST, len(said)) + 1):
        if unicodedata.normalize("NFC", said[at:end].translate(_ALIKE)) == drawn:
            return end
    for end in range(at + len(text), min(at + len(text) + _MOST, len(said)) + 1):
        if unicodedata.normalize("NFC", said[at:end].translate(_UNDRAWN).translate(_ALIKE)) == drawn:
            return end
    return 0


def turn(piece: Shown, *, leftwards: bool) -> None:
    """From the order of drawing, left to right, to that of reading (UAX 9, L2, backwards).

    `leftwards` is the direction of the paragraph. What is read from right to left is turned, and letters and figures in
    it turned back.
    """
    if piece.leftwards or not (leftwards or _RIGHT_TO_LEFT.search(piece.text)):
        return
    kinds = [_kind(text) for text in piece.texts]
    order: list[int] = []
    if leftwards:
        order = _turned(range(len(kinds)), kinds)
    else:
        at = 0
        while at < len(kinds):
            end = at
            if kinds[at] == "R":
                stop = next((index for index in range(at, len(kinds)) if kinds[index] == "L"), len(kinds))
                end = max(index for index in range(at, stop) if kinds[index] == "R")
                order += _turned(range(at, end + 1), kinds)
            else:
                order.append(at)
            at = end + 1
    piece.leftwards = leftwards or "L" not in kinds
    piece.texts = [piece.texts[index] for index in order]
    piece.codes = [piece.codes[index] for index in order]
    piece.at = [piece.at[index] for index in order]


def _turned(places: range, kinds: list[str]) -> list[int]:
    """The places from the right, but those of letters and figures from left to right in their own order."""
    turned = list(reversed(places))
    at = 0
    while at < len(turned):
        end = at + 1
        if kinds[turned[at]] in "LN" and kinds[turned[at]]:
            letters = kinds[turned[at]] == "L"
            last = at
            while end < len(turned) and kinds[turned[end]] != "R":
                if kinds[turned[end]] == "L" or (kinds[turned[end]] == "N" and (letters or end == last + 1)):
                    last = end
                    letters = letters or kinds[turned[end]] == "L"
                end += 1
            end = last + 1
            turned[at:end] = turned[at:end][::-1]
        at = end
    return turned


def _kind(text: str) -> str:
    kind = unicodedata.bidirectional(text[:1]) if text else ""
    return "R" if kind in _LEFTWARDS else "L" if kind == "L" else "N" if kind in ("EN", "AN") else ""


def direction(language: str) -> str:
    """The direction of a language's usual script, or of the one that its tag names."""
    parts = language.lower().split("-")
    script = next((part for part in parts[1:] if len(part) == 4), "")
    if script:
        return "rtl" if script in ("arab", "hebr", "syrc", "thaa") else "ltr"
    return "rtl" if parts[0] in _TO_THE_RIGHT else "ltr"
