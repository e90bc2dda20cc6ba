"""Links in what people wrote.

{% load links %}
{% linked line.text line.seq %}
"""

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from hearten.foundation.links import pieces

register = template.Library()


@register.simple_tag
def linked(text: str | None, seq: int | None) -> SafeString:
    """A message's text with its links, as conversations/links.js makes them: the host stands out, and
    each leads to the page of the message's number that says where it goes."""
    shown, number = [], 0
    for piece in pieces(text or ""):
        if isinstance(piece, str):
            shown.append(escape(piece))
            continue
        number += 1
        shown.append(
            format_html(
                '<a dir="ltr" href="messages/{}/link/{}/">{}://<b>{}</b>{}</a>',
                *(seq, number, piece.scheme, piece.host, piece.rest),
            )
        )
    return mark_safe("".join(shown))  # noqa: S308 - every part is escaped
