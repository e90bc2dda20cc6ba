"""What somebody wrote in a form that could not be taken, to be handed back to them.

Only names on the list below are handed back: a passphrase, a code or a token can never be among
them, whatever form it came with. architecture/test_written.py holds the list complete.
"""

import re

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

WORDS = frozenset(
    {
        "agreements",
        "answer",
        "answers",
        "called",
        "closing_words",
        "contact",
        "face",
        "handover",
        "hours",
        "introduction",
        "name",
        "note",
        "options",
        "phone",
        "place",
        "pronouns",
        "purpose",
        "question",
        "questions",
        "reason",
        "region",
        "source",
        "takes",
        "text",
        "text_to",
        "title",
        "website",
        "what_changed",
        "wishes",
        "words",
    }
)
"""Fields in which people write freely."""

_IN_A_LANGUAGE = re.compile(r"(?:name|text|welcome|what_changed)_[a-z]{2}")
# Some forms ask a reason in words, others by a choice, whose value says nothing to anybody.
_CHOICE = re.compile(r"[a-z_]+")


def is_words(name: str) -> bool:
    """Whether people write freely in a field of this name."""
    return name in WORDS or bool(_IN_A_LANGUAGE.fullmatch(name))


def written_in(request: HttpRequest) -> list[str]:
    """What the person wrote, in the order of the form. It goes into their own answer and nowhere
    else."""
    return [
        text
        for name, texts in request.POST.lists()
        if is_words(name)
        for text in texts
        if text.strip() and not (name == "reason" and _CHOICE.fullmatch(text))
    ]


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether a page of ours sent this, as the browser tells it. Anybody could put their own words
    into our mouth otherwise, with a form on a page of theirs."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def page_of_form(request: HttpRequest) -> str:
    """The page on which the form stood, on this site; many forms send to an address that shows
    nothing by itself."""
    ours = f"{request.scheme}://{request.get_host()}"
    came = request.headers.get("Referer", "")
    page = came.removeprefix(ours).partition("#")[0]
    if came.startswith(f"{ours}/") and url_has_allowed_host_and_scheme(page, None):
        return page
    return request.get_full_path()
