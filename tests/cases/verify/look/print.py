"""Other inks than the tokens say, in the print of the example."""

from tests.verify.printed import Damage, content


def inked(old: bytes, new: bytes, page: int = 1) -> Damage:
    """Other operators, the first time that these stand on a page."""

    def change(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return lambda file: content(file.pages[page], change)


HEADING = b"0.91 0.655 0 0.192 k"
"""#1f4b8f, as the profile of FOGRA39 has it."""

DAMAGES = {
    "a label in the four inks that stand for its plate": inked(b"/Spot0 cs\n1 scn", b"0 0.95 0.8 0.2 k"),
    "a label in half of its ink": inked(b"/Spot0 cs\n1 scn", b"/Spot0 cs\n0.5 scn"),
    "a label in black": inked(b"/Spot0 cs\n1 scn", b"0 0 0 1 k"),
    "a heading with less of one ink": inked(HEADING, b"0.86 0.655 0 0.192 k"),
    "a heading in the colour of the screen": inked(HEADING, b"0.1216 0.2941 0.5608 rg"),
    "a heading in black": inked(HEADING, b"0 0 0 1 k"),
}
