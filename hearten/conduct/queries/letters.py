"""Letters of the moderation team and the answers to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from hearten.accounts.models import Account
from hearten.conduct.models import Letter
from hearten.conduct.ports import Footing
from hearten.conduct.queries.sealed import text_of
from hearten.foundation.actors import Actor

ANSWERS_MOST = 5
"""Answers to one letter of the team: enough to say all, too few to flood somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRead:
    """A letter, opened."""

    id: UUID
    from_team: bool
    at: datetime
    read_at: datetime | None
    text: str


def letters_visible_to(actor: Actor) -> QuerySet[Letter]:
    """Letters to this person and their own answers."""
    if actor.actor_id is None:
        return Letter.objects.none()
    return Letter.objects.filter(account_id=actor.actor_id)


def thread_of(letter: Letter) -> list[LetterRead]:
    """All letters about the same thing, oldest first, opened."""
    return letters_on(Footing(letter.ground_kind, letter.ground_id), letter.account_id)


def letters_on(footing: Footing, account_id: UUID) -> list[LetterRead]:
    """What went to and fro about one ground, opened. Only for that person, and for whom the domain of
    the ground lets read it."""
    found = Letter.objects.filter(
        account_id=account_id, ground_kind=footing.kind, ground_id=footing.id
    )
    return [
        LetterRead(
            id=one.id, from_team=one.from_team, at=one.at, read_at=one.read_at, text=text_of(one)
        )
        for one in found
    ]


def letter_times(footing: Footing, account_id: UUID) -> list[tuple[datetime, bool]]:
    """When something was written about one ground, and whether by the team. Nothing is opened."""
    found = Letter.objects.filter(
        account_id=account_id, ground_kind=footing.kind, ground_id=footing.id
    )
    return list(found.values_list("at", "from_team"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What the team and a person wrote each other about one thing."""

    id: UUID
    """Of its first letter."""
    newest_at: datetime
    unread: int


def threads_of(actor: Actor) -> list[Thread]:
    """A person's threads, the latest first. Nothing of what they say."""
    threads: dict[tuple[str, str], list[Letter]] = {}
    for letter in letters_visible_to(actor).defer("sealed_text", "wrapped_key"):
        threads.setdefault((letter.ground_kind, letter.ground_id), []).append(letter)
    found = [
        Thread(id=one[0].id, newest_at=one[-1].at, unread=_unread(one)) for one in threads.values()
    ]
    return sorted(found, key=lambda one: one.newest_at, reverse=True)


def _unread(letters: Sequence[Letter]) -> int:
    return sum(one.from_team and one.read_at is None for one in letters)


def unread_letters(account: Account) -> int:
    """How many letters of the team a person has not opened."""
    return letters_visible_to(account).filter(from_team=True, read_at__isnull=True).count()


def answers_left(letter: Letter) -> int:
    """How many more answers are taken until the team writes again."""
    thread = Letter.objects.filter(
        account=letter.account_id, ground_kind=letter.ground_kind, ground_id=letter.ground_id
    )
    last = thread.filter(from_team=True).order_by("-at").first()
    if last is None:
        return 0
    answered = thread.filter(from_team=False, at__gte=last.at).count()
    return max(0, ANSWERS_MOST - answered)


def unread_answers(footing: Footing) -> int:
    """Answers no moderator has opened yet."""
    return Letter.objects.filter(
        ground_kind=footing.kind, ground_id=footing.id, from_team=False, read_at__isnull=True
    ).count()
