"""What people typed, in its clean form, with errors beside the field it came from."""

from hearten.foundation.errors import Invalid
from hearten.foundation.text import clean_text


def cleaned(value: str, field: str, *, most: int, lines: bool = False) -> str:
    """As foundation.text.clean_text; what it refuses names the field."""
    try:
        return clean_text(value, most=most, lines=lines)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={field: error.message}) from error
