"""Screens of threads somebody looks after, for tests/browser/screens.py."""

from collections.abc import Callable

from hearten.accounts.models import Account
from hearten.forum import actions as forum
from hearten.forum.models import Space, Thread
from hearten.foundation.ids import new_id

Screen = Callable[..., None]
"""A name, who looks, an address and its arguments."""


def tended(screen: Screen, space: Space, writer: Account, reader: Account, by: Account) -> None:
    """A locked, a slow and a pinned thread as people find them, and where `by` looks after one.
    `writer` has a face in the space, `reader` has one too."""
    locked, slow, pinned = (
        _thread(space, title, writer) for title in ("Which tea?", "Dreams", "How we talk here")
    )
    for thread in (locked, slow):
        answer = {"text": "Camomile, and a lot of it.", "client_id": new_id()}
        forum.write_post(thread=thread, **answer, by=reader)
    forum.lock_thread(thread=locked, why="heated", by=by)
    forum.slow_thread(thread=slow, minutes=60, why="room", by=by)
    forum.pin_thread(thread=pinned, by=by)
    screen("community-locked", writer, "forum:thread", thread_id=locked.pk)
    screen("community-slow", reader, "forum:thread", thread_id=slow.pk)
    screen("community-space-pinned", reader, "forum:space", space_id=space.pk)
    screen("community-tend", by, "forum:tend", thread_id=slow.pk)


def _thread(space: Space, title: str, by: Account) -> Thread:
    said = {"title": title, "text": "What do you think?", "looking_for": ""}
    return forum.start_thread(space=space, **said, client_id=new_id(), by=by)
