"""The certificate as one page that a person reads and prints: what was compared, with what outcome, and what was not."""

from collections.abc import Mapping
from html import escape
from typing import Any

_NAMES = {"pdf": "PDF", "docx": "Word file", "epub": "E-book", "html": "Web page"}
_CHECKS = {
    "words": "the same words",
    "added": "no words that nobody wrote",
    "order": "in the same order",
    "labels": "the same numbers before the same clauses",
    "levels": "the same parts inside the same parts",
    "kinds": "headings, clauses and quotations as such",
    "emphasis": "the same stress",
    "languages": "the same languages",
    "alternatives": "the same words for pictures",
    "links": "links that lead where they say",
    "anchors": "the same name for the same clause, for citations",
    "outline": "the same contents",
    "metadata": "the same title, date and other particulars",
    "hidden": "nothing hidden",
    "furniture": "nothing beside the text but running heads, page numbers and the page's controls",
    "look": "faces, sizes and spaces as the design says",
}
_STYLE = """
html { background: #fff; color: #000 }
body { font: 1rem/1.5 Georgia, serif; max-width: 46rem; margin: 3rem auto; padding: 0 1.25rem }
h1 { font-weight: 400; font-size: 1.9rem; line-height: 1.2; margin: 0 0 1.5rem }
h2 { font-size: 1rem; margin: 1.5rem 0 .4rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: start; vertical-align: top; padding: .2rem 1rem .2rem 0; font-weight: 400 }
thead th { border-bottom: 1px solid #000 }
td.n, th.n { text-align: end; padding-inline-end: 0; font-variant-numeric: tabular-nums }
code { font: .8rem/1.5 monospace; overflow-wrap: anywhere }
ul { margin: 0; padding-inline-start: 1.2rem }
p { margin: .5rem 0 }
@page { size: A4; margin: 18mm 22mm }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 9.5pt } h1 { font-size: 18pt; margin-bottom: 4mm } h2 { margin: 3mm 0 1mm } code { font-size: 7.5pt } }
"""


def page(certified: Mapping[str, Any]) -> str:
    """The page, from the certificate's data alone."""
    document, source, files, counted = certified["document"], certified["source"], certified["files"], certified["counted"]
    title = escape(document["title"])
    many = len(files)
    editions = "The files below are" if many > 1 else "The file below is"
    rows = "".join(
        f"<tr><th scope=row>{_NAMES.get(file['format'], file['format'])}<br><code>{escape(file['name'])}</code></th><td><code>{file['sha256']}</code></td><td class=n>{counted[file['format']]['words']:,}</td><td class=n>{counted[file['format']]['labels']:,}</td></tr>"
        for file in files
    )
    checks = "".join(f"<li>{escape(_CHECKS.get(check['id'], check['id']))}</li>" for check in certified["checks"])
    limits = "".join(f"<li>{escape(limit)}</li>" for limit in certified["limits"])
    characters = source["characters"]
    versions = ", ".join(f"{name} {version}" for name, version in certified["versions"].items())
    date = f", {escape(document['date'])}" if "date" in document else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Certificate: {title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>Certificate that {many if many != 1 else "one"} edition{"s" if many > 1 else ""} of one text agree{"" if many > 1 else "s"}</h1>
<p><strong>{title}</strong>{date}</p>
<p>{editions} said to hold one and the same text. After they were finished they were opened again, by a program that shares nothing
with the one that wrote them, and what a reader meets in each of them was compared with the source of the text and with the other
files. Each of them has, compared with the source:</p>
<ul>{checks}</ul>
<p>No difference was found. Had there been one, this certificate would not exist.</p>
<h2>The files</h2>
<table>
<thead><tr><th scope="col">File</th><th scope="col">Fingerprint (SHA-256)</th><th scope="col" class="n">Words</th><th scope="col" class="n">Numbers</th></tr></thead>
<tbody>{rows}</tbody>
</table>
<h2>The source</h2>
<p>{escape(source["name"])}, fingerprint <code>{source["sha256"]}</code>. Each of its {characters["total"]:,} characters is accounted for:
{characters["text"]:,} of text, {characters["typed labels"]:,} of numbers that the author typed and that were worked out again,
{characters["markup"] + characters["front matter"]:,} that say how the text is built and described.</p>
<h2>How to check it</h2>
<p>A file with the fingerprint above is, bit for bit, one of those that were compared: any program that works out SHA-256 tells.
A file with another fingerprint may still hold the same text: <code>engross verify FILE --certificate CERTIFICATE.json</code> compares it
clause by clause with the fingerprints of all {len(certified["passages"]):,} passages in the certificate's other form, and needs nothing else.</p>
<h2>What this does not say</h2>
<ul>{limits}</ul>
<p>Made and read with {escape(versions)}.</p>
</main>
</body>
</html>
"""
