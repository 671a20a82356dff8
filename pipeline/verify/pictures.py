"""Pictures by what they are: the SHA-256 of their bytes, since nobody can compare what they show."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from pipeline.verify.elements import Element

_LONG = re.compile(rb"data:[a-z]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=]{200,}")


def digest(data: bytes) -> str:
    """As it is written wherever pictures are compared."""
    return f"SHA-256 {hashlib.sha256(data).hexdigest()}"


class Long:
    """Long data: addresses, taken out of a page before it is parsed: nobody but a decoder needs to go through them."""

    def __init__(self, data: bytes) -> None:
        """`data` is the page; `short` the page with a name in the place of each."""
        self._mark = hashlib.sha256(data).hexdigest()[:16]  # a name that no page can foresee
        self._known: list[str] = []
        self.short = _LONG.sub(self._out, data)

    def _out(self, found: re.Match[bytes]) -> bytes:
        self._known.append(found[0].decode("ascii"))
        return f"data:,{self._mark}-{len(self._known) - 1}".encode()

    def whole(self, text: str) -> str:
        """A text as it stood in the page."""
        return re.sub(f"data:,{self._mark}-(\\d+)", lambda found: self._known[int(found[1])], text)


def inside(root: Element, long: Long) -> Iterator[tuple[str, str]]:
    """("picture 1", its digest) for each that stands in the page, ("embedded", its address) for one that does not."""
    count = 0
    for image in root.all("img"):
        address = long.whole(image.get("src").strip())
        data = data_of(address)
        count += data is not None
        yield (f"picture {count}", digest(data)) if data is not None else ("embedded", f"img {address}"[:500])


def data_of(address: str) -> bytes | None:
    """The bytes of a data: address (RFC 2397)."""
    if not address.lower().startswith("data:"):
        return None
    about, comma, content = address[5:].partition(",")
    if not comma:
        return None
    if not about.lower().endswith(";base64"):
        return unquote_to_bytes(content)
    try:
        return base64.b64decode("".join(content.split()))
    except (binascii.Error, ValueError):
        return None
