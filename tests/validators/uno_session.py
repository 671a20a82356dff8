"""Drive one LibreOffice through a list of visits; run by Debian's Python, which has the module uno.

Usage: python3 uno_session.py PROFILE, with the visits of libreoffice.py as JSON on standard input. The answer is one
JSON list on standard output: {"paragraphs": [[label, text, style], ...]} or {"error": message} for each.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uno

FILTERS = {".pdf": "writer_pdf_Export", ".docx": "MS Word 2007 XML", ".odt": "writer8"}
DEADLINE = 60.0
"""Seconds that LibreOffice may take to start: 1.5 on an idle machine."""


def main(profile: str) -> None:
    """Answer the visits on standard input."""
    visits = json.load(sys.stdin)
    pipe = f"engross-{os.getpid()}"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={Path(profile).resolve().as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
            "--headless",
            "--nodefault",
            "--nolockcheck",
            "--nologo",
            "--norestore",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        desktop = connect(pipe, office)
        json.dump([answer(desktop, visit) for visit in visits], sys.stdout)
        with contextlib.suppress(Exception):  # the bridge often breaks before the call returns
            desktop.terminate()
        office.wait(DEADLINE)
    finally:
        if office.poll() is None:
            # soffice is a shell script around the program proper.
            os.killpg(office.pid, signal.SIGKILL)


def connect(pipe: str, office: "subprocess.Popen[bytes]") -> Any:
    """Return LibreOffice's desktop as soon as it listens on the pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + DEADLINE
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception as error:
            if office.poll() is not None:
                raise RuntimeError(f"LibreOffice ended with {office.returncode}") from error
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)  # nothing to wait on: the pipe does not exist yet
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def answer(desktop: Any, visit: dict[str, Any]) -> dict[str, Any]:
    """Do one visit."""
    try:
        url = Path(visit["file"]).as_uri()
        document = desktop.loadComponentFromURL(url, "_blank", 0, (setting("Hidden", True),))
        if document is None:
            return {"error": "it does not open"}
        try:
            if not document.supportsService("com.sun.star.text.TextDocument"):
                return {"error": "it opens as something else than a text document"}
            for addition in visit["add"]:
                add(document.Text, addition["after"], addition["text"])
            shown = [[part.ListLabelString, part.String, part.ParaStyleName] for part in paragraphs(document.Text)]
            for target in visit["save_as"]:
                document.storeToURL(Path(target).as_uri(), (setting("FilterName", FILTERS[Path(target).suffix]),))
        finally:
            document.close(True)
    except Exception as error:  # noqa: BLE001 - UNO's exceptions have no base of their own; the caller decides
        return {"error": f"{type(error).__name__}: {error}"}
    return {"paragraphs": shown}


def paragraphs(text: Any) -> Iterator[Any]:
    """Yield the paragraphs of a text and of the tables in it, in reading order."""
    for part in text:
        if part.supportsService("com.sun.star.text.Paragraph"):
            yield part
        elif part.supportsService("com.sun.star.text.TextTable"):
            for name in part.CellNames:
                yield from paragraphs(part.getCellByName(name))


def add(text: Any, after: str, words: str) -> None:
    """Split the paragraph that begins with `after` at its end, which keeps its style and list, and type the words."""
    paragraph_break = uno.getConstantByName("com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK")
    for part in paragraphs(text):
        if part.String.startswith(after):
            home = part.Text
            cursor = home.createTextCursorByRange(part.End)
            home.insertControlCharacter(cursor, paragraph_break, False)
            home.insertString(cursor, words, False)
            return
    raise LookupError(f"no paragraph begins with {after!r}")


def setting(name: str, value: object) -> Any:
    """Return one named setting as UNO wants it."""
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


if __name__ == "__main__":
    main(sys.argv[1])
