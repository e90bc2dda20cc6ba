"""Phone numbers as people write them, in any digits, and as a phone dials them."""

import re
import unicodedata

_WRITTEN = re.compile(r"[0-9+*#()./ \-]+")
_NOT_DIALLED = re.compile(r"[^0-9*#+]")
_FEWEST_DIGITS = 2


def tidy_phone(written: str) -> str:
    """The same number in the digits every phone dials: "٩٩٩" is "999"."""
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in written
    )


def is_phone(written: str) -> bool:
    """Whether this can be dialled: digits and what people put between them."""
    tidy = tidy_phone(written)
    digits = sum(letter.isdecimal() for letter in tidy)
    return _WRITTEN.fullmatch(tidy) is not None and digits >= _FEWEST_DIGITS


def dialled(written: str) -> str:
    """What a tel: link dials."""
    return _NOT_DIALLED.sub("", tidy_phone(written))
