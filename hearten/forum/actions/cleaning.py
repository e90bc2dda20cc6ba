"""What people chose, in its clean form, with errors beside the field it came from."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from hearten.forum.models import ContentNote, in_order
from hearten.foundation.errors import Invalid


def known_notes(notes: Collection[str], field: str = "notes") -> list[str]:
    """Codes of ContentNote, each once and in its order."""
    if not set(notes) <= set(ContentNote.values):
        message = _("Please choose from the list.")
        raise Invalid(message, code="unknown", fields={field: message})
    return in_order(notes)
