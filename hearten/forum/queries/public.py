"""What anybody reads, also without an account. Nothing here knows a person: outside, nobody is anybody."""

from collections.abc import Iterable

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from hearten.forum.models import WAITING, Post, Space, Thread
from hearten.forum.queries.covering import Cover
from hearten.forum.queries.posts import Shown, answered_by

_FIRST = Post.objects.filter(number=1).only("thread", "notes", "moderator_notes")


def spaces_open_to_all() -> QuerySet[Space]:
    """The public spaces with their programmes, open ones first, by name."""
    found = Space.objects.filter(public_since__isnull=False).select_related("programme")
    return found.order_by(F("closed_at").asc(nulls_first=True), "name", "pk")


def threads_open_to_all() -> QuerySet[Thread]:
    """Those begun while their space was public, in the same stretch as now, whose first post is not
    held; not what was taken away before anybody answered."""
    held = Post.objects.filter(thread=OuterRef("pk"), number=1, held_at__isnull=False)
    found = Thread.objects.filter(public_since=F("listed_in__public_since"))
    return found.filter(~Exists(held)).exclude(title="", newest_number=1)


def posts_open_to_all() -> QuerySet[Post]:
    """Every post of these threads that is not held."""
    return Post.objects.filter(held_at=None, thread__in=threads_open_to_all())


def threads_of_public_space(space: Space) -> QuerySet[Thread]:
    """A space's front page from outside: pinned ones, then by their last post. Each has `answers`, how
    many can be read, and in `first` its first post, without the words."""
    said = Post.objects.filter(
        thread=OuterRef("pk"), number__gt=1, taken_away_at=None, held_at=None
    )
    count = said.order_by().values("thread").annotate(count=Count("pk")).values("count")
    found = threads_open_to_all().filter(listed_in=space).select_related("opener")
    found = found.prefetch_related(Prefetch("posts", queryset=_FIRST, to_attr="first"))
    pinned = Case(When(~WAITING, then=F("pinned_place"))).asc(nulls_last=True)
    return found.annotate(answers=Coalesce(Subquery(count), 0)).order_by(pinned, "-last_at", "pk")


def posts_of_public_thread(thread: Thread) -> QuerySet[Post]:
    """All that can be read of it, with the faces, by number."""
    found = posts_open_to_all().filter(thread=thread).select_related("face", "thread")
    return found.order_by("number")


def shown_to_all(posts: Iterable[Post]) -> list[Shown]:
    """These posts as an outside reader finds them: what has a content note is covered, and what it
    answers is quoted where that can be read. Two queries more, or one."""
    posts = list(posts)
    quotes, places = answered_by(posts_open_to_all(), posts)

    def as_found(post: Post) -> Shown:
        quote = quotes.get(post.pk)
        return Shown(
            post=post,
            own=False,
            quote=quote,
            went_to=places.get(post.went_to_id or 0),
            cover=_cover(post),
            quoted=_cover(quote) if quote else Cover(),
        )

    return [as_found(one) for one in posts]


def _cover(post: Post) -> Cover:
    return Cover(touches=post.touches, closed=bool(post.notes or post.moderator_notes))


def page_for_all(post: Post, on_a_page: int) -> int:
    """The page of its thread, from 1, on which an outside reader finds a post."""
    before = posts_open_to_all().filter(thread=post.thread_id, number__lt=post.number)
    return before.count() // on_a_page + 1
