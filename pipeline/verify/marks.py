"""Emphasis, importance, raised and lowered characters: what an element means, and what a reader sees of it."""

from dataclasses import replace

from pipeline.verify.cascade import Style
from pipeline.verify.transcript import Run


def marked(tag: str, style: Style, above: Style, stressed: int, run: Run) -> tuple[int, Run]:
    """Emphasis counts where it is meant and seen, or only seen; inside italics it stands upright or as they do."""
    slanted, outer = style.get("font-style") != "normal", above.get("font-style") != "normal"
    meant = tag in ("em", "i", "cite", "dfn", "var")
    if meant and (slanted or outer):
        stressed += 1
        run = replace(run, emphasis=stressed % 2 == 1)
    elif not meant and slanted != outer:
        run = replace(run, emphasis=not run.emphasis)
    weight, below = _number(style.get("font-weight")), _number(above.get("font-weight"))
    if tag in ("strong", "b") or weight != below:
        run = replace(run, strong=weight >= 600)
    if "vertical-align" in style.values:
        raised = style.get("vertical-align")
        length = style.length("vertical-align", style.size)
        up = raised in ("super", "text-top", "top") or (length is not None and length > 0.15 * style.size)
        down = raised in ("sub", "text-bottom", "bottom") or (length is not None and length < -0.1 * style.size)
        run = replace(run, superscript=run.superscript or up, subscript=run.subscript or down)
    return stressed, run


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 400
