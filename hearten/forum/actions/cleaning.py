"""What people typed, in its clean form, with errors beside the field it came from."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from hearten.forum.models import ContentNote, in_order
from hearten.foundation.errors import Invalid
from hearten.foundation.text import clean_text


def cleaned(value: str, field: str, *, most: int, lines: bool = False) -> str:
    """As foundation.text.clean_text; what it refuses names the field."""
    try:
        return clean_text(value, most=most, lines=lines)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={field: error.message}) from error


def known_notes(notes: Collection[str], field: str = "notes") -> list[str]:
    """Codes of ContentNote, each once and in its order."""
    if not set(notes) <= set(ContentNote.values):
        message = _("Please choose from the list.")
        raise Invalid(message, code="unknown", fields={field: message})
    return in_order(notes)
