"""Whoever follows a thread is told that somebody wrote in it, if they want to be; and who listens from
outside, what everybody may know."""

from datetime import datetime

from hearten.forum import queries
from hearten.forum.models import Post, Space, Thread
from hearten.forum.rules import subject_of_thread
from hearten.foundation import public
from hearten.foundation.actors import Actor, SystemActor
from hearten.notifications import actions as notifications
from hearten.notifications.queries import NewsKind

FOLLOWED = SystemActor("forum following")


def note_news(post: Post) -> None:
    """Note a post for those who follow its thread and may read it. Call it when others can read it."""
    notifications.note(
        people=queries.followers_to_tell(post),
        kind=NewsKind.COMMUNITY,
        place=subject_of_thread(post.thread_id),
        by=FOLLOWED,
    )


def tell_of_space(kind: str, space: Space, since: datetime, *, by: Actor) -> None:
    """A space became public at `since`, or what began then is over."""
    public.tell(
        kind=kind,
        programme_id=space.programme_id,
        cause=f"{space.pk}:{since.isoformat()}",
        facts={"space_id": str(space.pk)},
        by=by,
    )


def tell_of_thread(thread: Thread, first: Post) -> None:
    """A thread can be read by everybody now, where that is so. Told twice it is the same."""
    if first.held_at is None and thread.is_open_to_all:
        public.tell(
            kind="thread.created",
            programme_id=thread.listed_in.programme_id,
            cause=str(thread.pk),
            facts={"space_id": str(thread.listed_in_id), "thread_id": str(thread.pk)},
            by=FOLLOWED,
        )
