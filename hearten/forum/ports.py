"""What the forum asks of the domains above it: something may stand under the first post of a thread.
config/wiring.py binds."""

from typing import Any, Protocol

from django.http import HttpRequest
from django.utils.html import format_html_join

from hearten.foundation.actors import Actor


class UnderFirst(Protocol):
    """Somebody who shows something under a first post."""

    def __call__(self, *, request: Any, post: Any) -> str:
        """Safe HTML for who asks, in as many queries however much there is; empty for nothing."""


class WordsUnder(Protocol):
    """Knows what it says."""

    def __call__(self, *, post_id: int) -> str:
        """All of its words, for who a report of the post is given to; empty for nothing."""


class OnWordsGone(Protocol):
    """Somebody who must act when the words of a first post were taken away, in the same transaction."""

    def __call__(self, *, post_id: int, by: Actor) -> None:
        """What stands under it goes too."""


_under_first: list[UnderFirst] = []
_words_under: list[WordsUnder] = []
_on_words_gone: list[OnWordsGone] = []


def bind_under_first(show: UnderFirst) -> None:
    """Bind once, from config/wiring.py."""
    if show not in _under_first:
        _under_first.append(show)


def bind_words_under(tell: WordsUnder) -> None:
    """Bind once, from config/wiring.py."""
    if tell not in _words_under:
        _words_under.append(tell)


def bind_on_words_gone(listener: OnWordsGone) -> None:
    """Bind once, from config/wiring.py."""
    if listener not in _on_words_gone:
        _on_words_gone.append(listener)


def under_first(*, request: HttpRequest, post: Any) -> str:
    """Everything that stands under it."""
    return format_html_join(
        "", "{}", ((show(request=request, post=post),) for show in _under_first)
    )


def with_words_under(words: str, *, post_id: int) -> str:
    """A post's words, and what stands under it."""
    return "\n\n".join(filter(None, [words, *(tell(post_id=post_id) for tell in _words_under)]))


def tell_words_gone(*, post_id: int, by: Actor) -> None:
    """Call everybody bound, in the present transaction."""
    for listener in _on_words_gone:
        listener(post_id=post_id, by=by)
