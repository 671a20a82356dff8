"""Line numbers and running heads set otherwise than the tokens say, in the print of the example."""

import pikepdf

from tests.verify.printed import Damage, content


def artifact(old: bytes, new: bytes, page: int = 0) -> Damage:
    """Other bytes in the first artifact of a page that has them."""

    def change(data: bytes) -> bytes:
        start = data.index(b"/Artifact")
        at = data.index(old, start)
        return data[:at] + new + data[at + len(old) :]

    return lambda file: content(file.pages[page], change)


def a_head_in_four_inks(file: pikepdf.Pdf) -> None:
    artifact(b"0 0 0 0.647059 k", b"0.5 0.4 0.4 0.1 k", page=1)(file)


DAMAGES = {
    "numbers in another grey": artifact(b"0 0 0 0.647059 k", b"0 0 0 0.5 k"),
    "numbers in four inks": artifact(b"0 0 0 0.647059 k", b"0.5 0.4 0.4 0.1 k"),
    "numbers that leave a hole": artifact(b"/OverFillStroke gs", b"/OverNone gs"),
    "a larger number": artifact(b" 12 Tf", b" 13 Tf"),
    "a number farther from the text": artifact(b"653.500787", b"655.5"),
    "a number nearer to the text": artifact(b"653.500787", b"652.5"),
    "a head in four inks": a_head_in_four_inks,
}
