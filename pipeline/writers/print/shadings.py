"""Colour spaces of screens, and gradients in them, as inks."""

from typing import Any

from pikepdf import Array, Dictionary, Name

from pipeline.diagnostics import Diagnostic, Stopped
from pipeline.writers.print.inks import Inks

_SCREENS = ("/DeviceRGB", "/CalRGB", "/Lab")


def is_screen(space: Any) -> bool:
    """Whether colours in a colour space (ISO 32000-1, 8.6) are those of a screen."""
    if isinstance(space, Array) and len(space):
        if space[0] == "/ICCBased" and len(space) > 1:
            return int(space[1].get("/N", 0)) == 3
        return str(space[0]) in _SCREENS
    return isinstance(space, Name) and str(space) in _SCREENS


def repaint_shading(shading: Any, inks: Inks) -> None:
    """Give a gradient (8.7.4.5) inks for its colours. Raises Stopped where they are computed in a way unknown here."""
    space = shading.get("/ColorSpace")
    if not is_screen(space):
        return
    _repaint_function(shading.get("/Function"), space, inks)
    shading.ColorSpace = Name.DeviceCMYK
    if "/Background" in shading:
        shading.Background = Array(inks.screen(space, list(map(float, shading.Background))))


def _repaint_function(function: Any, space: Any, inks: Inks) -> None:
    """A gradient's function (7.10): from one colour to another, or several of these one after the other."""
    if isinstance(function, Dictionary) and function.get("/FunctionType") == 2:
        for key, missing in (("/C0", 0.0), ("/C1", 1.0)):
            values = [float(value) for value in function.get(key, [missing] * 3)]
            if len(values) == 3:
                function[key] = Array(inks.screen(space, values))
    elif isinstance(function, Dictionary) and function.get("/FunctionType") == 3:
        for part in function.get("/Functions", []):
            _repaint_function(part, space, inks)
    else:
        hint = "use another kind of gradient in the style sheet of the theme"
        raise Stopped(Diagnostic("print-colour", "a gradient has colours that cannot be turned into inks", hint=hint))
