"""Pictures by what they are: the SHA-256 of their bytes, since nobody can compare what they show."""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from pipeline.verify.elements import Element


def digest(data: bytes) -> str:
    """As it is written wherever pictures are compared."""
    return f"SHA-256 {hashlib.sha256(data).hexdigest()}"


def inside(root: Element) -> Iterator[tuple[str, str]]:
    """("picture", its digest) for each that stands in the page, ("embedded", its address) for one that does not."""
    for image in root.all("img"):
        address = image.get("src").strip()
        data = _data(address)
        yield ("picture", digest(data)) if data is not None else ("embedded", f"img {address}"[:500])


def _data(address: str) -> bytes | None:
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
