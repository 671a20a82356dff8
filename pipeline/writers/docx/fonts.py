"""Fonts inside the file, hidden as the standard asks."""

import uuid


def obfuscate(font: bytes, key: str) -> bytes:
    """A font as it stands in the package: its first 32 bytes mixed with its GUID (ECMA-376 part 4, 17.8.1).

    `key` is the GUID in braces as w:fontKey says it; its bytes count from the last. Applied twice it undoes itself.
    """
    mask = bytes(reversed(uuid.UUID(key).bytes)) * 2
    return bytes(byte ^ other for byte, other in zip(font, mask, strict=False)) + font[len(mask) :]
