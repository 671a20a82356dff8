"""How much work a file may ask for, and the parsing of its operators within that."""

import re
import warnings
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from pipeline.preflight.colour import Space
from pipeline.preflight.objects import BROKEN, Beyond, Unreadable

_OPERATOR = re.compile(rb"(?:^|(?<=[\s\])>}]))[A-Za-z'\"*]{1,3}(?=[\s\[(</]|$)")
"""What is an operator, or a short word of a string."""


@dataclass(slots=True)
class Budget:
    """Work that may be done, counted: an operator costs one, what takes longer costs more."""

    file: int = 2_000_000
    page: int = 250_000
    left: int = 0
    parsed: dict[tuple[int, int], tuple[list[Any], str]] = field(default_factory=dict)
    """Streams of forms that were parsed already."""

    spaces: dict[tuple[object, str], Space] = field(default_factory=dict)

    def turn(self) -> None:
        """A new page begins."""
        self.left = min(self.page, self.file)

    def spend(self, cost: int = 1) -> None:
        """Raises Beyond when nothing is left."""
        self.left -= cost
        self.file -= cost
        if self.left < 0:
            what = "the file" if self.file < 0 else "the page"
            raise Beyond(f"{what} has more operators than are carried out")


def instructions(data: bytes, most: int) -> tuple[list[Any], str]:
    """The operators with their operands, and what the parser had to pass over, or "".

    What looks like far more of them than may be carried out is not parsed at all: that alone would take long.
    """
    if sum(1 for _ in _OPERATOR.finditer(data)) > 2 * most + 1000:
        raise Beyond("a stream has more operators than are carried out")
    try:
        with pikepdf.new() as nowhere, warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            found = list(pikepdf.parse_content_stream(nowhere.make_stream(data)))
    except BROKEN as error:
        raise Unreadable(f"the operators cannot be read: {str(error)[:100]}") from None
    return found, str(said[0].message)[:100] if said else ""
