"""How a document and each of its provisions are cited, in its language."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model import Block, Clause, Metadata, NumberedDocument
from pipeline.rendering import written_date
from pipeline.walk import children


def provisions(numbered: NumberedDocument, words: Mapping[str, Any]) -> dict[Block, str]:
    """How each clause is called: "clause IV (a)"."""
    document = numbered.document
    pattern = str(words["provision"][document.metadata.scheme])

    def below(blocks: tuple[Block, ...], path: tuple[str, ...]) -> Iterator[tuple[Block, str]]:
        for block in blocks:
            inner = path
            if isinstance(block, Clause):
                inner = (*path, numbered.numbers[block].label.removesuffix("."))
                yield block, pattern.format(label=" ".join(inner))
            yield from below(children(block), inner)

    return dict(below((*document.preamble, *document.body, *document.conclusion), ()))


def citation(metadata: Metadata, words: Mapping[str, Any], *places: str) -> str:
    """How the document is cited: kind, title, symbol, date, and the `places` in it that are not empty."""
    date = written_date(metadata.date, words) if metadata.date else ""
    parts = (metadata.kind, metadata.title, metadata.symbol, date, *places)
    return str(words["page"]["citation-joint"]).join(part for part in parts if part)
