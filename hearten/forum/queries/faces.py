"""Reading faces. Only a person's own: whose face another one is, nobody here may ask."""

from secrets import choice, randbelow
from uuid import UUID

from hearten.accounts.models import Account
from hearten.accounts.rules import pseudonyms
from hearten.forum.models import Face, Space
from hearten.forum.rules import offered_name

_TRIES = 5


def face_of(person: Account, space: Space) -> Face | None:
    """What this person is in this space; None before they first wrote there, and once they left."""
    return Face.objects.filter(space=space, account=person, left_on=None).first()


def name_keys(*, account_id: UUID, but: UUID) -> list[str]:
    """The keys of the names a person has in other spaces than `but`. For accounts.ports."""
    faces = Face.objects.filter(account=account_id).exclude(space=but)
    return list(faces.values_list("name_key", flat=True))


def is_name_free(space: Space, name: str, *, but: Account | None = None) -> bool:
    """Whether nobody in the space, but perhaps this person, has this name or one that looks like it."""
    same = Face.objects.filter(space=space, name_key=pseudonyms.key(name))
    return not same.exclude(account=but, left_on=None).exists() if but else not same.exists()


def name_to_offer(space: Space) -> str:
    """A name nobody in the space has, in its language, by chance."""
    for _try in range(_TRIES):
        name = offered_name(space.language, choice)
        if is_name_free(space, name):
            return name
    # In a space with hundreds of faces: whoever sends it learns if this one is taken too.
    return offered_name(space.language, choice, number=randbelow(900) + 100)
