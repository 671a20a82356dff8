"""Places: line, column and length of what was read, however it is indented, wrapped, labelled or encoded."""

import pytest

from pipeline.diagnostics import Position
from pipeline.model import Clause, Code, Document, Figure, Inline, LanguageSpan, LineBreak, Link, Paragraph, Text
from pipeline.walk import blocks, pieces, words_of
from tests.reading import FRONT, document, read

# Each text is "⟦word⟧" once, where the piece of that word is expected; the marks are taken out before it is read.
PLACES = [
    "⟦word⟧",
    "one ⟦*word*⟧ two",
    "one\ntwo\n⟦**word**⟧",
    "  ⟦*word*⟧",
    "> ⟦*word*⟧",
    ">⟦*word*⟧",
    "> one\n> ⟦*word*⟧",
    "> one\n⟦*word*⟧",
    "> > - one\n>   >   two ⟦*word*⟧",
    "- ⟦*word*⟧",
    "-\t⟦*word*⟧",
    "- one\n\t⟦*word*⟧",
    "- one\n\n  - two\n\n    ⟦*word*⟧",
    "1. one\n   1. two ⟦*word*⟧",
    "1) one\n   two ⟦*word*⟧",
    "I. ⟦*word*⟧",
    "I.\t⟦*word*⟧",
    "I.\u00a0⟦*word*⟧",
    "I.&nbsp;⟦*word*⟧",
    "I.\n⟦*word*⟧",
    "I. one\n   two ⟦*word*⟧",
    "I. one:\n\n(a) ⟦*word*⟧",
    "{#one}\n⟦*word*⟧",
    "{#one}\nI. ⟦*word*⟧",
    "- {#one}\n  ⟦*word*⟧",
    "{#one}\n   ⟦*word*⟧",
    "1. {#one}\n   one ⟦*word*⟧",
    "# ⟦*word*⟧",
    "#\t ⟦*word*⟧ two ##",
    "# one ⟦*word*⟧ {#one}",
    "⟦*word*⟧\n=====",
    "one\n  ⟦*word*⟧\n=====",
    "\u00a0one ⟦*word*⟧",
    "\u00a0\n\u00a0one ⟦*word*⟧",
    "e\u0301\U0001d538 ⟦*word*⟧",
    "\t\n\none ⟦*word*⟧",
    '![one](one.png "two ⟦*word*⟧")',
    "![one](one.png\n'two\n  ⟦*word*⟧')",
    "one\\\n⟦*word*⟧",
    "one  \n   ⟦*word*⟧",
    "one &amp; \\* ⟦*word*⟧",
    "`one` ⟦*word*⟧",
    "*one ⟦**word**⟧ two*",
    "⟦***word***⟧",
    "_one ⟦*word*⟧_",
    "[one ⟦*word*⟧](https://example.org/)",
    "[one ⟦*word*⟧]{lang=fr}",
    "one⟦^*word*^⟧",
    "<https://example.org/> ⟦*word*⟧",
    '[one](<https://example.org/> "") ⟦*word*⟧',
    "[1] ⟦*word*⟧\n\n[1]: https://example.org/",
    "[one][1] [two][] ⟦*word*⟧\n\n[1]: https://example.org/\n[two]: https://example.org/",
    "⟦`word`⟧ one",
    "one ⟦[word](https://example.org/)⟧",
    "one ⟦[word]{lang=fr}⟧",
    "one ⟦^word^⟧",
    "⟦<https://word>⟧",
]


def mark(inline: Inline) -> str:
    return inline.text if isinstance(inline, Text | Code) else ""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("text", PLACES)
def test_a_piece_stands_where_it_is_said_to_stand(text: str, end: str) -> None:
    begin, finish = text.index("⟦"), text.index("⟧") - 1
    plain = text.replace("⟦", "").replace("⟧", "")
    line = plain.count("\n", 0, begin) + 1 + FRONT.count("\n")
    column = begin - plain.rfind("\n", 0, begin)
    written = document((plain).replace("\n", end), front=FRONT.replace("\n", end))
    found = [piece for block in blocks(written) for piece in pieces(words_of(block)) if says(piece, "word")]
    expected = Position("test.md", line, column, finish - begin)
    if isinstance(found[0], Link | LanguageSpan):  # of these the words in brackets are underlined
        expected = Position("test.md", line, column, len("<https://word>" if "<" in plain else "[word]"))
    assert found[0].position == expected


def says(piece: Inline, word: str) -> bool:
    """Whether a piece says the word and nothing else."""
    texts = [mark(inner) for inner in pieces((piece,))]
    return "".join(texts).removeprefix("https://") == word


def test_a_block_behind_attributes_begins_with_its_words() -> None:
    (paragraph,) = document("{#one}\n  one").body
    assert paragraph.position == Position("test.md", 8, 3)


def test_a_text_begins_where_its_first_piece_does() -> None:
    (paragraph,) = document("&amp; one\n  two\\* three").body
    assert isinstance(paragraph, Paragraph)
    (text,) = paragraph.inlines
    assert text == Text("& one two* three", text.position)
    assert text.position == Position("test.md", 7, 1, 5)


def test_a_line_break_stands_at_its_sign() -> None:
    (paragraph,) = document("one\\\ntwo  \nthree").body
    assert isinstance(paragraph, Paragraph)
    breaks = [piece.position for piece in paragraph.inlines if isinstance(piece, LineBreak)]
    assert [(it.line, it.column) for it in breaks] == [(7, 4), (8, 6)]


def test_blocks_stand_at_their_first_sign() -> None:
    text = (
        "> - one\n>\n>   > two\n\nI. Three.\n\n  (a) four\n\n1. five\n2. six\n\n- - seven\n\n  ![eight](e.png)\n\n# 9\n"
    )
    numbered, _ = read(text)
    assert numbered
    found = [(block, block.position) for block in blocks(numbered.document)]
    assert [(type(block).__name__, it.line - 6, it.column) for block, it in found] == [
        ("Quotation", 1, 1),
        ("BulletList", 1, 3),
        ("Paragraph", 1, 5),
        ("Quotation", 3, 5),
        ("Paragraph", 3, 7),
        ("Clause", 5, 1),
        ("Paragraph", 5, 4),
        ("Clause", 7, 3),
        ("Paragraph", 7, 7),
        ("Clause", 9, 1),
        ("Paragraph", 9, 4),
        ("Clause", 10, 1),
        ("Paragraph", 10, 4),
        ("BulletList", 12, 1),
        ("BulletList", 12, 3),
        ("Paragraph", 12, 5),
        ("Figure", 14, 3),
        ("Division", 16, 3),
    ]


def test_the_items_of_a_list_stand_at_their_bullets() -> None:
    numbered, _ = read("> - one\n> - - two\n>   - three\n")
    assert numbered
    lists = [block for block in blocks(numbered.document) if hasattr(block, "items")]
    assert [[(item.position.line - 6, item.position.column) for item in it.items] for it in lists] == [
        [(1, 3), (2, 3)],
        [(2, 5), (3, 5)],
    ]


@pytest.mark.parametrize(
    ("text", "line", "column", "length"),
    [
        ("> - one [two](a)", 1, 9, 5),
        ("I.\t[two](a)", 1, 4, 5),
        ("{#x}\n(e\u0301) [two](a)", 2, 6, 5),
        ("one\n  two [three\n  four](a)", 2, 7, 6),
        ("\U0001d538 <b>", 1, 3, 3),
        ("> one &#x202E;", 1, 7, 8),
        ("- one\n\n  {#a key}", 3, 7, 3),
        ("one [two]{lang=fr\n\tbad}", 2, 2, 3),
        ("1. one\n2. two\n4. three", 3, 1, 2),
        ("> ---", 1, 3, 3),
        ("- one\n\n      code", 3, 7, 4),
        ("> ![](a.png)", 1, 3, 10),
        ("# one {#a b}", 1, 11, 1),
        ("I. one **two", 1, 8, 2),
    ],
)
def test_a_finding_underlines_what_is_wrong(text: str, line: int, column: int, length: int) -> None:
    _, found = read(text)
    assert [it.position for it in found if it.rule != "label-restyled"] == [
        Position("test.md", line + FRONT.count("\n"), column, length)
    ]


def test_reading_again_gives_the_same() -> None:
    def shape(written: Document) -> list[object]:
        return [
            (block.position, words_of(block), getattr(block, "typed", ""), getattr(block, "source", ""))
            for block in blocks(written)
            if not isinstance(block, Figure | Clause) or block.identifier == ""
        ]

    text = "".join(place.replace("⟦", "").replace("⟧", "") + "\n\n" for place in PLACES[:30])
    first, second = read(text)[0], read(text)[0]
    assert first
    assert second
    assert shape(first.document) == shape(second.document)
