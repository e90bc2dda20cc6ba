"""When two pseudonyms are the same to a tired eye, and which ones pretend to be something else.

A reduced form of Unicode UTS 39: compatibility form and case folding, then the letters that other
scripts share with Latin in shape. Whole tables of look-alikes would refuse too many honest names.
"""

import re
import unicodedata
from collections.abc import Iterable

LEAST_LETTERS = 2

# Cyrillic and Greek letters that look like a Latin one in small or capital form, and the digits
# and letters people confuse within Latin itself.
_LOOKS_LIKE = {
    ord(sign): latin
    for latin, signs in {
        "a": "аα",
        "b": "вβ",
        "c": "сϲ",
        "d": "ԁ",
        "e": "еёε",
        "h": "нһη",
        "j": "јϳ",
        "k": "кκ",
        "l": "i1|ıіїӏι",
        "m": "мμ",
        "o": "0оο",
        "p": "рρ",
        "q": "ԛ",
        "s": "ѕ",
        "t": "тτ",
        "u": "υ",
        "v": "ν",
        "w": "ԝ",
        "x": "хχ",
        "y": "у",
        "z": "ζ",
    }.items()
    for sign in signs
}
# Letters and symbols that draw nothing.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f")
_JOINERS = frozenset("\u200c\u200d")
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"})
# Scripts with many letters in Latin's shapes: together with another script they are a disguise.
_DISGUISES = frozenset({"CYRILLIC", "GREEK", "COPTIC", "CHEROKEE", "LISU", "ARMENIAN"})

# fmt: off
_RESERVED = (
    "admin", "administrator", "administration", "mod", "moderator", "moderation", "hearten", "staff",
    "official", "system", "root", "helpline", "hotline", "crisis", "supervisor", "manager", "support",
    "helpdesk", "security", "administrador", "moderador", "soporte", "oficial", "equipo",
    "مشرف", "إدارة", "الإدارة",
)
# fmt: on


def key(pseudonym: str) -> str:
    """What makes two pseudonyms the same: compatibility form, case, blanks, punctuation, invisible
    characters and the script of look-alike letters do not count."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", pseudonym).casefold())
    return "".join(sign for sign in folded if _counts(sign)).translate(_LOOKS_LIKE)


def _counts(sign: str) -> bool:
    if sign in _BLANK or 0xFE00 <= ord(sign) <= 0xFE0F or 0xE0100 <= ord(sign) <= 0xE01EF:
        return False
    return sign == "|" or unicodedata.category(sign)[0] not in "ZPC"


def letters(pseudonym: str) -> int:
    """How many letters and digits there are."""
    return sum(unicodedata.category(sign)[0] in "LN" for sign in pseudonym if sign not in _BLANK)


def hides_something(pseudonym: str) -> bool:
    """Whether it holds characters that draw nothing and could make two names look the same. The
    joiners that Persian and emoji need are left alone."""
    return any(
        sign in _BLANK or (unicodedata.category(sign) == "Cf" and sign not in _JOINERS)
        for sign in pseudonym
    )


def mixes_scripts(pseudonym: str) -> bool:
    """Whether letters of scripts are mixed in a way that honest names do not need: Latin goes with
    one other script, except with those that can pass for Latin."""
    found = set(_scripts(unicodedata.normalize("NFKC", pseudonym)))
    others = found - {"LATIN"}
    return len(others) > 1 or (len(found) > 1 and bool(others & _DISGUISES))


def _scripts(text: str) -> Iterable[str]:
    for sign in text:
        if unicodedata.category(sign) in ("Lu", "Ll", "Lt", "Lo"):
            script = unicodedata.name(sign, "UNKNOWN").split()[0]
            yield "EAST ASIAN" if script in _EAST_ASIAN else script


def is_reserved(pseudonym: str, *also: str) -> bool:
    """Whether it, or one word of it, claims to be the staff or the service. `also` holds names that
    are taken as a whole, such as the programme's."""
    plain = _without_marks(pseudonym)
    words = [key(word) for word in re.split(r"[\W\d_]+", plain) if word]
    if not _RESERVED_KEYS.isdisjoint(words):
        return True
    whole = key(plain)
    return whole in _RESERVED_KEYS or whole in {key(_without_marks(name)) for name in also}


def _without_marks(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


_RESERVED_KEYS = frozenset(key(_without_marks(word)) for word in _RESERVED)
