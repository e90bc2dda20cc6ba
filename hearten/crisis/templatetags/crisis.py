"""{{ line.spoken|spoken_names }}: which languages a line answers in, named in the reader's."""

from collections.abc import Iterable

from babel.lists import format_list
from django import template
from django.utils.translation import get_language

from hearten.crisis.rules import spoken_name

register = template.Library()


@register.filter
def spoken_names(codes: Iterable[str]) -> str:
    """The languages' names as a list in the reader's language."""
    reader = get_language() or "en"
    names = [spoken_name(code, reader) for code in codes]
    return format_list(names, locale=reader.replace("-", "_"))
