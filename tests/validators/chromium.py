"""The system's Chromium, which Ace and axe drive; no browser is downloaded."""

import shutil

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


def executable() -> str | None:
    """Return the path of Chromium, or None."""
    return shutil.which("chromium")
