"""Raw HTML is never passed through: a comment is left out with a note, a tag is an error with a way out."""

import re

from pipeline.diagnostics import Diagnostic, Position, Reporter, Severity

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_INSTEAD = {
    "a": "write [words](https://…)",
    "b": "write **words**",
    "br": "for a line end inside a paragraph put a backslash at the end of the line",
    "em": "write *words*",
    "hr": "take it out: space between parts comes from the theme",
    "i": "write *words*",
    "img": "write ![what it shows](file.png) in a paragraph of its own",
    "span": "for words in another language write [mots]{lang=fr}",
    "strong": "write **words**",
    "sub": "write ~words~",
    "sup": "write ^words^",
}


def report_html(html: str, position: Position, opened: list[str], *, report: Reporter) -> None:
    """Report a tag, a comment or a whole block. `opened` keeps the names of tags reported, whose end tags are not."""
    text = html.strip()
    if _is_comment(text):
        hint = "it stands in no edition"
        report(Diagnostic("html-comment", "a comment was left out", position, hint, Severity.NOTE))
        return
    found = _TAG.match(text)
    name = found[2].lower() if found else ""
    if found and found[1] and name in opened:
        opened.remove(name)
        return
    if found and not found[1]:
        opened.append(name)
    shown = text.split("\n", 1)[0][:40]
    hint = _INSTEAD.get(name, "take the tag out")
    report(Diagnostic("html", f"“{shown}” is raw HTML", position, f"{hint}; for a “<” in the text write \\<"))


def _is_comment(text: str) -> bool:
    """Whether comments are all that stands here; a browser ends one at the first "-->" (HTML, 13.2.5.42)."""
    while text.startswith("<!--"):
        end = text.find("-->", 2)  # "<!-->" and "<!--->" are whole comments
        if end < 0:
            return False
        text = text[end + 3 :].lstrip()
    return not text
