"""Something else beside the text, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import COMMENT, HEAD, Mutator, added, rewritten

DAMAGES: Mapping[str, Mutator] = {
    "another running head": rewritten(HEAD, ("A Charter of Damages", "A Draft Charter of Damages")),
    "a running foot": added(
        "footer1.xml",
        "footer",
        COMMENT.replace("w:comments", "w:ftr").replace('<w:comment w:id="0">', "").replace("</w:comment>", ""),
        ("<w:pgSz", '<w:footerReference w:type="default" r:id="more"/><w:pgSz'),
    ),
}
