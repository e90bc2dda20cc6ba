"""Leaving a space: the name goes, and the words where the person wants that. The account stays behind the
face where no page shows it, so that reports, blocks and an erasure still reach what was written."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.ports import Taken
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.forum import policies
from hearten.forum.actions.danger import lock_writer
from hearten.forum.actions.places import KEEPER, empty_words, unneeded
from hearten.forum.models import (
    WAITING,
    Attention,
    Bookmark,
    Draft,
    Face,
    Host,
    PostReaction,
    Space,
    Thread,
)
from hearten.forum.ports import tell_words_gone
from hearten.forum.rules import NAME_KEPT
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed


@transaction.atomic
def leave_space(*, space: Space, keep_words: bool, by: Actor) -> None:
    """Take one's face back: what one wrote stays without a name, or is emptied. What one kept there
    goes. Who has no face there leaves nothing."""
    if by.actor_id is None:
        raise NotAllowed(_("Only the person themself can leave."))
    lock_writer(by.actor_id)
    held = Face.objects.select_for_update(no_key=True)
    face = held.filter(space=space, account=by.actor_id, left_on=None).first()
    if face is None:
        return
    _threads_held(face)
    if not keep_words:
        empty_words(Face.objects.filter(pk=face.pk), Taken())
        for post_id in face.posts.filter(number=1).values_list("pk", flat=True):
            tell_words_gone(post_id=post_id, by=KEEPER)
    _forget_what_they_kept(face)
    face.name, face.left_on = "", clock.now().date()
    face.save(update_fields=["name", "left_on"])
    audit.record(verb=Verb.SPACE_LEFT, subject=face, by=by, kept=keep_words)


def _threads_held(face: Face) -> None:
    """The threads they wrote in, held: before any post, as everywhere. What they asked there for they
    ask no more."""
    rows = Thread.objects.select_for_update(no_key=True).order_by("pk")
    for thread in rows.filter(pk__in=face.posts.values("thread")):
        if thread.is_waiting and thread.opener_id == face.pk:
            unneeded(thread)
    Thread.objects.filter(WAITING, opener=face).update(looking_for="")


def _forget_what_they_kept(face: Face) -> None:
    person, space = face.account_id, face.space_id
    Host.objects.filter(face=face).delete()
    PostReaction.objects.filter(face=face).delete()
    Bookmark.objects.filter(account=person, post__space=space).delete()
    Attention.objects.filter(account=person, thread__space=space).delete()
    Draft.objects.filter(account=person, space=space).delete()
    Draft.objects.filter(account=person, thread__space=space).delete()


def forget_left_names(*, by: Actor) -> int:
    """Names of those who left long enough ago are free again; gives how many."""
    if not policies.is_the_programme(by):
        raise NotAllowed(_("Only the programme itself does this."))
    long_ago = clock.now().date() - NAME_KEPT
    return Face.objects.filter(left_on__lt=long_ago).exclude(name_key="").update(name_key="")
