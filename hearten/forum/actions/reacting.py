"""What is said to a post without words, and taken back."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.forum import policies
from hearten.forum.actions.danger import lock_writer
from hearten.forum.actions.faces import face_to_write
from hearten.forum.actions.places import held_post
from hearten.forum.models import Post, PostReaction, Said
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible


@transaction.atomic
def react(*, post: Post, said: str, on: bool, by: Actor, face: str = "") -> None:
    """Say it to another's post, or take it back; said twice it is there once. `said` is a code of
    Said, `face` the name in the space of somebody who has none there yet.

    The row is its own record. It ends no waiting: it is no answer.
    """
    if said not in Said.values:
        raise Invalid(_("Please choose one of these."), code="unknown")
    if by.actor_id is None or not policies.may_write(by, post.space):
        raise NotAllowed(_("Only people of the programme can say something here."))
    if not policies.may_react(by, post):
        raise NotAllowed(_("This is not open to you."))
    lock_writer(by.actor_id)
    if not on:
        PostReaction.objects.filter(post=post, face__account=by.actor_id, said=said).delete()
        return
    writer = face_to_write(post.space, face, by)
    _require_open(held_post(post))
    PostReaction.objects.get_or_create(post=post, face=writer, said=said)


def _require_open(post: Post) -> None:
    if post.taken_away_at is not None or post.held_at is not None:
        raise NotPossible(_("These words were taken away meanwhile."), code="gone")
    if post.thread.listed_in.closed_at is not None:
        raise NotPossible(_("This space is closed. Nothing new can be said here."), code="closed")
