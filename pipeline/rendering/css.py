"""Values for style sheets."""

from markupsafe import Markup

from pipeline.theme import Length, Screen


def css_string(text: str) -> Markup:
    """Return a CSS string that cannot end itself or the style element it stands in (CSS Syntax 3, 4.3.5 and 4.3.7)."""
    safe = "".join(sign if sign.isalnum() or sign in " -" else f"\\{ord(sign):x} " for sign in text)
    return Markup(f'"{safe}"')  # noqa: S704  # letters, figures, spaces, hyphens and escapes alone


def fluid(screen: Screen, least: Length, most: Length, window: Length) -> str:
    """Return a size that grows with the window: `least` in one half the measure wide, `most` in one of `window`.

    All are in rem. A part of the size always is, so that it follows the reader's own (WCAG 2.2, 1.4.4).
    """
    narrow = screen.measure.value / 2
    slope = (most.value - least.value) / (window.value - narrow)
    return f"clamp({least}, {least.value - slope * narrow:.4f}rem + {100 * slope:.4f}vw, {most})"
