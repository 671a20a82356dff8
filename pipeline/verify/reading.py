"""What is found on one page, as the walk through it goes on."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.verify.cascade import Cascade
from pipeline.verify.elements import Element, path, squeezed
from pipeline.verify.hiding import Eye
from pipeline.verify.media import WINDOWS, Window
from pipeline.verify.transcript import Cell, Furniture, Hidden, Kind, Passage, Place


@dataclass(slots=True)
class Reading:
    """One page's passages, and what else stands or hides on it.

    `kept` has for each kind and level the elements that are set so, for whoever measures their look; `waiting` are the
    pages that were marked and begin with the next passage, `marks` the names of the marks of notes in it;
    `cells` are those of tables by the ids of their elements, `tables` the numbers of these, `begun` the ids of those of
    which something was read.
    """

    part: str
    cascade: Cascade
    eye: Eye
    windows: Sequence[Window] = WINDOWS
    language: str = ""
    direction: str = "ltr"
    passages: list[Passage] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    kept: dict[tuple[Kind, int], list[Element]] = field(default_factory=dict)
    blocks: set[int] = field(default_factory=set)
    places: dict[str, int] = field(default_factory=dict)
    titled: bool = False
    covers: int = 0
    waiting: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    cells: dict[int, Cell] = field(default_factory=dict)
    tables: set[int] = field(default_factory=set)
    begun: set[int] = field(default_factory=set)
    notes: dict[tuple[int, str], tuple[dict[str, None], dict[str, None], Place]] = field(default_factory=dict)

    def note(self, text: str, how: str, window: Window, element: Element) -> None:
        """Something is hidden in a window; what one passage hides in one way is said once."""
        key = (len(self.passages), how)
        if key not in self.notes:
            self.notes[key] = ({}, {}, self.place(element))
        pieces, windows, _ = self.notes[key]
        windows[str(window)] = pieces[text] = None

    def place(self, element: Element) -> Place:
        """Where an element stands."""
        return Place(self.part, path(element))

    def add(self, where: str, text: str, element: Element) -> None:
        """Something stands beside the text."""
        if text:
            self.furniture.append(Furniture(where, text, self.place(element)))

    def close(self) -> None:
        """Say what the notes say: what is hidden, and in which windows where not in all."""
        for (_, how), (pieces, windows, place) in self.notes.items():
            everywhere = len(windows) == len({str(window) for window in self.windows})
            said = how if everywhere else f"{how} ({'; '.join(windows)})"
            self.hidden.append(Hidden(squeezed(" ".join(pieces)), said, place))
