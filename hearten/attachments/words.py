"""Why something is not taken, for the person who sent it: what is wrong, and what to do."""

from django.utils.translation import gettext as _


def why(code: str) -> str:
    """For a code of `rules.Refused`, and for "too_big_picture" and "too_big_sound"."""
    return {
        "empty": _("This file is empty. Please choose another."),
        "too_big_picture": _("This picture is larger than 10 MB. Please choose a smaller one."),
        "too_many_pixels": _(
            "This picture is too large to be read. Please make it smaller first; a picture of your screen "
            "that shows it will do."
        ),
        "heic": _(
            "This picture is in a form that many phones cannot show (HEIC). Please send it as JPEG; a "
            "picture of your screen that shows it will do."
        ),
        "unknown": _(
            "This is not a picture that can be sent. JPEG, PNG, WebP and GIF can. Please choose another."
        ),
        "too_big_sound": _("This file is larger than 10 MB. Please choose a shorter one."),
        "too_long_sound": _(
            "This is longer than five minutes. Please choose a shorter one, or send it in parts."
        ),
        "unknown_sound": _(
            "This is not a sound that can be sent. M4A, MP3, OGG and WebM can. Please choose another."
        ),
        "unreadable_sound": _("This sound cannot be read; it may be damaged. Please try another."),
    }.get(code, _("This picture cannot be read; it may be damaged. Please choose another."))
