"""Whatever a text is: the sums balance, and the words of its source are its own."""

import contextlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.adopting.adoption import adopt
from pipeline.adopting.markdown import read_markdown
from pipeline.adopting.pieces import Fate, Ledger, Unbalanced
from pipeline.adopting.plain import read_plain
from pipeline.adopting.taken import Taken
from pipeline.adopting.web import read_web
from pipeline.build import read
from pipeline.diagnostics import Diagnostic, Severity, Stopped
from tests.reading import DATA

FRAGMENTS = st.sampled_from(
    """Article 5|Article 6. Name|ARTICLE VII|# H|## Article 1|####Foo|1. text|2) b|(a) x|(i) y|b) z|- item|  - sub
    |text goes on and on here|*em* and **strong**|`code`|[^1]|[^1]: note|[a](http://x.y)|> quote|```\ncode\n```|---|===
    |Done at Geneva, on 3 May 2001|\f|12|- 12 -|PART ONE|I.|A. Smith|1.1 sub|1.1.1 deeper|x^2^ H~2~O|{label="5"}|::: foo
    |:::|&amp; &lt;b&gt;|<b>x</b><br>y|\\# z|hyphen-\nated|Annex|Annex II – Foo|第一条|Статья 5|المادة 3|\ttab|~~x~~|***
    |![alt](x.png)|_a_b_|4 bis. foo|12A. bar|“quoted”|a\u00a0b|\u200b|\ufeff|\ufffd|\x07|: def|[x]{lang=fr}|<!-- c -->
    |1986. year|e.g. this|(1) (a) two|(a)|2.|^^|\\|*|**|_|[|](|<table><tr><td>a<td>b<tr><td>c<td>d</table>
    |<ol start=3><li>x
    |a \\| b | c\n--- | --- | ---\nd | e | f""".replace("\n    |", "|").split("|")
)
TEXTS = st.lists(
    st.tuples(FRAGMENTS | st.text("ab*_[](){}<>#\\`^~|.1)-&;:! \n", max_size=12), st.sampled_from(["\n", "\n\n", " "])),
    min_size=1,
    max_size=16,
).map(lambda parts: "".join(piece + end for piece, end in parts))


@pytest.mark.parametrize("name", ["any.md", "any.txt", "any.html"])
@given(text=TEXTS)
def test_the_sums_of_any_text_balance(name: str, text: str) -> None:
    """That the source gives every word back is what `adopt` looks at itself: else it stops."""
    try:
        adopted = adopt(text.encode("utf-8", "replace"), Path(name), report=lambda _: None)
    except Stopped as stopped:
        if re.search("there is no text|too broken|is no text", str(stopped)):
            return
        raise
    assert sum(adopted.sums.values()) == len(text)
    assert adopted.sums["open"] == 0


@pytest.mark.parametrize("read", [read_markdown, read_plain, lambda text: read_web(text, "any.html")])
@given(text=TEXTS)
def test_a_reader_spends_nothing_twice(read: Callable[[str], Taken], text: str) -> None:
    try:
        taken = read(text)
    except Stopped:
        return
    for block in taken.blocks:
        taken.ledger.pieces(block.all_pieces, Fate.TEXT)
    taken.ledger.layout()
    taken.ledger.check()


def test_a_ledger_knows_what_is_lost_and_what_is_there_twice() -> None:
    ledger = Ledger("ab c")
    ledger.spend(0, 1, Fate.TEXT)
    ledger.layout()
    with pytest.raises(Unbalanced, match="2 characters are not accounted for, from “b c” on"):
        ledger.check()
    with pytest.raises(Unbalanced, match="characters 0 to 2 were accounted for twice"):
        ledger.spend(0, 2, Fate.LABEL)


FILES = sorted((DATA / "declarations").glob("*.md")) + sorted((DATA / "docx").glob("*.docx"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:50])
def test_every_real_text_is_adopted_and_checked_without_an_error(path: Path, tmp_path: Path) -> None:
    found: list[Diagnostic] = []
    adopted = adopt(path.read_bytes(), path, link=True, report=found.append)
    assert adopted.sums["open"] == 0
    for name, data in adopted.files.items():
        (tmp_path / name).write_bytes(data)
    with contextlib.suppress(Stopped):
        read(tmp_path / adopted.source, report=found.append)
    wrong = {each.rule for each in found if each.severity is Severity.ERROR}
    assert wrong <= ({"language-words"} if "language: ar" in adopted.files[adopted.source].decode() else set())
    if path.suffix == ".md":
        assert sum(adopted.sums.values()) == len(path.read_bytes().decode())
        assert adopted.fitting >= 0.95 * adopted.labels


@pytest.mark.skipif(not FILES, reason="the real texts are not here")
def test_deleted_and_inserted_words_are_taken_as_word_takes_them() -> None:
    """Each file has a twin in which Word has accepted all changes, and one in which it has rejected them."""
    found = set()
    for path in sorted((DATA / "docx").glob("oxpt-RP00[2-9]*.docx")):
        if path.stem.endswith(("-Accepted", "-Rejected")):
            continue
        for revisions, twin in (("accept", "Accepted"), ("reject", "Rejected")):
            other = path.with_name(f"{path.stem}-{twin}.docx")
            if body(path, revisions) != body(other, "accept"):
                found.add((path.stem, twin))
    assert found == set()


def body(path: Path, revisions: str) -> str:
    adopted = adopt(path.read_bytes(), path, revisions=revisions, report=lambda _: None)
    text = adopted.files[adopted.source].decode().split("---\n", 2)[2]
    return re.sub(r"\n{2,}", "\n", text)
