"""The same input gives the same bytes: whoever builds, where, when, and with whatever in the environment.

A build in a subprocess for each of two quite different machines-in-miniature, not one for each setting. What differs is
listed below; a setting that this machine cannot change (another user, another day) is named in the skip of its test.
"""

import functools
import getpass
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from tests.library import EXAMPLE
from tests.validators import ROOT

SOURCES = ("declaration", "example")
BUILD = """
import os, sys
os.umask(int(sys.argv[1], 8))
from pathlib import Path
import pipeline
for source in sys.argv[3:]:
    pipeline.build(Path(source), out=Path(sys.argv[2]), report=print)
"""
FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
"""Debian's libfaketime: no clock that a program reads is the real one."""

NOBODY = 65534
AS_NOBODY = (
    "setpriv",
    f"--reuid={NOBODY}",
    f"--regid={NOBODY}",
    "--clear-groups",
    # It is another user, but the folders of this one, where Python or the project may be, stay open.
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
)
DAY = "2033-05-18 01:02:03"
STRANGER = "zaphodbeeblebrox"
"""The name of the other user and of the folder in which they build."""


@dataclass(frozen=True)
class Built:
    """What one build wrote, by file name, and the folder in which it worked."""

    folder: Path
    files: Mapping[str, bytes]


def build(folder: Path, *, environment: Mapping[str, str], umask: str, become: Sequence[str] = ()) -> Built:
    """Build copies of the sources in `folder`, with nothing in the environment but what is given."""
    shutil.copytree(EXAMPLE, folder / "source")
    shutil.copy(ROOT / "source" / "declaration.md", folder / "source")
    sources = (f"source/{name}.md" for name in SOURCES)
    command = [*become, sys.executable, "-c", BUILD, umask, "out", *sources]
    coverage = {name: value for name, value in os.environ.items() if name.startswith("COV")}
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), **coverage, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    return Built(folder, {path.name: path.read_bytes() for path in sorted((folder / "out").iterdir())})


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """As the person at this machine builds."""
    environment = {"HOME": str(Path.home()), "USER": getpass.getuser(), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    return build(tmp_path_factory.mktemp("usual"), environment=environment, umask="022")


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """As somebody else builds, elsewhere, on another day, in an unusual environment."""
    folder = tmp_path_factory.mktemp("strange") / STRANGER / "a folder — with ünusual & “letters”"
    folder.mkdir(parents=True)
    fonts = folder / "fonts.conf"
    fonts.write_text('<?xml version="1.0"?><fontconfig><dir>/usr/share/fonts</dir></fontconfig>', "utf-8")
    environment = {  # and no HOME
        "USER": STRANGER,
        "LOGNAME": STRANGER,
        "LC_ALL": "C",
        "LANGUAGE": "tr",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "4242",
        "PYTHONDONTWRITEBYTECODE": "1",
        "FONTCONFIG_FILE": str(fonts),
        "FC_LANG": "ja",
        "SOURCE_DATE_EPOCH": "1999999999",
        "TMPDIR": str(folder),
        "COLUMNS": "40",
    }
    if FAKETIME:
        environment |= {"LD_PRELOAD": str(FAKETIME[0]), "FAKETIME": f"@{DAY}"}
    return build(folder, environment=environment, umask="077", become=AS_NOBODY if can_be_nobody() else ())


@functools.cache
def can_be_nobody() -> bool:
    """Whether we may build as another user: root may, if it is not in a container that forbids it."""
    return subprocess.run([*AS_NOBODY, sys.executable, "-c", ""], capture_output=True, check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", [f"{source}.{kind}" for source in SOURCES for kind in ("pdf", "docx", "epub", "html")])
def test_the_same_bytes_by_anybody_anywhere(usual: Built, strange: Built, name: str) -> None:
    assert sorted(usual.files) == sorted(strange.files)
    ours, theirs = usual.files[name], strange.files[name]
    # Part by part first, so that a failure says where it is.
    other = dict(unpacked(name, theirs))
    assert [part for part, content in unpacked(name, ours) if other.get(part) != content] in ([], [name])
    assert ours == theirs


@pytest.mark.slow
def test_certificates_are_the_same_too(usual: Built, strange: Built) -> None:
    others = {name for name in usual.files if "certificate" in name}
    assert others
    assert {name for name in others if usual.files[name] != strange.files[name]} == set()


def test_the_other_day_was_another_day() -> None:
    if not FAKETIME:
        pytest.skip("the build on another day needs Debian's libfaketime")
    environment = {"LD_PRELOAD": str(FAKETIME[0]), "FAKETIME": f"@{DAY}", "TZ": "UTC"}
    program = "import datetime; print(datetime.date.today().year)"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    assert done.stdout == b"2033\n"


def test_the_other_user_was_another_user(strange: Built) -> None:
    if not can_be_nobody():
        pytest.skip("only root can build as another user")
    assert {(path.stat().st_uid, path.stat().st_mode & 0o777) for path in (strange.folder / "out").iterdir()} == {
        (NOBODY, 0o600)
    }


@pytest.mark.slow
def test_no_file_tells_who_made_it_where_and_when(strange: Built) -> None:
    telling = re.compile(
        rb"%b|%b|/tmp/|/home/|/root/|site-packages|pytest|%b|2033-05|D:2033|T01:02:03"
        % tuple(re.escape(os.fsencode(text)) for text in (STRANGER, str(ROOT), "with ünusual"))
    )
    found = [
        (name, part, match[0])
        for name, data in strange.files.items()
        for part, content in unpacked(name, data)
        for match in telling.finditer(content)
    ]
    assert found == []


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of a file with their compression undone, the file as it is among them."""
    yield name, data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for entry in package.infolist():
                about = f"{entry.date_time} {entry.create_system} {entry.external_attr:o} {entry.extra!r}"
                yield f"{name}/{entry.filename} {about}", package.read(entry)
    elif data.startswith(b"%PDF-"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            yield f"{name} trailer", repr(pdf.trailer).encode()
            for number, thing in enumerate(pdf.objects, 1):
                content = thing.read_bytes() if isinstance(thing, pikepdf.Stream) else b""
                yield f"{name} object {number}", thing.unparse() + content
