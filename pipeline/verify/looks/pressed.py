"""Whether inks are what a press makes of a colour of a screen, by docs/print.md: the code that converts is not asked.

A colour goes through the profile of the output intent, relative colorimetric with black point compensation. A grey is
black ink alone, as light on this paper as it is on a screen, where the full ink stands for black.
"""

import io
import re
from functools import lru_cache

_NEAR = 0.012
"""How much more or less of an ink there may be: three steps of 255."""

_AS_LIGHT = 2.0
"""By how much lightness (of 100) may be off: it is rounded, and ink comes in steps."""


def is_made_of(inks: str, screen: str, profile: bytes) -> bool:
    """Whether `inks` ("0 0 0 0.6 overprints") are the colour `screen` (#rrggbb) through an ICC profile for CMYK."""
    found = re.fullmatch(r"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)( overprints)?", inks)
    if not found:
        return False
    given = tuple(map(float, found.groups()[:4]))
    colour = bytes.fromhex(screen[1:])
    if len(set(colour)) > 1:
        wanted = _separated(colour, profile)
        return len(wanted) == 4 and all(abs(one - two) <= _NEAR for one, two in zip(given, wanted, strict=True))
    if any(given[:3]) or bool(found[5]) != bool(given[3]):
        return False
    if colour[0] in (0, 255):
        return given[3] == (0 if colour[0] else 1)
    paper, ink, full = (_lightness((0, 0, 0, black), profile) for black in (0.0, given[3], 1.0))
    return abs(ink - full - (paper - full) * _grey(colour[0]) / 100) <= _AS_LIGHT


@lru_cache(maxsize=64)
def _separated(colour: bytes, profile: bytes) -> tuple[float, ...]:
    from PIL import Image, ImageCms

    try:
        made = ImageCms.profileToProfile(
            Image.frombytes("RGB", (1, 1), colour),
            ImageCms.createProfile("sRGB"),
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            "CMYK",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError):
        return ()
    return tuple(value / 255 for value in made.tobytes()) if made else ()


@lru_cache(maxsize=64)
def _lightness(inks: tuple[float, ...], profile: bytes) -> float:
    """L* of inks on the paper, which is 100. A profile that cannot be used makes all of them 0."""
    from PIL import Image, ImageCms

    try:
        made = ImageCms.profileToProfile(
            Image.frombytes("CMYK", (1, 1), bytes(round(255 * ink) for ink in inks)),
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("LAB"),
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            "LAB",
        )
    except (ImageCms.PyCMSError, OSError):
        return 0.0
    return made.tobytes()[0] / 2.55 if made else 0.0


def _grey(level: int) -> float:
    """L* of a grey of sRGB (IEC 61966-2-1 for the light, CIE 1976 for its lightness)."""
    value = level / 255
    light = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return 116 * light ** (1 / 3) - 16 if light > 216 / 24389 else light * 24389 / 27
