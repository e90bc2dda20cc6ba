"""Reading who does not meet whom in a space. Beside it the blocks between accounts hold everywhere."""

from uuid import UUID

from django.db.models import F, Q, QuerySet

from hearten.accounts.models import Account
from hearten.forum.models import Face, FaceBlock
from hearten.forum.queries.hosts import moderated_by


def is_hidden_from(account_id: UUID, face: str = "face") -> Q:
    """Of anything that names a face there: whether this person does not find it. Either they asked for
    it, or whose face it is blocked theirs in that space; but not from moderators, or a block would
    be a way out of being moderated."""
    asked = FaceBlock.objects.filter(by=account_id)
    # Whoever left and came back is the same person, and found under no new name on any list.
    again = asked.filter(of__space__faces__account=F("of__account")).values("of__space__faces")
    theirs = FaceBlock.objects.filter(
        of__account=account_id, both_ways=True, by__faces__space=F("of__space")
    ).exclude(of__space__programme__in=moderated_by(account_id))
    faces = (asked.values("of"), again, theirs.values("by__faces"))
    hidden = Q()
    for found in faces:
        hidden |= Q(**{f"{face}__in": found})
    return hidden


def is_face_hidden(account_id: UUID, face: Face) -> bool:
    """Whether this person does not find what that face writes."""
    return Face.objects.filter(is_hidden_from(account_id, "pk"), pk=face.pk).exists()


def who_does_not_meet(face: Face) -> set[UUID]:
    """Everybody who asked not to meet this face or an earlier one of the same person, or whom it blocked
    in its space."""
    asked = FaceBlock.objects.filter(of__account=face.account_id, of__space=face.space_id)
    theirs = FaceBlock.objects.filter(by=face.account_id, of__space=face.space_id, both_ways=True)
    blocked = theirs.exclude(of__account=None).values_list("of__account", flat=True)
    return {*asked.values_list("by", flat=True), *blocked} if face.account_id else set()


def face_blocks_of(person: Account) -> QuerySet[FaceBlock]:
    """Whom this person asked not to meet, with the space, by space and name."""
    found = FaceBlock.objects.filter(by=person).select_related("of__space")
    return found.order_by("of__space__name", "of__name")
