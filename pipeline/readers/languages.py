"""Language tags (BCP 47) and the direction in which a language is written."""

import re

_TAG = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)
_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
_RIGHT_TO_LEFT_SCRIPTS = {"arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg"}


def is_tag(text: str) -> bool:
    """Whether the text has the shape of a language tag: language, script, region, variants (RFC 5646, 2.1)."""
    return bool(_TAG.fullmatch(text))


def canonical(tag: str) -> str:
    """The tag in its usual capitals: "en-GB", "zh-Hant-TW" (RFC 5646, 2.1.1)."""
    language, *rest = tag.lower().split("-")
    return "-".join(
        [
            language,
            *(
                part.upper() if len(part) == 2 else part.title() if len(part) == 4 and part.isalpha() else part
                for part in rest
            ),
        ]
    )


def direction(tag: str) -> str:
    """The direction: "rtl" for tags whose script runs from right to left, else "ltr"."""
    language, *rest = tag.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    right = script in _RIGHT_TO_LEFT_SCRIPTS if script else language in _RIGHT_TO_LEFT
    return "rtl" if right else "ltr"
