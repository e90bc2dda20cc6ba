"""Where somebody of another domain adds something under a post: under which name, and whether that can be
done now."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.forum.actions.danger import lock_writer
from hearten.forum.actions.faces import face_to_write
from hearten.forum.actions.pace import refuse_locked
from hearten.forum.actions.places import held_post
from hearten.forum.models import Face, Post, Space
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible


@transaction.atomic
def face_in(*, space: Space, name: str, by: Actor) -> Face:
    """The person's face there, their account and it held; made with this name where they have none yet."""
    if by.actor_id is None:
        raise NotAllowed(_("Only a person can write here."))
    lock_writer(by.actor_id)
    return face_to_write(space, name, by)


@transaction.atomic
def open_post(*, post: Post, writes: bool, by: Actor) -> Post:
    """The post as it is now, its row held, as long as people can say something to it: NotPossible where its
    words are gone or held or its space is closed; and where the thread is locked, if it `writes`."""
    if by.actor_id is not None:
        lock_writer(by.actor_id)
    held = held_post(post)
    if held.taken_away_at is not None:
        raise NotPossible(_("These words were taken away meanwhile."), code="gone")
    if held.held_at is not None:
        raise NotPossible(
            _("A moderator looks at this post first. Please try again later."), code="held"
        )
    if held.thread.listed_in.closed_at is not None:
        raise NotPossible(_("This space is closed. Nothing new can be said here."), code="closed")
    if writes:
        refuse_locked(held.thread)
    return held
