"""Screens of threads somebody looks after, for tests/browser/screens.py."""

from collections.abc import Callable

from hearten.accounts.models import Account
from hearten.forum import actions as forum
from hearten.forum.models import Space, Thread
from hearten.forum.queries import Words
from hearten.foundation.actors import SystemActor
from hearten.foundation.ids import new_id

BY = SystemActor("screens")
Screen = Callable[..., None]
"""A name, who looks, an address and its arguments."""


def tended(
    screen: Screen, space: Space, writer: Account, reader: Account, by: Account, manager: Account
) -> None:
    """Threads somebody looks after as people find them, and where `by`, a moderator, does so. `writer`
    and `reader` have a face in the space, and the reader becomes its host."""
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
    there = forum.save_space(
        programme=space.programme, name="Mornings", purpose="For getting up", language="en", by=BY
    )
    screen("community-move", by, "forum:move", thread_id=slow.pk)
    screen("community-split", by, "forum:split", thread_id=slow.pk)
    parted = _thread(space, "Alarm clocks", writer)
    for words in ("The third one wakes me.", "Mine is a cat."):
        said = {"text": words, "client_id": new_id(), "about": parted.newest_number}
        forum.write_post(thread=parted, **said, by=reader)
    made = forum.split_thread(thread=parted, numbers=[3], title="Cats as alarm clocks", by=by)
    forum.move_thread(thread=made, to=there, by=by)
    forum.name_host(space=space, name=reader.faces.get(space=space).name, by=BY)
    screen("community-hosts", manager, "forum:hosts", space_id=space.pk)
    screen("community-host", reader, "forum:lay_down", space_id=space.pk)
    screen("community-host-thread", reader, "forum:thread", thread_id=parted.pk)
    screen("community-hold", reader, "forum:hold", thread_id=parted.pk, number=1)
    screen("community-parted", writer, "forum:thread", thread_id=parted.pk)
    screen("community-moved", writer, "forum:thread", thread_id=made.pk)


def kept(screen: Screen, thread: Thread, reader: Account, other: Account) -> None:
    """What a reader keeps for themselves, and a thread in which something is new for them."""
    forum.attend(thread=thread, how="follows", by=reader)
    for post in thread.posts.filter(taken_away_at=None, held_at=None).exclude(face__account=reader)[
        :3
    ]:
        forum.bookmark(post=post, on=True, by=reader)
    said = {"text": "I started knitting this week.", "client_id": new_id()}
    forum.write_post(thread=thread, **said, by=other)
    quiet = _thread(thread.space, "What is on the radio?", other)
    forum.attend(thread=quiet, how="muted", by=reader)
    screen("community-block", reader, "forum:block", thread_id=thread.pk, number=1)
    loud = _thread(_apart(thread.space), "I know better", other)
    forum.block_face(face=loud.opener, both_ways=True, by=reader)
    screen("community-blocked", reader, "forum:blocked")
    begun = Words(text="I keep my hands busy with", notes=[])
    forum.keep_draft(place=quiet, words=begun, by=reader)
    screen("community-draft", reader, "forum:thread", thread_id=quiet.pk)
    screen("community-yours", reader, "forum:yours")
    screen("community-bookmarks", reader, "forum:bookmarks")
    screen("community-new", reader, "forum:thread", thread_id=thread.pk)


def _apart(space: Space) -> Space:
    """A space in which nothing else is looked at."""
    said = {"name": "At work", "purpose": "For getting through the day", "language": "en"}
    return forum.save_space(programme=space.programme, **said, by=BY)


def _thread(space: Space, title: str, by: Account) -> Thread:
    said = {"title": title, "text": "What do you think?", "looking_for": ""}
    return forum.start_thread(space=space, **said, face="Loud Kettle", client_id=new_id(), by=by)
