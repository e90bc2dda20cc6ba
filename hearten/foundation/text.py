"""What a written text may contain. One rule for every field and every frame."""

import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hearten.foundation.errors import Invalid

# Embeddings, overrides and isolates can make a text read differently from what it is
# (Unicode TR36 3.1, CVE-2021-42574). Plain marks (LRM, RLM, ALM) are harmless and needed.
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ALLOWED_CONTROLS = frozenset("\n\t")
# Letters by category that show nothing: Hangul fillers and the empty Braille pattern.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# More combining marks on one letter than any orthography needs ("zalgo") cover the lines around.
_MOST_MARKS = 8


def clean_text(value: str, *, most: int, required: bool = True, lines: bool = True) -> str:
    """Give the text in NFC without outer blanks, or raise Invalid saying what to change.

    `most` is the greatest length in characters. With `lines` false, line breaks become spaces.
    """
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not lines:
        text = " ".join(text.split())
    _refuse_hidden(text)
    if not any(_is_seen(character) for character in text):
        text = ""  # joiners and other invisible characters alone are nothing to read
    if not text and required:
        raise Invalid(_("Please write something first."), code="empty")
    if len(text) > most:
        over = len(text) - most
        raise Invalid(
            ngettext(
                "This is %(over)s character too long. Please shorten it to %(most)s.",
                "This is %(over)s characters too long. Please shorten it to %(most)s.",
                over,
            )
            % {"over": over, "most": most},
            code="too_long",
        )
    return text


def clean_field(value: str, field: str, *, most: int, lines: bool = True) -> str:
    """As `clean_text`, of what was typed into a form: what it refuses names the field."""
    try:
        return clean_text(value, most=most, lines=lines)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={field: error.message}) from error


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in {"Cf", "Zs", "Zl", "Zp", "Mn"} and (
        character not in _BLANK_LETTERS
    )


def _refuse_hidden(text: str) -> None:
    # Plain ASCII holds none of it: most messages are, and this is the hot path of sending.
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in ("Cc", "Cs", "Cn", "Co") and character not in _ALLOWED_CONTROLS:
            raise Invalid(
                _("This holds characters that are not text. Please type it again."), code="binary"
            )
        if character in _BIDI_CONTROLS:
            raise Invalid(
                _(
                    "This holds hidden characters that change the reading direction. Please type it again."
                ),
                code="bidi",
            )
        marks = marks + 1 if category == "Mn" else 0
        if marks > _MOST_MARKS:
            raise Invalid(
                _("This has too many marks on one letter. Please type it again."), code="marks"
            )
