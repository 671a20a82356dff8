"""Which addresses a link may have: full ones of the web and of mail, in a form that every edition's format accepts."""

import ipaddress
import re
from urllib.parse import urlsplit

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?", re.IGNORECASE)


def is_address(target: str) -> bool:
    """Whether this is a valid http, https or mailto address; the stricter rule is EPUB's (the URL Standard, 4.4)."""
    try:
        parts = urlsplit(target)
        port = parts.port  # raises ValueError where it is no port
    except ValueError:
        return False
    if "#" in parts.fragment or port == 0:
        return False
    if parts.scheme == "mailto":
        return bool(parts.path) and not parts.netloc
    return parts.scheme in ("http", "https") and _is_host(parts.netloc.rpartition("@")[2], parts.hostname or "")


def _is_host(written: str, host: str) -> bool:
    """Whether a name or a number of a machine stands here; international names are in their ASCII form already."""
    if written.startswith("["):
        try:
            return bool(ipaddress.IPv6Address(host))
        except ValueError:
            return False
    return all(_LABEL.fullmatch(label) for label in host.removesuffix(".").split("."))
