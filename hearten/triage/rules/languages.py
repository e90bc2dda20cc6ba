"""Which language a text is in: English, Spanish or another. Only as sure as it needs to be.

A text in another script is another language. Among Latin letters small words decide. What gives no
sign is taken for English: English and Spanish phrases are looked for in every text anyway.
"""

import re
from collections.abc import Sequence

from hearten.triage.rules import lists

ENGLISH, SPANISH, OTHER = "en", "es", "other"
_SMALL = {name.removeprefix("small:"): lists.words(name) for name in lists.names("small:")}
_LANGUAGES: dict[str, tuple[str, ...]] = {}
for _language, _words in _SMALL.items():
    for _word in _words:
        _LANGUAGES[_word] = (*_LANGUAGES.get(_word, ()), _language)
_FOREIGN = re.compile(r"[\u0370-\u1fff\u2e80-\ua9ff\uac00-\ud7ff\uf900-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")


def of(given: str, words: Sequence[str], hint: str | None = None) -> str:
    """en, es or other. A hint (a BCP 47 tag) decides unless the script speaks against it."""
    if not given.isascii() and _foreign_script(given):
        return OTHER
    if hint:
        short = hint.lower().replace("_", "-").split("-")[0]
        return short if short in {ENGLISH, SPANISH} else OTHER
    return _by_small_words(words)


def _foreign_script(given: str) -> bool:
    foreign = len(_FOREIGN.findall(given))
    # A few look-alike letters are a disguise, not a language.
    return foreign >= 2 and 2 * foreign > len(_LETTER.findall(given))


def _by_small_words(words: Sequence[str]) -> str:
    counts = dict.fromkeys(_SMALL, 0)
    for word in words[:100]:
        if word in _LANGUAGES:
            for language in _LANGUAGES[word]:
                counts[language] += 1
    best = max(counts, key=counts.__getitem__)
    ours = max(counts[ENGLISH], counts[SPANISH])
    sure = (counts[best] >= 3 and counts[best] >= ours + 2) or (counts[best] >= 2 and ours == 0)
    if best not in {ENGLISH, SPANISH} and sure:
        return OTHER
    return SPANISH if counts[SPANISH] > counts[ENGLISH] else ENGLISH
