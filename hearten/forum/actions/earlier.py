"""Bringing what people wrote in an earlier community (docs/concepts/import.md). Nobody waits for an
answer to it, nobody is told of it, and whoever wrote it is nobody here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hearten.forum import policies
from hearten.forum.models import Face, LockedFor, Post, Space, Thread
from hearten.forum.rules import TEXT_MOST, TITLE_MOST
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.foundation.text import clean_field


@dataclass(frozen=True, slots=True)
class Earlier:
    """A post as it was: what it says is read already, and says nothing that would be held."""

    face: Face
    text: str
    written_at: datetime
    client_id: UUID
    """Always the same for the same post, and no other's."""
    about: UUID | None = None
    """The `client_id` of the earlier post of its thread that it answers; one that is not there is
    left out."""


@dataclass(frozen=True, slots=True)
class EarlierThread:
    """A thread as it was, with at least one post."""

    title: str
    posts: Sequence[Earlier]


@transaction.atomic
def make_faces_from_before(*, space: Space, count: int, by: Actor) -> list[Face]:
    """So many more faces for who wrote in an earlier community, in the order of their numbers."""
    _require_the_programme(by)
    Space.objects.select_for_update(no_key=True).get(pk=space.pk)
    last = Face.objects.filter(space=space).aggregate(last=Max("before_number"))["last"] or 0
    today = clock.now().date()
    numbers = range(last + 1, last + 1 + count)
    return Face.objects.bulk_create(
        Face(space=space, made_on=today, before_number=number) for number in numbers
    )


@transaction.atomic
def bring_threads(
    *, space: Space, threads: Sequence[EarlierThread], locked: bool, by: Actor
) -> list[Post]:
    """Threads from before; gives the posts of all of them, in their order."""
    _require_the_programme(by)
    made = Thread.objects.bulk_create(_thread(space, one, locked=locked) for one in threads)
    return Post.objects.bulk_create(
        post
        for thread, earlier in zip(made, threads, strict=True)
        for post in _numbered(thread, earlier.posts, after=0, known={})
    )


def _thread(space: Space, earlier: EarlierThread, *, locked: bool) -> Thread:
    posts = earlier.posts
    return Thread(
        space=space,
        listed_in=space,
        opener=posts[0].face,
        title=clean_field(earlier.title, "title", most=TITLE_MOST, lines=False),
        opened_at=posts[0].written_at,
        last_at=posts[-1].written_at,
        newest_number=len(posts),
        locked_at=clock.now() if locked else None,
        locked_for=LockedFor.BEFORE if locked else "",
    )


@transaction.atomic
def bring_posts(*, thread: Thread, posts: Sequence[Earlier], by: Actor) -> list[Post]:
    """More posts of a thread from before, at its end; gives them in their order."""
    _require_the_programme(by)
    held = Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
    if not held.title:
        raise NotPossible(_("Its first words were taken away: nothing comes after them."))
    known = _numbers_answered(held, posts)
    added = Post.objects.bulk_create(_numbered(held, posts, after=held.newest_number, known=known))
    held.newest_number = added[-1].number
    held.last_at = max(held.last_at, posts[-1].written_at)
    held.save(update_fields=["newest_number", "last_at"])
    return added


def _numbered(
    thread: Thread, posts: Sequence[Earlier], *, after: int, known: dict[UUID, int]
) -> Iterator[Post]:
    """The rows to be, behind the last number; `known` are numbers of posts that are there."""
    numbers = dict(known)
    for number, said in enumerate(posts, start=after + 1):
        yield Post(
            space_id=thread.space_id,
            thread=thread,
            face=said.face,
            number=number,
            about_number=numbers.get(said.about) if said.about else None,
            client_id=said.client_id,
            text=clean_field(said.text, "text", most=TEXT_MOST),
            written_at=said.written_at,
        )
        numbers[said.client_id] = number


def _numbers_answered(thread: Thread, posts: Sequence[Earlier]) -> dict[UUID, int]:
    """Of the posts that are there already and that some of these answer, the numbers."""
    asked = {one.about for one in posts if one.about} - {one.client_id for one in posts}
    if not asked:
        return {}
    there = Post.objects.filter(thread=thread, client_id__in=asked, taken_away_at=None)
    return dict(there.values_list("client_id", "number"))


def _require_the_programme(by: Actor) -> None:
    if not policies.is_the_programme(by):
        raise NotAllowed(_("Only an import does this."))
