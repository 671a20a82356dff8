"""Colours of a screen as inks of a press: black text as black ink alone, all else through the condition's profile."""

import io
from collections.abc import Iterable, Sequence
from functools import cached_property

from pikepdf import Array
from PIL import Image, ImageChops, ImageCms

from pipeline.conditions import Condition
from pipeline.diagnostics import Diagnostic, Stopped
from pipeline.theme import PROCESS, Ink

Cmyk = tuple[float, float, float, float]
"""Cyan, magenta, yellow and black from 0 to 1."""

BLACK: Cmyk = (0, 0, 0, 1)

_RELATIVE = ImageCms.Intent.RELATIVE_COLORIMETRIC
"""The paper of the screen becomes that of the press."""
_BLACK_POINT = ImageCms.Flags.BLACKPOINTCOMPENSATION


class Inks:
    """One printing condition at work; remembers the plates that were used, and the most ink that lies on one place."""

    def __init__(self, condition: Condition, tokens: Iterable[Ink] = ()) -> None:
        try:
            self._profile = ImageCms.ImageCmsProfile(io.BytesIO(condition.profile))
            screen = ImageCms.createProfile("sRGB")
            self._separate = ImageCms.buildTransform(
                screen, self._profile, "RGB", "CMYK", renderingIntent=_RELATIVE, flags=_BLACK_POINT
            )
        except (ImageCms.PyCMSError, OSError) as error:
            message = f"the profile of the printing condition cannot be used: {error}"
            raise Stopped(Diagnostic("print-condition", message, hint="choose another CMYK output profile")) from None
        self.condition = condition
        self.plates: set[str] = set()
        self.most = 0.0
        # What the tokens give in inks stands on the page in the colour that shows it.
        self._given = {tuple(bytes.fromhex(ink.screen[1:])): ink for ink in tokens if ink.cmyk}
        self.spots = {ink.spot: ink.cmyk for ink in self._given.values() if ink.spot and ink.cmyk}
        self._known: dict[tuple[float, ...], Cmyk] = {}

    @property
    def description(self) -> str:
        """The profile's name for itself, on one line of ASCII."""
        said = " ".join(ImageCms.getProfileDescription(self._profile).split())
        return said.encode("ascii", "replace").decode()[:80] or "CMYK profile"

    def rgb(self, red: float, green: float, blue: float) -> Cmyk:
        """A colour of the screen (sRGB, from 0 to 1). Greys are black ink alone: four inks would never fit as well."""
        key = (red, green, blue)
        if key not in self._known:
            values = _bytes(key)
            given = self._given.get(values)
            if given and given.cmyk:
                self._known[key] = given.cmyk
            elif len(set(values)) == 1:
                self._known[key] = (0, 0, 0, self._greys[values[0]] / 255)
            else:
                cyan, magenta, yellow, black = (
                    round(value / 255, 3)
                    for value in _applied(Image.frombytes("RGB", (1, 1), bytes(values)), self._separate).tobytes()
                )
                self._known[key] = cyan, magenta, yellow, black
        return self.cmyk(self._known[key])

    def spot(self, red: float, green: float, blue: float) -> str:
        """The plate on which a colour of the screen stands by itself; "" where it has none. It is noted."""
        given = self._given.get(_bytes((red, green, blue)))
        if given and given.spot:
            self.plates.add(given.spot)
        return given.spot if given else ""

    def grey(self, level: float) -> Cmyk:
        """A grey of the screen, 0 for black and 1 for white."""
        return self.rgb(level, level, level)

    def screen(self, space: object, values: Sequence[float]) -> Cmyk:
        """A colour of a colour space of a PDF: sRGB, or Lab, whose lightness goes to 100."""
        if str(space[0] if isinstance(space, Array) else space) != "/Lab":
            return self.rgb(*values)
        light, a, b = values
        pixel = (round(light * 2.55), round(a) % 256, round(b) % 256)  # as ImageCms keeps it: a and b are signed
        lab = Image.frombytes("LAB", (1, 1), bytes(pixel))
        seen = ImageCms.buildTransform(ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB")
        red, green, blue = (value / 255 for value in _applied(lab, seen).tobytes())
        return self.rgb(red, green, blue)

    def cmyk(self, inks: Cmyk) -> Cmyk:
        """Inks as they are; they are noted."""
        self.plates.update(plate for plate, ink in zip(PROCESS, inks, strict=True) if ink > 0)
        self.most = max(self.most, sum(inks))
        return inks

    def picture(self, image: Image.Image) -> tuple[Image.Image, float]:
        """A picture in black ink if it is grey, else in all four; and the most ink that lies on one place in it."""
        if image.mode == "L":
            inked = image.point([255 - ink for ink in self._greys])
            if min(inked.tobytes()) < 255:
                self.plates.add("Black")
            return inked, 1.0
        separated = _applied(image, self._separate)
        channels = separated.split()
        self.plates.update(plate for plate, channel in zip(PROCESS, channels, strict=True) if channel.getbbox())
        # Each sum is halved, since a channel ends at 255: of four inks it is a quarter, exact to three per cent.
        cyan, magenta, yellow, black = channels
        warm, cold = ImageChops.add(magenta, yellow, scale=2), ImageChops.add(cyan, black, scale=2)
        return separated, max(ImageChops.add(warm, cold, scale=2).tobytes()) / 255 * 4

    @cached_property
    def _greys(self) -> list[int]:
        """For each grey of the screen the black ink (of 255) that is as light on the paper of this condition.

        Lightness is stretched so that the full ink stands for black.
        """
        back = ImageCms.buildTransform(
            self._profile, ImageCms.createProfile("LAB"), "CMYK", "LAB", renderingIntent=_RELATIVE
        )
        ramp = Image.frombytes("CMYK", (256, 1), bytes(byte for ink in range(256) for byte in (0, 0, 0, ink)))
        lightness = _applied(ramp, back).tobytes()[::3]
        sweep = Image.frombytes("RGB", (256, 1), bytes(grey for grey in range(256) for _ in range(3)))
        forward = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
        wanted = _applied(sweep, forward).tobytes()[::3]
        least, span = lightness[255], lightness[0] - lightness[255]
        greys = []
        for light in wanted:
            aim = least + light / 255 * span
            greys.append(min(range(256), key=lambda ink: (abs(lightness[ink] - aim), ink)))
        return [255, *greys[1:255], 0]


def _bytes(values: Sequence[float]) -> tuple[int, ...]:
    return tuple(round(255 * min(max(value, 0), 1)) for value in values)


def _applied(image: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    """The image in the colours that the transform gives."""
    made = ImageCms.applyTransform(image, transform)
    if made is None:  # only where it was asked to work in place
        raise AssertionError("a transform gives an image")
    return made
