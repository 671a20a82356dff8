"""How a document and each of its provisions are cited, in its language."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from pipeline.model import Block, Clause, Division, Metadata, NumberedDocument
from pipeline.numerals import ABOVE
from pipeline.rendering import written_date
from pipeline.walk import children, parts


def provisions(numbered: NumberedDocument, words: Mapping[str, Any]) -> dict[Block, str]:
    """How each clause is called: "clause IV (a)", and "Article 5 (2) (a)" where clauses begin anew in each article."""
    scheme = numbered.scheme
    pattern = str(words["provision"][scheme.provision])

    def below(blocks: Iterable[Block], path: tuple[str, ...], division: str) -> Iterator[tuple[Block, str]]:
        for block in blocks:
            inner, around = path, division
            label = numbered.numbers[block].label
            if isinstance(block, Clause):
                shows_above = ABOVE in scheme.levels[block.level - 1].pattern
                inner = (*(() if shows_above else path), label.removesuffix("."))
                if division:
                    yield (
                        block,
                        " ".join((division, *(step if set("()") & set(step) else f"({step})" for step in inner))),
                    )
                else:
                    yield block, pattern.format(label=" ".join(inner))
            elif isinstance(block, Division) and label:
                inner, around = (), label
            yield from below(children(block), inner, around if scheme.restarts else "")

    return dict(below(chain.from_iterable(parts(numbered.document)), (), ""))


def citation(metadata: Metadata, words: Mapping[str, Any], *places: str) -> str:
    """How the document is cited: kind, title, symbol, date, and the `places` in it that are not empty."""
    date = written_date(metadata.date, words) if metadata.date else ""
    parts = (metadata.kind, metadata.title, metadata.symbol, date, *places)
    return str(words["page"]["citation-joint"]).join(part for part in parts if part)
