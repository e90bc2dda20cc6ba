"""Whoever follows a thread is told that somebody wrote in it, if they want to be."""

from hearten.forum import queries
from hearten.forum.models import Post
from hearten.forum.rules import subject_of_thread
from hearten.foundation.actors import SystemActor
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
