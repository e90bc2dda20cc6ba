"""Reading threads: those of people one blocked, or who blocked one, are not there."""

from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from hearten.accounts.models import Account
from hearten.accounts.queries import blocked_with, programmes_of
from hearten.forum.models import WAITING, Attends, Post, Space, Thread
from hearten.forum.queries.blocks import is_hidden_from
from hearten.forum.queries.covering import left_out_for
from hearten.forum.queries.hosts import hosted_by, moderated_by
from hearten.forum.queries.own import attended, news_in

_FIRST = Post.objects.filter(number=1).only("thread", "notes", "moderator_notes")


def threads_visible_to(person: Account) -> QuerySet[Thread]:
    """The threads of the programmes a person is in, without those somebody opened with whom they
    have a block, whoever made it, everywhere or in that space, and without those whose first post is
    held from them."""
    threads = Thread.objects.filter(space__programme__in=programmes_of(person))
    first = Post.objects.filter(thread=OuterRef("pk"), number=1, held_at__isnull=False)
    held = first.exclude(face__account=person).exclude(space__programme__in=moderated_by(person.pk))
    held = held.exclude(thread__listed_in__in=hosted_by(person))
    threads = threads.exclude(opener__account__in=blocked_with(person.id)).filter(~Exists(held))
    return threads.exclude(is_hidden_from(person.pk, "opener"))


def _begins_left_out(person: Account) -> Exists:
    return Exists(Post.objects.filter(left_out_for(person), thread=OuterRef("pk"), number=1))


def threads_left_out(person: Account) -> QuerySet[Thread]:
    """Those this person could see and would rather not: what their first post touches."""
    return threads_visible_to(person).filter(_begins_left_out(person))


def threads_listed_for(person: Account) -> QuerySet[Thread]:
    """What lists and counts are made of: without those left out, and without those they muted."""
    listed = threads_visible_to(person).filter(~_begins_left_out(person))
    return listed.filter(~attended(person, Attends.MUTED))


def threads_muted(person: Account) -> QuerySet[Thread]:
    """Those this person could see and has in no list."""
    return threads_visible_to(person).filter(attended(person, Attends.MUTED))


def threads_followed(person: Account) -> QuerySet[Any]:
    """Those this person follows, where something is new for them first; each as in `threads_of_space`,
    with its space."""
    followed = threads_visible_to(person).filter(attended(person, Attends.FOLLOWS))
    found = _with_facts(person, followed).select_related("listed_in")
    return found.order_by(Case(When(news__gt=0, then=0), default=1), "-last_at", "pk")


_WAITING_SINCE = Case(When(waits=True, then=F("opened_at")))
# Nothing stands above who waits, and among them only how long they do counts.
_PINNED = Case(When(waits=False, then=F("pinned_place"))).asc(nulls_last=True)


def threads_of_space(person: Account, space: Space) -> QuerySet[Any]:
    """A space's front page: who waits for an answer first, longest waiting first, then what is pinned,
    then the others by their last post. Each has `waits`, `held` (whether its first post is), `answers`
    and `news`: how many of them this person can see, and how many are new for them, and in `first` its
    first post, without the words."""
    listed = threads_listed_for(person).filter(listed_in=space)
    return _with_facts(person, listed).order_by("-waits", _WAITING_SINCE, _PINNED, "-last_at", "pk")


def _with_facts(person: Account, threads: QuerySet[Thread]) -> QuerySet[Any]:
    hidden = blocked_with(person.id)
    posts = Post.objects.filter(thread=OuterRef("pk"))
    readable = Post.objects.filter(number__gt=1, taken_away_at=None, held_at=None)
    readable = readable.exclude(face__account__in=hidden).exclude(is_hidden_from(person.pk))
    answers = readable.filter(thread=OuterRef("pk")).order_by()
    count = answers.values("thread").annotate(count=Count("pk")).values("count")
    return (
        threads.exclude(title="", newest_number=1)  # taken away before anybody answered
        .select_related("opener")
        .prefetch_related(Prefetch("posts", queryset=_FIRST, to_attr="first"))
        .annotate(
            waits=ExpressionWrapper(WAITING, output_field=BooleanField()),
            held=Exists(posts.filter(number=1, held_at__isnull=False)),
            answers=Coalesce(Subquery(count), 0),
            news=news_in(person, readable),
        )
    )
