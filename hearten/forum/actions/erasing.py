"""A person's faces lose their names, and what they wrote is emptied; what others said stays."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.forum.actions.places import unneeded
from hearten.forum.models import (
    WAITING,
    Attention,
    Bookmark,
    Draft,
    Face,
    FaceBlock,
    Host,
    Post,
    PostReaction,
    PostVersion,
    Reading,
    Thread,
)
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Empty every post and title of this person, take away what was said to them and what they said
    without words, what they keep for themselves and how they read, and forget whose the faces were:
    their names are free again at once, for nothing is kept by which they could be kept. For
    accounts.ports.bind_keeper."""
    if not may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    faces = Face.objects.filter(account=account)
    taken.delete(PostVersion.objects.filter(post__face__in=faces))
    taken.delete(PostReaction.objects.filter(Q(face__in=faces) | Q(post__face__in=faces)))
    taken.delete(Bookmark.objects.filter(Q(account=account) | Q(post__face__in=faces)))
    taken.delete(Attention.objects.filter(account=account))
    taken.delete(Draft.objects.filter(account=account))
    taken.delete(FaceBlock.objects.filter(Q(by=account) | Q(of__in=faces)))
    taken.delete(Host.objects.filter(face__in=faces))
    taken.delete(Reading.objects.filter(account=account))
    said = Post.objects.filter(face__in=faces, taken_away_at=None)
    taken.change(
        said,
        text="",
        edited_at=None,
        taken_away_at=clock.now(),
        held_at=None,
        held_for="",
        notes=[],
        moderator_notes=[],
    )
    threads = Thread.objects.filter(opener__in=faces)
    for thread in threads.filter(WAITING):
        unneeded(thread)
    taken.change(threads, title="", looking_for="")
    taken.change(faces, account=None, name="", name_key="")
    return taken
