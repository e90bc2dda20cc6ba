"""How an attachment is sent to a browser: as what it is and nothing else."""

from django.http import HttpResponse

POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Opened by itself it can load nothing and do nothing."""


def picture(content: bytes) -> HttpResponse:
    """A picture. Its name says nothing about what it is or where it was."""
    response = HttpResponse(content, content_type="image/webp")
    response["Content-Disposition"] = 'inline; filename="picture.webp"'
    response["Content-Security-Policy"] = POLICY
    return response
