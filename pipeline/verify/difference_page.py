"""What two files say differently, as a page: the whole text.

With what was taken out and put in marked word by word.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape

from pipeline.verify.align import align
from pipeline.verify.differences import Difference
from pipeline.verify.transcript import Kind, Passage, Transcript

_LONG = 20_000
"""Pairs of words beyond which two passages are shown whole, one behind the other."""

_STYLE = """
:root { color-scheme: light dark }
body {
  font: 1.0625rem/1.55 Georgia, "Source Serif 4", "Noto Serif", serif;
  max-width: 46rem; margin: 3rem auto; padding: 0 1.25rem;
}
h1 { font-weight: 400; font-size: 1.75rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere }
h2 { font-size: 1.0625rem; margin: 2.5rem 0 .5rem }
ol.differences { padding-inline-start: 1.6rem; margin: 0 }
ol.differences li { margin: .2rem 0 }
article p { margin: .6rem 0; overflow-wrap: anywhere }
.level-2 { margin-inline-start: 1.5rem }
.level-3 { margin-inline-start: 3rem }
.heading { font-weight: 700 }
.changed { border-inline-start: 3px solid #8a5a00; padding-inline-start: .9rem; margin-inline-start: -1.1rem }
del { background: #fbe3e1; color: #7d1007; text-decoration: line-through; text-decoration-thickness: 1px }
ins { background: #dff2e1; color: #0d4a17; text-decoration: underline; text-underline-offset: .15em }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.note { color: #5a5a5a; font-size: .9375rem }
.left { color: #5a5a5a; font-size: .9375rem; border-block: 1px dotted #999; padding: .2rem 0; margin: .8rem 0 }
a { color: inherit }
@media (prefers-color-scheme: dark) {
  body { background: #16171a; color: #e3dfd6 }
  del { background: #4a1f1c; color: #ffc9c4 }
  ins { background: #173a1e; color: #bff0c8 }
  .note, .left { color: #a8a39a }
}
@media print { body { margin: 0; max-width: none; font-size: 10.5pt } @page { margin: 20mm } }
"""


def page(name: str, other: str, one: Transcript, two: Transcript, differences: Sequence[Difference]) -> str:
    """The page. Unchanged passages are counted where several stand together."""
    language = escape(one.metadata.get("language", "") or two.metadata.get("language", ""), quote=True)
    count = len(differences)
    said = f"{count} difference{'s' * (count != 1)}." if count else "They say the same."
    names = escape(name), escape(other)
    key = f" <del>Struck out</del> is what only {names[0]} says, <ins>underlined</ins> what only {names[1]} says."
    rest = [each for each in differences if each.check not in ("words", "added", "order", "labels")]
    notes = "".join(f"<li>{_note(each)}</li>" for each in rest)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{escape(name)} and {escape(other)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{escape(name)} and {escape(other)}</h1>
<p>{said}{key if count else ""}</p>
{f'<h2>Beside the words</h2><ol class="differences">{notes}</ol>' if rest else ""}
{f'<h2>The text</h2><article lang="{language}">{"".join(_article(one, two))}</article>' if count else ""}
</main>
</body>
</html>
"""


def _note(difference: Difference) -> str:
    from pipeline.verify.proof import name_of

    where = ": ".join(filter(None, (name_of(difference.passage), difference.message)))
    shown = (f"<del>{escape(difference.expected)}</del>" if difference.expected else "") + (
        f" <ins>{escape(difference.found)}</ins>" if difference.found else ""
    )
    return f"{escape(where)} {shown}"


def _article(one: Transcript, two: Transcript) -> Iterator[str]:
    same: list[Passage] = []
    for mine, theirs in align(one.passages, two.passages):
        if mine and theirs and (mine.label, _words(mine)) == (theirs.label, _words(theirs)):
            same.append(mine)
            continue
        yield from _unchanged(same)
        same.clear()
        yield _passage(mine, theirs)
    yield from _unchanged(same)


def _unchanged(same: Sequence[Passage]) -> Iterator[str]:
    """The passages next to a change are shown, those between are counted."""
    if len(same) > 3:
        yield _passage(same[0], same[0])
        yield f'<p class="left" lang="en">{len(same) - 2} passages are the same</p>'
        yield _passage(same[-1], same[-1])
    else:
        yield from (_passage(passage, passage) for passage in same)


def _passage(mine: Passage | None, theirs: Passage | None) -> str:
    either = mine or theirs
    if either is None:
        return ""
    kind = "heading" if either.kind in (Kind.TITLE, Kind.HEADING) else f"level-{min(either.level, 3)}"
    old, new = (f"{side.label} {_words(side)}".strip() if side else "" for side in (mine, theirs))
    changed = "" if old == new else " changed"
    return f'<p class="{kind}{changed}">{_marked(old, new)}</p>\n'


def _words(passage: Passage) -> str:
    return passage.words or passage.alternative


def _marked(old: str, new: str) -> str:
    """Two texts as one, with the words that differ marked; what is heard says it, too."""
    if old == new:
        return escape(old)
    left, right = re.findall(r"\s+|\w+|[^\w\s]", old), re.findall(r"\s+|\w+|[^\w\s]", new)
    if not left or not right or len(left) * len(right) > _LONG * 100:
        return _out(old) + _in(new)
    made = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        gone, come = "".join(left[a:b]), "".join(right[c:d])
        made.append(escape(gone) if tag == "equal" else _out(gone) + _in(come))
    return "".join(made)


def _out(text: str) -> str:
    return (
        f'<del><span class="said" lang="en">[out: </span>{escape(text)}<span class="said" lang="en">]</span></del>'
        if text
        else ""
    )


def _in(text: str) -> str:
    return (
        f'<ins><span class="said" lang="en">[in: </span>{escape(text)}<span class="said" lang="en">]</span></ins>'
        if text
        else ""
    )
