"""Finding posts by words: those this person may read, and no other.

The newest that hold all the words are taken first, by an index, and only those are put in order of how
well they fit: what a search costs does not grow with the number of posts a common word stands in.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Case, Expression, F, Field, FloatField, Max, Q, TextField, Value, When

from hearten.accounts.models import Account, Programme
from hearten.forum.models import CommonWord, Post, PostWords
from hearten.forum.queries.covering import Cover, covers_of, left_out_for
from hearten.forum.queries.posts import posts_visible_to
from hearten.forum.queries.spaces import spaces_visible_to
from hearten.forum.queries.threads import threads_left_out
from hearten.forum.rules import search as rules
from hearten.foundation.finding import Piece

_BEGIN, _END = "\ue000", "\ue001"
"""Around what was found, in what the database gives back: signs of private use, which no text can have
(foundation.text refuses them)."""
_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"\*+|^>\s?|\[|\]\([^)\s]*\)?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A post that was found, with its thread and its space, and its face."""

    post: Post
    title: list[Piece]
    """The thread's, with what was found in it where it is the first post."""
    excerpt: list[Piece]
    """Of its words; empty while they are covered."""
    cover: Cover


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for some words."""

    hits: list[Hit]
    words: str
    """What was searched for: other words than were given where only those are there."""
    more: bool
    """Whether there is another page."""


def search(person: Account, programme: Programme, words: str, *, page: int = 1) -> Found:
    """The posts of a programme's spaces that hold all of these words, in their language's forms, best
    first. Quotes keep words together, a minus leaves out, “or” is one of two. Where nothing is there,
    words that are one letter away and stand in several posts are tried instead."""
    places = _places(person, programme)
    found = _page(person, places, words, page)
    if found.hits or page > 1:
        return found
    instead = _instead(programme, words)
    return _page(person, places, instead, page) if instead != words else found


def _places(person: Account, programme: Programme) -> dict[str, list[UUID]]:
    """The spaces this person can see, by the configuration that reads them."""
    spaces = spaces_visible_to(person).filter(programme=programme)
    found = defaultdict(list)
    for space_id, language in spaces.values_list("id", "language"):
        found[rules.configuration_of(language)].append(space_id)
    return found


def _page(person: Account, places: dict[str, list[UUID]], words: str, page: int) -> Found:
    start = (page - 1) * rules.FOUND_PAGE
    ranked = (
        posts_visible_to(person)
        .filter(pk__in=_newest(places, words), held_at=None, taken_away_at=None)
        .filter(~left_out_for(person))
        .exclude(thread__in=threads_left_out(person))
        .select_related("thread__listed_in", "face")
        .annotate(
            fits=_of_place(places, words, _fit, FloatField()),
            found_title=_of_place(places, words, _in_title, TextField()),
            found_text=_of_place(places, words, _in_text, TextField()),
        )
        .order_by("-fits", "-pk")
    )
    some = list(ranked[start : start + rules.FOUND_PAGE + 1])
    shown = some[: rules.FOUND_PAGE]
    covers = covers_of(person, shown)
    hits = [_hit(post, covers[post.pk]) for post in shown]
    return Found(hits, words, more=len(some) > len(shown))


def _newest(places: dict[str, list[UUID]], words: str) -> list[int]:
    """The newest posts with all the words. A common word is found by going back from the newest post, a
    rare one by the index of words. Which it is, is seen by going back a little: what PostgreSQL
    expects of words that stand together or nowhere is often wrong, and it goes back to the beginning."""
    holds = Q(pk__in=[])
    for configuration, spaces in places.items():
        holds |= Q(space__in=spaces, words=_query(words, configuration))
    rows = PostWords.objects.filter(holds).values_list("post_id", flat=True)
    newest = PostWords.objects.aggregate(newest=Max("post_id"))["newest"] or 0
    lately = rows.filter(post_id__gt=newest - rules.LATELY).order_by("-post_id")
    found = list(lately[: rules.LOOKED_AT])
    if len(found) < rules.LOOKED_AT:
        # An order no index has: so the words decide how it is found.
        found = list(rows.order_by((F("post_id") + 0).desc())[: rules.LOOKED_AT])
    return found


def _query(words: str, configuration: str) -> SearchQuery:
    return SearchQuery(words, config=configuration, search_type="websearch")


def _of_place(
    places: dict[str, list[UUID]],
    words: str,
    make: Callable[[SearchQuery, str], Expression],
    kind: "Field[Any, Any]",
) -> Case:
    """What is made of a post with the configuration of its space."""
    whens = [
        When(thread__listed_in__in=spaces, then=make(_query(words, configuration), configuration))
        for configuration, spaces in places.items()
    ]
    return Case(*whens, default=Value(None), output_field=kind)


def _fit(query: SearchQuery, configuration: str) -> Expression:
    """A title counts more than a text, and words that stand together more."""
    return SearchRank(F("searched__words"), query, cover_density=True)


def _in_title(query: SearchQuery, configuration: str) -> Expression:
    return _headline("thread__title", query, configuration, highlight_all=True)


def _in_text(query: SearchQuery, configuration: str) -> Expression:
    return _headline("text", query, configuration, max_words=35, min_words=15)


def _headline(field: str, query: SearchQuery, configuration: str, **said: Any) -> Expression:
    return SearchHeadline(
        field, query, config=configuration, start_sel=_BEGIN, stop_sel=_END, **said
    )


def _hit(post: Any, cover: Cover) -> Hit:
    title = post.found_title if post.number == 1 else post.thread.title
    excerpt = [] if cover.closed else list(_pieces(post.found_text))
    return Hit(post, list(_pieces(title)), excerpt, cover)


def _pieces(marked: str) -> Iterator[Piece]:
    """What stands between the signs was found. Marks of emphasis and quotes are left out."""
    for at, part in enumerate(re.split(f"[{_BEGIN}{_END}]", marked)):
        if plain := _MARKUP.sub("", part):
            yield Piece(plain, found=at % 2 == 1)


def _instead(programme: Programme, words: str) -> str:
    """The same words, with one in place of each that stands nowhere and is one letter away from it."""
    typed = {one for one in _WORD.findall(words.lower()) if len(one) >= rules.SHORTEST}
    forms = {form for word in typed for form in rules.shortened(word)}
    rows = CommonWord.objects.filter(programme=programme, shortened__overlap=sorted(forms))
    offered = list(rows.values_list("word", "posts"))
    known = {word for word, _posts in offered}
    changed = {word: rules.meant(word, offered) for word in typed - known}
    return _WORD.sub(lambda found: changed.get(found[0].lower()) or found[0], words)
