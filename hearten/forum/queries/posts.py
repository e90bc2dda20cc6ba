"""Reading posts."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from hearten.accounts.models import Account
from hearten.accounts.queries import blocked_with
from hearten.forum.models import HeldFor, Post, PostVersion, Thread
from hearten.forum.queries.blocks import is_hidden_from
from hearten.forum.queries.covering import Cover, covers_of
from hearten.forum.queries.hosts import hosted_by, moderated_by
from hearten.forum.queries.own import bookmarked
from hearten.forum.queries.reactions import Reactions, reactions_to
from hearten.forum.queries.threads import threads_visible_to
from hearten.forum.rules import PAGE, SPLIT_MOST, Why, held_words
from hearten.forum.rules.flooding import links_in
from hearten.triage.rules import score


def posts_visible_to(person: Account) -> QuerySet[Post]:
    """Every post this person may read. Of somebody with whom they have a block, whoever made it,
    everywhere or in that space, there is none, and nothing of the threads that person opened; what is
    held is read by its writer, the hosts of its space and the programme's moderators alone."""
    open_to_them = (
        Q(held_at__isnull=True)
        | Q(face__account=person)
        | Q(space__programme__in=moderated_by(person.pk))
        | Q(thread__listed_in__in=hosted_by(person))
    )
    posts = Post.objects.filter(open_to_them, thread__in=threads_visible_to(person))
    posts = posts.exclude(face__account__in=blocked_with(person.id))
    return posts.exclude(is_hidden_from(person.pk))


def post_visible_to(person: Account, thread: Thread, number: int) -> Post | None:
    """A post of a thread with its thread, face and space."""
    found = posts_visible_to(person).filter(thread=thread, number=number)
    return found.select_related("thread__listed_in", "face", "space__programme").first()


def own_post(person: Account, thread: Thread, number: int) -> Post | None:
    """A post this person wrote and did not take away."""
    mine = posts_visible_to(person).filter(face__account=person, taken_away_at=None)
    found = mine.filter(thread=thread, number=number)
    return found.select_related("thread__listed_in", "face").first()


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as one person finds it."""

    post: Post
    own: bool
    quote: Post | None
    """What it answers; None also where that is not shown to them."""
    went_to: Post | None = None
    """Where its words are now, if this person can read them there."""
    phrases: list[str] = field(default_factory=list)
    """The words it is held for; none where its words are covered."""
    kept: str = ""
    """To its writer alone: what a moderator took away."""
    reactions: Reactions = field(default_factory=Reactions)
    bookmarked: bool = False
    cover: Cover = field(default_factory=Cover)
    quoted: Cover = field(default_factory=Cover)
    """Of what it answers."""


def shown(person: Account, posts: Iterable[Post]) -> list[Shown]:
    """These posts with what they answer, in the order given."""
    posts = list(posts)
    quotes, places = answered_by(posts_visible_to(person), posts)
    kept = _kept([one for one in posts if one.by_moderator and one.face.account_id == person.id])
    said = reactions_to(person, posts)
    marked = bookmarked(person, posts)
    covers = covers_of(person, [*posts, *quotes.values()])

    def as_found(post: Post) -> Shown:
        quote, cover = quotes.get(post.pk), covers[post.pk]
        return Shown(
            post=post,
            own=post.face.account_id == person.id,
            quote=quote,
            went_to=places.get(post.went_to_id or 0),
            phrases=[] if cover.closed else phrases_held(post),
            kept=kept.get(post.pk, ""),
            reactions=said[post.pk],
            bookmarked=post.pk in marked,
            cover=cover,
            quoted=covers[quote.pk] if quote else Cover(),
        )

    return [as_found(one) for one in posts]


def answered_by(
    readable: QuerySet[Post], posts: list[Post]
) -> tuple[dict[int, Post], dict[int, Post]]:
    """What each of these answers, by its key, and by theirs the posts of other threads that they or
    what they answer are now; all of it of what is `readable`, in two queries at most."""
    asked = {(one.thread_id, one.about_number) for one in posts if one.about_number is not None}
    found = readable.filter(
        thread__in={thread for thread, _number in asked},
        number__in={number for _thread, number in asked},
    )
    here = {(one.thread_id, one.number): one for one in found.select_related("face")}
    keys = {one.went_to_id for one in (*posts, *here.values()) if one.went_to_id}
    keys |= {one.about_before_id for one in posts if one.about_before_id}
    elsewhere = readable.filter(pk__in=keys).select_related("face")
    places = {one.pk: one for one in elsewhere} if keys else {}
    quotes: dict[int, Post | None] = {}
    for post in posts:
        answered = here.get((post.thread_id, post.about_number or 0))
        key = answered.went_to_id if answered else post.about_before_id
        quotes[post.pk] = places.get(key) if key else answered
    return {key: quote for key, quote in quotes.items() if quote}, places


def place_of_words(person: Account, post: Post) -> Post:
    """Where this person reads a post: where its words went, if they did, or itself."""
    if post.went_to_id is None:
        return post
    there = posts_visible_to(person).filter(pk=post.went_to_id).select_related("thread")
    return there.first() or post


def phrases_held(post: Post) -> list[str]:
    """The words a held post is held for, as its writer and moderators read them; none for an open
    one, and where a host had it held."""
    if post.held_at is None or post.held_for == HeldFor.HOST:
        return []
    if post.held_for == Why.LINK:
        return links_in(post.read_as)
    text = post.read_as
    found = [text[one.start : one.end] for one in held_words(score(text))]
    return list(dict.fromkeys(found))


def _kept(posts: list[Post]) -> dict[int, str]:
    """The last words of each."""
    if not posts:
        return {}
    said = PostVersion.objects.filter(post__in=posts).order_by("pk")
    return dict(said.values_list("post", "text"))


def posts_to_split(person: Account, thread: Thread, first: int) -> QuerySet[Post]:
    """The open posts of a thread from this number on, without the first one of the thread, as far as
    they can be split off at once."""
    found = posts_visible_to(person).filter(thread=thread, number__gt=1, number__gte=first)
    found = found.filter(held_at=None, taken_away_at=None).select_related("face", "thread")
    return found.order_by("number")[:SPLIT_MOST]


def posts_bookmarked(person: Account) -> QuerySet[Post]:
    """The posts this person keeps and may still read, the last kept first."""
    found = posts_visible_to(person).filter(bookmarks__account=person)
    return found.select_related("face", "thread__listed_in").order_by("-bookmarks__pk")


def page_with(person: Account, thread: Thread, number: int) -> int:
    """The page of the thread, from 1, on which this person finds the post of that number."""
    before = posts_visible_to(person).filter(thread=thread, number__lt=number)
    return before.count() // PAGE + 1


def versions_of(post: Post) -> QuerySet[PostVersion]:
    """What it said before, newest first; for its writer."""
    return PostVersion.objects.filter(post=post).order_by("-pk")
