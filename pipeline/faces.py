"""Faces cut from variable fonts: an instance under our own name, the small-capitals face, a subset for the web."""

import hashlib
import importlib.util
import io
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic, Reporter
from pipeline.kept import kept
from pipeline.theme import Face

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont  # where it is used it is imported: it costs 50 ms

_LIKE = {
    0x2011: 0x2010,  # the hyphen that does not break, which few faces have: Word's own when it is typed there
    0x02BB: 0x2018,
    0x02BC: 0x2019,
    0x00B5: 0x03BC,
    0x2126: 0x03A9,
    0x2206: 0x0394,
    0x202F: 0x2009,
    0x2215: 0x2044,
    **{ligature: ligature for ligature in range(0xFB00, 0xFB05)},  # typed “ﬁ” beside the one that is made of f and i
}
"""Characters that a face draws alike, or of which it lacks the first.

The first gets a glyph of its own: in a PDF a glyph stands for one character (ISO 32000-1, 9.10.3), and a text with both
would be copied as if it had one of them only.
"""

_KEPT_NAMES = (0, 13, 14)  # copyright and licence stay; the name itself is reserved by the OFL and becomes ours


def instance(face: Face, *, report: Reporter) -> bytes:
    """The face as a static TrueType font, named after the theme.

    b"" with a diagnostic when its package is missing, or when the font is not the one that the theme was made with.
    """
    found = importlib.util.find_spec(face.package)
    path = (
        Path(next(iter(found.submodule_search_locations or [""]))) / "files" / face.file if found else Path(face.file)
    )
    if not path.is_file():
        command = face.package.replace("_", "-")
        report(
            Diagnostic(
                "font-missing",
                f"the font file {face.file} of the package {command} is not here",
                hint=f"pip install {command}",
            )
        )
        return b""
    import fontTools
    import uharfbuzz

    name = f"face-{face.name}-{face.weight}{'-italic' * face.italic}{'-caps' * face.caps}"
    versions = fontTools.version, uharfbuzz.__version__
    font = bytes(kept(name, (repr(face), *versions), partial(_cut, path, face), path, Path(__file__)))  # 20 ms to make
    digest = hashlib.sha256(font).hexdigest()
    if face.sha256 and digest != face.sha256:
        report(
            Diagnostic(
                "font-differs",
                f"the face “{face.name}” made from {face.file} is not the one of the theme: "
                f"SHA-256 {digest}, expected {face.sha256}",
                hint="install the versions of requirements/run.txt, or put the new value into the theme",
            )
        )
        return b""
    return font


def _cut(path: Path, face: Face) -> bytes:
    import uharfbuzz
    from fontTools.ttLib import TTFont

    variable = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    pick = uharfbuzz.SubsetInput()
    pick.keep_everything()
    for axis, value in face.axes.items():
        pick.pin_axis_location(variable, axis, value)
    font = TTFont(io.BytesIO(uharfbuzz.subset(variable, pick).blob.data), recalcTimestamp=False, recalcBBoxes=False)
    _tell_apart(font)
    if face.caps:
        _fold_small_capitals(font)
    bold = face.weight >= 600
    style = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "Bold Italic"}[
        bold, face.italic
    ]
    postscript = f"{face.name}-{style}".replace(" ", "")
    names, os2 = font["name"], font["OS/2"]
    names.names = [name for name in names.names if name.nameID in _KEPT_NAMES]
    for number, text in {
        1: face.name,
        2: style,
        3: f"{postscript};1",
        4: f"{face.name} {style}",
        5: "Version 1.000",
        6: postscript,
    }.items():
        names.setName(text, number, 3, 1, 0x409)
    os2.fsType = 0  # installable embedding, as the OFL grants
    os2.usWeightClass = face.weight
    os2.fsSelection = os2.fsSelection & ~0x61 | face.italic | 32 * bold | 64 * (not (bold or face.italic))
    font["head"].macStyle = bold + 2 * face.italic
    for table in ("STAT", "DSIG"):  # the names of STAT are gone; a signature no longer holds
        if table in font:
            del font[table]
    font.save(out := io.BytesIO())
    return out.getvalue()


def _tell_apart(font: "TTFont") -> None:
    """Give each character of _LIKE a glyph of its own, a copy of the one that draws the other."""
    known = font.getBestCmap()
    for character, other in _LIKE.items():
        if other in known and known.get(character) in (None, known[other]):
            glyph = f"u{character:04X}.like"
            font["glyf"][glyph] = deepcopy(font["glyf"][known[other]])
            font["hmtx"][glyph] = font["hmtx"][known[other]]
            for table in font["cmap"].tables:
                if table.isUnicode():
                    table.cmap[character] = glyph


def _fold_small_capitals(font: "TTFont") -> None:
    """Make the lower case the small capitals of `smcp`: no OpenType feature is needed, and the text stays as typed."""
    gsub = font["GSUB"].table
    indices = {
        index
        for feature in gsub.FeatureList.FeatureRecord
        if feature.FeatureTag == "smcp"
        for index in feature.Feature.LookupListIndex
    }
    swap: dict[str, str] = {}
    for index in sorted(indices):
        for table in gsub.LookupList.Lookup[index].SubTable:
            swap.update(getattr(getattr(table, "ExtSubTable", table), "mapping", {}))
    for table in font["cmap"].tables:
        table.cmap.update({character: swap[glyph] for character, glyph in table.cmap.items() if glyph in swap})
    del font["GSUB"]


def subset(
    font: bytes,
    characters: set[int],
    features: tuple[str, ...] = (
        "kern",
        "liga",
        "clig",
        "calt",
        "locl",
        "mark",
        "mkmk",
        "ccmp",
        "smcp",
        "onum",
        "lnum",
        "sups",
    ),
) -> bytes:
    """The font cut down to the characters (code points) and the features that the editions use."""
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob(font))
    pick = uharfbuzz.SubsetInput()
    pick.unicode_set.update(characters)
    pick.layout_feature_tag_set.clear()
    pick.layout_feature_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in features)
    pick.name_id_set.update(_KEPT_NAMES)
    return bytes(uharfbuzz.subset(face, pick).blob.data)


def covers(font: bytes) -> frozenset[int]:
    """The code points that the font has a glyph for."""
    import uharfbuzz

    return frozenset(uharfbuzz.Face(uharfbuzz.Blob(font)).unicodes)
