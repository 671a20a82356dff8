"""Something else beside the text, in a Word file."""

import io
from collections.abc import Mapping

from PIL import Image

from tests.verify.word import (
    COMMENT,
    DOCUMENT,
    HEAD,
    SETTINGS,
    THANKS,
    Mutator,
    Parts,
    added,
    level,
    paragraph_of,
    rewritten,
    text,
)


def another_picture(parts: Parts) -> None:
    made = io.BytesIO()
    Image.new("L", (64, 64), 3).save(made, "PNG")
    parts["word/images/figure-1.png"] = made.getvalue()


def swapped_faces(parts: Parts) -> None:
    one, other = "word/fonts/title.odttf", "word/fonts/caps.odttf"
    parts[one], parts[other] = parts[other], parts[one]


DAMAGES: Mapping[str, Mutator] = {
    "another running head": rewritten(HEAD, ("A Charter of Damages", "A Draft Charter of Damages")),
    "a running foot": added(
        "footer1.xml",
        "footer",
        COMMENT.replace("w:comments", "w:ftr").replace('<w:comment w:id="0">', "").replace("</w:comment>", ""),
        ("<w:pgSz", '<w:footerReference w:type="default" r:id="more"/><w:pgSz'),
    ),
    "another picture": another_picture,
    "a picture that is cropped": text("<a:stretch>", '<a:srcRect l="20000"/><a:stretch>'),
    "a picture that is too small": text('<wp:extent cx="609600" cy="609600"/>', '<wp:extent cx="1" cy="1"/>'),
    "a picture out of shape": text('cx="609600" cy="609600"', 'cx="609600" cy="309600"'),
    "faces that have changed places": swapped_faces,
    "another face for italics": rewritten(
        "word/_rels/fontTable.xml.rels", ("fonts/text-italic.odttf", "fonts/text-bold.odttf")
    ),
    "a tool tip": text("<w:hyperlink", '<w:hyperlink w:tooltip="Void"'),
    "a tab between words": text(">has agreed:", ">has </w:t><w:tab/><w:t>agreed:"),
    "a new page": text(THANKS, f'{THANKS}<w:r><w:br w:type="page"/></w:r>'),
    "a new page before a heading": paragraph_of("Heading1", "<w:pageBreakBefore/>"),
    "a coloured page": rewritten(DOCUMENT, ("<w:body>", '<w:background w:color="112233"/><w:body>')),
    "another margin": text('w:left="2551"', 'w:left="1551"'),
    "text in the middle of the page": text("<w:titlePg/>", '<w:vAlign w:val="center"/><w:titlePg/>'),
    "changes that are tracked": rewritten(SETTINGS, ("<w:embedTrue", "<w:trackRevisions/><w:embedTrue")),
    "a bullet of spaces": level('w:val="•"', 'w:val=" "'),
    "no bullet": level('w:val="•"', 'w:val=""'),
    "a space behind a label": level('w:val="(%2)"', 'w:val="(%2) "'),
}
