"""A person's faces lose their names, and what they wrote is emptied; what others said stays."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.forum.actions.places import empty_words
from hearten.forum.models import (
    Attention,
    Bookmark,
    Draft,
    Face,
    FaceBlock,
    Host,
    PostReaction,
    Reading,
)
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
    empty_words(faces, taken)
    taken.delete(PostReaction.objects.filter(face__in=faces))
    taken.delete(Bookmark.objects.filter(account=account))
    taken.delete(Attention.objects.filter(account=account))
    taken.delete(Draft.objects.filter(account=account))
    taken.delete(FaceBlock.objects.filter(Q(by=account) | Q(of__in=faces)))
    taken.delete(Host.objects.filter(face__in=faces))
    taken.delete(Reading.objects.filter(account=account))
    taken.change(faces, account=None, name="", name_key="")
    return taken
