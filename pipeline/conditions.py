"""Printing conditions: which press and paper a print is made for, and the ICC profile that describes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Exit, Stopped
from pipeline.files import read_file

_LARGEST = 8 * 2**20
"""Bytes of a profile; those of the ECI have two and a half million."""

_SHARED = (Path("/usr/share/color/icc"), Path("/usr/local/share/color/icc"))
_REGISTRY = "http://www.color.org"


@dataclass(frozen=True, slots=True)
class Condition:
    """A printing condition with its profile.

    `identifier` is its name in `registry`; both are "" for a profile that nobody has registered under a name.
    """

    profile: bytes
    identifier: str = ""
    registry: str = ""
    info: str = ""


_NAMED = {
    "FOGRA39": ("FOGRA39L_coated.icc", "Offset, ISO 12647-2:2004/Amd 1, coated paper, 115 g/m2 (ISO Coated v2)"),
    "FOGRA51": ("PSOcoated_v3.icc", "Offset, ISO 12647-2:2013, premium coated paper, 115 g/m2 (PSO Coated v3)"),
}
"""The names of the registry of characterisation data of the ICC, each with the file of its profile."""


def read_condition(name: str, folders: Sequence[Path]) -> Condition:
    """The condition that the token `print.condition` names; `folders` are those of the theme and of the templates.

    Raises Stopped where its profile is not here, or is none of a press with four inks.
    """
    file, info = _NAMED.get(name, (name, ""))
    path = next(filter(Path.is_file, _places(name, file, folders)), None)
    if path is None and name in _NAMED:
        message = f"the profile of the printing condition {name}, {file}, is not here"
        hint = f"put {file} (from eci.org) into the folder profiles/ of your theme, or print to another condition"
        raise Stopped(Diagnostic("tool-missing", message, hint=hint), status=Exit.MISSING)
    if path is None:
        raise _refused(name, "there is no such condition, and no such file beside the theme", _known())
    try:
        profile = read_file(path, _LARGEST)
    except OSError as error:
        raise _refused(name, f"{path.name} cannot be read: {error.strerror}", _known()) from None
    if wrong := _wrong(profile):
        raise _refused(name, f"{path.name} {wrong}", "choose a CMYK output profile")
    return Condition(profile, name if name in _NAMED else "", _REGISTRY if name in _NAMED else "", info)


def _places(name: str, file: str, folders: Sequence[Path]) -> Iterator[Path]:
    """Where a profile may lie; one that is named by its path only in the theme's own folder."""
    if name in _NAMED:
        yield from (folder / "profiles" / file for folder in folders)
        yield from (found for folder in _SHARED for found in sorted(folder.rglob(file)))
    else:
        for folder in folders:
            if (folder / file).resolve().is_relative_to(folder.resolve()):
                yield folder / file


def _wrong(profile: bytes) -> str:
    """What keeps a profile (ICC.1:2010, 7.2) from being a press's; "" where nothing does."""
    if len(profile) < 132 or profile[36:40] != b"acsp" or int.from_bytes(profile[:4], "big") != len(profile):
        return "is no ICC profile, or a damaged one"
    if profile[12:16] != b"prtr":
        return "is not the profile of a press (an output profile)"
    if profile[16:20] != b"CMYK":
        return f"is for the colours “{profile[16:20].decode('ascii', 'replace').strip()}”, not for CMYK"
    if profile[8] not in (2, 4):
        return f"has version {profile[8]}, and a PDF takes versions 2 and 4"
    return ""


def _known() -> str:
    return f"known: {', '.join(_NAMED)}; or name an ICC file in the folder of your theme"


def _refused(name: str, said: str, hint: str) -> Stopped:
    return Stopped(Diagnostic("print-condition", f"“print.condition” is “{name}”: {said}", hint=hint))
