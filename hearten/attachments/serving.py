"""How an attachment is sent to a browser: as what it is and nothing else."""

import re

from django.http import HttpRequest, HttpResponse

from hearten.attachments.queries import Kind

POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Opened by itself it can load nothing and do nothing."""


def picture(content: bytes) -> HttpResponse:
    """A picture. Its name says nothing about what it is or where it was."""
    response = HttpResponse(content, content_type="image/webp")
    response["Content-Disposition"] = 'inline; filename="picture.webp"'
    response["Content-Security-Policy"] = POLICY
    return response


_PART = re.compile(r"bytes=(\d{1,9})-(\d{0,9})")


def sound(content: bytes, request: HttpRequest) -> HttpResponse:
    """A sound, or the part of it that was asked for: some browsers play nothing that comes only whole
    (RFC 9110, section 14)."""
    total = len(content)
    part = _PART.fullmatch(request.headers.get("Range", ""))
    first = int(part[1]) if part else 0
    last = min(int(part[2]) if part and part[2] else total - 1, total - 1)
    if part and first > last:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{total}"
        return response
    response = HttpResponse(
        content[first : last + 1], content_type="audio/mp4", status=206 if part else 200
    )
    if part:
        response["Content-Range"] = f"bytes {first}-{last}/{total}"
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = 'inline; filename="sound.m4a"'
    response["Content-Security-Policy"] = POLICY
    return response


def as_it_is(kind: str, content: bytes, request: HttpRequest) -> HttpResponse:
    """By its kind."""
    return sound(content, request) if kind == Kind.SOUND else picture(content)
