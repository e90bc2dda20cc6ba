"""Reading what somebody began to write: for themselves alone."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from hearten.accounts.models import Account
from hearten.forum.models import Draft, Space, Thread
from hearten.forum.queries.threads import threads_visible_to
from hearten.foundation import crypto


@dataclass(frozen=True, slots=True)
class Words:
    """What a form holds, as it was typed."""

    title: str = ""
    text: str = ""
    looking_for: str = ""
    about: int | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as its writer finds it."""

    words: Words
    at: datetime


def place_of_draft(place: Space | Thread) -> Q:
    """Of drafts: those for this thread, or for a new one in this space."""
    return Q(thread=place) if isinstance(place, Thread) else Q(space=place)


def draft_of(person: Account, place: Space | Thread) -> Kept | None:
    """What this person began to write there."""
    draft = Draft.objects.filter(place_of_draft(place), account=person).first()
    return Kept(opened(person, draft), draft.kept_at) if draft else None


def drafts_of(person: Account) -> QuerySet[Draft]:
    """Where this person began to write and can still read, the last first; without the words."""
    there = Q(thread=None) | Q(thread__in=threads_visible_to(person))
    found = Draft.objects.filter(there, account=person).select_related("space", "thread__listed_in")
    return found.defer("sealed_words").order_by("-kept_at")


def opened(person: Account, draft: Draft) -> Words:
    """The words of a draft, opened with its writer's key."""
    key = crypto.unwrap(person.wrapped_key)
    return Words(**json.loads(crypto.unseal(key, draft.sealed_words, context=context_of(draft))))


def closed(person: Account, draft: Draft, words: Words) -> bytes:
    """The words sealed for a draft."""
    key = crypto.unwrap(person.wrapped_key)
    return crypto.seal(key, json.dumps(asdict(words)), context=context_of(draft))


def context_of(draft: Draft) -> str:
    """The authenticated context of a draft's words."""
    return f"forum.Draft.words:{draft.pk}"
