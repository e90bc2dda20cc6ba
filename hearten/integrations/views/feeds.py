"""Atom (RFC 4287) of public spaces and their threads: what an outside reader finds, and what has a content
note only by its topic, for a feed reader cannot cover anything."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from hearten.forum import queries
from hearten.foundation.markup import to_html
from hearten.ui.caching import checked_each_time

MOST = 25
"""Entries of a feed, the newest."""
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@require_safe
@checked_each_time
def space_feed(request: HttpRequest, space_id: UUID) -> HttpResponse:
    """The threads last begun in a public space, with their first words."""
    space = get_object_or_404(queries.spaces_open_to_all(), pk=space_id)
    first = queries.posts_open_to_all().filter(number=1, thread__listed_in=space)
    feed = _Feed(
        request,
        key=space.pk,
        title=space.name,
        language=space.language,
        page=reverse("forum:public_space", args=[space.pk]),
        since=space.public_since,
        for_engines=space.for_engines,
    )
    for post in _newest(first, "-thread__opened_at"):
        feed.add(post, title=post.thread.title, key=post.thread_id)
    return feed.answer()


@require_safe
@checked_each_time
def thread_feed(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """The last posts of a thread that is open to all."""
    found = queries.threads_open_to_all().select_related("listed_in")
    thread = get_object_or_404(found, pk=thread_id)
    feed = _Feed(
        request,
        key=thread.pk,
        title=thread.title or _("Taken away by who wrote it"),
        language=thread.listed_in.language,
        page=reverse("forum:public_thread", args=[thread.pk]),
        since=thread.opened_at,
        for_engines=thread.listed_in.for_engines,
    )
    for post in _newest(queries.posts_of_public_thread(thread), "-number"):
        name = post.face.called
        feed.add(post, title=name, key=uuid5(thread.pk, str(post.number)))
    return feed.answer()


def _newest(posts: Any, order: str) -> Any:
    """Those with words, without the ids of anybody."""
    there = posts.filter(taken_away_at=None).select_related("face", "thread")
    return there.order_by(order, "-pk")[:MOST]


class _Atom(Atom1Feed):
    """Django's, with the words as content and not as a summary."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """See SyndicationFeed."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class _Feed:
    """A feed as it is put together. Its ids are ours and stay, whatever the site is called."""

    def __init__(
        self,
        request: HttpRequest,
        *,
        key: UUID,
        title: str,
        language: str,
        page: str,
        since: datetime | None,
        for_engines: bool,
    ) -> None:
        self._at = request.build_absolute_uri
        self._for_engines = for_engines
        self._updated = since
        self._atom = _Atom(
            title=_clean(title),
            link=self._at(page),
            description="",
            language=language,
            feed_url=self._at(request.path),
            feed_guid=key.urn,
        )

    def add(self, post: Any, *, title: str, key: UUID) -> None:
        """A post, under this title."""
        changed = post.edited_at or post.written_at
        self._updated = max(changed, self._updated or changed)
        page = self._at(reverse("forum:public_post", args=[post.thread_id, post.number]))
        self._atom.add_item(
            title=_clean(title),
            link=page,
            description=None,  # type: ignore[arg-type]  # the words are its content
            author_name=_clean(post.face.called),
            unique_id=key.urn,
            pubdate=post.written_at,
            updateddate=changed,
            content=_clean(_content(post, page)),
        )

    def answer(self) -> HttpResponse:
        """The document."""
        updated = self._updated
        self._atom.latest_post_date = lambda: updated  # type: ignore[method-assign, assignment, return-value]
        body = self._atom.writeString("utf-8")
        answer = HttpResponse(body, content_type=self._atom.content_type)
        if updated is not None:
            answer["Last-Modified"] = http_date(updated.timestamp())
        if not self._for_engines:
            answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer


def _content(post: Any, page: str) -> str:
    if post.touches:
        covered = _("Covered. It is about: %(topics)s") % {"topics": post.touches}
        return format_html('<p>{} <a href="{}">{}</a></p>', covered, page, _("Read it there"))
    return to_html(post.text)


def _clean(text: str) -> str:
    """Without what XML does not hold at all."""
    return _NOT_IN_XML.sub("", text)
