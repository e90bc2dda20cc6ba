"""Languages people can talk in, each by its own name."""

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError

# The languages of most speakers and of most migration, national languages of Europe, and older
# languages of places that use these; a code outside this list is kept when somebody has it.
_CODES = (
    "af am ar az bg bn bs ca ckb cs cy da de el en es et eu fa fi fil fr ga gd gl gn gu ha he hi hr"
    " ht hu hy id ig is it ja ka kk km ko ku lo lt lv mi mk ml mn ms my nb ne nl om pa pl ps pt qu"
    " ro ru si sk sl so sq sr sv sw ta te th ti tr uk ur uz vi xh yo yue zh zu"
)


@lru_cache(maxsize=256)
def language_name(code: str) -> str:
    """A language's name in itself, such as "español"; the code where none is known."""
    try:
        own = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return code
    name = own.get_display_name(own) or code
    return name[:1].upper() + name[1:]


def language_choices(first: Iterable[str]) -> list[tuple[str, str]]:
    """(code, name in itself): `first` in the order given, then all others by their names."""
    ahead = [code for code in dict.fromkeys(first) if code]
    rest = sorted(set(_CODES.split()) - set(ahead), key=lambda code: language_name(code).casefold())
    return [(code, language_name(code)) for code in (*ahead, *rest)]
