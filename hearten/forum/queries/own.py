"""Reading what a person keeps for themselves."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hearten.accounts.models import Account
from hearten.accounts.queries import blocked_with
from hearten.forum.models import Attends, Attention, Bookmark, Post, Thread
from hearten.forum.queries.blocks import who_does_not_meet
from hearten.forum.queries.covering import left_out_for


def attention_of(person: Account, thread: Thread) -> Attention | None:
    """How this person attends to a thread; None: they said nothing of it."""
    return Attention.objects.filter(account=person, thread=thread).first()


def attended(person: Account, how: Attends) -> Exists:
    """Of threads: whether this person attends to it so."""
    return Exists(Attention.objects.filter(account=person, thread=OuterRef("pk"), how=how))


def news_in(person: Account, readable: "QuerySet[Post]") -> Coalesce:
    """Of threads, for another query: how many of these posts are new for this person in one that they
    follow; none in any other. Neither their own are new nor what they would rather not see."""
    seen = Attention.objects.filter(
        account=person, thread=OuterRef(OuterRef("pk")), how=Attends.FOLLOWS
    )
    new = readable.filter(thread=OuterRef("pk"), number__gt=Subquery(seen.values("seen_number")))
    new = new.filter(~left_out_for(person)).exclude(face__account=person).order_by()
    count = new.values("thread").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)


def bookmarked(person: Account, posts: Collection[Post]) -> set[int]:
    """The keys of those of these posts that this person keeps."""
    mine = Bookmark.objects.filter(account=person, post__in=posts)
    return set(mine.values_list("post", flat=True))


def first_new(person: Account, attention: Attention | None, posts: Any) -> Post | None:
    """Of these posts of a followed thread, which this person may read, the first they have not seen
    and did not write, of what they want to see."""
    if attention is None or attention.how != Attends.FOLLOWS:
        return None
    new = posts.filter(number__gt=attention.seen_number, taken_away_at=None)
    new = new.filter(~left_out_for(person))
    found: Post | None = new.exclude(face__account=person).order_by("number").first()
    return found


def followers_to_tell(post: Post) -> set[UUID]:
    """Those who follow the post's thread and find its writer's words, the writer not among them."""
    follow = Attention.objects.filter(thread=post.thread_id, how=Attends.FOLLOWS)
    writer = post.face.account_id
    followers = set(follow.exclude(account=writer).values_list("account", flat=True))
    if not followers or writer is None:
        return followers
    return followers - blocked_with(writer) - who_does_not_meet(post.face)
