"""The report as one page that prints well: the operator's list, each page's boxes to scale, what was found where."""

from collections.abc import Iterator
from html import escape

from pipeline.preflight.document import Boxes
from pipeline.preflight.findings import Finding
from pipeline.preflight.geometry import MM, Box
from pipeline.preflight.report import Report

_MOST_DRAWN = 64
"""Pages that are drawn: those with findings first; a long text would bury them."""

_MOST_IMAGES = 200
_STYLE = """
:root { color-scheme: light }
body {
  font: 1rem/1.5 "Source Serif 4", Georgia, "Noto Serif", serif; color: #1c1b19; background: #fff;
  max-width: 52rem; margin: 3rem auto; padding: 0 1.25rem;
}
h1 { font-weight: 400; font-size: 1.75em; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere }
h2 { font-size: 1.0625em; margin: 2.25rem 0 .5rem; break-after: avoid }
.verdict { margin: 0 0 1.5rem; color: #4a4843 }
dl { display: grid; grid-template-columns: 8rem 1fr; gap: .1rem 1rem; margin: 0; padding: .6rem 0 }
dl { border-block: 1px solid #1c1b19 }
dt { color: #5a5750 }
dd { margin: 0; overflow-wrap: anywhere }
ol { list-style: none; margin: 0; padding: 0 }
ol li { display: grid; grid-template-columns: 2.25rem 1fr; padding: .35rem 0 }
ol li { border-top: 1px solid #dcd8cf; break-inside: avoid }
.where { color: #5a5750; font-size: .9375em }
code { white-space: nowrap; font: .8125em/1.4 ui-monospace, "DejaVu Sans Mono", monospace }
.n { font-weight: 700; font-variant-numeric: tabular-nums }
.error .n { color: #9c1c10 } .warning .n { color: #865800 } .note .n { color: #5a5750 }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .9375em }
th, td { text-align: left; padding: .2rem .75rem .2rem 0; border-top: 1px solid #dcd8cf; overflow-wrap: anywhere }
th { font-weight: 400; color: #5a5750; border-top: 0 }
td.r, th.r { text-align: right }
.sheets { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 1.5rem }
figure { margin: 0; break-inside: avoid }
figcaption { font-size: .875em; color: #5a5750; margin-top: .3rem }
svg { display: block; width: 100%; height: auto; max-height: 22rem }
.media { fill: #f1efe9; stroke: #aaa59a } .bleed { fill: none; stroke: #9c1c10; stroke-dasharray: 6 3 }
.trim { fill: #fff; stroke: #1c1b19 } .art { fill: none; stroke: #1c1b19; stroke-dasharray: 2 2 }
.crop { fill: none; stroke: #1f4b8f; stroke-dasharray: 8 2 2 2 }
.media, .bleed, .trim, .art, .crop { stroke-width: 1; vector-effect: non-scaling-stroke }
.place { fill-opacity: .18; stroke-width: 1; vector-effect: non-scaling-stroke }
.place.error { fill: #9c1c10; stroke: #9c1c10 } .place.warning { fill: #c98a00; stroke: #865800 }
.place.whole { fill: none }
.place.note { fill: #888; stroke: #666 }
.key { break-after: avoid; font-size: .875em; color: #5a5750 }
.key b { font-weight: 400; border-bottom: 2px solid #1c1b19 }
.key .b { border-bottom: 2px dashed #9c1c10 } .key .c { border-bottom: 2px dashed #1f4b8f }
@media print { body { margin: 0; max-width: none; font-size: 10pt } @page { size: A4; margin: 18mm } }
"""


def page(name: str, report: Report) -> str:
    """The whole page; it fetches nothing."""
    errors = sum(finding.severity.value == "error" for finding in report.findings)
    others = len(report.findings) - errors
    said = (
        "Nothing stands in the way of the press."
        if not errors
        else _many(errors, "thing") + " to mend before the press."
    )
    more = f" {_many(others, 'remark')} besides." if others else ""
    listed = "".join(f"<dt>{key}</dt><dd>{escape(value)}</dd>" for key, value in report.list())
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Preflight of {escape(name)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>Preflight of {escape(name)}</h1>
<p class="verdict">{said}{more}</p>
<dl>{listed}</dl>
{"".join(_findings(report))}
{"".join(_sheets(report))}
{"".join(_tables(report))}
</main>
</body>
</html>
"""


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count != 1)}"


def _findings(report: Report) -> Iterator[str]:
    if not report.findings:
        return
    yield "<h2>Findings</h2><ol>"
    for at, finding in enumerate(report.findings, 1):
        place = finding.at()
        where = f"page {finding.page}" if finding.page else "the file"
        where += f", {place[0]:g} × {place[1]:g} mm from the lower left corner of the trim" if place else ""
        where += f", {finding.count} times" if finding.count > 1 else ""
        hint = f" To mend it: {escape(finding.hint)}." if finding.hint else ""
        yield (
            f'<li class="{finding.severity.value}"><span class="n">{at}</span>'
            f"<span>{escape(_sentence(finding.message))}{hint}<br>"
            f'<span class="where">{finding.severity.value}, {where} <code>{finding.rule}</code></span></span></li>'
        )
    yield "</ol>"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _sheets(report: Report) -> Iterator[str]:
    if not report.pages:
        return
    found: dict[int, list[tuple[int, Finding]]] = {}
    for at, finding in enumerate(report.findings, 1):
        found.setdefault(finding.page, []).append((at, finding))
    chosen = sorted(report.pages, key=lambda boxes: (boxes.number not in found, boxes.number))[:_MOST_DRAWN]
    yield (
        '<h2>Pages</h2><p class="key">To scale: <b>trim</b>, <b class="b">bleed</b>, <b class="c">crop</b>, and the'
        " media box in grey; numbers are those of the findings.</p><div class='sheets'>"
    )
    for boxes in sorted(chosen, key=lambda each: each.number):
        yield _sheet(boxes, found.get(boxes.number, []), report)
    yield "</div>"
    if len(report.pages) > len(chosen):
        yield f'<p class="key">{len(report.pages) - len(chosen)} more pages are not drawn.</p>'


def _sheet(boxes: Boxes, found: list[tuple[int, Finding]], report: Report) -> str:
    media = boxes.media
    side = max(media.width, media.height, 1.0)
    drawn = [_rectangle(media, media, "media")]
    named = (("bleed", boxes.bleed), ("crop", boxes.crop), ("trim", boxes.trim), ("art", boxes.art))
    drawn += [_rectangle(box, media, kind) for kind, box in named if box]
    labels: dict[tuple[int, int], list[int]] = {}
    for at, finding in found:
        for place, box in enumerate(finding.places):
            seen = box.cut(media.grown(side)).grown(side / 400)
            whole = " whole" if seen.width * seen.height > media.width * media.height / 2 else ""
            drawn.append(_rectangle(seen, media, f"place {finding.severity.value}{whole}"))
            if place == 0:
                x, y = seen.left - media.left, media.top - seen.top
                labels.setdefault((round(x * 20 / side), round(y * 30 / side)), []).append(at)
    for (column, line), numbers in labels.items():
        x, y = column * side / 20, line * side / 30
        said = ", ".join(map(str, numbers))
        drawn.append(f'<text x="{x:.1f}" y="{y:.1f}" font-size="{side / 28:.1f}">{said}</text>')
    width, height = boxes.size()
    ink = report.page_inks[boxes.number - 1] if boxes.number <= len(report.page_inks) else 0
    title = f"Boxes of page {boxes.number}"
    return (
        f'<figure><svg viewBox="{-side / 100:.1f} {-side / 100:.1f} {media.width + side / 50:.1f}'
        f' {media.height + side / 50:.1f}" role="img" aria-label="{title}">{"".join(drawn)}</svg>'
        f"<figcaption>Page {boxes.number}: {width:g} × {height:g} mm, bleed {_bleed(boxes)}, ink {ink:.0%}</figcaption>"
        "</figure>"
    )


def _bleed(boxes: Boxes) -> str:
    if boxes.bleed is None:
        return "none"
    return f"{(boxes.bleed.width - boxes.final.width) / 2 / MM:.1f} mm"


def _rectangle(box: Box, media: Box, kind: str) -> str:
    x, y = box.left - media.left, media.top - box.top
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"/>'


def _tables(report: Report) -> Iterator[str]:
    if report.plates:
        yield f"<h2>Plates</h2><p>{escape(', '.join(report.plates))}.</p>"
    if report.fonts:
        yield "<h2>Fonts</h2><table><tr><th>font</th><th>kind</th><th>in the file</th></tr>"
        for font in report.fonts:
            there = ("a subset" if font.subset else "whole") if font.embedded else "no"
            yield f"<tr><td>{escape(font.name)}</td><td>{escape(font.kind)}</td><td>{there}</td></tr>"
        yield "</table>"
    if report.images:
        heads = '<th class="r">page</th><th>image</th><th class="r">pixels</th><th>colours</th>'
        yield f'<h2>Images</h2><table><tr>{heads}<th class="r">dpi</th><th class="r">most ink</th></tr>'
        for image in report.images[:_MOST_IMAGES]:
            ink = "not measured" if image.ink is None else f"{image.ink:.0%}"
            yield (
                f'<tr><td class="r">{image.page}</td><td>{escape(image.name)}</td>'
                f'<td class="r">{image.width} × {image.height}</td><td>{escape(image.space)}</td>'
                f'<td class="r">{image.resolution:.0f}</td><td class="r">{ink}</td></tr>'
            )
        yield "</table>"
