"""Line by line, what was taken for what."""

from collections.abc import Iterator, Sequence

from pipeline.adopting.front import Front
from pipeline.adopting.items import Item, Kind
from pipeline.adopting.taken import Left

_SHOWN = 60


def explain(front: Front, items: Sequence[Item], left: Sequence[Left]) -> Iterator[str]:
    """A line for each item and each thing left out: its line in the input, what it is, its label, its first words."""
    rows: list[tuple[int, str, str, str]] = []
    for kind, blocks in ((Kind.TITLE, front.titles), (Kind.SUBTITLE, front.subtitles)):
        rows += [(block.line, kind.value, "", block.text) for block in blocks]
    for item in items:
        what = item.kind.value
        if item.kind is Kind.CLAUSE:
            what = f"clause {item.level}"
        elif item.kind in (Kind.DIVISION, Kind.HEADING):
            name = item.label.division if item.label and item.label.division != "heading" else what
            what = f"{name} {item.depth}"
        elif item.kind is Kind.NOTE:
            what = f"note {item.block.note}"
        elif item.concludes:
            what = "conclusion"
        label = item.label.text if item.label else item.block.counted
        if item.literal:
            label += " (as words)"
        elif item.kept and item.label:
            label += " (kept)"
        elif item.block.counted:
            label += " (counted)"
        rows.append((item.line, what, label, item.text or (item.block.rows and "rows of a table") or ""))
    rows += [(each.line, f"left out: {each.why}", "", each.words) for each in left]
    rows.sort(key=lambda row: row[0])
    width = max((len(row[1]) for row in rows if not row[1].startswith("left")), default=0)
    for line, what, label, words in rows:
        shown = " ".join(words.split())
        shown = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
        yield "  ".join(filter(None, (f"{line:>6}", f"{what:{width}}", label and f"[{label}]", shown))).rstrip()
