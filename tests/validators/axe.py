"""axe in the system's Chromium: the accessibility of a page as it is really laid out, offline."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from tests.validators import Finding, chromium
from tests.validators.programs import NODE_MODULES, package_folder

Scheme = Literal["light", "dark"]
SCRIPT = NODE_MODULES / "axe-core" / "axe.min.js"
WIDTHS = (320, 1280)
"""Viewports in CSS pixels: the narrowest that WCAG 1.4.10 wants to work, and a desk."""

HEIGHT = 900
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def available() -> str | None:
    """Return why axe cannot run here, or None."""
    if package_folder("playwright") is None:
        return "axe needs the Python package playwright"
    if not SCRIPT.exists():
        return "axe is not in .tools; `make test` installs it"
    if chromium.executable() is None:
        return "axe needs Debian's chromium"
    return None


def check(
    files: Sequence[Path],
    schemes: Sequence[Scheme] = get_args(Scheme),
    widths: Sequence[int] = WIDTHS,
    rules: Sequence[str] = RULES,
) -> list[Finding]:
    """Open each page in each colour scheme and width, one browser for all.

    One finding for an element that violates a rule; also for an error on the console, a request that leaves the page,
    and a page that scrolls sideways.
    """
    # Imported late: the import costs a quarter of a second, and available() answers without it.
    from playwright.sync_api import sync_playwright

    found: list[Finding] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=list(chromium.FLAGS))
        try:
            for scheme in schemes:
                for width in widths:
                    context = browser.new_context(
                        viewport={"width": width, "height": HEIGHT}, color_scheme=scheme, offline=True
                    )
                    for file in files:
                        found += _visit(context.new_page(), file, f"{scheme}, {width} px", rules)
                    context.close()
        finally:
            browser.close()
    return found


def _visit(page: Any, file: Path, view: str, rules: Sequence[str]) -> Iterator[Finding]:
    said: list[Finding] = []

    def console(message: Any) -> None:
        if message.type == "error":
            said.append(Finding("axe", file, "console", f"{view}: {message.text}"))

    def request(asked: Any) -> None:
        if not asked.url.startswith(("data:", "blob:", file.resolve().as_uri())):
            said.append(Finding("axe", file, "request", f"{view}: {asked.url}"))

    page.on("console", console)
    page.on("pageerror", lambda error: said.append(Finding("axe", file, "script", f"{view}: {error}")))
    page.on("request", request)
    page.goto(file.resolve().as_uri())
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        said.append(Finding("axe", file, "sideways", f"{view}: the page is wider than the window"))
    page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    options = json.dumps({"runOnly": {"type": "tag", "values": list(rules)}, "resultTypes": ["violations"]})
    result = page.evaluate(f"axe.run(document, {options})")
    page.close()
    yield from said
    for violation in result["violations"]:
        for node in violation["nodes"]:
            place = " ".join(str(part) for part in node["target"])
            summary = " ".join(node["failureSummary"].split())
            yield Finding("axe", file, violation["id"], f"{view}: {violation['impact']} {place}: {summary}")
