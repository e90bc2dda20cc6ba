"""What of the community a person would rather not see, and what is covered for them until they open it.
Nothing that keeps people safe asks this: findings, cards and cases are the same for everybody."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from hearten.accounts.models import Account
from hearten.forum.models import Post, Reading


def reading_of(person: Account) -> Reading:
    """How this person reads; without a row, as everybody does who chose nothing."""
    return Reading.objects.filter(account=person).first() or Reading(account=person)


def left_out_for(person: Account) -> Q:
    """Of posts: those of others that touch what this person would rather not see. For most people that is
    nothing, and then nothing is asked of any post."""
    hidden = reading_of(person).hidden
    if not hidden:
        return Q(pk__in=[])
    touched = Q(notes__overlap=hidden) | Q(moderator_notes__overlap=hidden)
    return touched & ~Q(face__account=person)


@dataclass(frozen=True, slots=True)
class Cover:
    """How one person finds the words of a post."""

    touches: str = ""
    """The topics of its content notes, in words."""
    closed: bool = False
    """They are covered until they are opened."""
    left_out: bool = False
    """They are not in a thread at all, as this person asked."""


def covers_of(person: Account, posts: Collection[Post]) -> dict[int, Cover]:
    """For each of these posts (with their faces), by its key. One's own are never covered."""
    reading = reading_of(person)

    def cover(post: Post) -> Cover:
        if post.face.account_id == person.id:
            return Cover(touches=post.touches)
        touched = {*post.notes, *post.moderator_notes}
        left_out = not touched.isdisjoint(reading.hidden)
        closed = left_out or (bool(touched) and not reading.uncovered)
        return Cover(touches=post.touches, closed=closed, left_out=left_out)

    return {one.pk: cover(one) for one in posts}


def cover_of(person: Account, post: Post) -> Cover:
    """For one post."""
    return covers_of(person, [post])[post.pk]
