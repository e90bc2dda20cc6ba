"""Not meeting somebody in a space. The other is not told."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.forum import policies
from hearten.forum.actions.danger import lock_writer
from hearten.forum.models import Face, FaceBlock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible


@transaction.atomic
def block_face(*, face: Face, both_ways: bool, by: Actor) -> FaceBlock:
    """Nothing of this face is there for them any more in its space; with `both_ways` nothing of theirs
    there for the other either. Elsewhere nothing changes: the two may meet under other names."""
    person = _person(face, by)
    if face.account_id is None or policies.is_face_of(by, face):
        raise NotPossible(_("There is nobody to block behind this name, or it is you."))
    made, new = FaceBlock.objects.get_or_create(
        by_id=person, of=face, defaults={"both_ways": both_ways}
    )
    if new or made.both_ways != both_ways:
        made.both_ways = both_ways
        made.save(update_fields=["both_ways"])
        audit.record(verb=Verb.FACE_BLOCKED, subject=face, by=by, both_ways=both_ways)
    return made


@transaction.atomic
def unblock_face(*, face: Face, by: Actor) -> None:
    """The two may meet in that space again, as far as this person is concerned."""
    person = _person(face, by)
    gone, _rows = FaceBlock.objects.filter(by=person, of=face).delete()
    if gone:
        audit.record(verb=Verb.FACE_UNBLOCKED, subject=face, by=by)


def _person(face: Face, by: Actor) -> UUID:
    """Whose wish it is, their account held: two presses come one after the other."""
    if by.actor_id is None or not policies.may_write(by, face.space):
        raise NotAllowed(_("Only people of the programme choose whom they meet here."))
    lock_writer(by.actor_id)
    return by.actor_id
