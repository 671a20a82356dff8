"""The language of a text, from its script and its commonest words: deterministic, and none where it is not clear."""

import re
import unicodedata
from collections import Counter

_WORDS = {
    "en": "the of and to in shall that by for be with which as any this on or is",
    "fr": "le la les des du et à en que dans pour par sur aux est une au qui",
    "es": "el la los las de y en que del para por con una se al su o",
    "pt": "o a os as de e em que do da dos das para por com uma se ao",
    "it": "il la le gli di e in che del della per con una dei è al nel",
    "de": "der die das und in den von zu mit des für auf ist im dem nicht",
    "nl": "de het een van en in op te dat voor met is zijn aan door niet",
    "sv": "och att det som en på är av för med den till i skall",
    "pl": "i w na z do o się oraz lub przez jest dla nie od",
    "ru": "и в на с по к не что для от или о их как все",
    "uk": "і в на з до та що не для або від про як її",
}
_SCRIPTS = {
    "ARABIC": "ar",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "GREEK": "el",
    "CJK": "zh",
    "THAI": "th",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
}
_LOOKED_AT = 40_000
"""Characters that are enough to tell a language."""

_FEW = 20
"""Words from which on the commonest ones tell a language."""


def language_of(text: str) -> str:
    """The tag of a text's language; "" where nothing tells."""
    text = text[:_LOOKED_AT]
    scripts: Counter[str] = Counter()
    letters = 0
    for sign in text[:4000]:
        if sign.isalpha():
            letters += 1
            if ord(sign) > 0x36F:
                scripts[unicodedata.name(sign, "").partition(" ")[0]] += 1
    if not letters:
        return ""
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > letters * 0.05:
        return "ja"
    script, count = max(scripts.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
    if script in _SCRIPTS and count > letters * 0.4:
        return _SCRIPTS[script]
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    total = sum(words.values())
    scores = {tag: sum(words[word] for word in known.split()) for tag, known in _WORDS.items()}
    best = max(scores, key=lambda tag: (scores[tag], tag == "en"))
    clear = total >= _FEW or scores[best] > total * 0.3
    return best if clear and scores[best] and scores[best] >= total * 0.12 else ""
