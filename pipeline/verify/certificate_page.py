"""The certificate as one page that a person reads and prints: what was compared, with what outcome.

And what was not.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

_FORMATS = {"pdf": "PDF", "print": "Print", "docx": "Word file", "epub": "E-book", "html": "Web page"}
_CHECKS = {
    "words": "the same words",
    "added": "no words added",
    "order": "in the same order",
    "labels": "the same numbers before the clauses",
    "levels": "the same parts inside the same parts",
    "kinds": "headings and quotations as such",
    "emphasis": "the same words stressed",
    "languages": "the same words in other languages",
    "alternatives": "the same words for the pictures",
    "links": "links that lead where they say",
    "anchors": "the same addresses for citations",
    "outline": "the same table of contents",
    "metadata": "the same title and particulars",
    "hidden": "nothing hidden",
    "furniture": "beside it only heads, folios, controls",
    "look": "the look of the design",
}
_STYLE = """
html { background: #fff; color: #000 }
body {
  font: 1.0625rem/1.5 Georgia, "Source Serif 4", "Noto Serif", serif;
  max-width: 44rem; margin: 3.5rem auto; padding: 0 1.25rem;
}
header { border-bottom: 1px solid #000; padding-bottom: 1.25rem; margin-bottom: 1.25rem }
.kind { margin: 0; letter-spacing: .04em }
h1 { font-weight: 400; font-size: 2rem; line-height: 1.2; margin: .5rem 0 .25rem; text-wrap: balance }
h2 { font-size: 1.0625rem; font-weight: 700; margin: 1.5rem 0 .25rem }
p { margin: .25rem 0 .5rem }
.date { margin: 0 }
.lead { font-size: 1.125rem }
.checks { columns: 2; column-gap: 2.5rem; margin: .5rem 0; padding: 0; list-style: none }
.checks li { break-inside: avoid; padding-inline-start: 1.4em; text-indent: -1.4em }
.checks li::before { content: "\\2713"; display: inline-block; width: 1.4em; text-indent: 0 }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
th, td {
  text-align: start; vertical-align: top; padding: .4rem 1.25rem .4rem 0;
  font-weight: 400; border-bottom: 1px solid #bbb;
}
thead th { border-bottom-color: #000; padding-top: 0 }
.n { text-align: end; padding-inline-end: 0; white-space: nowrap; font-variant-numeric: tabular-nums }
.name { white-space: nowrap }
code { font: .8125rem/1.5 "DejaVu Sans Mono", Consolas, monospace }
.limits { margin: .25rem 0; padding-inline-start: 1.2rem }
.limits li { margin: .15rem 0 }
footer { border-top: 1px solid #000; margin-top: 1.5rem; padding-top: .5rem; font-size: .875rem }
@media (max-width: 40rem) {
  .checks { columns: 1 }
  thead { display: none }
  tr { display: block; border-bottom: 1px solid #bbb; padding: .4rem 0 }
  th, td { display: block; border: 0; padding-block: .1rem }
  .n { text-align: start }
}
@page { size: A4; margin: 17mm 22mm 14mm }
@media print {
  body { font-size: 9.25pt; line-height: 1.38; margin: 0; padding: 0; max-width: none }
  header { padding-bottom: 3mm; margin-bottom: 3mm }
  h1 { font-size: 17pt; margin: 1mm 0 }
  h2 { font-size: 9.25pt; margin: 3.2mm 0 .6mm; break-after: avoid }
  p { margin: .6mm 0 1mm }
  .lead { font-size: 10pt }
  .checks { margin: 1mm 0 }
  th, td { padding: 1mm 4mm 1mm 0 }
  table { margin: 1mm 0 }
  tr { break-inside: avoid }
  code { font-size: 7.5pt; line-height: 1.35 }
  .limits li { margin: .3mm 0 }
  footer { font-size: 8pt; margin-top: 3mm; padding-top: 1.5mm }
}
"""


def page(certified: Mapping[str, Any], name: str) -> str:
    """The page, from the certificate's data alone; `name` is that of the file that holds them."""
    files, source, checks = certified["files"], certified["source"], certified["checks"]
    title = escape(certified["document"].get("title", ""))
    language = escape(certified["document"].get("language", ""), quote=True)
    shown = {passage["kind"]: escape(passage["begins"]) for passage in reversed(certified["passages"])}
    several = len(files) > 1
    each = "each of them" if several else "it"
    said_first = (
        "These files hold one and the same text, and no two of them differ. They were opened again after they"
        " were finished,"
        " by a program that shares nothing with the one that wrote them, and what a reader meets in each of them"
        " was compared"
        " with the source and with the others."
        if several
        else "This file holds the text of its source. It was opened again after it was finished, by a program that"
        " shares nothing with the one that wrote it, and what a reader meets in it was compared with the source."
    )
    said = "".join(f"<li>{escape(_CHECKS.get(check['id'], check['id']))}</li>" for check in checks if _claimed(check))
    limits = "".join(f"<li>{escape(limit)}</li>" for limit in certified["limits"])
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Certificate of agreement: {title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{_STYLE}</style>
</head>
<body>
<header>
<p class="kind">Certificate of agreement</p>
<h1 lang="{language}">{title}</h1>
{f'<p class="date" lang="{language}">{shown["date"]}</p>' if "date" in shown else ""}
</header>
<main>
<p class="lead">{said_first}</p>
<h2>What was found in {each}</h2>
<ul class="checks">{said}</ul>
<p>No difference was found. Had there been one, no file would have been published, and this page would not exist.</p>
<h2>The file{"s" if several else ""}</h2>
<table>
<thead><tr><th scope="col">File</th><th scope="col">Fingerprint (SHA-256)</th><th scope="col" class="n">Words</th>
<th scope="col" class="n">Numbers</th></tr></thead>
<tbody>{"".join(_row(file, checks) for file in files)}</tbody>
</table>
<h2>The source</h2>
<p><span class="name">{escape(source["name"])}</span>, fingerprint <code>{_grouped(source["sha256"], 64)}</code>.
{_account(source["characters"])}</p>
<h2>How to check a copy</h2>
<p>Any program that works out SHA-256 tells whether a copy has one of the fingerprints above: then it is, to the last
bit, what was compared. A copy that was saved again has another one, and may still hold the same text:
<code>engross verify COPY --certificate {escape(name)}</code> holds it, passage by passage, to the fingerprints of all
{len(certified["passages"]):,} passages in that file. It needs nothing else.</p>
<h2>What this does not say</h2>
<ul class="limits">{limits}</ul>
</main>
<footer>{_versions(certified["versions"])}</footer>
</body>
</html>
"""


def _claimed(check: Mapping[str, Any]) -> bool:
    """Whether something of the kind was compared in every file: of a text without pictures nothing is said of them."""
    return all(check["compared"].values())


def _row(file: Mapping[str, Any], checks: Sequence[Mapping[str, Any]]) -> str:
    counted = {check["id"]: check["compared"][file["format"]] for check in checks}
    return (
        f'<tr><th scope="row">{escape(_FORMATS.get(file["format"], file["format"]))}<br>'
        f'<span class="name">{escape(file["name"])}</span></th>'
        f"<td><code>{_grouped(file['sha256'], 32)}</code></td>"
        f'<td class="n">{counted["words"]:,}</td><td class="n">{counted["labels"]:,}</td></tr>\n'
    )


def _grouped(digest: str, line: int) -> str:
    """A fingerprint in groups of eight, which an eye can compare, in lines of so many characters."""
    groups = [digest[at : at + 8] for at in range(0, len(digest), 8)]
    rows = [groups[at : at + line // 8] for at in range(0, len(groups), line // 8)]
    return "<br>".join(" ".join(row) for row in rows)


def _account(characters: Mapping[str, int]) -> str:
    text, labels, comments = characters["text"], characters["typed labels"], characters["comments"]
    rest = characters["total"] - text - labels - comments
    typed = f", {labels:,} are numbers that the author typed and that were worked out again" if labels else ""
    notes = f", {comments:,} are notes that are not printed" if comments else ""
    return (
        f"Each of its {characters['total']:,} characters has its place: {text:,} are the words of the"
        f" text{typed}{notes},"
        f" and {rest:,} say how it is built and what it is called."
    )


def _versions(versions: Mapping[str, Mapping[str, str]]) -> str:
    said = []
    for side, known in versions.items():
        names = ", ".join(
            f"{escape(name)}&nbsp;{escape(version)}" for name, version in known.items() if name != "engross"
        )
        said.append(f"{side.capitalize()} with {names}")
    own = next((known["engross"] for known in versions.values() if "engross" in known), "")
    return f"Made by Engross {escape(own)}. {'. '.join(said)}."
