"""Reading posts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from hearten.accounts.models import Account
from hearten.accounts.queries import blocked_with, programmes_of
from hearten.forum.models import Post, PostVersion, Thread
from hearten.forum.rules import PAGE


def posts_visible_to(person: Account) -> QuerySet[Post]:
    """Every post this person may read. Of somebody with whom they have a block, whoever made it,
    there is none, and nothing of the threads that person opened."""
    hidden = blocked_with(person.id)
    posts = Post.objects.filter(space__programme__in=programmes_of(person))
    return posts.exclude(face__account__in=hidden).exclude(thread__opener__account__in=hidden)


def own_post(person: Account, thread: Thread, number: int) -> Post | None:
    """A post this person wrote and did not take away."""
    mine = posts_visible_to(person).filter(face__account=person, taken_away_at=None)
    return mine.filter(thread=thread, number=number).select_related("thread", "face").first()


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as one person finds it."""

    post: Post
    own: bool
    quote: Post | None
    """What it answers; None also where that is not shown to them."""


def shown(person: Account, posts: Iterable[Post]) -> list[Shown]:
    """These posts with what they answer, in the order given."""
    posts = list(posts)
    asked = {(one.thread_id, one.about_number) for one in posts if one.about_number is not None}
    found = posts_visible_to(person).filter(
        thread__in={thread for thread, _number in asked},
        number__in={number for _thread, number in asked},
    )
    quotes = {(one.thread_id, one.number): one for one in found.select_related("face")}
    return [
        Shown(
            post=one,
            own=one.face.account_id == person.id,
            quote=quotes.get((one.thread_id, one.about_number or 0)),
        )
        for one in posts
    ]


def page_with(person: Account, thread: Thread, number: int) -> int:
    """The page of the thread, from 1, on which this person finds the post of that number."""
    before = posts_visible_to(person).filter(thread=thread, number__lt=number)
    return before.count() // PAGE + 1


def versions_of(post: Post) -> QuerySet[PostVersion]:
    """What it said before, newest first; for its writer."""
    return PostVersion.objects.filter(post=post).order_by("-pk")
