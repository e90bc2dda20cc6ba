"""Screens of polls, and of what was written in an earlier community, for tests/browser/screens.py."""

from collections.abc import Callable
from datetime import UTC, datetime

from hearten.accounts.models import Account
from hearten.forum import actions as forum
from hearten.forum.models import Space, Thread
from hearten.foundation.actors import SystemActor
from hearten.foundation.ids import new_id
from hearten.polls import actions as polls

BY = SystemActor("screens")
Screen = Callable[..., None]


def polled(
    screen: Screen, space: Space, writer: Account, reader: Account, newcomer: Account
) -> None:
    """A poll before and after a vote, at its end, and where it is asked. `writer` and `reader` have a face
    in the space, `newcomer` has none."""
    asking, thread, over = (
        _thread(space, title, writer)
        for title in ("A small question", "What do you drink at night?", "When do you sleep?")
    )
    screen("community-poll-ask", writer, "polls:ask", thread_id=asking.pk)
    here = _poll(
        thread, writer, ["Camomile", "Warm milk", "Water, and then I look out of the window"]
    )
    end = _poll(over, writer, ["Before eleven", "After two"])
    voters = Account.objects.filter(memberships__programme=space.programme, is_active=True)
    others = voters.exclude(pk__in=[reader.pk, newcomer.pk, writer.pk]).distinct()[:11]
    for number, voter in enumerate([writer, *others]):
        for poll, places in ((here, 3), (end, 2)):
            face = f"Plain Teapot {number}"
            polls.vote(poll=poll, places=[1 + number % places], by=voter, face=face)
    screen("community-poll", reader, "forum:thread", thread_id=thread.pk)
    screen("community-poll-vote", newcomer, "polls:poll", thread_id=thread.pk)
    screen("community-poll-voted", writer, "forum:thread", thread_id=thread.pk)
    screen("community-poll-close", writer, "polls:close", thread_id=thread.pk)
    polls.close_poll(poll=end, by=writer)
    screen("community-poll-over", reader, "forum:thread", thread_id=over.pk)
    _before(screen, space, reader)


def _before(screen: Screen, space: Space, reader: Account) -> None:
    one, two = forum.make_faces_from_before(space=space, count=2, by=BY)
    at = datetime(2016, 2, 3, 2, 10, tzinfo=UTC)
    said = [
        forum.Earlier(one, "The third night now. **How** do you get through?", at, new_id()),
        forum.Earlier(two, "> How do you get through?\n\nOne hour at a time.", at, new_id()),
    ]
    threads = [forum.EarlierThread("Third night", said)]
    made = forum.bring_threads(space=space, threads=threads, locked=True, by=BY)
    screen("community-before", reader, "forum:thread", thread_id=made[0].thread_id)
    screen("community-before-hold", reader, "forum:hold", thread_id=made[0].thread_id, number=2)


def _poll(thread: Thread, by: Account, options: list[str]) -> polls.Poll:
    return polls.start_poll(
        post=thread.posts.get(number=1),
        question=thread.title,
        options=options,
        several=False,
        days=7,
        by=by,
    )


def _thread(space: Space, title: str, by: Account) -> Thread:
    said = {"text": "I am curious how it is for you.", "looking_for": "", "client_id": new_id()}
    return forum.start_thread(space=space, title=title, **said, by=by)
